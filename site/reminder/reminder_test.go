package reminder_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/reminder"
)

// At nine in the morning of 22 October 2021, at the office.
var (
	office = time.FixedZone("CST", 8*3600)
	now    = time.Date(2021, 10, 22, 9, 0, 0, 0, office)
	long   = time.Date(2020, 1, 1, 0, 0, 0, 0, office)
)

func user(id string, role account.Role, unit string) account.User {
	return account.User{ID: id, Name: id, Role: role, Unit: unit, Created: long}
}

func people() []account.User {
	gone := user("gone", account.Unit, "fumeng")
	gone.Disabled = true
	return []account.User{
		user("leader", account.Leader, ""), user("other", account.Leader, ""), user("editor", account.Editor, ""),
		user("fumeng", account.Unit, "fumeng"), user("fumeng2", account.Unit, "fumeng"), user("zhangwu", account.Unit, "zhangwu"), gone, user("reader", account.Reader, ""),
	}
}

// signed is an instruction of the leader's to fumeng, signed a month ago, and changed by what happened since.
func signed(change func(*annotation.Instruction)) annotation.Instruction {
	in := annotation.Instruction{
		ID: "i", Target: annotation.Target{Bulletin: "2021q3"}, Kind: annotation.Supervise, Text: "机密的话", State: annotation.Signed, Signed: now.AddDate(0, -1, 0),
		Signer: annotation.Person{ID: "leader", Name: "示例姓名", Office: "示例职务"},
		Tasks:  []annotation.Task{{Unit: "fumeng", Lead: true, State: annotation.Received}},
		Steps:  []annotation.Step{{Seq: 1, Act: annotation.Sign, By: annotation.Person{ID: "leader"}, At: now.AddDate(0, -1, 0)}},
	}
	change(&in)
	return in
}

// step adds what somebody did an hour ago.
func step(in *annotation.Instruction, act annotation.Act, by string, change func(*annotation.Step)) {
	s := annotation.Step{Seq: len(in.Steps) + 1, Act: act, Unit: "fumeng", By: annotation.Person{ID: by}, At: now.Add(-time.Hour)}
	if change != nil {
		change(&s)
	}
	in.Steps = append(in.Steps, s)
}

func task(in *annotation.Instruction, state annotation.TaskState, deadline annotation.Date) {
	in.Tasks[0].State, in.Tasks[0].Deadline = state, deadline
}

func situation(in ...annotation.Instruction) reminder.Situation {
	return reminder.Situation{
		Now: now, Users: people(), Instructions: in, Rules: reminder.Rules{UnreadDays: 3, Daily: true},
		Reads: func(role account.Role, bulletin string) bool {
			return bulletin == "2021q3" || role == account.Leader || role == account.Editor
		},
	}
}

