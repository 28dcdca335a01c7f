package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
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

func TestAWriteIsReadBackAsItWas(t *testing.T) {
	each(t, func(t *testing.T, s *Store, c *clock) {
		text := "批示：请市住建局办理 👍 '?' \u00a0\ufeff\t\n"
		raw := []byte{0, 1, 254, 255}
		_, _, err := s.Write(t.Context(), "", func(tx *Tx) ([]byte, error) {
			_, err := tx.Exec("INSERT INTO notes (id, body, n, raw) VALUES ('what?', ?, ?, ?)", text, c.now(), raw)
			return nil, err
		})
		if err != nil {
			t.Fatal(err)
		}
		var body string
		var at int64
		var got []byte
		err = s.Read(t.Context(), func(tx *Tx) error {
			found, err := tx.One([]any{&body, &at, &got}, "SELECT body, n, raw FROM notes WHERE id = ?", "what?")
			if !found {
				t.Error("not found")
			}
			return err
		})
		if err != nil || body != text || !Time(at).Equal(c.now()) || !bytes.Equal(got, raw) {
			t.Errorf("%q %v %v, %v", body, Time(at), got, err)
		}
	})
}

func TestAFailingWriteRollsBackAlone(t *testing.T) {
	each(t, func(t *testing.T, s *Store, _ *clock) {
		mustPut(t, s, "there")
		refused := errors.New("refused")
		for name, act := range map[string]func(tx *Tx) error{
			"its own error": func(tx *Tx) error { return refused },
			"a constraint": func(tx *Tx) error {
				_, err := tx.Exec("INSERT INTO notes (id, body, n, raw) VALUES ('there', '', 0, ?)", []byte{})
				return err
			},
			"a failure it does not tell of": func(tx *Tx) error {
				_, _ = tx.Exec("INSERT INTO notes (id, body, n, raw) VALUES ('there', '', 0, ?)", []byte{})
				return nil
			},
			"a text with NUL":     func(tx *Tx) error { _, err := tx.Exec("UPDATE notes SET body = ?", "a\x00b"); return err },
			"a text not in UTF-8": func(tx *Tx) error { _, err := tx.Exec("UPDATE notes SET body = ?", "a\xffb"); return err },
			"a wrong type":        func(tx *Tx) error { _, err := tx.Exec("UPDATE notes SET n = ?", "viele"); return err },
			"no such table":       func(tx *Tx) error { _, err := tx.Exec("DELETE FROM nothing"); return err },
			"an orphan":           func(tx *Tx) error { _, err := tx.Exec("UPDATE notes SET next = 'nobody'"); return err },
		} {
			key := "k-" + name
			if name == "a failure it does not tell of" {
				key = "" // nothing is written after it that would show it
			}
			_, _, err := s.Write(t.Context(), key, func(tx *Tx) ([]byte, error) {
				if _, err := tx.Exec("INSERT INTO notes (id, body, n, raw) VALUES (?, '', 0, ?)", name, []byte{}); err != nil {
					return nil, err
				}
				if err := tx.Audit(audit.Entry{Action: "note.add", Outcome: audit.OK}); err != nil {
					return nil, err
				}
				return nil, act(tx)
			})
			if err == nil {
				t.Errorf("%s: no error", name)
			}
			wants := map[string]error{"its own error": refused, "a constraint": ErrConstraint, "an orphan": ErrConstraint, "a failure it does not tell of": ErrConstraint, "a text with NUL": ErrText, "a text not in UTF-8": ErrText}
			if want := wants[name]; want != nil && !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", name, err, want)
			}
		}
		mustPut(t, s, "after")
		if got := ids(t, s); !slices.Equal(got, []string{"after", "there"}) {
			t.Errorf("%v", got)
		}
		if head := verify(t, s); head.Seq != 2 {
			t.Errorf("audit at %d, want 2", head.Seq)
		}
	})
}

func TestAPanicComesBackToTheCallerAndLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, s *Store, _ *clock) {
		func() {
			defer func() {
				if recover() != "sudden" {
					t.Error("no panic")
				}
			}()
			_, _, _ = s.Write(t.Context(), "", func(tx *Tx) ([]byte, error) {
				_, _ = tx.Exec("INSERT INTO notes (id, body, n, raw) VALUES ('x', '', 0, ?)", []byte{})
				panic("sudden")
			})
		}()
		mustPut(t, s, "after")
		if got := ids(t, s); !slices.Equal(got, []string{"after"}) {
			t.Errorf("%v", got)
		}
	})
}

