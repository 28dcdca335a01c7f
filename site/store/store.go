// Package store keeps what people write: one SQL text on SQLite or PostgreSQL, chosen by the DSN.
//
// In: functions that run in transactions. Out: acknowledgements that survive a power cut, events after each commit,
// backups that restore on either database. What the tables mean belongs to the packages that own them.
package store

import (
	"context"
	"database/sql"
	"io"
	"time"

	"tongbao/site/account"
	"tongbao/site/audit"
)

// Options are what Open needs beside the DSN.
type Options struct {
	Now     func() time.Time // required
	Program string           // the program's version, for backups
	Backups string           // folder for the backup that is taken before a migration; required once one is due
}

// Store is an open database. It may be used by many at once.
type Store struct{}

// Open opens the database of a DSN, "postgres://…" or the path of an SQLite file, which is made where there is none, and
// migrates it. Errors: *Locked, *Newer, *OldSQLite, ErrNoBackups, ErrUnsafe, and those of Write.
func Open(ctx context.Context, dsn string, opt Options) (*Store, error) { return nil, nil }

// Close waits for the writes under way and closes the database.
func (s *Store) Close() error { return nil }

// Ping tells whether the database answers; Writable whether it takes a write now.
func (s *Store) Ping(ctx context.Context) error     { return nil }
func (s *Store) Writable(ctx context.Context) error { return nil }

// Write runs act in a transaction, alone among all writers of all servers, and returns once its commit is on the disk.
//
// With a key, result is kept beside it for 30 days in the same transaction: a second Write of that key runs nothing and
// gives the first one's result, replayed. So a caller whose outcome is unknown (ErrUnknown) asks again with the same key.
// An error of act, or of any statement, rolls back what act did and nothing else. act must be short, must not call the
// store, and has no effect but through tx.
func (s *Store) Write(ctx context.Context, key string, act func(tx *Tx) (result []byte, err error)) (result []byte, replayed bool, err error) {
	return nil, false, nil
}

// Read runs look on one moment of the database; statements that write fail.
func (s *Store) Read(ctx context.Context, look func(tx *Tx) error) error { return nil }

// Tx is a transaction under way. SQL is one text for both databases: ? for values, types TEXT, BIGINT and BLOB, times as
// microseconds. Texts have to be UTF-8 without NUL (ErrText).
type Tx struct{}

// Now is the time of the transaction, UTC, whole microseconds.
func (tx *Tx) Now() time.Time { return time.Time{} }

// Exec runs a statement and gives how many rows it touched.
func (tx *Tx) Exec(query string, args ...any) (int64, error) { return 0, nil }

// One scans the first row of a query into dest, and tells whether there is one.
func (tx *Tx) One(dest []any, query string, args ...any) (bool, error) { return false, nil }

// Each calls scan for every row of a query. scan must not use tx.
func (tx *Tx) Each(scan func(*sql.Rows) error, query string, args ...any) error { return nil }

// Audit appends an entry to the chain, in this transaction.
func (tx *Tx) Audit(e audit.Entry) error { return nil }

// Publish sends an event to every subscriber of every server, once the transaction is committed. Topic and object are
// at most 1,000 bytes together.
func (tx *Tx) Publish(topic, object string) error { return nil }

// Event says that something changed. Resync says that events may have been lost: look at everything anew.
type Event struct{ Topic, Object string }

// Resync is the topic of the event that stands for those that were lost.
const Resync = "resync"

// Subscribe gives the events from now on, until ctx ends; then the channel closes.
func (s *Store) Subscribe(ctx context.Context) (<-chan Event, error) { return nil, nil }

// Accounts is the store as site/account needs it.
func (s *Store) Accounts() account.Store { return nil }

// AuditHead is the present end of the audit's chain.
func (s *Store) AuditHead(ctx context.Context) (audit.Head, error) { return audit.Head{}, nil }

// Manifest describes a backup.
type Manifest struct {
	Format  int            `json:"format"`
	Schema  int            `json:"schema"`
	Program string         `json:"program"`
	At      time.Time      `json:"at"`
	Audit   string         `json:"audit"` // head of the chain, as audit.Head.String
	Tables  []TableSummary `json:"tables"`
}

// TableSummary is one table of a backup.
type TableSummary struct {
	Name   string `json:"name"`
	Rows   int64  `json:"rows"`
	SHA256 string `json:"sha256"`
}

// Backup writes one moment of the database to w, while others read and write.
func (s *Store) Backup(ctx context.Context, w io.Writer) (Manifest, error) { return Manifest{}, nil }

// Restore fills the empty database of dsn from a backup of either database.
func Restore(ctx context.Context, r io.Reader, dsn string, opt Options) (Manifest, error) {
	return Manifest{}, nil
}

// VerifyBackup reads a backup to its end and checks counts, digests and the audit's chain, without a database.
func VerifyBackup(r io.Reader) (Manifest, error) { return Manifest{}, nil }
