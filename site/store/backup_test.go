package store

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tongbao/site/audit"
	"tongbao/site/store/storetest"
)

// A backup of either database restores into either, and a backup of what was restored is the same bytes.
func TestBackupsMoveBetweenDatabases(t *testing.T) {
	kinds := map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres}
	for from, source := range kinds {
		for to, target := range kinds {
			t.Run(from+" to "+to, func(t *testing.T) {
				s, c := openTest(t, source(t))
				for i := range 50 {
					mustPut(t, s, fmt.Sprintf("%02d 批示", i))
				}
				_, _, err := s.Write(t.Context(), "", func(tx *Tx) ([]byte, error) {
					_, err := tx.Exec("UPDATE notes SET next = '49 批示' WHERE id = '00 批示'") // comes before what it refers to
					return nil, err
				})
				if err != nil {
					t.Fatal(err)
				}
				var first, second bytes.Buffer
				m, err := s.Backup(t.Context(), &first)
				if err != nil {
					t.Fatal(err)
				}
				if head := verify(t, s); m.Audit != head.String() {
					t.Errorf("head %s, manifest %s", head, m.Audit)
				}
				dsn := target(t)
				if _, err := restore(t.Context(), bytes.NewReader(first.Bytes()), dsn, c.options(t), withNotes()); err != nil {
					t.Fatal(err)
				}
				r, _ := openTest(t, dsn)
				if _, err := r.Backup(t.Context(), &second); err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(first.Bytes(), second.Bytes()) {
					t.Error("the restored database is another one")
				}
				mustPut(t, r, "after")
				if replayed, err := put(r, "", "again", ""); replayed || err != nil {
					t.Error(err)
				}
				verify(t, r)
			})
		}
	}
}

