// Package reminder decides who is to be reminded of what, words it, and sees to it that each reminder goes once.
//
// In: instructions, people, editions and a day. Out: reminders, in an order that stays; and, from a store, those that this server is
// to send. The carriers that carry them are site/carrier's, the clock and the timer the server's.
package reminder

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
)

// Kind is why somebody is reminded.
type Kind string

// The kinds of reminders.
const (
	Instructed Kind = "instructed" // a unit: there is a new instruction, not received
	Confirm    Kind = "confirm"    // a leader: their word was entered from paper (代录), to be confirmed
	Refused    Kind = "refused"    // editors: the leader did not confirm it
	Extension  Kind = "extension"  // the signer and editors: a unit asks for more time
	Answered   Kind = "answered"   // a unit: its extension was granted, or not
	Reported   Kind = "reported"   // the signer and editors: a unit reported it done
	Returned   Kind = "returned"   // a unit: sent back
	Closed     Kind = "closed"     // a unit: closed (销号); the signer, where an editor closed the last task
	Withdrawn  Kind = "withdrawn"  // the units: taken back
	Blue       Kind = "blue"       // a unit: seven days left, or fewer
	Orange     Kind = "orange"     // a unit: three days left, or fewer
	Red        Kind = "red"        // a unit, the signer and editors: the deadline has passed
	Unread     Kind = "unread"     // a leader: a bulletin was published days ago and is not acknowledged
)

// Reminder is one thing that one person, or the office's group, is to be told.
type Reminder struct {
	Key         string // of the thing and the state it is in: whoever was told of it is not told again
	Kind        Kind
	To          account.User // zero: the group that a webhook reaches
	Bulletin    string
	Edition     int    // of an unread one
	Instruction string // id; "" of an unread edition
	Signer      annotation.Person
	Wanted      annotation.InstructionKind
	Unit        string // whose task it is
	Deadline    annotation.Date
	Left        int             // days until the deadline, negative after it
	Until       annotation.Date // of an extension: asked for, or granted; "" where it was not
}

// Object is what the reminder is about, for records: the instruction, or "BULLETIN EDITION".
func (r Reminder) Object() string {
	if r.Instruction != "" {
		return r.Instruction
	}
	return fmt.Sprintf("%s %d", r.Bulletin, r.Edition)
}

// Edition is a published edition in force, with its day.
type Edition struct {
	annotation.Edition
	Published annotation.Date
	Read      map[string]bool // ids of the users who have acknowledged it
}

// Rules are what an office decides.
type Rules struct {
	UnreadDays int  // days after publication until an unread edition is worth a reminder
	Daily      bool // of what is overdue every day, else once
}

// Situation is one moment.
type Situation struct {
	Now          time.Time // in the office's place
	Users        []account.User
	Instructions []annotation.Instruction
	Editions     []Edition
	Reads        func(role account.Role, bulletin string) bool
	Rules        Rules
}

const (
	fresh = 72 * time.Hour // older events are past: whoever sets up reminders is not flooded with those of last year
	stale = 60             // days after which nobody is reminded of an edition any more
)

// Due are the reminders of a moment, those sent before included.
func Due(s Situation) []Reminder {
	var d due
	d.Situation, d.today = s, annotation.Date(s.Now.Format(time.DateOnly))
	for _, in := range s.Instructions {
		d.instruction(in)
	}
	for _, e := range s.Editions {
		d.edition(e)
	}
	slices.SortStableFunc(d.list, func(a, b Reminder) int { return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.To.ID, b.To.ID)) })
	return d.list
}

// due gathers reminders.
type due struct {
	Situation
	today annotation.Date
	list  []Reminder
}

func (d *due) instruction(in annotation.Instruction) {
	if in.State == annotation.Drafted && in.Scan != "" {
		if at := lastStep(in, annotation.Draft, annotation.Amend); at != nil {
			d.tell(d.signer(in), d.about(Confirm, in, at.Seq, ""), at.By.ID)
		}
	}
	for _, step := range in.Steps {
		if d.Now.Sub(step.At) < fresh {
			d.step(in, step)
		}
	}
	if in.State != annotation.Signed {
		return
	}
	for _, t := range in.Tasks {
		d.light(in, t)
	}
}

// step tells of what somebody did, as long as it waits for an answer or is news.
func (d *due) step(in annotation.Instruction, step annotation.Step) {
	task, _ := in.Task(step.Unit)
	tell := func(to []account.User, kind Kind, unit string) {
		d.tell(to, d.about(kind, in, step.Seq, unit), step.By.ID)
	}
	switch {
	case (step.Act == annotation.Sign || step.Act == annotation.Confirm) && in.State == annotation.Signed:
		for _, t := range in.Tasks {
			if t.State == annotation.Sent {
				tell(d.people(t.Unit), Instructed, t.Unit)
			}
		}
	case step.Act == annotation.Refuse && in.State == annotation.Refused && lastStep(in, annotation.Refuse).Seq == step.Seq:
		tell(d.editors(), Refused, "")
	case step.Act == annotation.AskExtension && task.Asked == step.Until && task.Asked != "":
		d.extension(d.officers(in), in, step, Extension)
	case step.Act == annotation.GrantExtension || step.Act == annotation.RefuseExtension:
		d.extension(d.people(step.Unit), in, step, Answered)
	case step.Act == annotation.Report && task.State == annotation.Reported:
		tell(d.officers(in), Reported, step.Unit)
	case step.Act == annotation.Return && task.State == annotation.Received:
		tell(d.people(step.Unit), Returned, step.Unit)
	case step.Act == annotation.Close:
		tell(d.people(step.Unit), Closed, step.Unit)
		if in.State == annotation.Closed && step.At.Equal(in.Ended) {
			tell(d.signer(in), Closed, step.Unit)
		}
	case step.Act == annotation.Withdraw:
		for _, t := range in.Tasks {
			tell(d.people(t.Unit), Withdrawn, t.Unit)
		}
	}
}

