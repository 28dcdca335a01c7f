package account

import (
	"errors"
	"fmt"
	"time"
)

// What an act fails with. The edges put these into words; the words never tell more than these do.
var (
	// ErrSignIn is the one answer to a sign-in that is refused for the account: unknown, disabled, locked, wrong password.
	ErrSignIn = errors.New("account: sign-in refused")
	// ErrBusy says that too many passwords are being checked; try again in a few seconds.
	ErrBusy = errors.New("account: too many sign-ins at once")
	// ErrNoSession says that a token belongs to no living session.
	ErrNoSession = errors.New("account: not signed in")
	// ErrForbidden says that the role may not do this.
	ErrForbidden = errors.New("account: not allowed")
	// ErrMustChange says that the password has to be changed before anything else.
	ErrMustChange = errors.New("account: the password must be changed first")
	// ErrStale says that the act needs the password once more (Reauthenticate).
	ErrStale = errors.New("account: the password is needed once more")
	// ErrSelf says that nobody changes their own role, disables or resets themselves.
	ErrSelf = errors.New("account: not to oneself")
	// ErrLastAdministrator says that no enabled administrator would be left.
	ErrLastAdministrator = errors.New("account: the last enabled administrator")
	// ErrNotFound says that there is no such user or session.
	ErrNotFound = errors.New("account: not found")
	// ErrTaken says that a login name exists.
	ErrTaken = errors.New("account: the name is taken")
	// ErrName says that a login name has a form that is not allowed (ValidName).
	ErrName = errors.New("account: not a login name")
	// ErrEmail says that an e-mail address has a form that is not allowed (ValidEmail).
	ErrEmail = errors.New("account: not an e-mail address")
	// ErrRole says that there is no such role, or that it does not go with the unit.
	ErrRole = errors.New("account: no such role, or a unit missing or too many")
	// ErrToken is the one answer to a one-time token that cannot be used: unknown, used, expired, account disabled.
	ErrToken = errors.New("account: the link is not valid")
	// ErrSetUp says that there is an administrator already, so that there is nothing to set up.
	ErrSetUp = errors.New("account: already set up")
	// ErrNotLocal says that an outside source keeps the password.
	ErrNotLocal = errors.New("account: the password is kept elsewhere")
	// ErrPassword says that the present password, asked for once more, does not fit.
	ErrPassword = errors.New("account: the present password does not fit")
)

// Throttled says that an address failed too often. It tells nothing of any account.
type Throttled struct{ Until time.Time }

func (t *Throttled) Error() string { return "account: too many failures from this address" }

// Weakness is why a new password is refused.
type Weakness string

// The weaknesses.
const (
	TooShort Weakness = "short"   // fewer than Limit characters
	TooLong  Weakness = "long"    // more than Limit characters
	Classes  Weakness = "classes" // fewer than Limit of lower case, upper case, digits, others
	Common   Weakness = "common"  // made of common passwords, sequences and dates
	Named    Weakness = "named"   // made of the user's own name
	Reused   Weakness = "reused"  // one of the last Limit
)

// Weak is the error of a new password that the rules refuse.
type Weak struct {
	Why   Weakness
	Limit int
}

func (w *Weak) Error() string { return fmt.Sprintf("account: weak password: %s (%d)", w.Why, w.Limit) }
