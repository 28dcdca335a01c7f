package store

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"tongbao/site/audit"
)

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
