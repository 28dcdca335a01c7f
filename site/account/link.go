package account

import (
	"context"
	"errors"

	"tongbao/site/audit"
)

// FirstRun gives a token with which the first administrator can be made, and makes earlier ones useless. ErrSetUp while
// there is an enabled administrator.
func (s *Service) FirstRun(ctx context.Context) (string, error) {
	token := newToken()
	err := s.store.Write(ctx, func(tx Tx) error {
		if there, err := s.administrators(tx); err != nil {
			return err
		} else if there > 0 {
			return ErrSetUp
		}
		return errors.Join(tx.DropTickets(FirstRunTicket, ""),
			tx.PutTicket(Ticket{DigestOf(token), FirstRunTicket, "", s.now().Add(s.opt.Rules.FirstRun)}),
			tx.Audit(Console("").Entry("setup.link", "", audit.OK, nil)))
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

func (s *Service) administrators(tx Tx) (int, error) {
	users, err := tx.Users()
	n := 0
	for _, u := range users {
		if u.Role == Administrator && !u.Disabled {
			n++
		}
	}
	return n, err
}

// SetUp makes the first administrator with a first-run token, and signs in; the role of who is not looked at. ErrToken,
// ErrName, ErrTaken, *Weak; after the last three the token still works.
func (s *Service) SetUp(ctx context.Context, from Origin, token string, who NewUser, password string) (SignedIn, error) {
	if err := s.opt.Rules.CheckPassword(password, who); err != nil {
		return SignedIn{}, err
	}
	if err := s.store.Read(ctx, func(tx Tx) error { return s.mayBeSetUp(tx, token) }); err != nil {
		return SignedIn{}, err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return SignedIn{}, err
	}
	who.Role, who.Unit = Administrator, ""
	var in SignedIn
	err = s.store.Write(ctx, func(tx Tx) error {
		if err := s.mayBeSetUp(tx, token); err != nil {
			return err
		}
		user, err := s.create(tx, who)
		if err != nil {
			return err
		}
		user.MustChange, user.PasswordChanged = false, s.now()
		as := Actor{User: user, Origin: from.clean()}
		err = errors.Join(tx.PutUser(user), tx.PutSecret(user.ID, Secret{Hash: hash}), tx.DropTickets(FirstRunTicket, ""),
			tx.Audit(as.Entry("user.add", user.ID, audit.OK, map[string]string{"name": user.Name, "role": string(user.Role)})))
		if err != nil {
			return err
		}
		in, err = s.begin(tx, user, from.clean())
		return err
	})
	return in, err
}

func (s *Service) mayBeSetUp(tx Tx, token string) error {
	if _, err := s.ticket(tx, token, FirstRunTicket); err != nil {
		return err
	}
	there, err := s.administrators(tx)
	if err == nil && there > 0 {
		err = ErrToken
	}
	return err
}

func (s *Service) ticket(tx Tx, token string, kind TicketKind) (Ticket, error) {
	t, found, err := tx.Ticket(DigestOf(token))
	if err == nil && (!found || t.Kind != kind || !s.now().Before(t.Expires)) {
		err = ErrToken
	}
	return t, err
}

// Invited gives the user whom an invitation or reset is for, so that a page can greet them. ErrToken.
func (s *Service) Invited(ctx context.Context, token string) (User, error) {
	var user User
	err := s.store.Read(ctx, func(tx Tx) (err error) {
		user, err = s.invited(tx, token)
		return err
	})
	return user, err
}

func (s *Service) invited(tx Tx, token string) (User, error) {
	t, err := s.ticket(tx, token, PasswordTicket)
	if err != nil {
		return User{}, err
	}
	user, found, err := tx.User(t.UserID)
	if err == nil && (!found || user.Disabled || user.Source != Local) {
		err = ErrToken
	}
	if err != nil {
		return User{}, err
	}
	return user, nil
}

// SetPassword uses an invitation or reset up, and signs in. ErrToken; *Weak, which leaves the token usable.
func (s *Service) SetPassword(ctx context.Context, from Origin, token, password string) (SignedIn, error) {
	user, err := s.Invited(ctx, token)
	if err != nil {
		return SignedIn{}, err
	}
	set, err := s.prepare(ctx, user, password)
	if err != nil {
		return SignedIn{}, err
	}
	var in SignedIn
	err = s.store.Write(ctx, func(tx Tx) error {
		now, err := s.invited(tx, token)
		if err != nil {
			return err
		}
		if now, err = set(tx, now); err != nil {
			return err
		}
		as := Actor{User: now, Origin: from.clean()}
		if err := tx.Audit(as.Entry("password.set", now.ID, audit.OK, nil)); err != nil {
			return err
		}
		in, err = s.begin(tx, now, from.clean())
		return err
	})
	return in, err
}
