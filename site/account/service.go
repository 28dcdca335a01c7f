package account

import (
	"context"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"tongbao/site/audit"
)

// Options are what a Service needs beside its store.
type Options struct {
	Now     func() time.Time     // required
	Rules   Rules                // Standard() or Dengbao(), changed as the office wishes
	Hash    HashCost             // zero for DefaultCost
	Unit    func(id string) bool // whether the register has the unit; nil accepts any id
	NewRole Role                 // of an unknown person whom an outside source vouches for; "" refuses them. Never Unit
	// Directory checks names and passwords of people who have no local account: LDAP. nil for none.
	Directory Directory
}

// Directory checks a name and a password that are kept elsewhere.
type Directory interface {
	// Check gives the person, or ErrSignIn where the two do not fit; any other error says that the directory cannot be
	// asked now.
	Check(ctx context.Context, name, password string) (Identity, error)
}

// Service is every act on accounts. It may be used by many at once, and by several servers on one store. Each act writes
// its audit entry in its own transaction; refused acts of people who are signed in are on record as denied.
type Service struct {
	store   Store
	opt     Options
	hasher  *hasher
	touched touched
}

// New makes a service.
func New(store Store, opt Options) *Service {
	if opt.Hash == (HashCost{}) {
		opt.Hash = DefaultCost()
	}
	return &Service{store: store, opt: opt, hasher: newHasher(opt.Hash), touched: touched{at: map[string]time.Time{}}}
}

func (s *Service) now() time.Time { return s.opt.Now().UTC().Truncate(time.Microsecond) }

// Rules are the bounds in force, for pages that state them.
func (s *Service) Rules() Rules { return s.opt.Rules }

// Origin is where a request comes from.
type Origin struct {
	Address string // of the client, without port; from a trusted proxy's header, else the peer's
	Agent   string // User-Agent
}

// clean keeps what every database keeps.
func (o Origin) clean() Origin {
	return Origin{clip(o.Address, 64), clip(o.Agent, 256)}
}

// clip cuts a foreign text to so many bytes of UTF-8 without control characters.
func clip(text string, most int) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError {
			return -1
		}
		return r
	}, text)
	for len(text) > most {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return text
}

// Actor is who acts. Only Authenticate, what signs in, and Console make one.
type Actor struct {
	User    User
	Session Session
	Origin  Origin
	Expired bool // the password is older than the rules allow
	console bool
}

// Console is the operator at the machine, who may do what an administrator may; the audit has the name given.
func Console(operator string) Actor {
	return Actor{User: User{Name: clip(operator, 64)}, console: true}
}

// MustChange tells whether the actor has to change the password before anything else.
func (a Actor) MustChange() bool { return a.User.Source == Local && (a.User.MustChange || a.Expired) }

// Entry is an audit entry that names the actor, for acts of other packages in their own transactions.
func (a Actor) Entry(action, object string, outcome audit.Outcome, detail map[string]string) audit.Entry {
	e := audit.Entry{
		Actor: a.User.ID, Name: a.User.Name, Role: string(a.User.Role), Address: a.Origin.Address,
		Action: action, Object: object, Outcome: outcome, Detail: audit.Detail(detail),
	}
	if a.console {
		e.Role = "console"
	}
	return e
}

// SignedIn is a session just begun, and the token that the browser is to hold. The token is given only here.
type SignedIn struct {
	Actor
	Token string
}

// touched remembers when sessions were last written as seen, so that reading pages writes once a minute at most.
type touched struct {
	mu sync.Mutex
	at map[string]time.Time
}

const touchEvery = time.Minute

// due tells whether a session is to be written as seen, and takes that upon the caller.
func (t *touched) due(id string, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now.Sub(t.at[id]) < touchEvery {
		return false
	}
	if len(t.at) > 10_000 {
		clear(t.at) // costs some sessions a write too early
	}
	t.at[id] = now
	return true
}
