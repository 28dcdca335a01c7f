package annotation

import (
	"time"

	"tongbao/site/account"
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
