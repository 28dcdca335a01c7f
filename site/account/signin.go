package account

import (
	"context"
	"errors"

	"tongbao/site/audit"
)

// attempt is a sign-in with a name and a password, on its way.
type attempt struct {
	from   Origin
	folded string // "" where it cannot be a name
	user   *User  // as read before the password was checked; nil for nobody
	secret Secret
	fits   bool
	who    *Identity // where the directory vouches
	rehash string    // the password's hash at today's cost; "" where it has it
}

// SignIn checks a name and a password. It is refused with ErrSignIn, *Throttled or ErrBusy; another error says that the
// store or the directory cannot be asked now. A session that the browser held before is the caller's to end.
func (s *Service) SignIn(ctx context.Context, from Origin, name, password string) (SignedIn, error) {
	a := attempt{from: from.clean()}
	if ValidName(name) {
		a.folded = Fold(name)
	}
	if err := s.store.Read(ctx, func(tx Tx) error { return s.look(tx, &a) }); err != nil {
		return SignedIn{}, err
	}
	if err := s.check(ctx, &a, name, password); err != nil {
		return SignedIn{}, err
	}
	var in SignedIn
	err := s.kept(ctx, func(tx Tx) (err error) {
		in, err = s.judge(tx, &a)
		return err
	})
	return in, err
}

// look finds who is meant, and refuses early where a lock is on.
func (s *Service) look(tx Tx, a *attempt) error {
	if err := s.find(tx, a); err != nil {
		return err
	}
	counters, err := s.counters(tx, a.user, a.folded, a.from.Address)
	if err != nil {
		return err
	}
	return s.gate(tx, counters)
}

func (s *Service) find(tx Tx, a *attempt) error {
	a.user, a.secret = nil, Secret{}
	user, found, err := tx.UserNamed(a.folded)
	if err != nil || !found {
		return err
	}
	a.user = &user
	a.secret, err = tx.Secret(user.ID)
	return err
}

// check does the costly part outside any transaction. Every attempt costs one hash, whoever is meant.
func (s *Service) check(ctx context.Context, a *attempt, name, password string) error {
	local := a.user != nil && a.user.Source == Local
	hash := ""
	if local {
		hash = a.secret.Hash
	}
	fits, stale, err := s.hasher.matches(ctx, hash, password)
	if err != nil {
		return err
	}
	if a.fits = fits && local; a.fits && stale {
		a.rehash, err = s.hasher.hash(ctx, password)
		return err
	}
	asksDirectory := a.user == nil || a.user.Source == LDAP
	if s.opt.Directory == nil || a.folded == "" || !asksDirectory || password == "" { // a directory takes an empty password for an anonymous visit
		return nil
	}
	who, err := s.opt.Directory.Check(ctx, name, password)
	if errors.Is(err, ErrSignIn) {
		return nil
	}
	if err == nil {
		a.fits, a.who = true, &who
	}
	return err
}

// judge says what became of an attempt. Attempts are judged one after the other, so that of many at once no more than
// the rules allow are told whether they guessed right.
func (s *Service) judge(tx Tx, a *attempt) (SignedIn, error) {
	hash := a.secret.Hash
	if err := s.find(tx, a); err != nil {
		return SignedIn{}, err
	}
	counters, err := s.counters(tx, a.user, a.folded, a.from.Address)
	if err != nil {
		return SignedIn{}, err
	}
	if err := s.gate(tx, counters); err != nil {
		return SignedIn{}, err
	}
	switch {
	case !a.fits:
		return SignedIn{}, s.fail(tx, a, counters, "password")
	case a.who != nil:
		return s.admit(tx, a.from, *a.who)
	case a.user == nil || a.secret.Hash != hash:
		return SignedIn{}, ErrSignIn // changed since it was checked
	case a.user.Disabled:
		return SignedIn{}, s.fail(tx, a, counters, "disabled")
	}
	if a.rehash != "" {
		a.secret.Hash = a.rehash
		if err := tx.PutSecret(a.user.ID, a.secret); err != nil {
			return SignedIn{}, err
		}
	}
	return s.begin(tx, *a.user, a.from)
}

// fail counts and records a failed sign-in. The entry names an account only where there is one: people type passwords
// into the field for names.
func (s *Service) fail(tx Tx, a *attempt, counters []counter, reason string) error {
	locked, err := s.count(tx, counters)
	if err != nil {
		return err
	}
	who := Actor{Origin: a.from}
	object := ""
	if a.user == nil {
		reason = "unknown"
	} else {
		object = a.user.ID
		who.User.Name = a.user.Name
	}
	if err := tx.Audit(who.Entry("session.fail", object, audit.Denied, map[string]string{"reason": reason})); err != nil {
		return err
	}
	if locked {
		if err := tx.Audit(who.Entry("session.lock", object, audit.OK, nil)); err != nil {
			return err
		}
	}
	return ErrSignIn
}

// SignInAs begins a session for a person whom an outside source has checked (OIDC, Proxy). ErrSignIn where the account is
// disabled, unknown with no Options.NewRole, or the name belongs to somebody else.
func (s *Service) SignInAs(ctx context.Context, from Origin, who Identity) (SignedIn, error) {
	var in SignedIn
	err := s.kept(ctx, func(tx Tx) (err error) {
		in, err = s.admit(tx, from.clean(), who)
		return err
	})
	return in, err
}

