package reminder

import (
	"context"
	"time"

	"tongbao/site/annotation"
)

// Store keeps what was taken up to be sent. Write runs its function in one transaction, alone among all writers of all servers; Read sees one
// moment. site/store implements it.
type Store interface {
	Write(ctx context.Context, act func(Tx) error) error
	Read(ctx context.Context, look func(Tx) error) error
}

// Tx is a transaction.
type Tx interface {
	annotation.Tx

	Delivery(key, carrier, recipient string) (Delivery, bool, error)
	PutDelivery(Delivery) error                     // adds or replaces
	Deliveries(since time.Time) ([]Delivery, error) // changed since then, the latest first
}

// State is where a delivery stands.
type State string

// The states of deliveries.
const (
	Sending State = "sending" // a server has taken it up; while that lasts nobody knows whether it went
	Sent    State = "sent"
	Waiting State = "waiting" // could not be sent, to be tried again
	Failed  State = "failed"  // given up
	Unknown State = "unknown" // may have arrived; not sent again
)

// Delivery is a reminder on its way by one carrier to one recipient: there is never a second one.
type Delivery struct {
	Key       string // of the reminder
	Carrier   string // "mail" or "webhook"
	Recipient string // user id; "" for the group
	Kind      Kind
	Object    string // as Reminder.Object
	State     State
	Attempts  int
	At        time.Time // of the last change
	Next      time.Time // Waiting: not before
	Error     string    // why it did not go; no names and no secrets
}

// Stuck tells whether a server took it up and never said how it ended: it was stopped by force meanwhile.
func (d Delivery) Stuck(now time.Time) bool { return d.State == Sending && now.Sub(d.At) > stuckAfter }

const stuckAfter = 15 * time.Minute
