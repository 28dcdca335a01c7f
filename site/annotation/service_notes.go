package annotation

import (
	"context"
	"time"

	"tongbao/site/account"
)

// Bounds of number.
const (
	maxNotes   = 2000 // of one person on one bulletin
	maxReplies = 200  // of one note
)

// Note gives a note with its replies and its place in the edition in force. ErrNotFound, ErrGone.
func (s *Service) Note(ctx context.Context, by account.Actor, id string) (Note, error) {
	var note Note
	err := s.read(ctx, by, func(t turn) (err error) {
		if note, err = t.note(See, id); err != nil {
			return err
		}
		note.Mapping, err = t.placed(note.ID, note.Target)
		return err
	})
	return note.shown(), err
}

// Notes lists what the actor may see of what a filter chooses, by creation, each with its place in the edition that the
// filter names (the one in force else). Notes that are younger than that edition are left out.
func (s *Service) Notes(ctx context.Context, by account.Actor, f Filter) ([]Note, error) {
	var list []Note
	err := s.read(ctx, by, func(t turn) error {
		all, err := t.Notes(f)
		if err != nil {
			return err
		}
		places := t.places(f)
		list = all[:0] // of what was read only for this
		for _, note := range all {
			o := note.object()
			o.Deleted = false // only where the filter asks for them: the list of a container has to know what is gone
			if t.may(See, note.Target.Bulletin, o) != nil {
				continue
			}
			mapping, there, err := places.of(note.ID, note.Target)
			if err != nil {
				return err
			}
			if there {
				note.Mapping = mapping
				list = append(list, note.shown())
			}
		}
		return nil
	})
	return list, err
}

// AddNote makes a note, once for a key of the actor's. The target may be of an earlier edition, as a draft sent late is; the
// note then stands where that place is now. Errors: *BadField, *BadTarget, ErrElsewhere, ErrForbidden, ErrNotFound, ErrTooMany.
func (s *Service) AddNote(ctx context.Context, by account.Actor, key string, n NewNote) (Note, error) {
	if err := n.check(); err != nil {
		return Note{}, err
	}
	note := Note{Kind: n.Kind, Body: n.Body, Visibility: n.Visibility, Revision: 1, Canonical: n.Canonical, Via: n.Via, About: n.About}
	first, err := s.tied(ctx, by, n.Target, func(target Target, place Mapping, head Head) (string, error) {
		note.Target, note.Mapping = target, place
		return s.write(ctx, by, key, NoteChanged, Create, target.Bulletin, func(t turn) (string, error) {
			if err := t.may(Create, target.Bulletin, Object{Visibility: n.Visibility}); err != nil {
				return "", err
			}
			if n, err := t.CountNotes(t.by.User.ID, target.Bulletin); err != nil || n >= maxNotes {
				return "", orElse(err, ErrTooMany)
			}
			var err error
			if note.ID, err = t.name(n.Slug); err != nil {
				return "", err
			}
			note.Author, note.Created = t.person(), s.now()
			if err := t.tie(note.ID, target, note.Mapping, head); err != nil {
				return "", err
			}
			return note.ID, orElse(t.PutNote(note), t.record(NoteChanged, Create, target.Bulletin, note.ID, note.detail()))
		})
	})
	if err != nil {
		return Note{}, err
	}
	if first != "" {
		return s.Note(ctx, by, first)
	}
	return note, nil
}

// orElse gives the first error, else the second.
func orElse(first, second error) error {
	if first != nil {
		return first
	}
	return second
}

