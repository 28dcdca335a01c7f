package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"tongbao/site/store/storetest"
)

// migrationsOf are the embedded ones whose numbers are named.
func migrationsOf(t *testing.T, versions ...int) fstest.MapFS {
	t.Helper()
	all, err := numbered(embedded())
	if err != nil {
		t.Fatal(err)
	}
	some := fstest.MapFS{}
	for _, one := range all {
		if slices.Contains(versions, one.version) {
			body, err := files.ReadFile("migrations/" + one.name + ".sql")
			if err != nil {
				t.Fatal(err)
			}
			some[one.name+".sql"] = &fstest.MapFile{Data: body}
		}
	}
	return some
}

// Instructions that were signed before there were numbers have them afterwards, by the day in China and in the order of signing.
func TestEarlierInstructionsAreNumbered(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		c := newClock()
		s, err := open(t.Context(), dsn, c.options(t), migrationsOf(t, 1, 2))
		if err != nil {
			t.Fatal(err)
		}
		raw(t, s, `INSERT INTO users (id, name, folded, display, office, role, unit, source, subject, disabled, must_change, password_changed, created, signed_in)
			VALUES ('u', 'li', 'li', '', '', 'leader', '', 'local', '', 0, 0, 0, 0, 0)`)
		for id, signed := range map[string]time.Time{
			"c": time.Date(2020, 12, 31, 16, 0, 0, 0, time.UTC), "b": time.Date(2020, 12, 31, 15, 59, 59, 0, time.UTC),
			"a": time.Date(2021, 5, 1, 0, 0, 0, 0, time.UTC), "d": time.Date(2021, 5, 1, 0, 0, 0, 0, time.UTC), "draft": {},
		} {
			micros := int64(0)
			if !signed.IsZero() {
				micros = signed.UnixMicro()
			}
			raw(t, s, fmt.Sprintf(`INSERT INTO instructions (id, bulletin, section, target, kind, text, signer, signer_as, entered_as, scan, deadline, quotable, ink, corrects, state, created, signed, ended, revision)
				VALUES ('%s', '2021q3', '', '{}', 'remark', '阅', 'u', '{}', '{}', '', '', 0, '{}', '', 'signed', 0, %d, 0, 1)`, id, micros))
		}
		_ = s.Close()
		if s, err = Open(t.Context(), dsn, c.options(t)); err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		err = s.Read(t.Context(), func(tx *Tx) error {
			rows, err := tx.all("SELECT id || ' ' || year || ' ' || number FROM instructions ORDER BY id")
			if got := strings.Join(rows, ", "); got != "a 2021 2, b 2020 1, c 2021 1, d 2021 3, draft 0 0" {
				t.Error(got)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
