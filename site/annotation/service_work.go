package annotation

import (
	"context"
	"slices"
	"strconv"
	"time"

	"tongbao/site/account"
)

// Work is what concerns one person on all bulletins, of one moment: what site/desk lays out as their one screen.
type Work struct {
	By           Subject       // who it concerns
	Instructions []Instruction // of a leader their own, else all that they see, unless they ended before Looked; by creation, each with its place
	Notes        []Note        // their own; of an editor all that everyone sees. By creation, each with its place
	Unread       []Edition     // in force, that they may acknowledge and have not
	Readers      Readers       // of the first bulletin asked about; zero where they may not know
	Looked       time.Time     // until when they have looked at what others did; of who never did, two weeks ago
}

// neverLooked is how far back the acts of others are news for somebody who has not looked yet.
const neverLooked = 14 * 24 * time.Hour

// Edition is one edition of a bulletin.
type Edition struct {
	Bulletin string
	Number   int // 0 where it was never published
}

// Object is what May asks about the instruction; unit is whose task the act is about, "" for the whole.
func (in Instruction) Object(unit string) Object { return in.object(unit) }

// Work gives what concerns the actor. Bulletins are those that the site shows, the newest first; those that the actor may not
// read are passed over.
func (s *Service) Work(ctx context.Context, by account.Actor, bulletins []string) (Work, error) {
	w := Work{By: Subject{ID: by.User.ID, Role: by.User.Role, Unit: by.User.Unit, Reads: true}}
	var err error
	err = s.read(ctx, by, func(t turn) (err error) {
		w.Looked, err = t.Looked(by.User.ID)
		return err
	})
	if err != nil {
		return w, err
	}
	if w.Looked.IsZero() {
		w.Looked = s.now().Add(-neverLooked)
	}
	if May(w.By, See, Object{State: Signed, Units: []string{by.User.Unit}}) == Allowed {
		if w.Instructions, err = s.Instructions(ctx, by, instructionsOf(by.User, w.Looked)); err != nil {
			return w, err
		}
	}
	if w.Notes, err = s.Notes(ctx, by, notesOf(by.User)); err != nil {
		return w, err
	}
	bulletins = slices.DeleteFunc(slices.Clone(bulletins), func(b string) bool { return !s.opt.Reads(by.User.Role, b) })
	if w.Unread, err = s.unread(ctx, by, bulletins); err != nil || len(bulletins) == 0 || May(w.By, SeeReaders, Object{}) != Allowed {
		return w, err
	}
	edition, _ := s.opt.Publication.Current(bulletins[0])
	w.Readers, err = s.Readers(ctx, by, bulletins[0], edition)
	return w, err
}

// instructionsOf and notesOf ask for no more than the policy would show.
func instructionsOf(u account.User, looked time.Time) Filter {
	f := Filter{NotEnded: looked}
	switch u.Role {
	case account.Unit:
		f.Unit = u.Unit
	case account.Leader:
		f.Author = u.ID
	}
	return f
}

func notesOf(u account.User) Filter {
	if u.Role == account.Editor {
		return Filter{}
	}
	return Filter{Author: u.ID}
}

// Look keeps until when the actor has looked at what others did; an earlier time than before changes nothing, one to come is now.
func (s *Service) Look(ctx context.Context, by account.Actor, until time.Time) error {
	if now := s.now(); until.After(now) {
		until = now
	}
	_, _, err := s.store.Write(ctx, "", func(tx Tx) ([]byte, error) {
		now, err := s.opt.Still(tx.Accounts(), by)
		if err != nil {
			return nil, err
		}
		was, err := tx.Looked(now.User.ID)
		if err != nil || !until.After(was) {
			return nil, err
		}
		return nil, tx.PutLooked(now.User.ID, until)
	})
	return err
}

func (s *Service) unread(ctx context.Context, by account.Actor, bulletins []string) ([]Edition, error) {
	var list []Edition
	err := s.read(ctx, by, func(t turn) error {
		for _, b := range bulletins {
			if t.may(Acknowledge, b, Object{}) != nil {
				continue
			}
			edition, found := s.opt.Publication.Current(b)
			if !found {
				continue
			}
			_, read, err := t.Acknowledgement(t.by.User.ID, b, edition)
			if err != nil {
				return err
			}
			if !read {
				list = append(list, Edition{b, edition})
			}
		}
		return nil
	})
	return list, err
}

func (e Edition) String() string { return e.Bulletin + " " + strconv.Itoa(e.Number) }
