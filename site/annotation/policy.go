package annotation

import (
	"slices"

	"tongbao/site/account"
)

// Act is something that can be done; also the action of its audit entry, after "note." or "instruction.".
type Act string

// Acts on notes and replies.
const (
	See         Act = "see"
	Create      Act = "create"
	Edit        Act = "edit"
	Delete      Act = "delete"
	Resolve     Act = "resolve"
	Reopen      Act = "reopen"
	AddReply    Act = "reply"
	EditReply   Act = "edit-reply"
	DeleteReply Act = "delete-reply"
)

// Acts on instructions.
const (
	Sign            Act = "sign"             // a leader's own, at once in force
	Draft           Act = "draft"            // 代录: an editor enters a leader's word from paper
	Amend           Act = "amend"            // the editor changes what is not signed
	Discard         Act = "discard"          // the editor gives it up
	Confirm         Act = "confirm"          // the leader signs what was entered
	Refuse          Act = "refuse"           // the leader does not
	SetQuotable     Act = "quotable"         // the leader says whether the next bulletin may quote it
	Withdraw        Act = "withdraw"         // the leader takes it back
	Receive         Act = "receive"          // 签收
	Progress        Act = "progress"         // the unit says how far it is
	AskExtension    Act = "ask-extension"    // the unit asks for more time
	GrantExtension  Act = "grant-extension"  //
	RefuseExtension Act = "refuse-extension" //
	Report          Act = "report"           // the unit reports it done
	Close           Act = "close"            // 销号
	Return          Act = "return"           // sent back to the unit
	Correct         Act = "correct"          // a new instruction that corrects it; signed or drafted by Sign or Draft
	Attach          Act = "attach"           // a scan by the editor, material by the unit
)

// Acts on editions.
const (
	Acknowledge Act = "acknowledge" // 圈阅
	SeeReaders  Act = "see-readers" // who has and has not read
)

// Subject is who asks.
type Subject struct {
	ID    string       // of the account; "" for nobody signed in
	Role  account.Role //
	Unit  string       // of the role Unit
	Reads bool         // may read the bulletin that the object is on
}

// Object is what is asked about, as far as that matters for a Verdict.
type Object struct {
	Author     string           // of the note
	Visibility Visibility       // of the note; Create: the one wanted
	Replier    string           // EditReply, DeleteReply: who wrote the reply
	Deleted    bool             // the note, or the reply that the act is about
	Signer     string           // of the instruction
	State      InstructionState //
	Units      []string         // addressed
	Unit       string           // whose task the act is about
	Task       TaskState        // of that unit; "" where it is not addressed
	Asked      bool             // whether it asked for an extension
	Corrected  bool             // whether another instruction corrects it
}

// Verdict is what a policy says.
type Verdict string

// The verdicts.
const (
	Allowed   Verdict = "allowed"
	Forbidden Verdict = "forbidden" // ErrForbidden
	Hidden    Verdict = "hidden"    // ErrNotFound: that it exists is nobody else's business
	Gone      Verdict = "gone"      // ErrGone
	Untimely  Verdict = "untimely"  // ErrState
)

// Err is the error of a verdict, nil where it allows.
func (v Verdict) Err() error {
	return map[Verdict]error{Forbidden: ErrForbidden, Hidden: ErrNotFound, Gone: ErrGone, Untimely: ErrState}[v]
}

// May is the whole policy: who may do what to what. Every route asks it and nothing else (docs/annotation.md has the table).
func May(s Subject, a Act, o Object) Verdict {
	switch {
	case s.ID == "":
		return Hidden
	case a == Create || a == Sign || a == Draft || a == Acknowledge || a == SeeReaders:
		return mayBegin(s, a, o)
	case noteActs[a]:
		return mayNote(s, a, o)
	case o.State != "":
		return mayInstruction(s, a, o)
	case a == See:
		return mayNote(s, a, o)
	}
	return Forbidden
}

var noteActs = map[Act]bool{Edit: true, Delete: true, Resolve: true, Reopen: true, AddReply: true, EditReply: true, DeleteReply: true}

// mayBegin is for what is not there yet.
func mayBegin(s Subject, a Act, o Object) Verdict {
	allowed := false
	switch a {
	case Create:
		allowed = writes(s.Role) && (s.Role != account.Reader || o.Visibility == Private)
	case Sign, Acknowledge:
		allowed = s.Role == account.Leader
	case Draft:
		allowed = s.Role == account.Editor
	case SeeReaders:
		allowed = s.Role == account.Leader || s.Role == account.Editor
	}
	switch {
	case !s.Reads:
		return Hidden
	case !allowed:
		return Forbidden
	}
	return Allowed
}

// writes tells whether a role writes at all: those who look after accounts and the audit do not.
func writes(r account.Role) bool {
	return r == account.Reader || r == account.Unit || r == account.Leader || r == account.Editor
}

