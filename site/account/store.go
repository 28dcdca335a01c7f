package account

import (
	"context"
	"iter"
	"time"

	"tongbao/site/audit"
)

// Store keeps accounts. Write runs its function in one transaction, alone among all writers of all servers; when the
// function fails nothing of it stays. Read sees one moment. site/store implements it.
type Store interface {
	Write(ctx context.Context, act func(Tx) error) error
	Read(ctx context.Context, look func(Tx) error) error
}

// Tx is a transaction. What looks for one thing gives false where there is none.
type Tx interface {
	User(id string) (User, bool, error)
	UserNamed(folded string) (User, bool, error)
	UserOf(source Source, subject string) (User, bool, error)
	Users() ([]User, error) // by name
	PutUser(User) error     // adds or replaces
	Secret(userID string) (Secret, error)
	PutSecret(userID string, s Secret) error

	Holder(token Digest) (Session, User, bool, error) // of the session that the token opens, whatever its age
	Sessions(userID string) ([]Session, error)        // newest first
	PutSession(Session) error                         // adds or replaces
	Touch(id string, seen time.Time) error            // moves Seen forward, never back
	DropSession(id string) error
	DropSessions(userID string) error

	Ticket(token Digest) (Ticket, bool, error)
	PutTicket(Ticket) error
	DropTickets(kind TicketKind, userID string) error

	Failures(key string) (Failures, error) // zero where there are none
	PutFailures(key string, f Failures) error
	DropFailures(key string) error                      // and of keys that begin with key and "|"
	Familiar(userID, address string) (time.Time, error) // the last sign-in of the user from there; zero for never
	PutFamiliar(userID, address string, at time.Time) error
	DropFamiliar(userID string) error

	Audit(audit.Entry) error
	AuditRows(audit.Filter) iter.Seq2[audit.Row, error]
	AuditHead() (audit.Head, error)

	// Prune drops what has run out: sessions created or last seen before the times given, access tokens and tickets that expired before
	// now, failures that began before since and lock no more, addresses last used before familiar.
	Prune(now, created, seen, since, familiar time.Time) error
}