// EditNote changes the author's own note. Revision is the one the change was made on, 0 for whatever it is. ErrStale,
// ErrReplied and those of AddNote.
func (s *Service) EditNote(ctx context.Context, by account.Actor, id string, revision int, e NoteEdit) (Note, error) {
	return s.changeNote(ctx, by, Edit, id, revision, func(t turn, note *Note) error {
		if err := checkNote(note.Kind, e.Body, e.Visibility); err != nil {
			return err
		}
		if note.Kind == Highlight && e.Body != "" {
			return &BadField{"body"}
		}
		if e.Visibility != note.Visibility {
			if err := t.may(Create, note.Target.Bulletin, Object{Visibility: e.Visibility}); err != nil {
				return err
			}
			if note.confided() && wider(e.Visibility, note.Visibility) {
				return ErrReplied
			}
		}
		if e.About != "" {
			if note.About == "" || len(e.About) > maxAbout || !plainText(e.About) {
				return &BadTarget{"part"} // a place stays
			}
			note.About = e.About
		}
		if wider(note.Visibility, e.Visibility) { // whoever does not see it any more has to take it off the page
			if err := t.Publish(NoteChanged, note.Target.Bulletin+" "); err != nil {
				return err
			}
		}
		note.Body, note.Visibility, note.Edited = e.Body, e.Visibility, s.now()
		return nil
	})
}

// confided tells whether somebody else replied.
func (n Note) confided() bool {
	for _, r := range n.Replies {
		if r.Deleted.IsZero() && r.Author.ID != n.Author.ID {
			return true
		}
	}
	return false
}

func wider(a, b Visibility) bool {
	order := map[Visibility]int{Private: 0, Leaders: 1, Everyone: 2}
	return order[a] > order[b]
}

// DeleteNote empties a note for good; its id is never used again (ErrGone). ErrStale.
func (s *Service) DeleteNote(ctx context.Context, by account.Actor, id string, revision int) error {
	_, err := s.changeNote(ctx, by, Delete, id, revision, func(t turn, note *Note) error {
		for _, r := range note.Replies {
			if err := t.PutReply(r.emptied(s.now())); err != nil {
				return err
			}
		}
		note.Body, note.About, note.Deleted, note.Replies = "", "", s.now(), nil
		return nil
	})
	return err
}

func (r Reply) emptied(at time.Time) Reply {
	if r.Deleted.IsZero() {
		r.Body, r.Deleted = "", at
	}
	return r
}

// ResolveNote marks a note as settled, or opens it again.
func (s *Service) ResolveNote(ctx context.Context, by account.Actor, id string, resolved bool) (Note, error) {
	act := Reopen
	if resolved {
		act = Resolve
	}
	return s.changeNote(ctx, by, act, id, 0, func(t turn, note *Note) error {
		note.Resolved, note.ResolvedBy = time.Time{}, Person{}
		if resolved {
			note.Resolved, note.ResolvedBy = s.now(), t.person()
		}
		return nil
	})
}

// AddReply answers a note, once for a key of the actor's.
func (s *Service) AddReply(ctx context.Context, by account.Actor, key, noteID, body string) (Note, error) {
	return s.Answer(ctx, by, key, noteID, NewReply{Body: body})
}

// Answer is AddReply for a reply that may have had addresses elsewhere; it is the note's last.
func (s *Service) Answer(ctx context.Context, by account.Actor, key, noteID string, n NewReply) (Note, error) {
	if err := orElse(checkWords("body", n.Body), checkAddresses(n.Canonical, n.Via)); err != nil {
		return Note{}, err
	}
	return s.change(ctx, by, key, AddReply, noteID, 0, func(t turn, note *Note) error {
		if len(note.Replies) >= maxReplies {
			return ErrTooMany
		}
		id, err := t.name(n.Slug)
		if err != nil {
			return err
		}
		reply := Reply{ID: id, Note: note.ID, Body: n.Body, Author: t.person(), Created: s.now(), Canonical: n.Canonical, Via: n.Via}
		note.Replies = append(note.Replies, reply)
		return t.PutReply(reply)
	})
}

// EditReply changes the actor's own reply.
func (s *Service) EditReply(ctx context.Context, by account.Actor, noteID, replyID, body string) (Note, error) {
	return s.EditReplyAt(ctx, by, noteID, replyID, 0, body)
}

