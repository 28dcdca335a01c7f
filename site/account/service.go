package account

import (
	"context"
	"errors"
	"sync"
	"time"

	"tongbao/site/audit"
)

// Options are what a Service needs beside its store.
type Options struct {
	Now     func() time.Time     // required
	Rules   Rules                // Standard() or Dengbao(), changed as the office wishes
	Hash    HashCost             // zero for DefaultCost
	Unit    func(id string) bool // whether the register has the unit; nil accepts any id
	NewRole Role                 // of an unknown person whom an outside source vouches for; "" refuses them
	Check   map[Source]Directory // sources that check a name and a password: LDAP. Asked for names unknown here or theirs
}

// Directory checks a name and a password that are kept elsewhere.
type Directory interface {
	// Check gives the person, or ErrSignIn where the two do not fit; any other error says that the directory cannot be
	// asked now.
	Check(ctx context.Context, name, password string) (Identity, error)
}

// Service is every act on accounts. It may be used by many at once, and by several servers on one store.
type Service struct {
	store  Store
	opt    Options
	hasher *hasher
	seen   sync.Map
}

// New makes a service.
func New(store Store, opt Options) *Service { return &Service{store: store, opt: opt} }

// Origin is where a request comes from.
type Origin struct {
	Address string // of the client, without port; only from a trusted proxy's header, else the peer's
	Agent   string // User-Agent
}

// Actor is who acts. Only Authenticate, the sign-ins and Console make one.
type Actor struct {
	User    User
	Session Session
	Origin  Origin
	Expired bool // the password is older than the rules allow
	console bool
}

// Console is the operator at the machine, who may do what an administrator may and is named in the audit by that name.
func Console(operator string) Actor { return Actor{User: User{Name: operator}, console: true} }

// MustChange tells whether the actor has to change the password before anything else.
func (a Actor) MustChange() bool { return a.User.Source == Local && (a.User.MustChange || a.Expired) }

// SignedIn is a session just begun, and the token that the browser is to hold. The token is given only here.
type SignedIn struct {
	Actor
	Token string
}

var errTODO = errors.New("account: not yet")

// Signing in and out.

// SignIn checks a name and a password. ErrSignIn, *Throttled and ErrBusy are its refusals.
func (s *Service) SignIn(ctx context.Context, from Origin, name, password string) (SignedIn, error) {
	return SignedIn{}, errTODO
}

// SignInAs begins a session for a person whom an outside source has checked already (OIDC, Proxy). ErrSignIn where the
// account is disabled, unknown with no NewRole, or the name belongs to somebody else.
func (s *Service) SignInAs(ctx context.Context, from Origin, who Identity) (SignedIn, error) {
	return SignedIn{}, errTODO
}

// Authenticate gives who holds a token, or ErrNoSession. It writes at most once a minute for one session.
func (s *Service) Authenticate(ctx context.Context, from Origin, token string) (Actor, error) {
	return Actor{}, errTODO
}

// SignOut ends the actor's session.
func (s *Service) SignOut(ctx context.Context, by Actor) error { return errTODO }

// Reauthenticate takes the password once more, gives the session a new token and makes it fresh. ErrPassword where it
// does not fit; after Rules.Failures of these the session ends (ErrNoSession).
func (s *Service) Reauthenticate(ctx context.Context, by Actor, password string) (SignedIn, error) {
	return SignedIn{}, errTODO
}

// ReauthenticateAs does the same for a person whom an outside source has checked once more. ErrForbidden where it is
// another person.
func (s *Service) ReauthenticateAs(ctx context.Context, by Actor, who Identity) (SignedIn, error) {
	return SignedIn{}, errTODO
}

// One's own account.

// Sessions lists the actor's living sessions, newest first.
func (s *Service) Sessions(ctx context.Context, by Actor) ([]Session, error) { return nil, errTODO }

// EndSession ends one of the actor's sessions by its public id.
func (s *Service) EndSession(ctx context.Context, by Actor, id string) error { return errTODO }

