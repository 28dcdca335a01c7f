package annotation

import (
	"context"
	"time"

	"tongbao/site/account"
	"tongbao/site/audit"
)

// Store keeps what people write. Write runs its function in one transaction, alone among all writers of all servers; with a
// key it runs once, and later calls of that key get the first result. Read sees one moment. site/store implements it.
type Store interface {
	Write(ctx context.Context, key string, act func(Tx) ([]byte, error)) (result []byte, replayed bool, err error)
	Read(ctx context.Context, look func(Tx) error) error
}

// Tx is a transaction. What looks for one thing gives false where there is none.
type Tx interface {
	Accounts() account.Tx // of the same transaction

	Note(id string) (Note, bool, error)              // with its replies, deleted ones too
	Notes(Filter) ([]Note, error)                    // by creation, then id; deleted ones only where the filter asks for them
	CountNotes(author, bulletin string) (int, error) // that are not deleted
	PutNote(Note) error                              // adds or replaces, without replies
	PutReply(Reply) error                            // adds or replaces
	NoteOf(reply string) (string, bool, error)       // id of the note that a reply answers, deleted ones too

	Instruction(id string) (Instruction, bool, error) // with tasks and steps
	Instructions(Filter) ([]Instruction, error)       // by creation, then id
	PutInstruction(Instruction) error                 // adds or replaces, with its tasks, without steps
	AddStep(instruction string, s Step) error
	LastNumber(year int) (int, error) // the highest serial given in a year, 0 for none

	PutAttachment(a Attachment, content []byte) error
	Attachment(id string) (Attachment, bool, error)
	Attachments(instruction string) ([]Attachment, error) // in order of time
	AttachmentContent(id string) ([]byte, error)

	Acknowledgement(user, bulletin string, edition int) (Acknowledgement, bool, error)
	Acknowledgements(bulletin string, edition int) ([]Acknowledgement, error) // by time
	PutAcknowledgement(Acknowledgement) error

	Looked(user string) (time.Time, error) // until when they have looked at what others did; zero for never
	PutLooked(user string, until time.Time) error

	// Words gives the texts that are there, the newest first, of those that are wanted. By is filled in afterwards. Those of
	// withdrawn instructions may be among them.
	Words(wanted func(Words, Object) bool) ([]Words, error)

	// Head says up to which text the targets on a bulletin are mapped; false before the first.
	Head(bulletin string) (Head, bool, error)
	Text(bulletin string, edition int) (Text, bool, error) // with its Digest
	PutText(Text) error                                    // adds or replaces; that of the highest edition is the head

	Mapping(id string, edition int) (Mapping, bool, error)             // of a note or instruction
	Mappings(bulletin string, edition int) (map[string]Mapping, error) // by id of note or instruction
	PutMapping(bulletin string, m Mapping) error                       // adds or replaces

	Audit(audit.Entry) error
	Publish(topic, object string) error
}

// Head is the text that all targets on a bulletin are mapped to.
type Head struct {
	Edition int
	Digest  string
}

// Filter chooses notes or instructions; an empty field chooses all. Fields are joined by and.
type Filter struct {
	Bulletin string
	Edition  int // for whose text places are wanted, with a Bulletin; 0 for the one in force
	Section  string
	Author   string    // account: of a note, or the signer of an instruction
	Unit     string    // addressed, of instructions
	Kind     string    // NoteKind or InstructionKind
	State    string    // "open" or "resolved" of notes; InstructionState of instructions
	Words    string    // in the body or text
	Since    time.Time // created or edited
	Deleted  bool      // deleted notes as well
	Quotable bool      // only these instructions
	NotEnded time.Time // only instructions that had not ended then
}