// EditReplyAt is EditReply on a revision of the note, 0 for whatever it is. ErrStale.
func (s *Service) EditReplyAt(ctx context.Context, by account.Actor, noteID, replyID string, revision int, body string) (Note, error) {
	if err := checkWords("body", body); err != nil {
		return Note{}, err
	}
	return s.changeReply(ctx, by, EditReply, noteID, replyID, revision, func(r *Reply) { r.Body, r.Edited = body, s.now() })
}

// DeleteReply empties a reply for good; its id is never used again.
func (s *Service) DeleteReply(ctx context.Context, by account.Actor, noteID, replyID string) (Note, error) {
	return s.DeleteReplyAt(ctx, by, noteID, replyID, 0)
}

// DeleteReplyAt is DeleteReply on a revision of the note, 0 for whatever it is. ErrStale.
func (s *Service) DeleteReplyAt(ctx context.Context, by account.Actor, noteID, replyID string, revision int) (Note, error) {
	return s.changeReply(ctx, by, DeleteReply, noteID, replyID, revision, func(r *Reply) { *r = r.emptied(s.now()) })
}

func (s *Service) changeReply(ctx context.Context, by account.Actor, a Act, noteID, replyID string, revision int, do func(*Reply)) (Note, error) {
	return s.changeNote(ctx, by, a, noteID, revision, func(t turn, note *Note) error {
		for i := range note.Replies {
			r := &note.Replies[i]
			if r.ID != replyID {
				continue
			}
			o := note.object()
			o.Replier, o.Deleted = r.Author.ID, !r.Deleted.IsZero()
			if err := t.may(a, note.Target.Bulletin, o); err != nil {
				return err
			}
			do(r)
			return t.PutReply(*r)
		}
		return ErrNotFound
	})
}

func (s *Service) changeNote(ctx context.Context, by account.Actor, a Act, id string, revision int, do func(turn, *Note) error) (Note, error) {
	return s.change(ctx, by, "", a, id, revision, do)
}

// change does an act on a note that is there.
func (s *Service) change(ctx context.Context, by account.Actor, key string, a Act, id string, revision int, do func(turn, *Note) error) (Note, error) {
	var note Note
	first, err := s.write(ctx, by, key, NoteChanged, a, id, func(t turn) (string, error) {
		var err error
		judged := a
		if a == EditReply || a == DeleteReply {
			judged = See // who may depends on the reply; changeReply asks
		}
		if note, err = t.note(judged, id); err != nil {
			return "", err
		}
		if revision != 0 && revision != note.Revision {
			return "", ErrStale
		}
		if err := do(t, &note); err != nil {
			return "", err
		}
		note.Revision++
		if note.Mapping, err = t.placed(note.ID, note.Target); err != nil {
			return "", err
		}
		return note.ID, orElse(t.PutNote(note), t.record(NoteChanged, a, note.Target.Bulletin, note.ID, note.detail()))
	})
	if err != nil {
		return Note{}, err
	}
	if first != "" {
		return s.Note(ctx, by, first)
	}
	return note.shown(), nil
}

// note gives a note that the actor may do something to.
func (t turn) note(a Act, id string) (Note, error) {
	if !isID(id) {
		return Note{}, ErrNotFound
	}
	note, found, err := t.Note(id)
	if err == nil && !found {
		err = ErrNotFound
	}
	if err == nil {
		err = t.may(a, note.Target.Bulletin, note.object())
	}
	if err != nil {
		return Note{}, err
	}
	return note, nil
}

func (n Note) object() Object {
	return Object{Author: n.Author.ID, Visibility: n.Visibility, Deleted: !n.Deleted.IsZero()}
}

// detail is what the audit keeps of a note: never its words, which may be private.
func (n Note) detail() map[string]string {
	return map[string]string{"bulletin": n.Target.Bulletin, "kind": string(n.Kind), "visibility": string(n.Visibility)}
}

// shown leaves out replies that were deleted.
func (n Note) shown() Note {
	var list []Reply
	for _, r := range n.Replies {
		if r.Deleted.IsZero() {
			list = append(list, r)
		}
	}
	n.Replies = list
	return n
}
