package account

import (
	"context"
	"errors"
	"time"
	"unicode"
	"unicode/utf8"

	"tongbao/site/audit"
)

// Permit gives nil where the actor may use the power, else ErrForbidden or ErrMustChange.
func (s *Service) Permit(by Actor, p Power) error {
	switch {
	case by.console:
		return nil
	case by.User.ID == "" || by.User.Disabled || !by.User.Role.Has(p):
		return ErrForbidden
	case by.MustChange():
		return ErrMustChange
	}
	return nil
}

// PermitFresh is Permit for dangerous acts: ErrStale where the password was last given too long ago.
func (s *Service) PermitFresh(by Actor, p Power) error {
	if err := s.Permit(by, p); err != nil {
		return err
	}
	if !by.console && !by.Session.Fresh(s.now(), s.opt.Rules) {
		return ErrStale
	}
	return nil
}

// Users lists all accounts by name. ManageAccounts.
func (s *Service) Users(ctx context.Context, by Actor) ([]User, error) {
	var users []User
	err := s.manageRead(ctx, by, func(tx Tx) (err error) {
		users, err = tx.Users()
		return err
	})
	return users, err
}

// User gives one account by id. ManageAccounts.
func (s *Service) User(ctx context.Context, by Actor, id string) (User, error) {
	var user User
	err := s.manageRead(ctx, by, func(tx Tx) (err error) {
		user, err = wanted(tx, id)
		return err
	})
	return user, err
}

// manageRead looks at accounts with the power to manage them, which the actor still has to have.
func (s *Service) manageRead(ctx context.Context, by Actor, look func(Tx) error) error {
	return s.store.Read(ctx, func(tx Tx) error {
		now, err := s.still(tx, by)
		if err != nil {
			return err
		}
		if err := s.Permit(now, ManageAccounts); err != nil {
			return err
		}
		return look(tx)
	})
}

func wanted(tx Tx, id string) (User, error) {
	if clip(id, 64) != id {
		return User{}, ErrNotFound // comes from outside, and no database has to keep it
	}
	user, found, err := tx.User(id)
	if err == nil && !found {
		err = ErrNotFound
	}
	return user, err
}

// manage does an act of ManageAccounts in one transaction with its entry; a refusal for a reason of the rules is put on
// record as denied.
func (s *Service) manage(ctx context.Context, by Actor, action, object string, do func(tx Tx, by Actor) (map[string]string, error)) error {
	err := s.store.Write(ctx, func(tx Tx) error {
		now, err := s.still(tx, by)
		if err != nil {
			return err
		}
		if err := s.PermitFresh(now, ManageAccounts); err != nil {
			return err
		}
		detail, err := do(tx, now)
		if err != nil {
			return err
		}
		return tx.Audit(now.Entry(action, object, audit.OK, detail))
	})
	return s.denied(ctx, by, action, object, err)
}

// denied puts a refusal for a reason of the rules on record, and gives it back.
func (s *Service) denied(ctx context.Context, by Actor, action, object string, err error) error {
	if errors.Is(err, ErrForbidden) || errors.Is(err, ErrSelf) || errors.Is(err, ErrLastAdministrator) {
		if failed := s.Record(ctx, by, action, clip(object, 64), audit.Denied, nil); failed != nil {
			return failed
		}
	}
	return err
}

// other gives the user an act is about, who must not be the one who acts.
func other(tx Tx, by Actor, id string) (User, error) {
	if id == by.User.ID {
		return User{}, ErrSelf
	}
	return wanted(tx, id)
}

// fitting checks a role and its unit.
func (s *Service) fitting(role Role, unit string) error {
	bound := role == Unit
	if !role.Valid() || bound != (unit != "") || bound && s.opt.Unit != nil && !s.opt.Unit(unit) {
		return ErrRole
	}
	return nil
}

// printable tells whether a text can stand on a page as a person's name or office.
func printable(text string) bool {
	if !utf8.ValidString(text) || utf8.RuneCountInString(text) > 100 {
		return false
	}
	for _, r := range text {
		if !unicode.IsPrint(r) {
			return false
		}
	}
	return true
}

