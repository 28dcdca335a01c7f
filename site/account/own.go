package account

import (
	"context"
	"errors"

	"tongbao/site/audit"
)

// Authenticate gives who holds a token, or ErrNoSession. It writes once a minute at most for one session; that this
// fails does not keep anybody from reading.
func (s *Service) Authenticate(ctx context.Context, from Origin, token string) (Actor, error) {
	return s.authenticate(ctx, from, token, false)
}

// authenticate looks for one kind of session only: an access token in a cookie opens nothing, nor does a browser's as a token.
func (s *Service) authenticate(ctx context.Context, from Origin, token string, isToken bool) (Actor, error) {
	var actor Actor
	err := s.store.Read(ctx, func(tx Tx) (err error) {
		actor, err = s.holder(tx, DigestOf(token))
		return err
	})
	if err == nil && actor.Session.IsToken() != isToken {
		err = ErrNoSession
	}
	if err != nil {
		return Actor{}, err
	}
	actor.Origin = from.clean()
	now := s.now()
	if now.Sub(actor.Session.Seen) >= touchEvery && s.touched.due(actor.Session.ID, now) {
		// On a full disk the session ends by its idle time-out, which is what the rules ask for.
		_ = s.store.Write(ctx, func(tx Tx) error { return tx.Touch(actor.Session.ID, now) })
	}
	return actor, nil
}

// holder gives the living session of a token and its enabled user.
func (s *Service) holder(tx Tx, token Digest) (Actor, error) {
	session, user, found, err := tx.Holder(token)
	if err != nil {
		return Actor{}, err
	}
	if !found || !session.Alive(s.now(), s.opt.Rules) || user.Disabled {
		return Actor{}, ErrNoSession
	}
	return Actor{User: user, Session: session, Expired: s.expired(user)}, nil
}

// still gives the actor anew as the transaction sees it: roles and sessions may have changed since it was authenticated.
func (s *Service) still(tx Tx, by Actor) (Actor, error) {
	if by.console {
		return by, nil
	}
	now, err := s.holder(tx, by.Session.Token)
	now.Origin = by.Origin
	return now, err
}

// Still is for acts of other packages in their own transactions: it gives the actor as the transaction sees it, ErrNoSession
// where the session has ended, ErrMustChange where nothing but a new password is possible.
func (s *Service) Still(tx Tx, by Actor) (Actor, error) {
	now, err := s.still(tx, by)
	if err == nil && now.MustChange() {
		err = ErrMustChange
	}
	return now, err
}

// SignOut ends the actor's session.
func (s *Service) SignOut(ctx context.Context, by Actor) error {
	return s.store.Write(ctx, func(tx Tx) error {
		return errors.Join(tx.DropSession(by.Session.ID), tx.Audit(by.Entry("session.end", by.Session.ID, audit.OK, nil)))
	})
}

// Sessions lists the actor's living sessions, newest first.
func (s *Service) Sessions(ctx context.Context, by Actor) ([]Session, error) {
	var living []Session
	err := s.store.Read(ctx, func(tx Tx) error {
		all, err := tx.Sessions(by.User.ID)
		for _, session := range all {
			if session.Alive(s.now(), s.opt.Rules) {
				living = append(living, session)
			}
		}
		return err
	})
	return living, err
}

// EndSession ends one of the actor's sessions by its public id; ErrNotFound where it is nobody's, or another's.
func (s *Service) EndSession(ctx context.Context, by Actor, id string) error {
	return s.store.Write(ctx, func(tx Tx) error {
		all, err := tx.Sessions(by.User.ID)
		if err != nil {
			return err
		}
		for _, session := range all {
			if session.ID == id {
				return errors.Join(tx.DropSession(id), tx.Audit(by.Entry("session.end", id, audit.OK, nil)))
			}
		}
		return ErrNotFound
	})
}

// Reauthenticate takes the password once more, gives the session a new token and makes it fresh. ErrPassword where it
// does not fit; after Rules.Failures of these within the window the session ends (ErrNoSession).
func (s *Service) Reauthenticate(ctx context.Context, by Actor, password string) (SignedIn, error) {
	if err := s.present(ctx, by, password); err != nil {
		return SignedIn{}, err
	}
	return s.renew(ctx, by)
}

// ReauthenticateAs does the same for a person whom an outside source has just checked once more. ErrForbidden where it is
// another person.
func (s *Service) ReauthenticateAs(ctx context.Context, by Actor, who Identity) (SignedIn, error) {
	if who.Source != by.User.Source || who.Subject != by.User.Subject || who.Subject == "" {
		return SignedIn{}, ErrForbidden
	}
	return s.renew(ctx, by)
}

func (s *Service) renew(ctx context.Context, by Actor) (SignedIn, error) {
	var in SignedIn
	err := s.store.Write(ctx, func(tx Tx) error {
		now, err := s.still(tx, by)
		if err != nil {
			return err
		}
		in = SignedIn{now, newToken()}
		in.Session.Token, in.Session.Authenticated = DigestOf(in.Token), s.now()
		return errors.Join(tx.DropFailures(sessionKey(in.Session.ID)), tx.PutSession(in.Session),
			tx.Audit(in.Entry("session.confirm", in.Session.ID, audit.OK, nil)))
	})
	return in, err
}

