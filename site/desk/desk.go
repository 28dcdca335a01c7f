// Package desk lays out one person's one screen: what waits for them, what they asked and where it stands, and how the figures
// of their units changed.
//
// In: what concerns the person (annotation.Work), a day, and the data files of a published site. Out: lists in the order in which they are to be
// looked at. What waits for somebody is what annotation.May lets them do now. It touches neither clock nor database.
package desk

import (
	"cmp"
	"slices"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
)

// Desk is one person's screen. Whatever they may not do is empty.
type Desk struct {
	Unread  []annotation.Edition     // to be acknowledged (圈阅), the newest first
	Earlier int                      // unread editions beyond those, which no one is urged to read
	Confirm []annotation.Instruction // entered from paper (代录), with its scan, for its leader to confirm
	Decide  []Task                   // extensions asked for
	Close   []Task                   // reported done
	Amend   []annotation.Instruction // of an editor: not confirmed by the leader, or without a scan
	Receive []Task                   // of a unit: not received
	Report  []Task                   // of a unit: received, not reported
	Notes   []annotation.Note        // open, whose words were corrected or are gone
	Asked   []Asked                  // of a leader: their instructions in force
	News    []News                   // what others did since the person looked, the latest first
	More    int                      // of those, beyond the ones listed
	Readers annotation.Readers       // of the newest bulletin, for leaders and editors
}

// Task is one unit's part of an instruction, with its light today.
type Task struct {
	Instruction annotation.Instruction
	annotation.Task
	Due annotation.Light
}

// Asked is an instruction in force and where each of its units stands.
type Asked struct {
	annotation.Instruction
	Tasks []Task
	Due   annotation.Light // the most urgent
}

// mostUnread is how many unread editions are listed: whoever gets an account when there are a hundred bulletins has not a
// hundred things to do.
const mostUnread = 4

// Of lays out what concerns a person at a time, which is in the office's place.
func Of(w annotation.Work, now time.Time) Desk {
	today, place := annotation.Date(now.Format(time.DateOnly)), now.Location()
	d := Desk{Unread: w.Unread, Readers: w.Readers}
	d.News, d.More = newsOf(w)
	if len(d.Unread) > mostUnread {
		d.Unread, d.Earlier = w.Unread[:mostUnread], len(w.Unread)-mostUnread
	}
	for _, in := range w.Instructions {
		d.add(w.By, in, today, place)
	}
	for _, n := range w.Notes {
		if moved(n.Mapping) && n.Resolved.IsZero() && may(w.By, annotation.Resolve, annotation.Object{Author: n.Author.ID, Visibility: n.Visibility}) {
			d.Notes = append(d.Notes, n)
		}
	}
	for _, list := range [][]Task{d.Decide, d.Close, d.Receive, d.Report} {
		slices.SortStableFunc(list, byUrgency)
	}
	slices.SortStableFunc(d.Asked, func(a, b Asked) int { return rank(b.Due) - rank(a.Due) })
	return d
}

func (d *Desk) add(by annotation.Subject, in annotation.Instruction, today annotation.Date, place *time.Location) {
	whole := in.Object("")
	if may(by, annotation.Confirm, whole) && in.Scan != "" {
		d.Confirm = append(d.Confirm, in)
	}
	if may(by, annotation.Amend, whole) && (in.State == annotation.Refused || in.Scan == "") {
		d.Amend = append(d.Amend, in)
	}
	var tasks []Task
	for _, t := range in.Tasks {
		task := Task{in, t, t.Light(today, place)}
		tasks = append(tasks, task)
		d.addTask(by, task)
	}
	if in.State == annotation.Signed && len(tasks) > 0 && by.Role == account.Leader && in.Signer.ID == by.ID {
		d.Asked = append(d.Asked, Asked{in, tasks, in.Light(today, place)})
	}
}

// addTask puts a task where the policy says that something can be done now.
func (d *Desk) addTask(by annotation.Subject, t Task) {
	of := t.Instruction.Object(t.Unit)
	for _, list := range []struct {
		act annotation.Act
		of  *[]Task
	}{{annotation.GrantExtension, &d.Decide}, {annotation.Close, &d.Close}, {annotation.Receive, &d.Receive}, {annotation.Report, &d.Report}} {
		if may(by, list.act, of) {
			*list.of = append(*list.of, t)
		}
	}
}

func may(by annotation.Subject, a annotation.Act, of annotation.Object) bool {
	return annotation.May(by, a, of) == annotation.Allowed
}

func moved(m annotation.Mapping) bool {
	return m.State == annotation.Edited || m.State == annotation.Lost
}

// byUrgency puts what is overdue first, then what is due first; without a deadline last.
func byUrgency(a, b Task) int {
	const never = "9999"
	return cmp.Or(rank(b.Due)-rank(a.Due), cmp.Compare(cmp.Or(a.Deadline, never), cmp.Or(b.Deadline, never)))
}

func rank(l annotation.Light) int {
	return map[annotation.Light]int{annotation.Blue: 1, annotation.Orange: 2, annotation.Red: 3}[l]
}

// Count is how many things wait for the person: an instruction on which several things wait counts once for each unit.
func (d Desk) Count() int {
	waiting := map[string]bool{}
	for _, i := range d.Items() {
		waiting[i.ID+" "+i.Unit] = true
	}
	return len(waiting)
}

// Item is one thing that waits, for programs.
type Item struct {
	Kind     string           `json:"kind"` // unread, confirm, decide, close, amend, receive, report, news or note
	Bulletin string           `json:"bulletin"`
	ID       string           `json:"id"`             // of the instruction or note; of an unread edition "BULLETIN EDITION"
	Unit     string           `json:"unit,omitempty"` // whose task it is
	Deadline annotation.Date  `json:"deadline,omitempty"`
	Due      annotation.Light `json:"due,omitempty"` // blue, orange or red
}

// Items are all things that wait, in the order of the page.
func (d Desk) Items() []Item {
	list := []Item{}
	for _, e := range d.Unread {
		list = append(list, Item{Kind: "unread", Bulletin: e.Bulletin, ID: e.String()})
	}
	whole := func(kind string, all []annotation.Instruction) {
		for _, in := range all {
			list = append(list, Item{Kind: kind, Bulletin: in.Target.Bulletin, ID: in.ID})
		}
	}
	tasks := func(kind string, all []Task) {
		for _, t := range all {
			list = append(list, Item{kind, t.Instruction.Target.Bulletin, t.Instruction.ID, t.Unit, t.Deadline, t.Due})
		}
	}
	whole("confirm", d.Confirm)
	tasks("decide", d.Decide)
	tasks("close", d.Close)
	whole("amend", d.Amend)
	tasks("receive", d.Receive)
	tasks("report", d.Report)
	for _, n := range d.News {
		list = append(list, Item{Kind: "news", Bulletin: n.Instruction.Target.Bulletin, ID: n.Instruction.ID, Unit: n.Unit})
	}
	for _, n := range d.Notes {
		list = append(list, Item{Kind: "note", Bulletin: n.Target.Bulletin, ID: n.ID})
	}
	return list
}

// Units are those that the person's instructions in force address, each once.
func (d Desk) Units() []string {
	var units []string
	for _, a := range d.Asked {
		for _, t := range a.Tasks {
			if !slices.Contains(units, t.Unit) {
				units = append(units, t.Unit)
			}
		}
	}
	return units
}