func TestAKeyIsAppliedOnce(t *testing.T) {
	each(t, func(t *testing.T, s *Store, c *clock) {
		runs := 0
		write := func() ([]byte, bool, error) {
			return s.Write(t.Context(), "user/1", func(tx *Tx) ([]byte, error) {
				runs++
				_, err := tx.Exec("INSERT INTO notes (id, body, n, raw) VALUES (?, '', 0, ?)", fmt.Sprint(runs), []byte{})
				return []byte("结果"), err
			})
		}
		for i := range 3 {
			result, replayed, err := write()
			if string(result) != "结果" || replayed != (i > 0) || err != nil {
				t.Errorf("%d: %q %v %v", i, result, replayed, err)
			}
		}
		if runs != 1 {
			t.Errorf("ran %d times", runs)
		}
		c.pass(31 * 24 * time.Hour)
		mustPut(t, s, "later") // the writer prunes on its way
		if _, replayed, err := write(); replayed || err != nil {
			t.Errorf("after 31 days: replayed %v, %v", replayed, err)
		}
		if _, _, err := s.Write(t.Context(), strings.Repeat("k", 201), nil); err == nil {
			t.Error("a key of 201 bytes was taken")
		}
	})
}

func TestAFailedKeyMayBeTriedAgain(t *testing.T) {
	each(t, func(t *testing.T, s *Store, _ *clock) {
		refused := errors.New("refused")
		if _, _, err := s.Write(t.Context(), "k", func(tx *Tx) ([]byte, error) { return nil, refused }); !errors.Is(err, refused) {
			t.Fatal(err)
		}
		if replayed, err := put(s, "k", "now", ""); replayed || err != nil {
			t.Error(replayed, err)
		}
	})
}

// Whatever order many clients write in, some failing and some repeating themselves: what is there afterwards is exactly
// what was acknowledged, and the chain has an entry for each.
func TestManyWritersAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *Store, _ *clock) {
		const clients, writes = 64, 20
		var acked sync.Map
		var group sync.WaitGroup
		for client := range clients {
			group.Go(func() {
				for i := range writes {
					id := fmt.Sprintf("%02d-%02d", client, i)
					if i%5 == 3 {
						id = "taken" // fails for all but one
					}
					key := fmt.Sprintf("key-%02d-%02d", client, i)
					_, err := put(s, key, id, "x")
					if err != nil && id != "taken" {
						t.Error(err)
					}
					if err == nil {
						acked.Store(id, true)
						if replayed, err := put(s, key, id, "x"); !replayed || err != nil {
							t.Error("not replayed", err)
						}
					}
				}
			})
		}
		group.Wait()
		var want []string
		acked.Range(func(id, _ any) bool { want = append(want, id.(string)); return true })
		slices.Sort(want)
		if got := ids(t, s); !slices.Equal(got, want) {
			t.Errorf("%d rows, %d acknowledged", len(got), len(want))
		}
		if head := verify(t, s); head.Seq != int64(len(want)) {
			t.Errorf("audit at %d, want %d", head.Seq, len(want))
		}
	})
}

