package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"
	"time"

	"tongbao/site/account"
)

// Accounts is the store as site/account needs it.
func (s *Store) Accounts() account.Store { return accounts{s} }

// AccountTx is a transaction as site/account needs it, for those who write accounts and something else in one.
func AccountTx(tx *Tx) account.Tx { return accountTx{tx} }

type accounts struct{ store *Store }

func (a accounts) Write(ctx context.Context, act func(account.Tx) error) error {
	_, _, err := a.store.Write(ctx, "", func(tx *Tx) ([]byte, error) { return nil, act(accountTx{tx}) })
	return err
}

func (a accounts) Read(ctx context.Context, look func(account.Tx) error) error {
	return a.store.Read(ctx, func(tx *Tx) error { return look(accountTx{tx}) })
}

type accountTx struct{ *Tx }

const userColumns = "id, name, display, office, role, unit, source, subject, disabled, must_change, password_changed, created, signed_in, email"

func (tx accountTx) users(where string, args ...any) ([]account.User, error) {
	var list []account.User
	err := tx.Each(func(rows *sql.Rows) error {
		var u userRow
		err := rows.Scan(u.columns()...)
		list = append(list, u.user())
		return err
	}, "SELECT "+userColumns+" FROM users "+where, args...)
	return list, err
}

// userRow is where userColumns are scanned to.
type userRow struct {
	account.User
	changed, created, signedIn int64
}

func (u *userRow) columns() []any {
	return []any{&u.ID, &u.Name, &u.Display, &u.Office, &u.Role, &u.Unit, &u.Source, &u.Subject, &u.Disabled, &u.MustChange, &u.changed, &u.created, &u.signedIn, &u.Email}
}

func (u *userRow) user() account.User {
	u.PasswordChanged, u.Created, u.SignedIn = Time(u.changed), Time(u.created), Time(u.signedIn)
	return u.User
}

// first gives the first of a list, and whether there is one.
func first[T any](list []T, err error) (T, bool, error) {
	if err != nil || len(list) == 0 {
		var none T
		return none, false, err
	}
	return list[0], true, nil
}

func (tx accountTx) User(id string) (account.User, bool, error) {
	return first(tx.users("WHERE id = ?", id))
}

func (tx accountTx) UserNamed(folded string) (account.User, bool, error) {
	return first(tx.users("WHERE folded = ?", folded))
}

func (tx accountTx) UserOf(source account.Source, subject string) (account.User, bool, error) {
	return first(tx.users("WHERE source = ? AND subject = ? AND subject <> ''", source, subject))
}

func (tx accountTx) Users() ([]account.User, error) { return tx.users("ORDER BY folded") }

func (tx accountTx) PutUser(u account.User) error {
	_, err := tx.Exec(`INSERT INTO users (`+userColumns+`, folded) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, display = excluded.display, office = excluded.office, role = excluded.role,
		unit = excluded.unit, source = excluded.source, subject = excluded.subject, disabled = excluded.disabled, must_change = excluded.must_change,
		password_changed = excluded.password_changed, created = excluded.created, signed_in = excluded.signed_in, email = excluded.email, folded = excluded.folded`,
		u.ID, u.Name, u.Display, u.Office, u.Role, u.Unit, u.Source, u.Subject, u.Disabled, u.MustChange, u.PasswordChanged, u.Created, u.SignedIn, u.Email, account.Fold(u.Name))
	return err
}

func (tx accountTx) Secret(userID string) (account.Secret, error) {
	var s account.Secret
	var previous string
	found, err := tx.One([]any{&s.Hash, &previous}, "SELECT password, previous FROM users WHERE id = ?", userID)
	if err == nil && found {
		err = json.Unmarshal([]byte(previous), &s.Previous)
	}
	return s, err
}

func (tx accountTx) PutSecret(userID string, s account.Secret) error {
	previous, err := json.Marshal(append([]string{}, s.Previous...))
	if err != nil {
		return err
	}
	_, err = tx.Exec("UPDATE users SET password = ?, previous = ? WHERE id = ?", s.Hash, string(previous), userID)
	return err
}

const sessionColumns = "id, token, user_id, created, seen, authenticated, expires, address, agent"

func (tx accountTx) sessions(where string, args ...any) ([]account.Session, error) {
	var list []account.Session
	err := tx.Each(func(rows *sql.Rows) error {
		var s sessionRow
		err := rows.Scan(s.columns()...)
		list = append(list, s.session())
		return err
	}, "SELECT "+sessionColumns+" FROM sessions "+where, args...)
	return list, err
}

// sessionRow is where sessionColumns are scanned to.
type sessionRow struct {
	account.Session
	token                                 []byte
	created, seen, authenticated, expires int64
}

func (s *sessionRow) columns() []any {
	return []any{&s.ID, &s.token, &s.UserID, &s.created, &s.seen, &s.authenticated, &s.expires, &s.Address, &s.Agent}
}