func (d *due) extension(to []account.User, in annotation.Instruction, step annotation.Step, kind Kind) {
	r := d.about(kind, in, step.Seq, step.Unit)
	switch step.Act {
	case annotation.AskExtension:
		r.Until = step.Until
	case annotation.GrantExtension:
		r.Until = r.Deadline
	}
	d.tell(to, r, step.By.ID)
}

var lights = map[annotation.Light]Kind{annotation.Blue: Blue, annotation.Orange: Orange, annotation.Red: Red}

// light reminds of a deadline, once for each light and deadline; the unit of what is overdue every day, where the office wants it.
func (d *due) light(in annotation.Instruction, t annotation.Task) {
	kind, lit := lights[t.Light(d.today, d.Now.Location())]
	newToday := annotation.Date(in.Signed.In(d.Now.Location()).Format(time.DateOnly)) == d.today // which says the deadline as well
	if !lit || t.State == annotation.Reported || t.State == annotation.Done || newToday && kind != Red {
		return
	}
	r := d.about(kind, in, 0, t.Unit)
	r.Key = fmt.Sprintf("%s %s %s %s", kind, in.ID, t.Unit, t.Deadline)
	if kind == Red {
		d.persons(d.officers(in), r, "")
		if d.Rules.Daily {
			r.Key += " " + string(d.today)
		}
	}
	d.tell(d.people(t.Unit), r, "")
}

// about fills in a reminder of an instruction; its key holds the step that it is about.
func (d *due) about(kind Kind, in annotation.Instruction, seq int, unit string) Reminder {
	r := Reminder{
		Key: fmt.Sprintf("%s %s %d %s", kind, in.ID, seq, unit), Kind: kind, Bulletin: in.Target.Bulletin, Instruction: in.ID, Signer: in.Signer, Wanted: in.Kind, Unit: unit,
	}
	r.Key = strings.TrimSpace(r.Key)
	if t, ok := in.Task(unit); ok && t.Deadline != "" {
		r.Deadline, r.Left = t.Deadline, days(d.today, t.Deadline)
	}
	return r
}

// tell adds a reminder for each person but for who did it, and for the group.
func (d *due) tell(to []account.User, r Reminder, but string) {
	d.persons(to, r, but)
	if d.open(r) {
		d.add(r)
	}
}

func (d *due) persons(to []account.User, r Reminder, but string) {
	for _, u := range to {
		if u.ID != but {
			r.To = u
			d.add(r)
		}
	}
}

func (d *due) add(r Reminder) {
	if !slices.ContainsFunc(d.list, func(o Reminder) bool { return o.Key == r.Key && o.To.ID == r.To.ID }) {
		d.list = append(d.list, r)
	}
}

// open tells whether a group may know, of which nobody knows who is in it: what is signed, on a bulletin that every reader may read.
// Who has not acknowledged a bulletin is between them and the editors.
func (d *due) open(r Reminder) bool {
	return r.Kind != Confirm && r.Kind != Refused && r.Kind != Unread && d.Reads(account.Reader, r.Bulletin)
}

func (d *due) edition(e Edition) {
	passed := days(e.Published, d.today)
	if e.Number == 0 || !e.Published.Valid() || passed < d.Rules.UnreadDays || passed > stale {
		return
	}
	for _, u := range d.who(func(u account.User) bool { return u.Role == account.Leader }) {
		created := annotation.Date(u.Created.In(d.Now.Location()).Format(time.DateOnly))
		if e.Read[u.ID] || created > e.Published || !d.Reads(u.Role, e.Bulletin) {
			continue
		}
		d.add(Reminder{Key: fmt.Sprintf("%s %s", Unread, e.Edition), Kind: Unread, To: u, Bulletin: e.Bulletin, Edition: e.Number, Left: -passed})
	}
}

func (d *due) who(of func(account.User) bool) []account.User {
	var out []account.User
	for _, u := range d.Users {
		if !u.Disabled && of(u) {
			out = append(out, u)
		}
	}
	return out
}

func (d *due) people(unit string) []account.User {
	return d.who(func(u account.User) bool { return u.Role == account.Unit && u.Unit == unit })
}

func (d *due) editors() []account.User {
	return d.who(func(u account.User) bool { return u.Role == account.Editor })
}

func (d *due) signer(in annotation.Instruction) []account.User {
	return d.who(func(u account.User) bool {
		return u.ID == in.Signer.ID && u.Role == account.Leader && d.Reads(u.Role, in.Target.Bulletin)
	})
}

func (d *due) officers(in annotation.Instruction) []account.User {
	return append(d.signer(in), d.editors()...)
}

// lastStep is the latest step of one of the acts; nil where there is none.
func lastStep(in annotation.Instruction, acts ...annotation.Act) *annotation.Step {
	for i := range slices.Backward(in.Steps) {
		if slices.Contains(acts, in.Steps[i].Act) {
			return &in.Steps[i]
		}
	}
	return nil
}

// days are those from one day to another; 0 where one is none.
func days(from, to annotation.Date) int {
	a, errA := time.Parse(time.DateOnly, string(from))
	b, errB := time.Parse(time.DateOnly, string(to))
	if errA != nil || errB != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}