func TestOneWhoHasGoneIsNotWritten(t *testing.T) {
	each(t, func(t *testing.T, s *Store, _ *clock) {
		gone, leave := context.WithCancel(t.Context())
		inside, goOn := make(chan struct{}), make(chan struct{})
		var group sync.WaitGroup
		group.Go(func() {
			_, _, _ = s.Write(t.Context(), "", func(*Tx) ([]byte, error) { close(inside); <-goOn; return nil, nil })
		})
		<-inside
		group.Go(func() {
			_, _, err := s.Write(gone, "", func(tx *Tx) ([]byte, error) { t.Error("ran"); return nil, nil })
			if !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
		leave()
		close(goOn)
		group.Wait()
	})
}

func TestReadersSeeOneMomentAndWriteNothing(t *testing.T) {
	each(t, func(t *testing.T, s *Store, _ *clock) {
		mustPut(t, s, "a")
		err := s.Read(t.Context(), func(tx *Tx) error {
			before, err := tx.all("SELECT id FROM notes")
			mustPut(t, s, "b")
			after, err2 := tx.all("SELECT id FROM notes")
			if len(before) != 1 || len(after) != 1 {
				t.Errorf("before %v, after %v", before, after)
			}
			if _, err := tx.Exec("DELETE FROM notes"); err == nil {
				t.Error("a reader deleted")
			}
			if err := tx.Publish("a", "b"); err == nil {
				t.Error("a reader published")
			}
			return errors.Join(err, err2)
		})
		if err != nil {
			t.Error(err)
		}
		err = s.Read(t.Context(), func(tx *Tx) error {
			_, err := tx.One(nil, "INSERT INTO notes (id, body, n, raw) VALUES ('c', '', 0, ?) RETURNING id", []byte{})
			return err
		})
		if err == nil {
			t.Error("a reader inserted")
		}
		if got := ids(t, s); len(got) != 2 {
			t.Errorf("%v", got)
		}
	})
}

func TestTheAuditCannotBeChangedByStatements(t *testing.T) {
	each(t, func(t *testing.T, s *Store, _ *clock) {
		mustPut(t, s, "a")
		statements := []string{"UPDATE audit SET action = 'x'", "DELETE FROM audit", "DELETE FROM audit_head", "UPDATE audit SET seq = 9"}
		if s.numbered {
			statements = append(statements, "TRUNCATE audit", "TRUNCATE audit_head")
		}
		for _, statement := range statements {
			_, _, err := s.Write(t.Context(), "", func(tx *Tx) ([]byte, error) { _, err := tx.Exec(statement); return nil, err })
			if !errors.Is(err, ErrConstraint) {
				t.Errorf("%s: %v", statement, err)
			}
		}
		verify(t, s)
	})
}

func TestAuditIsFiltered(t *testing.T) {
	each(t, func(t *testing.T, s *Store, c *clock) {
		for i, action := range []string{"session.start", "session.fail", "sessions.x", "user.add", "session.start"} {
			_, _, err := s.Write(t.Context(), "", func(tx *Tx) ([]byte, error) {
				return nil, tx.Audit(audit.Entry{Action: action, Actor: fmt.Sprint("u", i%2), Object: fmt.Sprint(i), Outcome: audit.OK})
			})
			if err != nil {
				t.Fatal(err)
			}
			c.pass(time.Hour)
		}
		from := c.now().Add(-3 * time.Hour)
		for want, f := range map[string]audit.Filter{
			"1 2 3 4 5": {},
			"1 2 5":     {ActionPrefix: "session"},
			"2 4":       {Actor: "u1"},
			"3 4 5":     {From: from},
			"1 2":       {Until: from},
			"4 5":       {Limit: 2},
			"2 3":       {Limit: 2, Before: 4},
			"4":         {Object: "3"},
			"":          {Outcome: audit.Denied},
		} {
			var got []string
			err := s.Read(t.Context(), func(tx *Tx) error {
				for row, err := range tx.AuditRows(f) {
					if err != nil {
						return err
					}
					got = append(got, fmt.Sprint(row.Seq))
				}
				return nil
			})
			if strings.Join(got, " ") != want || err != nil {
				t.Errorf("%+v: %v, want %s, %v", f, got, want, err)
			}
		}
	})
}

func TestEventsComeAfterTheCommit(t *testing.T) {
	each(t, func(t *testing.T, s *Store, _ *clock) {
		ctx, cancel := context.WithCancel(t.Context())
		events := s.Subscribe(ctx)
		publish := func(object string, err error) {
			_, _, _ = s.Write(t.Context(), "", func(tx *Tx) ([]byte, error) {
				_, _ = tx.Exec("INSERT INTO notes (id, body, n, raw) VALUES (?, '', 0, ?)", object, []byte{})
				return nil, errors.Join(tx.Publish("note", object), err)
			})
		}
		publish("no", errors.New("rolled back"))
		publish("2021q3/一", nil)
		if got := <-events; got != (Event{"note", "2021q3/一"}) {
			t.Errorf("%+v", got)
		}
		if got := ids(t, s); len(got) != 1 {
			t.Errorf("the event came before the row: %v", got)
		}
		for _, bad := range [][2]string{{"", "x"}, {"a\tb", ""}, {Resync, ""}, {"t", strings.Repeat("x", 1000)}} {
			_, _, err := s.Write(t.Context(), "", func(tx *Tx) ([]byte, error) { return nil, tx.Publish(bad[0], bad[1]) })
			if err == nil {
				t.Errorf("published %q", bad)
			}
		}
		cancel()
		for range events {
		}
	})
}

func TestASlowSubscriberHearsResync(t *testing.T) {
	h := newHub()
	sub := &subscriber{wake: make(chan struct{}, 1)}
	h.subs[sub] = struct{}{}
	for range maxWaiting + 10 {
		h.publish(Event{"note", "x"})
	}
	if got := h.take(sub); got[0].Topic != Resync || len(got) > 20 {
		t.Errorf("%d events, first %+v", len(got), got[0])
	}
}

func TestServersOnOnePostgresShareChainKeysAndEvents(t *testing.T) {
	dsn := storetest.Postgres(t)
	var servers []*Store
	for range 3 {
		s, _ := openTest(t, dsn)
		servers = append(servers, s)
	}
	events := servers[2].Subscribe(t.Context())
	var group sync.WaitGroup
	var replays atomic.Int64
	for i, s := range servers {
		for client := range 8 {
			group.Go(func() {
				for n := range 10 {
					if _, err := put(s, "", fmt.Sprintf("%d-%d-%d", i, client, n), ""); err != nil {
						t.Error(err)
					}
					if replayed, err := put(s, fmt.Sprint("shared", client, n), fmt.Sprintf("shared-%d-%d", client, n), ""); err != nil {
						t.Error(err)
					} else if replayed {
						replays.Add(1)
					}
				}
			})
		}
	}
	group.Wait()
	if got := len(ids(t, servers[1])); got != 3*80+80 || replays.Load() != 160 {
		t.Errorf("%d rows, %d replays", got, replays.Load())
	}
	if head := verify(t, servers[0]); head.Seq != 320 {
		t.Errorf("chain ends at %d", head.Seq)
	}
	_, _, err := servers[0].Write(t.Context(), "", func(tx *Tx) ([]byte, error) { return nil, tx.Publish("note", "x") })
	if got := <-events; got.Object != "x" || err != nil {
		t.Error(got, err)
	}
}

func TestALostConnectionIsMadeAnew(t *testing.T) {
	dsn := storetest.Postgres(t)
	s, _ := openTest(t, dsn)
	mustPut(t, s, "a")
	events := s.Subscribe(t.Context())
	storetest.Admin(t, dsn, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
	if got := <-events; got.Topic != Resync {
		t.Errorf("%+v", got)
	}
	mustPut(t, s, "b")
	if got := ids(t, s); len(got) != 2 {
		t.Errorf("%v", got)
	}
	_, _, err := s.Write(t.Context(), "", func(tx *Tx) ([]byte, error) { return nil, tx.Publish("note", "x") })
	if got := <-events; got.Object != "x" || err != nil {
		t.Error(got, err)
	}
}

// A connection that dies inside a write: the caller hears that nothing is sure, and asks again with the key.
func TestAConnectionThatDiesInsideAWrite(t *testing.T) {
	dsn := storetest.Postgres(t)
	s, _ := openTest(t, dsn)
	_, _, err := s.Write(t.Context(), "k", func(tx *Tx) ([]byte, error) {
		storetest.Admin(t, dsn, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle in transaction'")
		return nil, nil
	})
	if err == nil {
		t.Error("acknowledged without a server")
	}
	if replayed, err := put(s, "k", "a", ""); replayed || err != nil {
		t.Error(replayed, err)
	}
}

func TestASecondProcessIsRefused(t *testing.T) {
	path := storetest.SQLite(t)
	s, c := openTest(t, path)
	_, err := Open(t.Context(), path, c.options(t))
	held, ok := errors.AsType[*Locked](err)
	host, _ := os.Hostname()
	if !ok || held.PID != os.Getpid() || held.Host != host || !held.Since.Equal(c.now()) || held.Path != path+".lock" {
		t.Fatalf("%v", err)
	}
	mustPut(t, s, "a")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := put(s, "", "b", ""); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
	again, _ := openTest(t, path)
	if got := ids(t, again); len(got) != 1 {
		t.Errorf("%v", got)
	}
}

func TestTheFileIsItsOwnersAlone(t *testing.T) {
	path := storetest.SQLite(t)
	s, _ := openTest(t, path)
	mustPut(t, s, "a")
	for _, end := range []string{"", "-wal", "-shm", ".lock"} {
		info, err := os.Stat(path + end)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", end, info.Mode(), err)
		}
	}
}

func TestMigrationsGoForward(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		c := newClock()
		opt := c.options(t)
		s, err := open(t.Context(), dsn, opt, withNotes())
		if err != nil {
			t.Fatal(err)
		}
		mustPut(t, s, "old")
		_ = s.Close()

		bad := withNotes("ALTER TABLE notes ADD COLUMN star TEXT", "ALTER TABLE notes ADD COLUMN star TEXT")
		if _, err := open(t.Context(), dsn, opt, bad); err == nil || !strings.Contains(err.Error(), "0004_more.sql") {
			t.Fatalf("%v", err)
		}
		s, err = open(t.Context(), dsn, opt, withNotes("ALTER TABLE notes ADD COLUMN star TEXT"))
		if err != nil {
			t.Fatal(err) // the third migration stands, the fourth left nothing
		}
		_ = s.Close()

		var newer *Newer
		if _, err := open(t.Context(), dsn, opt, withNotes()); !errors.As(err, &newer) || *newer != (Newer{3, 2}) {
			t.Errorf("%v", err)
		}
		opt.Backups = ""
		if _, err := open(t.Context(), dsn, opt, withNotes("ALTER TABLE notes ADD COLUMN star TEXT", "ALTER TABLE notes ADD COLUMN moon TEXT")); !errors.Is(err, ErrNoBackups) {
			t.Errorf("%v", err)
		}
	})
}

// The backup before a migration holds the old schema, and the program of that time opens what is restored from it.
func TestABackupIsTakenBeforeAMigration(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		c := newClock()
		opt := c.options(t)
		s, err := open(t.Context(), dsn, opt, withNotes())
		if err != nil {
			t.Fatal(err)
		}
		mustPut(t, s, "old")
		_ = s.Close()
		s, err = open(t.Context(), dsn, opt, withNotes("DELETE FROM notes"))
		if err != nil {
			t.Fatal(err)
		}
		_ = s.Close()
		found, err := os.ReadDir(opt.Backups)
		if err != nil || len(found) != 1 {
			t.Fatal(found, err)
		}
		file, err := os.Open(opt.Backups + "/" + found[0].Name())
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		path := storetest.SQLite(t)
		if m, err := restore(t.Context(), file, path, opt, withNotes()); err != nil || m.Schema != 2 {
			t.Fatal(m, err)
		}
		s, err = open(t.Context(), path, opt, withNotes())
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if got := ids(t, s); !slices.Equal(got, []string{"old"}) {
			t.Errorf("%v", got)
		}
	})
}

