package desk_test

import (
	"fmt"
	"testing"
	"testing/fstest"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/desk"
)

var now = time.Date(2021, 10, 22, 9, 0, 0, 0, time.UTC)

var (
	leader  = annotation.Subject{ID: "l", Role: account.Leader, Reads: true}
	another = annotation.Subject{ID: "m", Role: account.Leader, Reads: true}
	editor  = annotation.Subject{ID: "e", Role: account.Editor, Reads: true}
	unit    = annotation.Subject{ID: "u", Role: account.Unit, Unit: "fumeng", Reads: true}
	reader  = annotation.Subject{ID: "r", Role: account.Reader, Reads: true}
)

// instruction is one of the leader's to fumeng; change makes it another.
func instruction(id string, change func(*annotation.Instruction)) annotation.Instruction {
	in := annotation.Instruction{
		ID: id, Target: annotation.Target{Bulletin: "2021q3"}, Kind: annotation.Handle, Text: "请查明", Signer: annotation.Person{ID: "l"}, State: annotation.Signed,
		Tasks: []annotation.Task{{Unit: "fumeng", Lead: true, State: annotation.Sent}},
	}
	if change != nil {
		change(&in)
	}
	return in
}

func drafted(id, scan string, state annotation.InstructionState) annotation.Instruction {
	return instruction(id, func(in *annotation.Instruction) { in.State, in.Scan = state, scan })
}

func tasked(id string, t annotation.Task) annotation.Instruction {
	t.Unit = "fumeng"
	return instruction(id, func(in *annotation.Instruction) { in.Tasks = []annotation.Task{t} })
}

var instructions = []annotation.Instruction{
	drafted("scanned", "s", annotation.Drafted), drafted("unscanned", "", annotation.Drafted), drafted("refused", "s", annotation.Refused),
	tasked("sent", annotation.Task{State: annotation.Sent, Deadline: "2021-12-31"}),
	tasked("late", annotation.Task{State: annotation.Received, Deadline: "2021-10-20"}),
	tasked("soon", annotation.Task{State: annotation.Received, Deadline: "2021-10-24", Asked: "2021-11-24"}),
	tasked("free", annotation.Task{State: annotation.Received}),
	tasked("reported", annotation.Task{State: annotation.Reported, Reported: time.Date(2021, 10, 20, 9, 0, 0, 0, time.UTC), Deadline: "2021-10-21"}),
	tasked("done", annotation.Task{State: annotation.Done}),
}

func items(d desk.Desk) string {
	out := ""
	for _, i := range d.Items() {
		out += fmt.Sprintf("%s %s %s;", i.Kind, i.ID, i.Due)
	}
	return out
}

// Each has what they can do something about, the most urgent first.
func TestWhatWaits(t *testing.T) {
	for _, c := range []struct {
		name  string
		by    annotation.Subject
		want  string
		count int
	}{
		{"its leader", leader, "confirm scanned ;decide soon orange;close reported ;", 3},
		{"another leader", another, "", 0},
		{"an editor", editor, "decide soon orange;close reported ;amend unscanned ;amend refused ;", 4},
		{"the unit", unit, "receive sent ;report late red;report soon orange;report free ;", 4},
		{"a reader", reader, "", 0},
	} {
		d := desk.Of(annotation.Work{By: c.by, Instructions: instructions}, now)
		if got := items(d); got != c.want || d.Count() != c.count {
			t.Errorf("%s: %q (%d), want %q (%d)", c.name, got, d.Count(), c.want, c.count)
		}
	}
}

func TestALeadersInstructionsStandByUrgency(t *testing.T) {
	d := desk.Of(annotation.Work{By: leader, Instructions: instructions}, now)
	got := ""
	for _, a := range d.Asked {
		got += a.ID + " " + string(a.Due) + ";"
	}
	if want := "late red;soon orange;sent ;free ;reported ;done ;"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if units := d.Units(); len(units) != 1 || units[0] != "fumeng" {
		t.Errorf("units %v", units)
	}
	if other := desk.Of(annotation.Work{By: another, Instructions: instructions}, now); len(other.Asked) != 0 {
		t.Errorf("another leader asked %v", other.Asked)
	}
}

// What others did since the person looked is news, and no second thing beside what waits on the same instruction.
func TestNews(t *testing.T) {
	at := func(hours int) time.Time { return now.Add(time.Duration(hours) * time.Hour) }
	in := tasked("reported", annotation.Task{State: annotation.Reported})
	in.Steps = []annotation.Step{
		{Seq: 1, Act: annotation.Sign, By: annotation.Person{ID: "l"}, At: at(-400)},
		{Seq: 2, Act: annotation.Receive, Unit: "fumeng", By: annotation.Person{ID: "u"}, At: at(-340)},
		{Seq: 3, Act: annotation.Return, Unit: "fumeng", By: annotation.Person{ID: "e"}, At: at(-20)},
		{Seq: 4, Act: annotation.Report, Unit: "fumeng", By: annotation.Person{ID: "u"}, At: at(-2)},
	}
	for _, c := range []struct {
		name   string
		by     annotation.Subject
		looked time.Time
		want   string
		count  int
	}{
		{"a leader who looked two days ago", leader, at(-48), "4 3 ", 1},
		{"a leader who looked before", leader, at(-350), "4 3 2 ", 1},
		{"a leader who looked yesterday", leader, at(-10), "4 ", 1},
		{"a leader who has seen it", leader, at(-1), "", 1},
		{"another leader", another, at(-400), "", 0},
		{"the unit", unit, at(-400), "3 ", 1},
		{"the unit, having seen it", unit, at(-1), "", 0},
		{"an editor, for whom it waits anyhow", editor, at(-400), "", 1},
		{"a reader", reader, at(-400), "", 0},
	} {
		d := desk.Of(annotation.Work{By: c.by, Instructions: []annotation.Instruction{in}, Looked: c.looked}, now)
		got := ""
		for _, n := range d.News {
			got += fmt.Sprint(n.Seq) + " "
		}
		if got != c.want || d.Count() != c.count {
			t.Errorf("%s: %q, %d wait; want %q, %d", c.name, got, d.Count(), c.want, c.count)
		}
	}
}

