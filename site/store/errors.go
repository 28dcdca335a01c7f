package store

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
)

// What a write or a read fails with, beside the error of the caller's own function. The database's own error is wrapped.
var (
	// ErrUnknown says that a write may or may not have happened: its commit was begun and not confirmed. Ask again with
	// the same key.
	ErrUnknown = errors.New("store: outcome unknown")
	// ErrFull says that the disk is full; nothing was written.
	ErrFull = errors.New("store: disk full")
	// ErrIO says that the disk or its file system failed.
	ErrIO = errors.New("store: input/output error")
	// ErrReadOnly says that the database cannot be written: file system, rights, or a standby server.
	ErrReadOnly = errors.New("store: read-only")
	// ErrUnavailable says that the database server cannot be reached now, or that a write waited too long.
	ErrUnavailable = errors.New("store: unavailable")
	// ErrDamaged says that the database file is not one, or is damaged.
	ErrDamaged = errors.New("store: damaged database")
	// ErrConstraint says that a row breaks a rule of its table: taken, missing, out of range.
	ErrConstraint = errors.New("store: constraint")
	// ErrText says that a text is not UTF-8 or holds a NUL, which not every database keeps.
	ErrText = errors.New("store: text is not UTF-8 without NUL")
	// ErrClosed says that the store was closed.
	ErrClosed = errors.New("store: closed")
	// ErrForeign says that the database holds tables that are not ours.
	ErrForeign = errors.New("store: the database belongs to something else")
	// ErrNotEmpty says that a restore was asked into a database that holds something.
	ErrNotEmpty = errors.New("store: the database is not empty")
	// ErrNoBackups says that a migration is due and no folder is named for the backup before it.
	ErrNoBackups = errors.New("store: no folder for the backup before a migration")
	// ErrBackup says that a file is no backup, or not whole; the wrapped text says where.
	ErrBackup = errors.New("store: not a whole backup")
)

var (
	errRead = errors.New("store: this transaction only reads")
	errDone = errors.New("store: the transaction is over")
)

// Locked says that another process has the SQLite file open.
type Locked struct {
	Path  string
	PID   int    // 0 where the other did not say yet
	Host  string //
	Since time.Time
}

func (l *Locked) Error() string {
	return fmt.Sprintf("store: %s is in use by process %d on %s", l.Path, l.PID, l.Host)
}

// Newer says that a database or backup was written by a later program.
type Newer struct{ Schema, Known int }

func (n *Newer) Error() string {
	return fmt.Sprintf("store: schema %d is newer than this program's %d", n.Schema, n.Known)
}

// Strayed says that a database has had other migrations than the first ones of this program: one came before its time, or is
// of another line of the program. What is missing is not put in afterwards: nobody has tried what that makes.
type Strayed struct{ Has, Wants string } // where the two lists part

func (s *Strayed) Error() string {
	return fmt.Sprintf("store: the database has had migration %s where this program has %s", s.Has, s.Wants)
}

// OldSQLite says that the SQLite compiled in has the WAL-reset bug (before 3.51.3).
type OldSQLite struct{ Version string }

func (o *OldSQLite) Error() string { return "store: SQLite " + o.Version + " is older than 3.51.3" }

// Unsafe says that the PostgreSQL server is set so that it loses acknowledged writes, or texts.
type Unsafe struct{ Setting, Value string }

func (u *Unsafe) Error() string {
	return fmt.Sprintf("store: PostgreSQL runs with %s = %s", u.Setting, u.Value)
}

// classify joins one of the errors above to a database's own.
func classify(err error) error {
	if kind := kindOf(err); kind != nil && !errors.Is(err, kind) {
		return fmt.Errorf("%w: %w", kind, err)
	}
	return err
}

func kindOf(err error) error {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return sqliteKinds[e.Code()&0xff]
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		if kind := postgresKinds[e.Code]; kind != nil {
			return kind
		}
		return postgresKinds[e.Code[:2]]
	}
	_, connecting := errors.AsType[*pgconn.ConnectError](err)
	_, network := errors.AsType[net.Error](err)
	lost := errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)
	if connecting || network || lost || pgconn.Timeout(err) || pgconn.SafeToRetry(err) {
		return ErrUnavailable
	}
	return nil
}

// sqliteKinds are by primary result code (sqlite.org/rescode.html).
var sqliteKinds = map[int]error{
	5: ErrUnavailable, 6: ErrUnavailable, 8: ErrReadOnly, 10: ErrIO, 11: ErrDamaged, 13: ErrFull, 14: ErrReadOnly, 19: ErrConstraint, 26: ErrDamaged,
}

// postgresKinds are by SQLSTATE or its class (appendix A of the manual).
var postgresKinds = map[string]error{
	"53100": ErrFull, "58030": ErrIO, "25006": ErrReadOnly, "55P03": ErrUnavailable, "25P03": ErrUnavailable,
	"08": ErrUnavailable, "53": ErrUnavailable, "57": ErrUnavailable, "23": ErrConstraint, "XX": ErrDamaged,
}