func mayNote(s Subject, a Act, o Object) Verdict {
	own := s.ID == o.Author
	sees := s.Reads && (own || o.Visibility == Everyone || o.Visibility == Leaders && s.Role == account.Leader)
	moderates := s.Role == account.Editor && o.Visibility == Everyone
	officer := s.Role == account.Leader || s.Role == account.Editor
	allowed := false
	switch a {
	case See:
		allowed = true
	case Edit:
		allowed = own
	case Delete:
		allowed = own || moderates
	case Resolve, Reopen:
		allowed = own || officer
	case AddReply:
		allowed = own || officer || s.Role == account.Unit
	case EditReply:
		allowed = s.ID == o.Replier
	case DeleteReply:
		allowed = s.ID == o.Replier || moderates
	}
	switch {
	case !sees:
		return Hidden
	case o.Deleted:
		return Gone
	case !allowed || a != See && !writes(s.Role):
		return Forbidden
	}
	return Allowed
}

// rule is who may do an act on an instruction, and when.
type rule struct {
	signer, editor, unit bool
	states               []InstructionState
	tasks                []TaskState // of the task that the act is about; none where it is about the whole
	asked                bool        // whether an extension must have been asked for, for acts that answer one
	next                 TaskState   // of the task; "" stays
	words                bool        // whether the act says why
}

var (
	unsigned = []InstructionState{Drafted, Refused}
	inForce  = []InstructionState{Signed}
)

// correcting is the one act on an instruction that leaves it as it is.
var correcting = rule{signer: true, editor: true, states: []InstructionState{Signed, Closed}}

// rules are the acts on an instruction that is there.
var rules = map[Act]rule{
	Amend:           {editor: true, states: unsigned},
	Discard:         {editor: true, states: unsigned},
	Confirm:         {signer: true, states: []InstructionState{Drafted}},
	Refuse:          {signer: true, states: []InstructionState{Drafted}, words: true},
	SetQuotable:     {signer: true, states: []InstructionState{Signed, Closed}},
	Withdraw:        {signer: true, states: inForce, words: true},
	Receive:         {unit: true, states: inForce, tasks: []TaskState{Sent}, next: Received},
	Progress:        {unit: true, states: inForce, tasks: []TaskState{Received}, words: true},
	AskExtension:    {unit: true, states: inForce, tasks: []TaskState{Received}, words: true},
	GrantExtension:  {signer: true, editor: true, states: inForce, tasks: []TaskState{Received}, asked: true},
	RefuseExtension: {signer: true, editor: true, states: inForce, tasks: []TaskState{Received}, asked: true, words: true},
	Report:          {unit: true, states: inForce, tasks: []TaskState{Received}, next: Reported, words: true},
	Close:           {signer: true, editor: true, states: inForce, tasks: []TaskState{Reported}, next: Done},
	Return:          {signer: true, editor: true, states: inForce, tasks: []TaskState{Reported}, next: Received, words: true},
}

// NeedsWords tells whether an act on an instruction has to say something.
func (a Act) NeedsWords() bool { return rules[a].words }

func mayInstruction(s Subject, a Act, o Object) Verdict {
	sees := seesInstruction(s, o)
	if sees != Allowed || a == See {
		return sees
	}
	if a == Attach {
		return mayAttach(s, o)
	}
	r, known := rules[a]
	if a == Correct {
		r, known = correcting, true
	}
	own := s.Role == account.Unit && s.Unit == o.Unit
	signer := s.Role == account.Leader && s.ID == o.Signer
	if !known || !(r.signer && signer || r.editor && s.Role == account.Editor || r.unit && own) {
		return Forbidden
	}
	if !slices.Contains(r.states, o.State) || len(r.tasks) > 0 && !slices.Contains(r.tasks, o.Task) || r.asked && !o.Asked || a == AskExtension && o.Asked || a == Correct && o.Corrected {
		return Untimely
	}
	return Allowed
}

// seesInstruction: what is not signed is between the editors and the signer; what is signed is seen by leaders, editors and
// the units that it addresses, whether or not these may read the bulletin: they cannot answer what they do not see.
func seesInstruction(s Subject, o Object) Verdict {
	editor := s.Role == account.Editor && s.Reads
	leader := s.Role == account.Leader && s.Reads
	addressed := s.Role == account.Unit && slices.Contains(o.Units, s.Unit)
	switch o.State {
	case Drafted, Refused, Discarded:
		if !editor && !(leader && s.ID == o.Signer) {
			return Hidden
		}
		if o.State == Discarded {
			return Gone
		}
	case Withdrawn:
		if addressed {
			return Gone
		}
		if !editor && !leader {
			return Hidden
		}
	default:
		if !editor && !leader && !addressed {
			return Hidden
		}
	}
	return Allowed
}

// mayAttach: the editor adds the scan before signing, a unit its material while it handles.
func mayAttach(s Subject, o Object) Verdict {
	switch {
	case s.Role == account.Editor && slices.Contains(unsigned, o.State):
		return Allowed
	case s.Role == account.Unit && s.Unit == o.Unit && o.State == Signed && o.Task == Received:
		return Allowed
	case s.Role == account.Editor, s.Role == account.Unit && s.Unit == o.Unit:
		return Untimely
	}
	return Forbidden
}
