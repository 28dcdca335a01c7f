package annotation

import (
	"slices"
	"time"
	"unicode/utf8"
)

// InstructionKind is what a leader wants.
type InstructionKind string

// The kinds of instructions.
const (
	Remark    InstructionKind = "remark"    // 阅示: read and remarked; addresses nobody
	Handle    InstructionKind = "handle"    // 批办: units handle it
	Supervise InstructionKind = "supervise" // 督办: units handle it by a deadline, under supervision
)

// InstructionState is where an instruction stands as a whole.
type InstructionState string

// The states of instructions.
const (
	Drafted   InstructionState = "drafted"   // 代录: entered by an editor, does not count yet
	Refused   InstructionState = "refused"   // the leader did not confirm; the editor may amend or discard it
	Discarded InstructionState = "discarded" // the editor gave it up; final
	Signed    InstructionState = "signed"    // in force; the words never change any more
	Closed    InstructionState = "closed"    // 销号: every unit's task is closed; final
	Withdrawn InstructionState = "withdrawn" // taken back by its signer, kept on record; final
)

// TaskState is where one addressed unit stands.
type TaskState string

// The states of tasks.
const (
	Sent     TaskState = "sent"     // 待签收
	Received TaskState = "received" // 已签收, being handled
	Reported TaskState = "reported" // 已报办结
	Done     TaskState = "done"     // 已销号
)

// Date is a day, 2006-01-02; "" for none.
type Date string

// Valid tells whether it is a day.
func (d Date) Valid() bool {
	t, err := time.Parse(time.DateOnly, string(d))
	return err == nil && t.Format(time.DateOnly) == string(d)
}

// Instruction (批示) is a leader's formal word on a place of a bulletin, and what became of it.
type Instruction struct {
	ID        string
	Number    Number // zero until it is signed
	Target    Target
	Kind      InstructionKind
	Text      string // verbatim; never changes once signed
	Signer    Person // whose word it is, as called when it was signed (or drafted)
	EnteredBy Person // the editor who entered it (代录); zero where the leader wrote it
	Scan      string // attachment with the paper's picture, of an entered one
	Deadline  Date   //
	Quotable  bool   // 可引用: may stand in the next bulletin
	Ink       Ink    // handwriting beside the text
	Corrects  string // id of the instruction that this one corrects
	State     InstructionState
	Created   time.Time
	Signed    time.Time
	Ended     time.Time // closed, withdrawn or discarded
	Revision  int       // from 1
	Tasks     []Task    // one per addressed unit, 主办 first
	Steps     []Step    // what happened, in order
	Corrected string    // id of the instruction that corrects this one; derived
	Mapping   Mapping   // as in Note
}

// Issued (已签发) is how a signed instruction stands that addresses nobody: there is nothing to handle and nothing to close.
const Issued = "issued"

// Standing is what an instruction's state is called in lists: the state, but Issued for a signed one without tasks.
func (i Instruction) Standing() string {
	if i.State == Signed && len(i.Tasks) == 0 {
		return Issued
	}
	return string(i.State)
}

// Task is one addressed unit's part.
type Task struct {
	Unit     string    // id in the register
	Lead     bool      // 主办; else 会办
	State    TaskState //
	Deadline Date      // the instruction's, or the last extension's
	Asked    Date      // an extension asked for and not answered; "" for none
	Received time.Time
	Reported time.Time // the last time
	Done     time.Time
}

// Step is an entry of an instruction's record.
type Step struct {
	Seq         int // from 1
	Act         Act
	Unit        string // whose task it is about; "" for the whole
	Text        string // Markdown
	Until       Date   // of extensions
	Attachments []string
	By          Person
	At          time.Time
}

// NewInstruction is what a leader writes, or an editor enters.
type NewInstruction struct {
	Target   Target
	Kind     InstructionKind
	Text     string
	Lead     []string // 主办: ids of units
	Joint    []string // 会办
	Deadline Date
	Quotable bool
	Ink      Ink
	Corrects string
	Signer   string // account of the leader whose word an editor enters; "" where the leader writes
}

// Do is one act on an instruction (Service.Do).
type Do struct {
	Act         Act
	Unit        string          // of the task; a unit's own may be left out
	Text        string          // required where the act needs words (NeedsWords)
	Until       Date            // AskExtension: until when; GrantExtension: another day than asked, or ""
	Attachments []string        // ids, attached before by the same person
	Quotable    bool            // SetQuotable
	Amended     *NewInstruction // Amend
}

// Bounds of an instruction.
const (
	MaxInstruction = 2000 // code points
	MaxUnits       = 60
)

// check refuses what is no instruction: *BadField.
func (n NewInstruction) check(unit func(string) bool) error {
	units := slices.Concat(n.Lead, n.Joint)
	switch {
	case n.Kind != Remark && n.Kind != Handle && n.Kind != Supervise:
		return &BadField{"kind"}
	case checkWords("text", n.Text) != nil || utf8.RuneCountInString(n.Text) > MaxInstruction:
		return &BadField{"text"}
	case n.Kind == Remark && len(units) > 0, n.Kind != Remark && len(n.Lead) == 0, len(units) > MaxUnits, repeated(units):
		return &BadField{"units"}
	case n.Deadline != "" && (!n.Deadline.Valid() || n.Kind == Remark), n.Deadline == "" && n.Kind == Supervise:
		return &BadField{"deadline"}
	}
	for _, id := range units {
		if !isUnit(id) || unit != nil && !unit(id) {
			return &BadField{"units"}
		}
	}
	return n.Ink.check()
}

func isUnit(id string) bool { return len(id) > 0 && len(id) <= 100 && sectionKey.MatchString(id) }

func repeated(list []string) bool {
	sorted := slices.Sorted(slices.Values(list))
	return len(slices.Compact(sorted)) != len(list)
}

func (n NewInstruction) tasks() []Task {
	var list []Task
	for i, id := range slices.Concat(n.Lead, n.Joint) {
		list = append(list, Task{Unit: id, Lead: i < len(n.Lead), State: Sent, Deadline: n.Deadline})
	}
	return list
}

// Attachment is a file of an instruction: a scan, or what a unit reports with.
type Attachment struct {
	ID          string
	Instruction string // id
	Name        string // as the person called it
	Type        string // one of AttachmentTypes
	Size        int
	SHA256      string // hex
	By          Person
	At          time.Time
}

// Bounds of attachments.
const (
	MaxAttachment  = 10 << 20 // bytes of one
	MaxAttachments = 40       // of one instruction
)

// Task gives the task of a unit.
func (i Instruction) Task(unit string) (Task, bool) {
	at := slices.IndexFunc(i.Tasks, func(t Task) bool { return t.Unit == unit })
	if at < 0 {
		return Task{}, false
	}
	return i.Tasks[at], true
}
