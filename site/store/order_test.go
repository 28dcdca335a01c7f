package store

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"tongbao/site/store/storetest"
)

// A database that has had a beginning of the migrations gets the rest; one that has had others is refused and left as it is.
func TestMigrationsComeInOrder(t *testing.T) {
	all, err := numbered(embedded())
	if err != nil {
		t.Fatal(err)
	}
	for subset := range 1 << len(all) {
		if subset&1 == 0 {
			continue // all else stands on the first
		}
		var have []migration
		for i, one := range all {
			if subset>>i&1 == 1 {
				have = append(have, one)
			}
		}
		due, err := rest(all, have)
		var strayed *Strayed
		if beginning := subset&(subset+1) == 0; beginning != (err == nil) || beginning == errors.As(err, &strayed) || err == nil && len(due)+len(have) != len(all) {
			t.Errorf("%v: %v, %v", have, due, err)
		}
	}

	storetest.Each(t, func(t *testing.T, dsn string) {
		opt := newClock().options(t)
		star, moon := "ALTER TABLE notes ADD COLUMN star {{.Text}} NOT NULL DEFAULT ''", "ALTER TABLE notes ADD COLUMN moon {{.Text}} NOT NULL DEFAULT ''"
		both, early := withNotes(star, moon), withNotes(star, moon)
		delete(early, "0003_more.sql")
		renamed := withNotes(star, moon)
		renamed["0004_other.sql"] = renamed["0004_more.sql"]
		delete(renamed, "0004_more.sql")
		s, err := open(t.Context(), dsn, opt, early)
		if err != nil {
			t.Fatal(err)
		}
		mustPut(t, s, "a")
		_ = s.Close()
		var strayed *Strayed
		for _, migrations := range []fstest.MapFS{both, renamed} {
			if s, err := open(t.Context(), dsn, opt, migrations); !errors.As(err, &strayed) || *strayed != (Strayed{"0004_more", "0003_more"}) {
				t.Fatal(s, err)
			}
		}
		s, err = open(t.Context(), dsn, opt, early)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if got := ids(t, s); !slices.Equal(got, []string{"a"}) {
			t.Error(got)
		}
	})
	twice := withNotes("SELECT 1")
	twice["0003_again.sql"] = &fstest.MapFile{Data: []byte("SELECT 1")}
	if _, err := numbered(twice); err == nil {
		t.Error("two migrations have one number")
	}
}

// A backup of each schema there was is restored with all its rows. One of a database that skipped a migration is refused, and
// what it was to be restored into stays empty: some of its rows lack a value.
func TestBackupsOfEverySchema(t *testing.T) {
	all, err := numbered(embedded())
	if err != nil {
		t.Fatal(err)
	}
	var have []int
	for _, one := range all {
		have = append(have, one.version)
		restoredFrom(t, have, nil)
	}
	for _, have := range [][]int{{1, 2, 4}, {1, 2, 5}, {1, 2, 3, 5}, {1, 2, 4, 5}} {
		restoredFrom(t, have, ErrBackup)
	}
}

// restoredFrom takes a backup at a schema and restores it by the program of today.
func restoredFrom(t *testing.T, have []int, want error) {
	t.Helper()
	c := newClock()
	s, err := open(t.Context(), storetest.SQLite(t), c.options(t), migrationsOf(t, have...))
	if err != nil {
		t.Fatal(err)
	}
	raw(t, s, `INSERT INTO users (id, name, folded, display, office, role, unit, source, subject, disabled, must_change, password_changed, created, signed_in)
		VALUES ('u', 'li', 'li', '', '', 'leader', '', 'local', '', 0, 0, 0, 0, 0)`)
	if slices.Contains(have, 2) {
		raw(t, s, `INSERT INTO instructions (id, bulletin, section, target, kind, text, signer, signer_as, entered_as, scan, deadline, quotable, ink, corrects, state, created, signed, ended, revision)
			VALUES ('i', '2021q3', '', '{}', 'remark', '阅', 'u', '{}', '{}', '', '', 0, '{}', '', 'signed', 0, 1634860800000000, 0, 1)`)
	}
	if slices.Contains(have, 2) {
		raw(t, s, `INSERT INTO notes (id, bulletin, section, target, kind, body, visibility, author, author_as, created, edited, revision, resolved, resolved_as, deleted, canonical, via)
			VALUES ('n', '2021q3', '', '{}', 'comment', '看', 'everyone', 'u', '{}', 0, 0, 1, 0, '{}', 0, '', '')`)
	}
	if slices.Contains(have, 3) {
		raw(t, s, "UPDATE notes SET about = 'urn:x'")
	}
	if slices.Contains(have, 4) {
		raw(t, s, "UPDATE instructions SET year = 2021, number = 1")
	}
	if slices.Contains(have, 5) {
		raw(t, s, "UPDATE users SET email = 'li@example.com'")
		raw(t, s, "INSERT INTO looks (user_id, at) VALUES ('u', 7)")
		raw(t, s, "INSERT INTO deliveries (key, carrier, recipient, kind, object, state, attempts, at, next, error) VALUES ('k', 'mail', 'u', 'sent', 'i', 'sent', 1, 2, 3, '')")
	}
	var kept bytes.Buffer
	if _, err := s.Backup(t.Context(), &kept); err != nil {
		t.Fatal(err)
	}
	_ = s.Close()
	dsn := storetest.SQLite(t)
	if _, err := Restore(t.Context(), &kept, dsn, c.options(t)); !errors.Is(err, want) {
		t.Fatalf("%v: %v, want %v", have, err, want)
	}
	if s, err = Open(t.Context(), dsn, c.options(t)); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var found []string
	for _, query := range []string{
		"SELECT id || ' ' || email FROM users", "SELECT id || ' ' || year || ' ' || number FROM instructions",
		"SELECT id || about FROM notes", "SELECT user_id || ' ' || at FROM looks", "SELECT key || ' ' || state || ' ' || attempts FROM deliveries",
	} {
		err := s.Read(t.Context(), func(tx *Tx) error {
			rows, err := tx.all(query)
			found = append(found, rows...)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	expected := []string{"u "}
	switch last := slices.Max(have); {
	case want != nil:
		expected = nil
	case last == 5:
		expected = []string{"u li@example.com", "i 2021 1", "nurn:x", "u 7", "k sent 1"}
	case last >= 3:
		expected = append(expected, "i 2021 1", "nurn:x")
	case last == 2:
		expected = append(expected, "i 2021 1", "n")
	}
	if !slices.Equal(found, expected) {
		t.Error(fmt.Sprint(have), strings.Join(found, ", "))
	}
}
