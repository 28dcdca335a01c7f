package answers_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"tongbao"
	"tongbao/archive"
	"tongbao/site/answers"
	"tongbao/site/series"
)

func example(t testing.TB) *answers.Rankings {
	t.Helper()
	a, err := archive.Open("../../examples/fuxin")
	if err != nil {
		t.Fatal(err)
	}
	bulletins, err := series.Load(os.DirFS(a.Path("data")))
	if err != nil {
		t.Fatal(err)
	}
	files, err := series.ExploreFiles(bulletins)
	if err != nil {
		t.Fatal(err)
	}
	if files[answers.LanguageFile], err = answers.Language(a, tongbao.Theme, bulletins); err != nil {
		t.Fatal(err)
	}
	r, err := answers.Open(files)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func ask(t testing.TB, r *answers.Rankings, question string) *answers.Answer {
	t.Helper()
	a, err := r.Answer(question)
	if err != nil {
		t.Fatalf("%s: %v", question, err)
	}
	return a
}

func lines(t testing.TB, name string) []string {
	t.Helper()
	body, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(strings.Split(string(body), "\n"), func(l string) bool { return l == "" || l[0] == '#' })
}

// Every question has the figures that the bulletins' data give by another way (expected_test.go), or none. A wrong answer is
// worse than no answer: none may be.
func TestQuestions(t *testing.T) {
	r, data := example(t), readTables(t)
	for _, set := range []string{"questions.tsv", "first-try.tsv"} {
		right, silent, wrong := 0, 0, 0
		for _, line := range lines(t, set) {
			f := strings.Split(line, "\t")
			if len(f) != 5 {
				t.Fatalf("%s: %q has not five fields", set, line)
			}
			want := data.expected(t, f[1:])
			got := written(ask(t, r, f[0]))
			switch {
			case got == want:
				right++
			case got == "":
				silent++
				t.Errorf("%s: silent, want\n%s", f[0], want)
			default:
				wrong++
				t.Errorf("%s: wrong\n%s\nwant\n%s", f[0], got, want)
			}
		}
		t.Logf("%s: %d right, %d silent, %d wrong", set, right, silent, wrong)
	}
}

func TestWhatIsNoQuestionStaysUnanswered(t *testing.T) {
	r := example(t)
	for _, text := range append(lines(t, "silent.txt"), "", " ", "？", "和") {
		if a := ask(t, r, text); a != nil {
			t.Errorf("%s: answered as %s\n%s", text, strings.Join(a.Understood, " · "), written(a))
		}
	}
}

func TestTheAnswerSaysHowItWasUnderstood(t *testing.T) {
	r := example(t)
	for question, want := range map[string]string{
		"去年四季度网络部门优秀率后三名":    "2020年四季度 · 网络 · 市直部门（单位） · 优秀率 · 排在最后的3个",
		"满意率最低的县区":           "2021年三季度（最新一期） · 网络、热线（没有说渠道，分别列出） · 县区 · 满意率 · 最低",
		"环保局网络满意率比上季度提高多少":   "2021年三季度（最新一期）与2021年二季度相比 · 市生态环境局 · 网络 · 满意率 · 上升",
		"二季度满意率低于80%的网络县区":   "2021年二季度 · 网络 · 县区 · 满意率 · 低于80%",
		"阜蒙县和彰武县网络满意率相差多少":   "2021年三季度（最新一期） · 阜蒙县、彰武县 · 网络 · 满意率 · 比较",
		"2021年三季度阜蒙县热线满意率排名": "2021年三季度 · 阜蒙县 · 热线 · 满意率 · 名次",
	} {
		a := ask(t, r, question)
		if a == nil {
			t.Errorf("%s: no answer", question)
		} else if got := strings.Join(a.Understood, " · "); got != want {
			t.Errorf("%s: understood as %s, want %s", question, got, want)
		}
	}
	if p := ask(t, r, "去年四季度网络县区满意率最低").Tables[0].Periods; !p[0].Sample {
		t.Errorf("an invented period is not marked: %+v", p)
	}
}

// written is an answer in the form of expected_test.go.
func written(a *answers.Answer) string {
	if a == nil {
		return ""
	}
	var out []string
	for _, t := range a.Tables {
		head := t.Key + " " + t.Metric
		for _, p := range t.Periods {
			head += " " + p.Key
		}
		var rows []string
		for _, r := range t.Rows {
			row := "  " + r.Name
			for _, v := range r.Values {
				row += number(v)
			}
			for _, p := range r.Places {
				row += fmt.Sprintf(" #%d", p)
			}
			if r.Change != nil {
				row += " Δ" + strings.TrimSpace(number(r.Change))
			}
			rows = append(rows, row)
		}
		slices.Sort(rows)
		if t.Count != nil {
			head += fmt.Sprintf(" [%d]", *t.Count)
		}
		if t.Difference != nil {
			head += " ≠" + strings.TrimSpace(number(t.Difference))
		}
		out = append(out, head+"\n"+strings.Join(rows, "\n"))
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

func number(v *float64) string {
	if v == nil {
		return " —"
	}
	return fmt.Sprintf(" %.2f", *v)
}