// create makes a local account without a password.
func (s *Service) create(tx Tx, who NewUser) (User, error) {
	if !ValidName(who.Name) || !printable(who.Display) || !printable(who.Office) {
		return User{}, ErrName
	}
	if who.Email != "" && !ValidEmail(who.Email) {
		return User{}, ErrEmail
	}
	if err := s.fitting(who.Role, who.Unit); err != nil {
		return User{}, err
	}
	_, taken, err := tx.UserNamed(Fold(who.Name))
	if err == nil && taken {
		err = ErrTaken
	}
	if err != nil {
		return User{}, err
	}
	user := User{
		ID: newID(), Name: who.Name, Display: who.Display, Office: who.Office, Role: who.Role, Unit: who.Unit,
		Email: who.Email, Source: Local, MustChange: true, Created: s.now(),
	}
	return user, tx.PutUser(user)
}

func (s *Service) invite(tx Tx, userID string) (string, error) {
	token := newToken()
	return token, errors.Join(tx.DropTickets(PasswordTicket, userID),
		tx.PutTicket(Ticket{DigestOf(token), PasswordTicket, userID, s.now().Add(s.opt.Rules.Invite)}))
}

// AddUser makes a local account and gives the one-time token with which its owner sets the password. ErrName, ErrRole,
// ErrTaken.
func (s *Service) AddUser(ctx context.Context, by Actor, who NewUser) (User, string, error) {
	var user User
	var token string
	err := s.store.Write(ctx, func(tx Tx) error {
		now, err := s.still(tx, by)
		if err != nil {
			return err
		}
		if err := s.PermitFresh(now, ManageAccounts); err != nil {
			return err
		}
		if user, err = s.create(tx, who); err != nil {
			return err
		}
		if token, err = s.invite(tx, user.ID); err != nil {
			return err
		}
		return tx.Audit(now.Entry("user.add", user.ID, audit.OK, map[string]string{"name": user.Name, "role": string(user.Role), "unit": user.Unit}))
	})
	if err != nil {
		return User{}, "", s.denied(ctx, by, "user.add", "", err)
	}
	return user, token, nil
}

// SetEmail changes where a user's reminders go, "" for nowhere. The address itself is not in the audit. ErrNotFound, ErrEmail.
func (s *Service) SetEmail(ctx context.Context, by Actor, id, email string) error {
	return s.manage(ctx, by, "user.email", id, func(tx Tx, _ Actor) (map[string]string, error) {
		user, err := wanted(tx, id)
		if err == nil && email != "" && !ValidEmail(email) {
			err = ErrEmail
		}
		if err != nil {
			return nil, err
		}
		user.Email = email
		return nil, tx.PutUser(user)
	})
}

// EditUser changes what a user is called (display name, office). ErrNotFound, ErrName.
func (s *Service) EditUser(ctx context.Context, by Actor, id, display, office string) error {
	return s.manage(ctx, by, "user.edit", id, func(tx Tx, _ Actor) (map[string]string, error) {
		user, err := wanted(tx, id)
		if err != nil {
			return nil, err
		}
		if !printable(display) || !printable(office) {
			return nil, ErrName
		}
		user.Display, user.Office = display, office
		return map[string]string{"display": display, "office": office}, tx.PutUser(user)
	})
}

// SetRole changes a user's role and unit, and ends their sessions. ErrSelf, ErrLastAdministrator, ErrNotFound, ErrRole.
func (s *Service) SetRole(ctx context.Context, by Actor, id string, role Role, unit string) error {
	return s.manage(ctx, by, "user.role", id, func(tx Tx, by Actor) (map[string]string, error) {
		user, err := other(tx, by, id)
		if err == nil {
			err = s.fitting(role, unit)
		}
		if err == nil {
			err = s.keepsAdministrator(tx, user, role, user.Disabled)
		}
		if err != nil {
			return nil, err
		}
		detail := map[string]string{"from": string(user.Role), "to": string(role), "unit": unit}
		user.Role, user.Unit = role, unit
		return detail, errors.Join(tx.PutUser(user), tx.DropSessions(id))
	})
}

