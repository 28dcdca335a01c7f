package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tongbao/site/audit"
)

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
