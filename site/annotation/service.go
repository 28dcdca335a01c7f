package annotation

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"tongbao/site/account"
	"tongbao/site/audit"
)

// Publication is what the site shows now.
type Publication interface {
	// Current is the number of a bulletin's edition in force, 0 where it was never published; false where there is none.
	Current(bulletin string) (edition int, found bool)
	// Text is what an edition says (ReadText on its page). ErrNotFound where it is not shown any more.
	Text(bulletin string, edition int) (Text, error)
}

// Options are what a Service needs beside its store; all are required.
type Options struct {
	Now         func() time.Time
	Location    *time.Location // where the office is: a deadline ends with the day there
	Publication Publication
	Still       func(tx account.Tx, by account.Actor) (account.Actor, error) // account.Service.Still
	Reads       func(role account.Role, bulletin string) bool                // whether a role may read a bulletin
	Unit        func(id string) bool                                         // whether the register has a unit
}

// Service is every act on notes, instructions and acknowledgements. It may be used by many at once, and by several servers on
// one store. Each act is judged by May, writes its audit entry in its own transaction and publishes the topic Changed;
// refused acts are on record as denied.
type Service struct {
	store Store
	opt   Options
}

// New makes a service.
func New(store Store, opt Options) *Service { return &Service{store, opt} }

// The topics of events; the object of both is "BULLETIN ID".
const (
	NoteChanged        = "note"
	InstructionChanged = "instruction"
)

func (s *Service) now() time.Time { return s.opt.Now().UTC().Truncate(time.Microsecond) }

// today is the day at the office.
func (s *Service) today() Date { return Date(s.opt.Now().In(s.opt.Location).Format(time.DateOnly)) }

// turn is one act under way: its transaction, and the actor as the transaction sees it.
type turn struct {
	Tx
	by       account.Actor
	s        *Service
	readable map[string]bool // whether the actor may read a bulletin, where that was asked already: it is asked of the disk
}

func (s *Service) turn(tx Tx, by account.Actor) turn { return turn{tx, by, s, map[string]bool{}} }

// may asks the policy on behalf of the actor.
func (t turn) may(a Act, bulletin string, o Object) error {
	return May(t.subject(bulletin), a, o).Err()
}

func (t turn) subject(bulletin string) Subject {
	u := t.by.User
	reads, known := t.readable[bulletin]
	if !known {
		reads = t.s.opt.Reads(u.Role, bulletin)
		t.readable[bulletin] = reads
	}
	return Subject{u.ID, u.Role, u.Unit, reads}
}

// person is the actor as they are called now.
func (t turn) person() Person { return personOf(t.by.User) }

func personOf(u account.User) Person {
	name := u.Display
	if name == "" {
		name = u.Name
	}
	return Person{ID: u.ID, Name: name, Office: u.Office, Unit: u.Unit}
}

// record writes the audit entry of the act, and tells who listens.
func (t turn) record(topic string, a Act, bulletin, id string, detail map[string]string) error {
	return errors.Join(t.Audit(t.by.Entry(topic+"."+string(a), id, audit.OK, detail)), t.Publish(topic, bulletin+" "+id))
}

// maxClientKey bounds the idempotency key of a request, in bytes.
const maxClientKey = 100

// write runs an act in one transaction. With a key it happens once for the actor, and replayed is the id of what the first
// call made. A refusal that the rules give a reason for is put on record.
func (s *Service) write(ctx context.Context, by account.Actor, key, topic string, a Act, object string, do func(turn) (id string, err error)) (replayed string, err error) {
	if key != "" {
		if len(key) > maxClientKey || !plainText(key) {
			return "", &BadField{"key"}
		}
		key = topic + "." + string(a) + "|" + by.User.ID + "|" + key
	}
	id, again, err := s.store.Write(ctx, key, func(tx Tx) ([]byte, error) {
		now, err := s.opt.Still(tx.Accounts(), by)
		if err != nil {
			return nil, err
		}
		id, err := do(s.turn(tx, now))
		return []byte(id), err
	})
	if again {
		return string(id), err
	}
	if errors.Is(err, ErrForbidden) {
		_, _, failed := s.store.Write(ctx, "", func(tx Tx) ([]byte, error) {
			return nil, tx.Audit(by.Entry(topic+"."+string(a), object, audit.Denied, nil))
		})
		if failed != nil {
			return "", failed
		}
	}
	return "", err
}

// read looks at one moment as the actor.
func (s *Service) read(ctx context.Context, by account.Actor, look func(turn) error) error {
	return s.store.Read(ctx, func(tx Tx) error {
		now, err := s.opt.Still(tx.Accounts(), by)
		if err != nil {
			return err
		}
		return look(s.turn(tx, now))
	})
}

// isID tells whether a text from outside can be an id of ours; no database is asked for others.
func isID(id string) bool { return len(id) > 0 && len(id) <= 64 && sectionKey.MatchString(id) }

func newID() string { return strings.ToLower(rand.Text()) }