// keepsAdministrator refuses what would leave no enabled administrator.
func (s *Service) keepsAdministrator(tx Tx, user User, role Role, disabled bool) error {
	if user.Role != Administrator || user.Disabled || (role == Administrator && !disabled) {
		return nil
	}
	n, err := s.administrators(tx)
	if err == nil && n <= 1 {
		err = ErrLastAdministrator
	}
	return err
}

// SetDisabled disables a user, ending their sessions and links, or enables them again. ErrSelf, ErrLastAdministrator,
// ErrNotFound.
func (s *Service) SetDisabled(ctx context.Context, by Actor, id string, disabled bool) error {
	action := "user.enable"
	if disabled {
		action = "user.disable"
	}
	return s.manage(ctx, by, action, id, func(tx Tx, by Actor) (map[string]string, error) {
		user, err := other(tx, by, id)
		if err == nil {
			err = s.keepsAdministrator(tx, user, user.Role, disabled)
		}
		if err != nil {
			return nil, err
		}
		user.Disabled = disabled
		return nil, errors.Join(tx.PutUser(user), tx.DropSessions(id), tx.DropTickets(PasswordTicket, id))
	})
}

// Unlock forgets the failures that locked a user's account, and those of an address where one is given. ErrNotFound.
func (s *Service) Unlock(ctx context.Context, by Actor, id, address string) error {
	return s.manage(ctx, by, "user.unlock", id, func(tx Tx, _ Actor) (map[string]string, error) {
		user, err := wanted(tx, id)
		if err != nil {
			return nil, err
		}
		err = errors.Join(tx.DropFailures(nameKey(Fold(user.Name))), tx.DropFailures(pairPrefix(id)))
		if address != "" {
			err = errors.Join(err, tx.DropFailures(addressKey(address)))
		}
		return map[string]string{"address": clip(address, 64)}, err
	})
}

// Locked gives until when accounts are locked, by user id. ManageAccounts.
func (s *Service) Locked(ctx context.Context, by Actor) (map[string]time.Time, error) {
	locked := map[string]time.Time{}
	err := s.manageRead(ctx, by, func(tx Tx) error {
		users, err := tx.Users()
		if err != nil {
			return err
		}
		for _, user := range users {
			f, err := tx.Failures(nameKey(Fold(user.Name)))
			if err != nil {
				return err
			}
			if f.locked(s.now()) {
				locked[user.ID] = f.Locked
			}
		}
		return nil
	})
	return locked, err
}

// ResetPassword gives a one-time token with which a local user sets a new password; the old one and all sessions end at
// once, and so does a lock. ErrSelf, ErrNotFound, ErrNotLocal.
func (s *Service) ResetPassword(ctx context.Context, by Actor, id string) (string, error) {
	var token string
	err := s.manage(ctx, by, "password.reset", id, func(tx Tx, by Actor) (map[string]string, error) {
		user, err := other(tx, by, id)
		if err != nil {
			return nil, err
		}
		if user.Source != Local {
			return nil, ErrNotLocal
		}
		secret, err := tx.Secret(id)
		if err != nil {
			return nil, err
		}
		user.MustChange = true
		if err := errors.Join(tx.PutUser(user), tx.PutSecret(id, secret.next("", s.opt.Rules.History+1)), s.forget(tx, user)); err != nil {
			return nil, err
		}
		token, err = s.invite(tx, id)
		return nil, err
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// EndSessions ends all sessions of a user. ErrNotFound.
func (s *Service) EndSessions(ctx context.Context, by Actor, id string) error {
	return s.manage(ctx, by, "session.end", id, func(tx Tx, _ Actor) (map[string]string, error) {
		if _, err := wanted(tx, id); err != nil {
			return nil, err
		}
		return nil, tx.DropSessions(id)
	})
}

// Prune drops sessions, links, failures and addresses that have run out. Call it now and then.
func (s *Service) Prune(ctx context.Context) error {
	r, now := s.opt.Rules, s.now()
	return s.store.Write(ctx, func(tx Tx) error {
		return tx.Prune(now, now.Add(-r.Absolute), now.Add(-r.Idle), now.Add(-r.Window), now.Add(-r.Familiar))
	})
}