// present checks the actor's present password: local, or by the directory. A stolen session is no way to guess it.
func (s *Service) present(ctx context.Context, by Actor, password string) error {
	fits, err := s.fitsNow(ctx, by, password)
	if err != nil || fits {
		return err
	}
	wrong := ErrPassword
	err = s.store.Write(ctx, func(tx Tx) error {
		ends, err := s.count(tx, []counter{{sessionKey(by.Session.ID), s.opt.Rules.Failures}})
		if err != nil {
			return err
		}
		if ends {
			wrong = ErrNoSession
			err = tx.DropSession(by.Session.ID)
		}
		return errors.Join(err, tx.Audit(by.Entry("session.confirm", by.Session.ID, audit.Denied, nil)))
	})
	if err != nil {
		return err
	}
	return wrong
}

func (s *Service) fitsNow(ctx context.Context, by Actor, password string) (bool, error) {
	var secret Secret
	err := s.store.Read(ctx, func(tx Tx) (err error) {
		if _, err = s.still(tx, by); err == nil {
			secret, err = tx.Secret(by.User.ID)
		}
		return err
	})
	if err != nil {
		return false, err
	}
	if by.User.Source == LDAP && s.opt.Directory != nil && password != "" {
		who, err := s.opt.Directory.Check(ctx, by.User.Name, password)
		if errors.Is(err, ErrSignIn) {
			return false, nil
		}
		return err == nil && who.Subject == by.User.Subject, err
	}
	if by.User.Source != Local {
		return false, ErrNotLocal
	}
	fits, _, err := s.hasher.matches(ctx, secret.Hash, password)
	return fits, err
}

// ChangePassword needs the present password, ends all sessions and begins a new one. ErrPassword, ErrNotLocal, *Weak.
func (s *Service) ChangePassword(ctx context.Context, by Actor, present, next string) (SignedIn, error) {
	if by.User.Source != Local {
		return SignedIn{}, ErrNotLocal
	}
	if err := s.present(ctx, by, present); err != nil {
		return SignedIn{}, err
	}
	set, err := s.prepare(ctx, by.User, next)
	if err != nil {
		return SignedIn{}, err
	}
	var in SignedIn
	err = s.store.Write(ctx, func(tx Tx) error {
		now, err := s.still(tx, by)
		if err != nil {
			return err
		}
		if now.User, err = set(tx, now.User); err != nil {
			return err
		}
		if in, err = s.session(tx, now.User, by.Origin); err != nil {
			return err
		}
		return errors.Join(tx.PutFamiliar(now.User.ID, network(by.Origin.Address), s.now()),
			tx.Audit(in.Entry("password.change", now.User.ID, audit.OK, nil)))
	})
	return in, err
}

// prepare checks a new password and hashes it, outside any transaction. What it gives puts it in: it ends all sessions
// and links of the user, and forgets the addresses that counted as the user's own.
func (s *Service) prepare(ctx context.Context, user User, next string) (func(Tx, User) (User, error), error) {
	if err := s.opt.Rules.CheckPassword(next, NewUser{Name: user.Name, Display: user.Display}); err != nil {
		return nil, err
	}
	var secret Secret
	err := s.store.Read(ctx, func(tx Tx) (err error) {
		secret, err = tx.Secret(user.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := s.unused(ctx, secret, next); err != nil {
		return nil, err
	}
	hash, err := s.hasher.hash(ctx, next)
	if err != nil {
		return nil, err
	}
	return func(tx Tx, now User) (User, error) {
		latest, err := tx.Secret(now.ID)
		if err != nil {
			return now, err
		}
		now.MustChange, now.PasswordChanged = false, s.now()
		return now, errors.Join(tx.PutUser(now), tx.PutSecret(now.ID, latest.next(hash, s.opt.Rules.History)), s.forget(tx, now))
	}, nil
}

// next puts a new hash before the others.
func (s Secret) next(hash string, history int) Secret {
	before := s.Previous
	if s.Hash != "" {
		before = append([]string{s.Hash}, before...)
	}
	return Secret{Hash: hash, Previous: before[:min(len(before), max(0, history-1))]}
}

func (s *Service) unused(ctx context.Context, secret Secret, next string) error {
	used := append([]string{secret.Hash}, secret.Previous...)
	if secret.Hash == "" { // after a reset the one before is still the last
		used = secret.Previous
	}
	for _, hash := range used[:min(len(used), s.opt.Rules.History)] {
		same, _, err := s.hasher.matches(ctx, hash, next)
		if err != nil {
			return err
		}
		if same {
			return &Weak{Reused, s.opt.Rules.History}
		}
	}
	return nil
}

// forget ends what was opened with an earlier password.
func (s *Service) forget(tx Tx, user User) error {
	return errors.Join(tx.DropSessions(user.ID), tx.DropTickets(PasswordTicket, user.ID), tx.DropFamiliar(user.ID),
		tx.DropFailures(nameKey(Fold(user.Name))), tx.DropFailures(pairPrefix(user.ID)))
}