// admit finds or makes the account of a person who was checked elsewhere, and begins a session.
func (s *Service) admit(tx Tx, from Origin, who Identity) (SignedIn, error) {
	if who.Source == Local || who.Subject == "" || clip(who.Subject, 255) != who.Subject {
		return SignedIn{}, ErrForbidden
	}
	user, found, err := tx.UserOf(who.Source, who.Subject)
	if err != nil {
		return SignedIn{}, err
	}
	deny := func(reason string) (SignedIn, error) {
		as := Actor{User: User{Name: user.Name}, Origin: from}
		if err := tx.Audit(as.Entry("session.fail", user.ID, audit.Denied, map[string]string{"reason": reason, "source": string(who.Source)})); err != nil {
			return SignedIn{}, err
		}
		return SignedIn{}, ErrSignIn
	}
	if !found {
		reason := ""
		if user, reason, err = s.provision(tx, from, who); err != nil || reason != "" {
			if err != nil {
				return SignedIn{}, err
			}
			return deny(reason)
		}
	}
	if user.Disabled {
		return deny("disabled")
	}
	if user, err = s.follow(tx, from, user, who); err != nil {
		return SignedIn{}, err
	}
	return s.begin(tx, user, from)
}

// provision makes an account, or says why not.
func (s *Service) provision(tx Tx, from Origin, who Identity) (User, string, error) {
	role := who.Role
	if role == "" {
		role = s.opt.NewRole
	}
	_, taken, err := tx.UserNamed(Fold(who.Name))
	switch {
	case err != nil:
		return User{}, "", err
	case !ValidName(who.Name):
		return User{}, "name", nil
	case taken:
		return User{}, "taken", nil // a name is no proof of being the one who has it here
	case s.fitting(role, who.Unit) != nil:
		return User{}, "role", nil
	}
	user := User{
		ID: newID(), Name: who.Name, Display: clip(who.Display, 200), Office: clip(who.Office, 200), Role: role, Unit: who.Unit,
		Source: who.Source, Subject: who.Subject, Created: s.now(),
	}
	as := Actor{User: User{Name: string(who.Source)}, Origin: from}
	entry := as.Entry("user.add", user.ID, audit.OK, map[string]string{"name": user.Name, "role": string(role), "unit": user.Unit})
	return user, "", errors.Join(tx.PutUser(user), tx.Audit(entry))
}

// follow takes over what the source says of a known user. A role that would leave no administrator stays as it is.
func (s *Service) follow(tx Tx, from Origin, user User, who Identity) (User, error) {
	if who.Display != "" {
		user.Display = clip(who.Display, 200)
	}
	if who.Office != "" {
		user.Office = clip(who.Office, 200)
	}
	if who.Role == "" || (who.Role == user.Role && who.Unit == user.Unit) || s.fitting(who.Role, who.Unit) != nil {
		return user, nil
	}
	err := s.keepsAdministrator(tx, user, who.Role, user.Disabled)
	if errors.Is(err, ErrLastAdministrator) {
		return user, nil
	}
	if err != nil {
		return user, err
	}
	as := Actor{User: User{Name: string(who.Source)}, Origin: from}
	entry := as.Entry("user.role", user.ID, audit.OK, map[string]string{"from": string(user.Role), "to": string(who.Role), "unit": who.Unit})
	user.Role, user.Unit = who.Role, who.Unit
	return user, errors.Join(tx.DropSessions(user.ID), tx.Audit(entry))
}

// begin makes a session and what goes with a sign-in that succeeded. The address's own failures stay: an attacker with
// an account must not be able to wipe them.
func (s *Service) begin(tx Tx, user User, from Origin) (SignedIn, error) {
	user.SignedIn = s.now()
	in, err := s.session(tx, user, from)
	return in, errors.Join(err,
		tx.PutUser(user),
		tx.DropFailures(nameKey(Fold(user.Name))),
		tx.DropFailures(pairKey(user.ID, from.Address)),
		tx.PutFamiliar(user.ID, network(from.Address), s.now()),
		tx.Audit(in.Entry("session.start", in.Session.ID, audit.OK, map[string]string{"source": string(user.Source)})))
}

// session makes a session with a new token.
func (s *Service) session(tx Tx, user User, from Origin) (SignedIn, error) {
	token, now := newToken(), s.now()
	session := Session{ID: newID(), Token: DigestOf(token), UserID: user.ID, Created: now, Seen: now, Authenticated: now, Address: from.Address, Agent: from.Agent}
	actor := Actor{User: user, Session: session, Origin: from, Expired: s.expired(user)}
	if err := tx.PutUser(user); err != nil { // a session belongs to a user who is there
		return SignedIn{}, err
	}
	return SignedIn{actor, token}, tx.PutSession(session)
}

func (s *Service) expired(user User) bool {
	age := s.opt.Rules.MaxAge
	return age > 0 && user.Source == Local && !s.now().Before(user.PasswordChanged.Add(age))
}