// ChangePassword needs the present password, ends all sessions and begins a new one. *Weak where the rules refuse.
func (s *Service) ChangePassword(ctx context.Context, by Actor, present, next string) (SignedIn, error) {
	return SignedIn{}, errTODO
}

// One-time links.

// FirstRun gives a token with which the first administrator can be made, and makes earlier ones useless. ErrSetUp while
// there is an enabled administrator.
func (s *Service) FirstRun(ctx context.Context) (string, error) { return "", errTODO }

// SetUp makes the first administrator with a first-run token, and signs in.
func (s *Service) SetUp(ctx context.Context, from Origin, token string, who NewUser, password string) (SignedIn, error) {
	return SignedIn{}, errTODO
}

// Invited gives the user whom an invitation or reset is for, so that a page can greet them. ErrToken.
func (s *Service) Invited(ctx context.Context, token string) (User, error) { return User{}, errTODO }

// SetPassword uses an invitation or reset up, and signs in. ErrToken, *Weak (which leaves the token usable).
func (s *Service) SetPassword(ctx context.Context, from Origin, token, password string) (SignedIn, error) {
	return SignedIn{}, errTODO
}

// Managing accounts: ManageAccounts, a fresh session for what changes anything, never to oneself.

// Users lists all accounts by name.
func (s *Service) Users(ctx context.Context, by Actor) ([]User, error) { return nil, errTODO }

// AddUser makes a local account and gives the one-time token with which its owner sets the password.
func (s *Service) AddUser(ctx context.Context, by Actor, who NewUser) (User, string, error) {
	return User{}, "", errTODO
}

// EditUser changes what the user is called (display name, office).
func (s *Service) EditUser(ctx context.Context, by Actor, id, display, office string) error {
	return errTODO
}

// SetRole changes a user's role and unit, and ends their sessions.
func (s *Service) SetRole(ctx context.Context, by Actor, id string, role Role, unit string) error {
	return errTODO
}

// SetDisabled disables a user, ending their sessions and one-time tokens, or enables them again.
func (s *Service) SetDisabled(ctx context.Context, by Actor, id string, disabled bool) error {
	return errTODO
}

// Unlock forgets the failures that locked a user's account, and those of an address where one is given.
func (s *Service) Unlock(ctx context.Context, by Actor, id, address string) error { return errTODO }

// Locked gives until when accounts are locked, by user id.
func (s *Service) Locked(ctx context.Context, by Actor) (map[string]time.Time, error) {
	return nil, errTODO
}

// ResetPassword gives a one-time token with which a local user sets a new password; the old one and all sessions end at
// once.
func (s *Service) ResetPassword(ctx context.Context, by Actor, id string) (string, error) {
	return "", errTODO
}

// EndSessions ends all sessions of a user.
func (s *Service) EndSessions(ctx context.Context, by Actor, id string) error { return errTODO }

// The audit.

// Permit gives nil where the actor's role has the power, else ErrForbidden or ErrMustChange.
func (s *Service) Permit(by Actor, p Power) error { return errTODO }

// Record writes an audit entry of an act outside this package (bulletin.read, audit.export), naming the actor.
func (s *Service) Record(ctx context.Context, by Actor, action, object string, outcome audit.Outcome, detail map[string]any) error {
	return errTODO
}

// ReadAudit hands the rows that a filter chooses to each, oldest first, and records that they were read: as action
// audit.read or audit.export. ReadAudit power.
func (s *Service) ReadAudit(ctx context.Context, by Actor, action string, f audit.Filter, each func(audit.Row) error) error {
	return errTODO
}

// VerifyAudit goes through the whole chain (audit.Verify) and records the outcome.
func (s *Service) VerifyAudit(ctx context.Context, by Actor, outside *audit.Head) (audit.Head, error) {
	return audit.Head{}, errTODO
}

// Prune drops what has run out. Call it now and then.
func (s *Service) Prune(ctx context.Context) error { return errTODO }
