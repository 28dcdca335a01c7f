package annotation

import (
	"context"
	"time"

	"tongbao/site/account"
)

// Words are a text that somebody wrote and that is there: a note or an answer to it, an instruction or an entry of its record.
type Words struct {
	Instruction bool       // else a note
	ID          string     // of the note or the instruction
	Bulletin    string     // it is on
	Section     string     // of the target; "" for the whole
	Visibility  Visibility // of a note
	Units       []string   // addressed by an instruction
	Text        string
	By          Person
	At          time.Time
}

// Words gives the texts that the actor may see and wants, the newest first. Wanted is asked of no text that they may not see,
// and before By is known. What was deleted, withdrawn or discarded is not there.
func (s *Service) Words(ctx context.Context, by account.Actor, wanted func(Words) bool) ([]Words, error) {
	var list []Words
	err := s.read(ctx, by, func(t turn) (err error) {
		reads := map[string]bool{}
		list, err = t.Words(func(w Words, o Object) bool {
			if _, known := reads[w.Bulletin]; !known {
				reads[w.Bulletin] = s.opt.Reads(t.by.User.Role, w.Bulletin)
			}
			u := t.by.User
			return o.State != Withdrawn && May(Subject{u.ID, u.Role, u.Unit, reads[w.Bulletin]}, See, o) == Allowed && wanted(w)
		})
		return err
	})
	return list, err
}
