package site

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"tongbao/archive"
	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/store"
	"tongbao/site/web"
)

// ErrNoReader says that there is no account of a name, or none that may sign in.
var ErrNoReader = errors.New("没有这个账号，或已停用")

// Reader is somebody with an account, and the database that has what they may see: read only, also beside a running server.
type Reader struct {
	User  account.User
	store *store.Store
}

// OpenReader finds the account of a name. ErrNoReader where it is none that may sign in.
func OpenReader(ctx context.Context, a *archive.Archive, version, name string) (*Reader, error) {
	opened, err := look(ctx, a, version)
	if err != nil {
		return nil, err
	}
	r := &Reader{store: opened}
	err = opened.Accounts().Read(ctx, func(tx account.Tx) error {
		user, found, err := tx.UserNamed(account.Fold(name))
		if err == nil && (!found || user.Disabled) {
			err = fmt.Errorf("%s：%w", name, ErrNoReader)
		}
		r.User = user
		return err
	})
	if err != nil {
		return nil, errors.Join(err, opened.Close())
	}
	return r, nil
}

// Close closes the database.
func (r *Reader) Close() error { return r.store.Close() }

// handler serves a folder, built for the reader's role, as the reader sees it.
func (r *Reader) handler(a *archive.Archive, folder string) http.Handler {
	shown := &publication{folder: func(account.Role) string { return folder }}
	notes := annotation.New(r.store.Annotations(), annotation.Options{
		Now: time.Now, Location: time.Local, Publication: shown, Still: r.still, Reads: shown.reads, Unit: inRegister(a),
	})
	return web.Reading(folder, localNames("127.0.0.1"), notes, registered(a), r.User)
}

// still is the reader as they are now: the command vouches for them, there is no session.
func (r *Reader) still(tx account.Tx, by account.Actor) (account.Actor, error) {
	user, found, err := tx.User(by.User.ID)
	if err == nil && (!found || user.Disabled) {
		err = account.ErrNoSession
	}
	by.User = user
	return by, err
}
