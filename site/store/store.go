// Package store keeps what people write: one SQL text on SQLite or PostgreSQL, chosen by the DSN.
//
// In: functions that run in transactions. Out: acknowledgements that survive a power cut, events after each commit,
// backups that restore on either database. What the tables mean belongs to the packages that own them.
package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"strings"
	"sync"
	"time"
)

// Options are what Open needs beside the DSN.
type Options struct {
	Now     func() time.Time // required
	Program string           // the program's version, for backups and migrations
	Backups string           // folder for the backup that is taken before a migration; required once one is due
}

// Store is an open database. It may be used by many at once.
type Store struct {
	database
	opt        Options
	hub        *hub
	queue      chan *pending
	closing    chan struct{} // closed when no more writes are taken
	closed     sync.Once
	background sync.WaitGroup
	stop       context.CancelFunc // of the background
	pruned     time.Time          // the writer's alone: when keys were last pruned
}

// database is an open connection to one of the two, and how to speak to it.
type database struct {
	dialect
	writer, reader *pool
	lock           *lockFile                                             // SQLite
	listen         func(ctx context.Context, h *hub, ready chan<- error) // PostgreSQL
	fresh          func()                                                // forgets a new database that was not finished
}

// Open opens the database of a DSN, "postgres://…" or the path of an SQLite file, which is made where there is none, and
// migrates it. The database is the archive's alone. Errors: *Locked, *Newer, *OldSQLite, *Unsafe, ErrForeign, ErrNoBackups, and those of Write.
func Open(ctx context.Context, dsn string, opt Options) (*Store, error) {
	return open(ctx, dsn, opt, embedded())
}

func open(ctx context.Context, dsn string, opt Options, migrations fs.FS) (*Store, error) {
	db, err := connect(ctx, dsn, opt)
	if err != nil {
		return nil, err
	}
	if err := migrate(ctx, db, opt, migrations, keepBefore(ctx, db, opt)); err != nil {
		return nil, errors.Join(classify(err), db.close())
	}
	s, err := start(ctx, db, opt)
	if err != nil {
		return nil, errors.Join(classify(err), db.close())
	}
	return s, nil
}

func connect(ctx context.Context, dsn string, opt Options) (database, error) {
	if IsPostgres(dsn) {
		return openPostgres(ctx, dsn)
	}
	return openSQLite(ctx, dsn, opt.Now())
}

// IsPostgres tells whether a DSN names a PostgreSQL database, rather than an SQLite file.
func IsPostgres(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

func start(ctx context.Context, db database, opt Options) (*Store, error) {
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	s := &Store{database: db, opt: opt, hub: newHub(), queue: make(chan *pending), closing: make(chan struct{}), stop: stop}
	if db.listen != nil {
		ready := make(chan error, 1)
		s.background.Go(func() { db.listen(background, s.hub, ready) })
		if err := <-ready; err != nil {
			stop()
			return nil, err
		}
	}
	s.background.Go(s.writeGroups)
	return s, nil
}

// Close finishes the writes under way, refuses others (ErrClosed) and closes the database. Once is enough.
func (s *Store) Close() (err error) {
	s.closed.Do(func() {
		close(s.closing)
		s.stop()
		s.background.Wait()
		err = s.database.close()
	})
	return err
}

func (d database) close() error {
	err := errors.Join(d.reader.close(), d.writer.close()) // the last to close folds SQLite's log into the file: it must be able to write
	if d.lock != nil {
		err = errors.Join(err, d.lock.unlock())
	}
	return err
}

// Ping tells whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	return s.Read(ctx, func(tx *Tx) error {
		_, err := tx.One(nil, "SELECT seq FROM audit_head")
		return err
	})
}

// Writable tells whether the database takes a write now.
func (s *Store) Writable(ctx context.Context) error {
	_, _, err := s.Write(ctx, "", func(tx *Tx) ([]byte, error) {
		_, err := tx.Exec("UPDATE audit_head SET id = id")
		return nil, err
	})
	return err
}

// Read runs look on one moment of the database; statements that write fail.
func (s *Store) Read(ctx context.Context, look func(tx *Tx) error) error {
	conn, err := s.reading(ctx)
	if err != nil {
		return classify(err)
	}
	defer conn.give()
	defer func() {
		if _, err := conn.exec(context.WithoutCancel(ctx), "ROLLBACK"); err != nil {
			conn.discard()
		}
	}()
	tx := &Tx{ctx: ctx, conn: conn, dialect: s.dialect, now: micros(s.opt.Now())}
	defer tx.end()
	if err := look(tx); err != nil {
		return err
	}
	return tx.failed
}

// reading gives a connection with one moment held. Those in the pool may all have died while the server was restarted.
func (d database) reading(ctx context.Context) (*held, error) {
	for left := readers(); ; left-- {
		conn, err := d.reader.take(ctx)
		if err != nil {
			return nil, err
		}
		if _, err = conn.exec(ctx, d.beginRead); err == nil {
			return conn, nil
		}
		conn.discard()
		conn.give()
		if left == 0 || ctx.Err() != nil {
			return nil, err
		}
	}
}

func micros(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// discard closes a connection instead of giving it back, because nobody knows what state it is in.
func discard(conn *sql.Conn) {
	_ = conn.Raw(func(any) error { return errBadConn })
}