// Whoever comes to a hundred old bulletins is not told that a hundred things wait.
func TestUnreadEditionsAreBounded(t *testing.T) {
	var w annotation.Work
	for i := range 10 {
		w.Unread = append(w.Unread, annotation.Edition{Bulletin: fmt.Sprint(2021 - i), Number: 1})
	}
	d := desk.Of(w, now)
	if len(d.Unread) != 4 || d.Unread[0].Bulletin != "2021" || d.Earlier != 6 || d.Count() != 4 {
		t.Errorf("%v, %d earlier, %d wait", d.Unread, d.Earlier, d.Count())
	}
}

// A note waits when its words were corrected or are gone, until it is resolved.
func TestNotesWhoseTextChanged(t *testing.T) {
	note := func(id string, state annotation.MapState, resolved bool) annotation.Note {
		n := annotation.Note{ID: id, Author: annotation.Person{ID: "r"}, Visibility: annotation.Private, Mapping: annotation.Mapping{State: state}}
		if resolved {
			n.Resolved = time.Date(2021, 10, 20, 0, 0, 0, 0, time.UTC)
		}
		return n
	}
	w := annotation.Work{By: reader, Notes: []annotation.Note{
		note("same", "", false), note("moved", annotation.Shifted, false), note("edited", annotation.Edited, false), note("lost", annotation.Lost, false), note("settled", annotation.Lost, true),
	}}
	if got, want := items(desk.Of(w, now)), "note edited ;note lost ;"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

const indexJSON = `[{"kind":"quarter","periods":[{"key":"2021q2","label":"二季度"},{"key":"2021q3","label":"三季度"%s}],"tables":[
  {"key":"network-county","channel":"network","group":"county","metrics":[{"key":"satisfaction_rate"}],"breaks":[%s],
   "units":[{"id":"a","name":"甲"},{"id":"b","name":"乙"},{"id":"c","name":"丙"},{"id":"d","name":"丁"}]}]}]`

func published(apart, breaks string) fstest.MapFS {
	file := func(body string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(body)} }
	return fstest.MapFS{
		"rankings/index.json":                                    file(fmt.Sprintf(indexJSON, apart, breaks)),
		"rankings/quarter/network-county/rank.json":              file(`[[2,1],[1,3],[null,2],[3,null]]`),
		"rankings/quarter/network-county/satisfaction_rate.json": file(`[[90.5,91.25],[100,100],[null,88],[70,null]]`),
	}
}

func TestChanges(t *testing.T) {
	for _, c := range []struct {
		name, apart, breaks string
		units               []string
		want                string
	}{
		{"units asked for", "", "", []string{"a", "c", "d"}, "甲 1 was 2 (1) 91.25% +0.75;丙 2 was 0 (0) 88.00% ;"},
		{"those that moved most", "", "", nil, "乙 3 was 1 (-2) 100% ;甲 1 was 2 (1) 91.25% +0.75;"},
		{"another rule", "", "1", []string{"a"}, "甲 1 was 0 (0) 91.25% +0.75;"},
		{"periods missing between", `,"apart":true`, "", []string{"a"}, "甲 1 was 0 (0) 91.25% ;"},
	} {
		got, err := desk.ReadChanges(published(c.apart, c.breaks), c.units)
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, u := range got.Units {
			said += fmt.Sprintf("%s %d was %d (%d) %s %s;", u.Name, u.Rank, u.Was, u.Moved(), u.Rate, u.RateChange)
		}
		if said != c.want || got.Now.Label != "三季度" || (got.Before.Label == "") != (c.apart != "") {
			t.Errorf("%s: %q of %v beside %v, want %q", c.name, said, got.Now, got.Before, c.want)
		}
	}
}

func TestChangesOfASiteWithoutRankingsAndOfADamagedOne(t *testing.T) {
	if got, err := desk.ReadChanges(fstest.MapFS{}, nil); err != nil || got.Now.Key != "" {
		t.Errorf("%v, %v", got, err)
	}
	damaged := published("", "")
	damaged["rankings/quarter/network-county/rank.json"] = &fstest.MapFile{Data: []byte(`[[1,2]]`)}
	if _, err := desk.ReadChanges(damaged, nil); err == nil {
		t.Error("a file of other units was taken")
	}
}
