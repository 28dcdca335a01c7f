package series_test

import (
	"os"
	"slices"
	"testing"

	"tongbao/site/series"
)

func exampleUnits(t *testing.T) map[string]series.Unit {
	t.Helper()
	all, err := series.Load(os.DirFS("../../examples/fuxin/data"))
	if err != nil {
		t.Fatal(err)
	}
	register := []series.Registered{
		{ID: "fumeng", Name: "阜蒙县"}, {ID: "shuiwuju", Name: "市税务局"}, {ID: "gongan", Name: "市公安局"}, {ID: "never", Name: "市某单位"},
	}
	if err := series.AddWords(os.DirFS("../../examples/fuxin/content"), all); err != nil {
		t.Fatal(err)
	}
	mentions := series.Mentions(all, register)
	out := map[string]series.Unit{}
	for _, u := range series.Units(all, register, mentions) {
		out[u.ID] = u
	}
	return out
}

func TestUnitOfTheExample(t *testing.T) {
	u := exampleUnits(t)["fumeng"]
	if len(u.Standings) != 2 {
		t.Fatalf("%d rankings, want those of both channels", len(u.Standings))
	}
	s := u.Standings[0]
	if s.Table != "network-county" || s.Now.Rank != 2 || s.Now.Of != 8 || s.Now.Previous != 2 || len(s.Lines) != 4 {
		t.Errorf("now %+v of %d", s.Now, len(s.Lines))
	}
	column := slices.IndexFunc(s.Columns, func(m series.Metric) bool { return m.Key == "satisfaction_rate" })
	if got := s.Now.Cells[column]; got != "70.45%" {
		t.Errorf("satisfaction is %q", got)
	}
	if got := s.Lines[2].Break; got != "rule" || s.Lines[2].Previous != 0 { // 2020q4 was measured by another rule than 2021q1
		t.Errorf("2021q1 is compared over a change of the rule: %q, previous %d", got, s.Lines[2].Previous)
	}
	if len(s.Rank.Lines) != 2 || len(s.Rank.Breaks) != 1 {
		t.Errorf("the line runs over the change: %q, %+v", s.Rank.Lines, s.Rank.Breaks)
	}
	if s.Cause == nil || len(s.Cause.Lifts) == 0 || s.Cause.Lifts[0] != (series.Lift{Way: "closed", Cases: 12, Rank: 1, Above: "zhangwu"}) {
		t.Errorf("cause %+v", s.Cause)
	}
	if len(u.Counts) != 4 || *u.Counts[0].LowStars == 0 {
		t.Errorf("counts %+v", u.Counts)
	}
}

func TestMentions(t *testing.T) {
	units := exampleUnits(t)
	m := units["fumeng"].Mentions
	if len(m) == 0 || m[0].Period != "2021q3" {
		t.Fatalf("mentions %+v", m)
	}
	i := slices.IndexFunc(m, func(m series.Mention) bool { return m.Anchor == "network-county-summary" })
	if i < 0 || m[i].Section != "网络平台交办情况" || m[i].Excerpt != "阜蒙县交办总量最大，为333件。" {
		t.Errorf("mentions %+v", m)
	}
}

// A long sentence is cut between its items: part of a figure would be another figure.
func TestMentionsNeverCutAFigure(t *testing.T) {
	const sentence = "产生四星件的县区：海州区117件、太平区98件、细河区72件、阜蒙县70件、彰武县15件、新邱区114件、清河门区213件、高新区118件、沈抚区219件、某某区311件、另一区412件。"
	for text, want := range map[string]string{
		sentence: "…太平区98件、细河区72件、阜蒙县70件、彰武县15件、新邱区114件、清河门区213件、高新区118件、沈抚区219件…",
		"共受理群众诉求123456789012345678件阜蒙县最多。": "…件阜蒙县最多。",
		"阜蒙县最多。": "阜蒙县最多。",
	} {
		b := series.Bulletin{Sections: []series.Section{{Paragraphs: []series.Paragraph{{Text: text}}}}}
		m := series.Mentions([]series.Bulletin{b}, []series.Registered{{ID: "fumeng", Name: "阜蒙县"}})["fumeng"]
		if len(m) != 1 || m[0].Excerpt != want {
			t.Errorf("of %s\n got %+v\nwant %s", text, m, want)
		}
	}
}

func TestUnitWithoutCases(t *testing.T) {
	u, there := exampleUnits(t)["never"]
	if !there || len(u.Standings)+len(u.HighStars)+len(u.Counts)+len(u.Mentions) != 0 {
		t.Errorf("%v, %+v", there, u)
	}
}

func TestUnitsOutsideTheRegister(t *testing.T) {
	u, there := exampleUnits(t)["zhangwu"]
	if !there || u.Known || u.Name != "彰武县" {
		t.Errorf("%v, %+v", there, u.Registered)
	}
}
