// Package carrier carries messages out of the house: by e-mail and by webhook.
//
// In: a message that is written already. Out: whether it went. It decides nothing and keeps nothing; who is told what, and
// that nobody is told twice, belongs to site/reminder.
package carrier

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Carrier carries messages.
type Carrier interface {
	// Send hands a message over. Errors: ErrUncertain, ErrRefused, else one that may pass.
	Send(ctx context.Context, m Message) error
}

// Message is what is told.
type Message struct {
	ID      string // the same for the same message each time, for receivers that keep count
	Name    string // of the person; "" where a carrier has none
	Address string // e-mail; "" where a carrier has none
	Subject string // one line
	Text    string // lines, the last one ended
	Data    any    // the same as JSON, for programs
	At      time.Time
}

var (
	// ErrUncertain says that nobody knows whether the message arrived: sent again, it might be there twice.
	ErrUncertain = errors.New("carrier: no word whether it arrived")
	// ErrRefused says that the receiver will not take it, however often it is asked.
	ErrRefused = errors.New("carrier: refused")
)

// BadSetting says which setting of a carrier is missing or none of its values.
type BadSetting struct{ Name, Why string }

func (b *BadSetting) Error() string { return b.Name + "：" + b.Why }

func bad(name, format string, args ...any) error {
	return &BadSetting{name, fmt.Sprintf(format, args...)}
}

// timeout bounds handing over one message.
const timeout = 20 * time.Second
