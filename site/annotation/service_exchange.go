package annotation

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"time"

	"tongbao/site/account"
)

// Written is one thing that was written on a bulletin: a note, a reply with the note that it answers, or an instruction.
type Written struct {
	Note        Note
	Reply       Reply
	Instruction Instruction
}

// Bulletin is what it was written on.
func (w Written) Bulletin() string { return w.Note.Target.Bulletin + w.Instruction.Target.Bulletin } // one of them is empty

// Listed is everything that somebody may see of what was written on a bulletin.
type Listed struct {
	Notes        []Note // with their replies
	Instructions []Instruction
	Changed      time.Time // the last time that any of it was made, changed or deleted; zero for never
}

// Listed gives everything on a bulletin that the actor may see. ErrNotFound where there is no such bulletin, or it is not the
// actor's to read.
func (s *Service) Listed(ctx context.Context, by account.Actor, bulletin string) (Listed, error) {
	var out Listed
	err := s.read(ctx, by, func(t turn) error {
		if !t.reads(bulletin) {
			return ErrNotFound
		}
		notes, err := t.Notes(Filter{Bulletin: bulletin, Deleted: true})
		if err != nil {
			return err
		}
		for _, note := range notes {
			out.note(t, note)
		}
		instructions, err := t.Instructions(Filter{Bulletin: bulletin})
		for _, in := range instructions {
			out.instruction(t, in)
		}
		return err
	})
	return out, err
}

func (l *Listed) instruction(t turn, in Instruction) {
	err := t.may(See, in.Target.Bulletin, in.object(""))
	if err != nil && !errors.Is(err, ErrGone) {
		return
	}
	l.seen(in.Created, in.Signed, in.Ended)
	for _, step := range in.Steps {
		l.seen(step.At)
	}
	if err == nil {
		l.Instructions = append(l.Instructions, in)
	}
}

// reads tells whether the actor may read a bulletin that is there.
func (t turn) reads(bulletin string) bool {
	_, found := t.s.opt.Publication.Current(bulletin)
	return found && t.s.opt.Reads(t.by.User.Role, bulletin)
}

func (l *Listed) note(t turn, note Note) {
	o := note.object()
	o.Deleted = false // whoever saw it may know when it went
	if t.may(See, note.Target.Bulletin, o) != nil {
		return
	}
	l.seen(note.Created, note.Edited, note.Resolved, note.Deleted)
	for _, r := range note.Replies {
		l.seen(r.Created, r.Edited, r.Deleted)
	}
	if note.Deleted.IsZero() {
		l.Notes = append(l.Notes, note.shown())
	}
}

func (l *Listed) seen(times ...time.Time) {
	for _, at := range times {
		if at.After(l.Changed) {
			l.Changed = at
		}
	}
}

// Written gives one thing on a bulletin by its id. ErrNotFound, ErrGone.
func (s *Service) Written(ctx context.Context, by account.Actor, bulletin, id string) (Written, error) {
	var out Written
	err := s.read(ctx, by, func(t turn) (err error) {
		if out, err = t.written(id); err == nil && out.Bulletin() != bulletin {
			err = ErrNotFound
		}
		return err
	})
	if err != nil {
		return Written{}, err
	}
	out.Note = out.Note.shown()
	return out, nil
}

func (t turn) written(id string) (Written, error) {
	if !isID(id) {
		return Written{}, ErrNotFound
	}
	if of, found, err := t.NoteOf(id); err != nil || found {
		return t.reply(id, of, err)
	}
	if _, found, err := t.Instruction(id); err != nil || found {
		in, err := t.instruction(See, id, "")
		return Written{Instruction: in}, err
	}
	note, err := t.note(See, id)
	return Written{Note: note}, err
}

func (t turn) reply(id, of string, err error) (Written, error) {
	if err != nil {
		return Written{}, err
	}
	note, err := t.note(See, of)
	if err != nil {
		return Written{}, err
	}
	for _, r := range note.Replies {
		switch {
		case r.ID == id && !r.Deleted.IsZero():
			return Written{}, ErrGone
		case r.ID == id:
			return Written{Note: note, Reply: r}, nil
		}
	}
	return Written{}, ErrNotFound
}

// AddForeign is AddNote for what comes from elsewhere: a target without an edition is of the one in force, and a quote without a
// passage stands where that edition has it once.
func (s *Service) AddForeign(ctx context.Context, by account.Actor, key string, n NewNote) (Note, error) {
	target, err := s.placeForeign(by, n.Target)
	if err != nil {
		return Note{}, err
	}
	n.Target = target
	return s.AddNote(ctx, by, key, n)
}

// placeForeign gives nothing of a text to whom it is not for.
func (s *Service) placeForeign(by account.Actor, t Target) (Target, error) {
	if t.Edition >= 0 && (t.Section != "" || t.Quote.Exact == "") {
		return t, nil
	}
	current, found := s.opt.Publication.Current(t.Bulletin)
	if !found || !s.opt.Reads(by.User.Role, t.Bulletin) {
		return t, ErrNotFound
	}
	if t.Edition < 0 {
		t.Edition = current
	}
	if t.Section != "" || t.Quote.Exact == "" {
		return t, nil
	}
	text, err := s.opt.Publication.Text(t.Bulletin, t.Edition)
	if err != nil {
		return t, orElse(missingText(err), err)
	}
	return t.Locate(text)
}

func missingText(err error) error {
	if errors.Is(err, ErrNotFound) {
		return ErrElsewhere
	}
	return nil
}

// slug is a name that somebody may choose.
var slug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// name gives an id: the one wanted where it is one and nothing was ever called so, else a new one.
func (t turn) name(wanted string) (string, error) {
	wanted = strings.ToLower(wanted)
	if !slug.MatchString(wanted) || !isID(wanted) {
		return newID(), nil
	}
	_, note, err := t.Note(wanted)
	_, reply, replyErr := t.NoteOf(wanted)
	_, instruction, instructionErr := t.Instruction(wanted)
	if err := orElse(err, orElse(replyErr, instructionErr)); err != nil {
		return "", err
	}
	if note || reply || instruction {
		return newID(), nil
	}
	return wanted, nil
}
