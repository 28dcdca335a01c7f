package annotation

import (
	"context"
	"errors"
	"strings"

	"tongbao/site/account"
)

// Hears tells whether the actor may know of an event, as the policy stands now: of a note or an instruction whoever sees it, or saw
// it before it was deleted or withdrawn; of a reading whoever sees the readers. An event without an id says only that something on the
// bulletin is not to be seen any more, and is for whoever may read it.
func (s *Service) Hears(ctx context.Context, by account.Actor, topic, object string) (bool, error) {
	bulletin, id, _ := strings.Cut(object, " ")
	err := s.read(ctx, by, func(t turn) (err error) {
		switch {
		case id == "":
			if !t.subject(bulletin).Reads {
				err = ErrNotFound
			}
		case topic == NoteChanged:
			_, err = t.note(See, id)
		case topic == InstructionChanged:
			_, err = t.instruction(See, id, "")
		case topic == ReadingChanged:
			err = t.may(SeeReaders, bulletin, Object{})
		}
		return err
	})
	switch {
	case err == nil, errors.Is(err, ErrGone):
		return true, nil
	case errors.Is(err, ErrNotFound), errors.Is(err, ErrForbidden), errors.Is(err, account.ErrNoSession):
		return false, nil
	}
	return false, err
}
