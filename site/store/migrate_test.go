package store

import (
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"tongbao/site/store/storetest"
)

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
		if _, err := open(t.Context(), dsn, opt, bad); err == nil || !strings.Contains(err.Error(), "0004_more") {
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