// told is who is told what; the group is *.
func told(s reminder.Situation) string {
	var list []string
	for _, r := range reminder.Due(s) {
		to := r.To.ID
		if to == "" {
			to = "*"
		}
		list = append(list, string(r.Kind)+" "+to)
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

func TestDue(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*annotation.Instruction)
		want   string
	}{
		{"nothing happened", func(*annotation.Instruction) {}, ""},
		{"a new one", func(in *annotation.Instruction) { in.Steps[0].At = now.Add(-time.Hour); task(in, annotation.Sent, "") }, "instructed *, instructed fumeng, instructed fumeng2"},
		{"a new one, received already", func(in *annotation.Instruction) { in.Steps[0].At = now.Add(-time.Hour) }, ""},
		{"a new one, long ago", func(in *annotation.Instruction) { task(in, annotation.Sent, "") }, ""},
		{"eight days left", func(in *annotation.Instruction) { task(in, annotation.Received, "2021-10-30") }, ""},
		{"seven days left", func(in *annotation.Instruction) { task(in, annotation.Sent, "2021-10-29") }, "blue *, blue fumeng, blue fumeng2"},
		{"three days left", func(in *annotation.Instruction) { task(in, annotation.Received, "2021-10-25") }, "orange *, orange fumeng, orange fumeng2"},
		{"three days left, of one signed today", func(in *annotation.Instruction) {
			task(in, annotation.Sent, "2021-10-25")
			in.Signed, in.Steps[0].At = now.Add(-time.Hour), now.Add(-time.Hour)
		}, "instructed *, instructed fumeng, instructed fumeng2"},
		{"the last day", func(in *annotation.Instruction) { task(in, annotation.Received, "2021-10-22") }, "orange *, orange fumeng, orange fumeng2"},
		{"overdue", func(in *annotation.Instruction) { task(in, annotation.Received, "2021-10-21") }, "red *, red editor, red fumeng, red fumeng2, red leader"},
		{"overdue and reported", func(in *annotation.Instruction) {
			task(in, annotation.Reported, "2021-10-21")
			in.Tasks[0].Reported = now
		}, ""},
		{"overdue and withdrawn", func(in *annotation.Instruction) {
			task(in, annotation.Received, "2021-10-21")
			in.State = annotation.Withdrawn
		}, ""},
		{"more time asked for", func(in *annotation.Instruction) {
			in.Tasks[0].Asked = "2021-12-01"
			step(in, annotation.AskExtension, "fumeng", func(s *annotation.Step) { s.Until = "2021-12-01" })
		}, "extension *, extension editor, extension leader"},
		{"more time asked for, and answered by the leader", func(in *annotation.Instruction) {
			step(in, annotation.AskExtension, "fumeng", func(s *annotation.Step) { s.Until = "2021-12-01" })
			step(in, annotation.RefuseExtension, "leader", nil)
		}, "answered *, answered fumeng, answered fumeng2"},
		{"reported", func(in *annotation.Instruction) {
			task(in, annotation.Reported, "")
			step(in, annotation.Report, "fumeng", nil)
		}, "reported *, reported editor, reported leader"},
		{"sent back", func(in *annotation.Instruction) {
			step(in, annotation.Report, "fumeng", nil)
			step(in, annotation.Return, "editor", nil)
		}, "returned *, returned fumeng, returned fumeng2"},
		{"closed by the editor, the last of it", func(in *annotation.Instruction) {
			task(in, annotation.Done, "")
			step(in, annotation.Close, "editor", nil)
			in.State, in.Ended = annotation.Closed, now.Add(-time.Hour)
		}, "closed *, closed fumeng, closed fumeng2, closed leader"},
		{"closed by the leader", func(in *annotation.Instruction) {
			task(in, annotation.Done, "")
			step(in, annotation.Close, "leader", nil)
			in.State, in.Ended = annotation.Closed, now.Add(-time.Hour)
		}, "closed *, closed fumeng, closed fumeng2"},
		{"withdrawn", func(in *annotation.Instruction) {
			in.State = annotation.Withdrawn
			step(in, annotation.Withdraw, "leader", func(s *annotation.Step) { s.Unit = "" })
		}, "withdrawn *, withdrawn fumeng, withdrawn fumeng2"},
		{"entered from paper, without a scan", func(in *annotation.Instruction) {
			in.State, in.Signed, in.Steps[0].Act = annotation.Drafted, time.Time{}, annotation.Draft
		}, ""},
		{"entered from paper", func(in *annotation.Instruction) {
			in.State, in.Signed, in.Scan, in.Steps[0].Act, in.Steps[0].By.ID = annotation.Drafted, time.Time{}, "s", annotation.Draft, "editor"
		}, "confirm leader"},
		{"not confirmed", func(in *annotation.Instruction) {
			in.State, in.Signed, in.Scan, in.Steps[0].Act = annotation.Refused, time.Time{}, "s", annotation.Draft
			step(in, annotation.Refuse, "leader", nil)
		}, "refused editor"},
		{"on a bulletin for leaders only", func(in *annotation.Instruction) {
			in.Target.Bulletin = "2021q2"
			task(in, annotation.Received, "2021-10-25")
		}, "orange fumeng, orange fumeng2"},
	} {
		if got := told(situation(signed(c.change))); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// A leader is reminded of an edition from so many days after it was published on, unless they came later or have read it.
func TestUnread(t *testing.T) {
	edition := func(number int, day annotation.Date, read ...string) reminder.Edition {
		e := reminder.Edition{Edition: annotation.Edition{Bulletin: "2021q3", Number: number}, Published: day, Read: map[string]bool{}}
		for _, id := range read {
			e.Read[id] = true
		}
		return e
	}
	for _, c := range []struct {
		name string
		of   reminder.Edition
		want string
	}{
		{"published two days ago", edition(1, "2021-10-20"), ""},
		{"published three days ago", edition(1, "2021-10-19"), "unread leader, unread other"},
		{"read by one", edition(2, "2021-10-10", "leader"), "unread other"},
		{"published long ago", edition(1, "2021-07-01"), ""},
		{"never published", edition(0, ""), ""},
		{"of a day that nobody knows", edition(1, ""), ""},
	} {
		s := situation()
		s.Editions = []reminder.Edition{c.of}
		if got := told(s); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		for i := range s.Users {
			s.Users[i].Created = now
		}
		if got := told(s); got != "" {
			t.Errorf("%s, before anybody came: %q", c.name, got)
		}
	}
}

// Keys tell one state from the next: a deadline put off is a new one, and what is overdue is new each day, but for officers.
func TestKeys(t *testing.T) {
	keys := func(daily bool, day int, deadline annotation.Date) map[string]string {
		s := situation(signed(func(in *annotation.Instruction) { task(in, annotation.Received, deadline) }))
		s.Now, s.Rules.Daily = now.AddDate(0, 0, day), daily
		out := map[string]string{}
		for _, r := range reminder.Due(s) {
			out[r.To.ID] = r.Key
		}
		return out
	}
	for _, c := range []struct {
		name  string
		a, b  map[string]string
		to    string
		again bool
	}{
		{"the same the next day", keys(true, 0, "2021-10-25"), keys(true, 1, "2021-10-25"), "fumeng", false},
		{"a deadline put off", keys(true, 0, "2021-10-25"), keys(true, 6, "2021-10-30"), "fumeng", true},
		{"overdue a day more", keys(true, 0, "2021-10-20"), keys(true, 1, "2021-10-20"), "fumeng", true},
		{"overdue a day more, for the signer", keys(true, 0, "2021-10-20"), keys(true, 1, "2021-10-20"), "leader", false},
		{"overdue a day more, told once", keys(false, 0, "2021-10-20"), keys(false, 1, "2021-10-20"), "fumeng", false},
	} {
		if a, b := c.a[c.to], c.b[c.to]; a == "" || b == "" || (a != b) != c.again {
			t.Errorf("%s: %q, then %q", c.name, a, b)
		}
	}
}

// Messages say what is to be done and where, and hold no word of the instruction.
func TestWords(t *testing.T) {
	names := reminder.Names{
		Unit:     func(id string) string { return map[string]string{"fumeng": "阜蒙县", "": ""}[id] },
		Bulletin: func(string) string { return "2021年三季度" }, Base: "https://tongbao.office.example/",
	}
	due := reminder.Due(situation(signed(func(in *annotation.Instruction) { task(in, annotation.Received, "2021-10-20") })))
	r := due[slices.IndexFunc(due, func(r reminder.Reminder) bool { return r.To.ID == "fumeng" })]
	if got, want := r.Subject(names), "【通报库】阜蒙县：批示已超期2天"; got != want {
		t.Errorf("subject %q, want %q", got, want)
	}
	want := `阜蒙县：批示已超期2天。

批示领导：示例职务 示例姓名
种类：督办
通报：2021年三季度
承办单位：阜蒙县
期限：2021-10-20
办理：https://tongbao.office.example/instructions/i

由通报库自动发送，请勿回复。
`
	if got := r.Text(names); got != want {
		t.Errorf("text %q, want %q", got, want)
	}
	if got, want := fmt.Sprintf("%+v", r.Told(names)), "{Kind:red Subject:阜蒙县：批示已超期2天 Bulletin:2021q3 Edition:0 Instruction:i Unit:fumeng UnitName:阜蒙县 Deadline:2021-10-20 Days:-2 Link:https://tongbao.office.example/instructions/i}"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for _, r := range due {
		if said := r.Subject(names) + r.Text(names) + fmt.Sprint(r.Told(names)); strings.Contains(said, "机密") {
			t.Errorf("words of the instruction went out: %s", said)
		}
	}
}
