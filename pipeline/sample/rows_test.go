package sample_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"tongbao/pipeline/mask"
	"tongbao/pipeline/sample"
)

// A case's steps follow each other, rated cases are rated in the period, and verdicts are given in it.
func TestOrderOfSteps(t *testing.T) {
	o := options(t)
	o.Rows = 70000
	set, _ := made(t, exports(t), o)
	for _, f := range set.Files() {
		must(t, f.Each(func(r sample.Row) error {
			last := time.Time{}
			for _, column := range []int{sample.Received, sample.Sent, sample.Fed, sample.Closed, sample.Rated} {
				if r[column].Kind == sample.Moment {
					if r[column].Time.Before(last) {
						t.Fatalf("%s: a step comes before the one before it: %v", f.Name, r)
					}
					last = r[column].Time
				}
			}
			checkRow(t, r)
			return nil
		}))
	}
}

func checkRow(t *testing.T, r sample.Row) {
	t.Helper()
	assigned, direct := within(r[sample.Sent]), r[sample.Way].Text == "直办"
	if assigned && r[sample.Received].Kind != sample.Empty && !within(r[sample.Received]) {
		t.Fatalf("assigned in the period, received before: %v", r)
	}
	spoken := r[sample.Verdict].Kind != sample.Empty
	if !assigned && (spoken && !within(r[sample.Rated]) || r[sample.Callback].Kind != sample.Empty) {
		t.Fatalf("a verdict of a case neither assigned nor rated in the period: %v", r)
	}
	if !assigned && !direct && (!within(r[sample.Rated]) || r[sample.Sent].Time.Before(time.Date(2021, 5, 2, 0, 0, 0, 0, time.UTC))) {
		t.Fatalf("neither assigned nor rated in the period: %v", r)
	}
	if stars := r[sample.Star].Kind != sample.Empty; stars != (r[sample.Rated].Kind != sample.Empty) && (assigned || !spoken) {
		t.Fatalf("star and time of rating: %v", r)
	}
	if direct && (r[sample.Unit].Kind != sample.Empty || r[sample.Sent].Kind != sample.Empty || !within(r[sample.Received]) || r[sample.Closed].Kind == sample.Empty) {
		t.Fatalf("answered at once: %v", r)
	}
	if (r[sample.Status].Text == "已办结") != (r[sample.Closed].Kind == sample.Moment) {
		t.Fatalf("status: %v", r)
	}
}

// No two cases share a number; the listed high-star cases have theirs, and their reasons.
func TestNumbers(t *testing.T) {
	in := exports(t)
	set, _ := made(t, in, options(t))
	reasons := map[string]string{}
	for _, f := range set.Files() {
		must(t, f.Each(func(r sample.Row) error {
			no := r[sample.CaseNo].Text
			if _, twice := reasons[no]; twice {
				t.Fatalf("number %s twice", no)
			}
			reasons[no] = r[sample.Reason].Text
			if r[sample.Received].Kind != sample.Empty && len(no) != 7 && (len(no) != 14 || !strings.HasPrefix(no, r[sample.Received].Time.Format("20060102"))) {
				t.Fatalf("number %q of %v", no, r[sample.Received].Time)
			}
			return nil
		}))
	}
	found := 0
	for _, h := range in.HighStars {
		if reason, ok := reasons[h.CaseNo]; ok && reason == h.Reason {
			found++
		}
	}
	if found != len(in.HighStars) {
		t.Errorf("%d of %d listed cases found", found, len(in.HighStars))
	}
}

// A messy set has the duplicates and the cases out of the period that its files say.
func TestMessyCounts(t *testing.T) {
	o := options(t)
	o.Messy = true
	set, _ := made(t, exports(t), o)
	for _, f := range set.Files() {
		first := map[string]sample.Row{}
		rows, again, out := 0, 0, 0
		must(t, f.Each(func(r sample.Row) error {
			no := r[sample.CaseNo].Text
			if other, twice := first[no]; twice {
				if other != r {
					t.Fatalf("two different rows have the number %s", no)
				}
				again++
				return nil
			}
			first[no] = r
			if !within(r[sample.Sent]) && !within(r[sample.Received]) && !within(r[sample.Rated]) {
				out++
			} else {
				rows++
			}
			return nil
		}))
		if rows != f.Rows || again != f.Duplicates || out != f.OutOfPeriod || again < f.Rows/250 || out < f.Rows/250 {
			t.Errorf("%s: %d rows, %d again, %d out of the period; it says %d, %d, %d", f.Name, rows, again, out, f.Rows, f.Duplicates, f.OutOfPeriod)
		}
	}
}

// Everybody in it is evidently artificial, and some titles hold personal data that masking must find.
func TestPeople(t *testing.T) {
	set, _ := made(t, exports(t), options(t))
	phone := regexp.MustCompile(`^1990000\d{4}$`)
	for _, f := range set.Files() {
		personal, categories := 0, map[string]bool{}
		must(t, f.Each(func(r sample.Row) error {
			name, title := r[sample.Citizen].Text, r[sample.Title].Text
			if !strings.HasSuffix(name, "示例") || !phone.MatchString(r[sample.Phone].Text) || !strings.HasPrefix(r[sample.Address].Text, "示例路") {
				t.Fatalf("not evidently artificial: %v", r)
			}
			if strings.Contains(title, r[sample.Phone].Text) && strings.Contains(title, name) && mask.Text(title) != title {
				personal++
			}
			categories[r[sample.Category].Text] = true
			return nil
		}))
		if personal < f.Rows/20 || personal > f.Rows/5 || len(categories) != 12 {
			t.Errorf("%s: %d of %d titles hold personal data, %d categories", f.Name, personal, f.Rows, len(categories))
		}
	}
}
