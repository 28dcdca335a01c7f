package store

import (
	"context"
	"database/sql"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"tongbao/site/audit"
	"tongbao/site/store/storetest"
)

// notes is a table as a later migration will add one; the contract is tested with it.
const notes = `CREATE TABLE notes (id {{.Text}} PRIMARY KEY, body {{.Text}} NOT NULL, n {{.Int}} NOT NULL, raw {{.Blob}} NOT NULL,
	next {{.Text}} REFERENCES notes (id) DEFERRABLE INITIALLY IMMEDIATE) {{.Strict}}`

// withNotes are the embedded migrations and that of notes.
func withNotes(more ...string) fstest.MapFS {
	all := fstest.MapFS{}
	first, err := files.ReadFile("migrations/0001_accounts.sql")
	if err != nil {
		panic(err) // it is embedded
	}
	all["0001_accounts.sql"] = &fstest.MapFile{Data: first}
	for i, text := range append([]string{notes}, more...) {
		all[fmt.Sprintf("%04d_more.sql", i+2)] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}

// clock is a time that tests move by hand.
type clock struct{ micros atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.micros.Store(time.Date(2026, 3, 2, 8, 0, 0, 123456000, time.UTC).UnixMicro())
	return c
}

func (c *clock) now() time.Time        { return time.UnixMicro(c.micros.Load()).UTC() }
func (c *clock) pass(by time.Duration) { c.micros.Add(by.Microseconds()) }
func (c *clock) options(t testing.TB) Options {
	return Options{Now: c.now, Program: "test", Backups: t.TempDir()}
}

func openTest(t testing.TB, dsn string) (*Store, *clock) {
	t.Helper()
	c := newClock()
	s, err := open(t.Context(), dsn, c.options(t), withNotes())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // some tests close it themselves
	return s, c
}

// each opens an empty store of each kind.
func each(t *testing.T, test func(t *testing.T, s *Store, c *clock)) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		s, c := openTest(t, dsn)
		test(t, s, c)
	})
}

// raw runs a statement as somebody does who has the database and not the program.
func raw(t testing.TB, s *Store, statement string) {
	t.Helper()
	conn, err := s.writer.take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.give()
	if _, err := conn.exec(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

func put(s *Store, key, id, body string) (bool, error) {
	_, replayed, err := s.Write(context.Background(), key, func(tx *Tx) ([]byte, error) {
		_, err := tx.Exec("INSERT INTO notes (id, body, n, raw) VALUES (?, ?, ?, ?)", id, body, 1, []byte{0, 255})
		if err == nil {
			err = tx.Audit(audit.Entry{Action: "note.add", Object: id, Outcome: audit.OK})
		}
		return []byte(id), err
	})
	return replayed, err
}

// all gives the texts of a query's one column.
func (tx *Tx) all(query string, args ...any) ([]string, error) {
	var list []string
	err := tx.Each(func(rows *sql.Rows) error {
		var text string
		err := rows.Scan(&text)
		list = append(list, text)
		return err
	}, query, args...)
	return list, err
}

func mustPut(t testing.TB, s *Store, id string) {
	t.Helper()
	if _, err := put(s, "", id, "正文"); err != nil {
		t.Fatal(err)
	}
}

func ids(t testing.TB, s *Store) []string {
	t.Helper()
	var list []string
	err := s.Read(context.Background(), func(tx *Tx) error {
		rows, err := tx.all("SELECT id FROM notes ORDER BY id")
		list = rows
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func verify(t testing.TB, s *Store) audit.Head {
	t.Helper()
	var head audit.Head
	err := s.Read(context.Background(), func(tx *Tx) (err error) {
		outside, err := tx.AuditHead()
		if err == nil {
			head, err = audit.Verify(tx.AuditRows(audit.Filter{}), &outside)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return head
}
