package answers_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"tongbao/site/answers"
	"tongbao/site/series"
)

func example(t *testing.T) *answers.Rankings {
	t.Helper()
	bulletins, err := series.Load(os.DirFS("../../examples/fuxin/data"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := series.ExploreFiles(bulletins)
	if err != nil {
		t.Fatal(err)
	}
	r, err := answers.Open(files, map[string]string{"环保局": "市生态环境局", "阜新蒙古族自治县": "阜蒙县"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// said writes an answer in short: a table's key, then unit and values.
func said(a *answers.Answer) string {
	if a == nil {
		return ""
	}
	var out []string
	for _, t := range a.Tables {
		line := t.Key
		for _, r := range t.Rows {
			line += " " + r.Name
			for _, v := range r.Values {
				if v == nil {
					line += " —"
				} else {
					line += fmt.Sprintf(" %g", *v)
				}
			}
		}
		out = append(out, line)
	}
	return strings.Join(out, "; ")
}

// The figures are those of the published tables of 2021 Q3, and of the invented quarters before it.
func TestAnswers(t *testing.T) {
	r := example(t)
	for question, want := range map[string]string{
		"三季度满意率最低的县区":              "network-county 阜蒙县 70.45; hotline-county 海州区 99.04",
		"2021年三季度网络县区满意率最高的是哪个单位？": "network-county 太平区 93.18",
		"市住建局 2021q3 热线 综评分":       "hotline-department 市住建局 10.38",
		"阜蒙县 网络 历次排名":              "network-county 阜蒙县 1 1 2 2",
		"阜新蒙古族自治县网络排名":             "network-county 阜蒙县 2",
		"环保局 网络 满意率":               "network-department 市生态环境局 100",
		"网络县区前三":                   "network-county 彰武县 1 阜蒙县 2 细河区 3",
		"网络县区倒数一名":                 "network-county 新邱区 8",
		"热线县区第二名":                  "hotline-county 细河区 2",
		"网络县区交办总量最大":               "network-county 阜蒙县 333",
		"网络县区办件天数最短":               "network-county 清河门区 6",
		"全省综评分前两名":                 "", // 两 is no numeral of ours
		"全省综评分前2名":                 "network-city 沈阳 10.99 大连 10.99",
		"上季度网络县区名次第一名":             "network-county 太平区 1",
		"彰武县和阜蒙县 网络 综评分":           "", // 和 joins no names yet
		"彰武县、阜蒙县 网络 综评分":           "network-county 彰武县 9.94 阜蒙县 9.9",
		// No question, or none that the rankings answer: nothing is said rather than something wrong.
		"":              "",
		"酒吧噪音":          "",
		"满意率":           "",
		"网络":            "",
		"阜蒙县":           "",
		"满意率低于80%的县区":   "",
		"县区满意率为什么最低":    "",
		"阜蒙县满意率最低的乡镇":   "",
		"2019年三季度县区满意率": "",
		"网络县区交办总量最好":    "",
		"海州区满意率比细河区高多少": "",
		"网络县区满意率不是最低的":  "",
		"除阜蒙县外网络满意率最低的": "",
	} {
		a, err := r.Answer(question)
		if err != nil {
			t.Fatal(err)
		}
		if got := said(a); got != want {
			t.Errorf("%s: %q, want %q", question, got, want)
		}
	}
}

func TestTheAnswerSaysHowItWasUnderstood(t *testing.T) {
	a, err := example(t).Answer("去年四季度网络部门优秀率后三名")
	if err != nil || a == nil {
		t.Fatal(a, err)
	}
	if got := strings.Join(a.Understood, " "); got != "2020年四季度 网络 市直部门（单位） 最差的3个" {
		t.Errorf("understood as %s", got)
	}
	if p := a.Tables[0].Periods; len(p) != 1 || !p[0].Sample {
		t.Errorf("an invented period is not marked: %+v", p)
	}
}
