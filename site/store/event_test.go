package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"tongbao/site/store/storetest"
)

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