func TestRestoreOnlyIntoAnEmptyDatabase(t *testing.T) {
	each(t, func(t *testing.T, s *Store, c *clock) {
		mustPut(t, s, "mine")
		var b bytes.Buffer
		if _, err := s.Backup(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		storetest.Each(t, func(t *testing.T, dsn string) {
			other, _ := openTest(t, dsn)
			mustPut(t, other, "theirs")
			_ = other.Close()
			if _, err := restore(t.Context(), bytes.NewReader(b.Bytes()), dsn, c.options(t), withNotes()); !errors.Is(err, ErrNotEmpty) {
				t.Errorf("%v", err)
			}
			again, _ := openTest(t, dsn)
			if got := ids(t, again); !slices.Equal(got, []string{"theirs"}) {
				t.Errorf("%v", got)
			}
		})
	})
}

// rezip writes a backup anew with one file changed; a nil from change leaves the file out.
func rezip(t *testing.T, backup []byte, name string, change func([]byte) []byte) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(backup), int64(len(backup)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == name {
			if data = change(data); data == nil {
				continue
			}
		}
		w, err := z.Create(f.Name)
		if err == nil {
			_, err = w.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Whatever is wrong with a backup is found before anything is kept, and the target stays empty.
func TestADamagedBackupIsRefused(t *testing.T) {
	s, c := openTest(t, storetest.SQLite(t))
	for i := range 20 {
		mustPut(t, s, fmt.Sprint("note", i))
	}
	var whole bytes.Buffer
	if _, err := s.Backup(t.Context(), &whole); err != nil {
		t.Fatal(err)
	}
	replace := func(old, new string) func([]byte) []byte {
		return func(data []byte) []byte {
			if !bytes.Contains(data, []byte(old)) {
				t.Fatalf("%q is not there", old)
			}
			return bytes.Replace(data, []byte(old), []byte(new), 1)
		}
	}
	drop := func([]byte) []byte { return nil }
	cases := map[string][]byte{
		"no zip":              []byte("no zip at all"),
		"nothing":             nil,
		"cut":                 whole.Bytes()[:whole.Len()/2],
		"no manifest":         rezip(t, whole.Bytes(), manifestName, drop),
		"a table missing":     rezip(t, whole.Bytes(), "notes.jsonl", drop),
		"a value changed":     rezip(t, whole.Bytes(), "notes.jsonl", replace("note7", "note8x")),
		"a row missing":       rezip(t, whole.Bytes(), "notes.jsonl", func(d []byte) []byte { return d[bytes.IndexByte(d, '\n')+1:] }),
		"the audit changed":   rezip(t, whole.Bytes(), "audit.jsonl", replace("note7", "note9")),
		"another digest":      rezip(t, whole.Bytes(), manifestName, replace(`"sha256": "`, `"sha256": "0`)),
		"another head":        rezip(t, whole.Bytes(), manifestName, replace(`"audit": "20:`, `"audit": "21:`)),
		"an earlier head":     rezip(t, whole.Bytes(), manifestName, replace(`"audit": "20:`, `"audit": "19:`)),
		"a format of later":   rezip(t, whole.Bytes(), manifestName, replace(`"format": 1`, `"format": 2`)),
		"a schema of later":   rezip(t, whole.Bytes(), manifestName, replace(`"schema": 2`, `"schema": 9`)),
		"a table nobody made": rezip(t, whole.Bytes(), manifestName, replace(`"name": "notes"`, `"name": "users"`)),
	}
	for name, data := range cases {
		storetest.Each(t, func(t *testing.T, dsn string) {
			_, err := restore(t.Context(), bytes.NewReader(data), dsn, c.options(t), withNotes())
			var newer *Newer
			var broken *audit.Broken
			if !errors.Is(err, ErrBackup) && !errors.As(err, &newer) && !errors.As(err, &broken) {
				t.Errorf("%s: %v", name, err)
			}
			if _, err := restore(t.Context(), bytes.NewReader(whole.Bytes()), dsn, c.options(t), withNotes()); err != nil {
				t.Errorf("after %s the database is not empty: %v", name, err)
			}
		})
		if name == "a schema of later" {
			continue // only a program that would restore it minds
		}
		if _, err := VerifyBackup(bytes.NewReader(data)); err == nil {
			t.Errorf("%s: verified", name)
		}
	}
	if _, err := VerifyBackup(bytes.NewReader(whole.Bytes())); err != nil {
		t.Error(err)
	}
}

// A backup made of a chain that was tampered with shows it, even where all digests fit.
func TestABackupOfATamperedAuditIsRefused(t *testing.T) {
	s, _ := openTest(t, storetest.SQLite(t))
	for i := range 5 {
		mustPut(t, s, fmt.Sprint(i))
	}
	for _, statement := range []string{"DROP TRIGGER audit_no_update", "UPDATE audit SET object = '9' WHERE seq = 3"} {
		raw(t, s, statement)
	}
	var b bytes.Buffer
	if _, err := s.Backup(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	_, err := VerifyBackup(&b)
	if broken, ok := errors.AsType[*audit.Broken](err); !ok || *broken != (audit.Broken{Seq: 3, Why: audit.Altered}) {
		t.Error(err)
	}
}

func TestSessionsAreNotRevived(t *testing.T) {
	each(t, func(t *testing.T, s *Store, c *clock) {
		_, _, err := s.Write(t.Context(), "", func(tx *Tx) ([]byte, error) {
			_, err := tx.Exec(`INSERT INTO tickets (token, kind, user_id, expires) VALUES (?, 'password', 'u', ?)`, []byte("t"), c.now())
			return nil, err
		})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		m, err := s.Backup(t.Context(), &b)
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range m.Tables {
			if table.Name == "tickets" || table.Name == "sessions" {
				t.Errorf("%s is kept", table.Name)
			}
		}
	})
}

// Backups taken while many write are each one moment: every note has its audit entry and the chain holds.
func TestBackupsUnderLoad(t *testing.T) {
	backups := 6
	if os.Getenv("DURABILITY") != "" {
		backups = 100
	}
	each(t, func(t *testing.T, s *Store, c *clock) {
		ctx, stop := context.WithCancel(t.Context())
		var group sync.WaitGroup
		var written atomic.Int64
		for client := range 8 {
			group.Go(func() {
				for i := 0; ctx.Err() == nil; i++ {
					if _, err := put(s, "", fmt.Sprintf("%d-%d", client, i), strings.Repeat("字", 100)); err != nil {
						t.Error(err)
						return
					}
					written.Add(1)
					time.Sleep(5 * time.Millisecond) // a load, not a race for the disk
				}
			})
		}
		last := int64(0)
		for range backups {
			before := written.Load()
			var b bytes.Buffer
			m, err := s.Backup(t.Context(), &b)
			if err != nil {
				t.Fatal(err)
			}
			path := storetest.SQLite(t)
			if _, err := restore(t.Context(), bytes.NewReader(b.Bytes()), path, c.options(t), withNotes()); err != nil {
				t.Fatal(err)
			}
			r, err := open(t.Context(), path, c.options(t), withNotes())
			if err != nil {
				t.Fatal(err)
			}
			head := verify(t, r)
			if n := int64(len(ids(t, r))); n != head.Seq || n < before || n < last || m.Audit != head.String() {
				t.Errorf("%d notes, audit at %d, %d were acknowledged before", n, head.Seq, before)
			}
			last = head.Seq
			_ = r.Close()
		}
		stop()
		group.Wait()
		t.Logf("%d backups under load, %d writes, all restored", backups, written.Load())
	})
}

// FuzzVerifyBackup: whatever bytes are given as a backup, it is verified or refused.
func FuzzVerifyBackup(f *testing.F) {
	s, _ := openTest(f, storetest.SQLite(f))
	mustPut(f, s, "a")
	var b bytes.Buffer
	if _, err := s.Backup(context.Background(), &b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := VerifyBackup(bytes.NewReader(data)); err == nil && m.Format != backupFormat {
			t.Errorf("%+v", m)
		}
	})
}