func TestServersThatStartTogetherMigrateOnce(t *testing.T) {
	dsn := storetest.Postgres(t)
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() {
			s, err := open(t.Context(), dsn, newClock().options(t), withNotes())
			if err != nil {
				t.Error(err)
				return
			}
			_ = s.Close()
		})
	}
	group.Wait()
}

func TestAStrangersDatabaseIsLeftAlone(t *testing.T) {
	dsn := storetest.Postgres(t)
	storetest.Admin(t, dsn, "CREATE TABLE theirs (id BIGINT)")
	if _, err := Open(t.Context(), dsn, newClock().options(t)); !errors.Is(err, ErrForeign) {
		t.Error(err)
	}
	path := storetest.SQLite(t)
	if err := os.WriteFile(path, []byte(strings.Repeat("this is no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path, newClock().options(t)); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}

func TestAnOldSQLiteIsRefused(t *testing.T) {
	for version, old := range map[string]bool{"3.51.2": true, "3.51.3": false, "3.52.0": false, "3.9.9": true, "4.0": false, "2.9.9": true, "?": true} {
		if olderThan(version, 3, 51, 3) != old {
			t.Errorf("%s: %v", version, !old)
		}
	}
}

func TestPlaceholders(t *testing.T) {
	got := postgresDialect.rebind("SELECT '?', a FROM t WHERE b = ? AND c = 'it''s ?' AND d IN (?, ?)")
	if want := "SELECT '?', a FROM t WHERE b = $1 AND c = 'it''s ?' AND d IN ($2, $3)"; got != want {
		t.Error(got)
	}
}
