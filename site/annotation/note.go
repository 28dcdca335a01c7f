package annotation

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Person is who wrote or did something, as they were called at that time.
type Person struct {
	ID     string `json:"id"`     // of the account; "" for nobody
	Name   string `json:"name"`   // display name at that time
	Office string `json:"office"` // department and post at that time
	Unit   string `json:"unit,omitempty"`
}

// Visibility is who may see a note.
type Visibility string

// The visibilities.
const (
	Private  Visibility = "private"  // its author
	Leaders  Visibility = "leaders"  // its author and every leader
	Everyone Visibility = "everyone" // who may read the bulletin
)

// Visibilities lists them, the narrowest first.
func Visibilities() []Visibility { return []Visibility{Private, Leaders, Everyone} }

// NoteKind is what a note is.
type NoteKind string

// The kinds of notes.
const (
	Highlight NoteKind = "highlight" // marks a place, no words
	Comment   NoteKind = "comment"   // words
)

// MaxBody bounds the words of a note, a reply, a step, in code points.
const MaxBody = 5000

// Note (批注) is a reader's word or mark on a place.
type Note struct {
	ID         string
	Target     Target
	Kind       NoteKind
	Body       string // Markdown as it was typed; "" with Highlight
	Visibility Visibility
	Author     Person
	Created    time.Time
	Edited     time.Time // zero for never
	Revision   int       // from 1; grows with everything that changes the note, its replies included
	Replies    []Reply   // in order of creation
	Resolved   time.Time // zero while open
	ResolvedBy Person
	Deleted    time.Time // zero while it is there; afterwards Body and Replies are empty
	Canonical  string    // IRI that an imported annotation brought, kept for ever
	Via        string    // IRIs that it had elsewhere, the last place first, with a space between
	About      string    // what it is about where that is no place of the bulletin: a target of the W3C model, as JSON; Target is then the whole
	Mapping    Mapping   // where it stands in the edition that was asked for; zero where that is the target's own
}

// Reply is an answer to a note; replies have no replies.
type Reply struct {
	ID        string
	Note      string // id
	Body      string // Markdown; "" when deleted
	Author    Person
	Created   time.Time
	Edited    time.Time
	Deleted   time.Time
	Canonical string // as in Note
	Via       string // as in Note
}

// NewNote is what somebody writes.
type NewNote struct {
	Target     Target
	Kind       NoteKind
	Body       string
	Visibility Visibility
	Canonical  string
	Via        string
	About      string // as in Note; with the target of the whole bulletin
	Slug       string // the id that is wanted; another is given where it is taken, was ever taken, or is none
}

// NewReply is what somebody answers.
type NewReply struct {
	Body, Canonical, Via string
	Slug                 string // as in NewNote
}

// NoteEdit is what an author changes.
type NoteEdit struct {
	Body       string
	Visibility Visibility
	About      string // another thing to be about, of a note that is about no place of the bulletin; "" leaves it
}

// check refuses what is no note: *BadField.
func (n NewNote) check() error {
	switch {
	case n.Kind != Highlight && n.Kind != Comment:
		return &BadField{"kind"}
	case n.Kind == Highlight && n.Body != "":
		return &BadField{"body"}
	case n.About != "" && (n.Target.Section != "" || len(n.About) > maxAbout || !plainText(n.About)):
		return &BadField{"target"}
	}
	if err := checkAddresses(n.Canonical, n.Via); err != nil {
		return err
	}
	return checkNote(n.Kind, n.Body, n.Visibility)
}

func checkNote(kind NoteKind, body string, v Visibility) error {
	if v != Private && v != Leaders && v != Everyone {
		return &BadField{"visibility"}
	}
	if kind == Comment {
		return checkWords("body", body)
	}
	return nil
}

// Bounds of what is kept of an annotation's life elsewhere, in bytes.
const (
	maxIRI   = 2000
	maxVia   = 4 * maxIRI
	maxAbout = 8000
)

func checkAddresses(canonical, via string) error {
	if len(canonical) > maxIRI || len(via) > maxVia || !plainText(canonical+via) {
		return &BadField{"iri"}
	}
	return nil
}

// checkWords holds words to be there, and within bounds.
func checkWords(field, text string) error {
	if strings.TrimSpace(text) == "" || utf8.RuneCountInString(text) > MaxBody || !plainText(text) {
		return &BadField{field}
	}
	return nil
}

// Acknowledgement (圈阅) says that somebody has read an edition: 已阅, never approval. One per user and edition.
type Acknowledgement struct {
	Bulletin string
	Edition  int
	By       Person
	At       time.Time
}

// Readers are who has read an edition, and which leaders have not.
type Readers struct {
	Read   []Acknowledgement // in order of time
	Unread []Person          // by name
}

// Says tells whether words stand in a note, its quote or a reply, in any case; it does where there are none.
func (n Note) Says(words string) bool {
	words = strings.ToLower(words)
	if strings.Contains(strings.ToLower(n.Body+"\n"+n.Target.Quote.Exact), words) {
		return true
	}
	return slices.ContainsFunc(n.Replies, func(r Reply) bool { return strings.Contains(strings.ToLower(r.Body), words) })
}