func (s *sessionRow) session() account.Session {
	copy(s.Token[:], s.token)
	s.Created, s.Seen, s.Authenticated, s.Expires = Time(s.created), Time(s.seen), Time(s.authenticated), Time(s.expires)
	return s.Session
}

// holderQuery is asked with every request of somebody signed in: one look at two indexes.
var holderQuery = "SELECT " + of("s", sessionColumns) + ", " + of("u", userColumns) + " FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token = ?"

// of names columns as those of a table.
func of(table, columns string) string {
	return table + "." + strings.ReplaceAll(columns, ", ", ", "+table+".")
}

func (tx accountTx) Holder(token account.Digest) (account.Session, account.User, bool, error) {
	var s sessionRow
	var u userRow
	found, err := tx.One(append(s.columns(), u.columns()...), holderQuery, token[:])
	return s.session(), u.user(), found, err
}

func (tx accountTx) Sessions(userID string) ([]account.Session, error) {
	return tx.sessions("WHERE user_id = ? ORDER BY created DESC, id", userID)
}

func (tx accountTx) PutSession(s account.Session) error {
	_, err := tx.Exec(`INSERT INTO sessions (`+sessionColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET token = excluded.token, seen = excluded.seen, authenticated = excluded.authenticated`,
		s.ID, s.Token[:], s.UserID, s.Created, s.Seen, s.Authenticated, s.Expires, s.Address, s.Agent)
	return err
}

func (tx accountTx) Touch(id string, seen time.Time) error {
	_, err := tx.Exec("UPDATE sessions SET seen = ? WHERE id = ? AND seen < ?", seen, id, seen)
	return err
}

func (tx accountTx) DropSession(id string) error {
	_, err := tx.Exec("DELETE FROM sessions WHERE id = ?", id)
	return err
}

func (tx accountTx) DropSessions(userID string) error {
	_, err := tx.Exec("DELETE FROM sessions WHERE user_id = ?", userID)
	return err
}

func (tx accountTx) Ticket(token account.Digest) (account.Ticket, bool, error) {
	t := account.Ticket{Token: token}
	var expires int64
	found, err := tx.One([]any{&t.Kind, &t.UserID, &expires}, "SELECT kind, user_id, expires FROM tickets WHERE token = ?", token[:])
	t.Expires = Time(expires)
	return t, found, err
}

func (tx accountTx) PutTicket(t account.Ticket) error {
	_, err := tx.Exec("INSERT INTO tickets (token, kind, user_id, expires) VALUES (?, ?, ?, ?)", t.Token[:], t.Kind, t.UserID, t.Expires)
	return err
}

func (tx accountTx) DropTickets(kind account.TicketKind, userID string) error {
	_, err := tx.Exec("DELETE FROM tickets WHERE kind = ? AND user_id = ?", kind, userID)
	return err
}

func (tx accountTx) Failures(key string) (account.Failures, error) {
	var f account.Failures
	var since, locked int64
	_, err := tx.One([]any{&f.Count, &since, &locked}, "SELECT count, since, locked FROM failures WHERE key = ?", key)
	f.Since, f.Locked = Time(since), Time(locked)
	return f, err
}

func (tx accountTx) PutFailures(key string, f account.Failures) error {
	_, err := tx.Exec(`INSERT INTO failures (key, count, since, locked) VALUES (?, ?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET count = excluded.count, since = excluded.since, locked = excluded.locked`, key, f.Count, f.Since, f.Locked)
	return err
}

func (tx accountTx) DropFailures(key string) error {
	_, err := tx.Exec("DELETE FROM failures WHERE key = ? OR (key >= ? AND key < ?)", key, key+"|", key+"}")
	return err
}

func (tx accountTx) Familiar(userID, address string) (time.Time, error) {
	var at int64
	_, err := tx.One([]any{&at}, "SELECT at FROM familiar WHERE user_id = ? AND address = ?", userID, address)
	return Time(at), err
}

func (tx accountTx) PutFamiliar(userID, address string, at time.Time) error {
	_, err := tx.Exec("INSERT INTO familiar (user_id, address, at) VALUES (?, ?, ?) ON CONFLICT (user_id, address) DO UPDATE SET at = excluded.at", userID, address, at)
	return err
}

func (tx accountTx) DropFamiliar(userID string) error {
	_, err := tx.Exec("DELETE FROM familiar WHERE user_id = ?", userID)
	return err
}

func (tx accountTx) Prune(now, created, seen, since, familiar time.Time) error {
	for _, drop := range []struct {
		query string
		args  []any
	}{
		{"DELETE FROM sessions WHERE expires = 0 AND (created < ? OR seen < ?)", []any{created, seen}},
		{"DELETE FROM sessions WHERE expires <> 0 AND expires < ?", []any{now}},
		{"DELETE FROM tickets WHERE expires < ?", []any{now}},
		{"DELETE FROM failures WHERE since < ? AND locked < ?", []any{since, now}},
		{"DELETE FROM familiar WHERE at < ?", []any{familiar}},
	} {
		if _, err := tx.Exec(drop.query, drop.args...); err != nil {
			return err
		}
	}
	return nil
}
