//go:build linux

package store

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tongbao/site/store/storetest"
)

// The same kills, power cuts, faults and backups as in durability_test.go, for people who write notes and instructions.

// serveActs is the server where STORE_TEST_EDITION says which edition of the bulletin is shown: STORE_TEST_CLIENTS people each do
// STORE_TEST_WRITES rounds of acts, from the round that their acknowledgements end in.
func serveActs(dsn string, from []int, rounds int) error {
	shown, err := strconv.Atoi(os.Getenv("STORE_TEST_EDITION"))
	if err != nil {
		return err
	}
	ctx := context.Background()
	s, err := Open(ctx, dsn, Options{Now: time.Now, Backups: os.TempDir()})
	if err != nil {
		return err
	}
	if err := controlled(s); err != nil {
		return err
	}
	people, err := atWork(ctx, s, edition(shown), len(from))
	if err != nil {
		return err
	}
	var group sync.WaitGroup
	for client, a := range people {
		group.Go(func() {
			first := from[client] / actsOfRound
			for round := first; round < first+rounds; round++ {
				a.round(ctx, round, func(act int, err error) bool { return told(client, round*actsOfRound+act, false, err) })
			}
		})
	}
	group.Wait()
	return s.Close()
}

// judgeActs is judge for the record of people's acts.
func (r *server) judgeActs(t *testing.T, dsn string) {
	t.Helper()
	s, err := Open(t.Context(), dsn, newClock().options(t))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if lost, err := lostActs(t.Context(), s, r.from); lost > 0 || err != nil {
		t.Errorf("%d acknowledged acts lost; %v", lost, err)
	}
}

func withEdition(cmd *exec.Cmd) *exec.Cmd {
	cmd.Env = append(cmd.Env, "STORE_TEST_EDITION=1")
	return cmd
}

func TestActsKilledUnderLoad(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		r := &server{from: make([]int, 16)}
		kills := rounds(8, 200)
		for round := range kills {
			cmd := r.command(dsn, 1_000_000)
			cmd.Env = append(cmd.Env, fmt.Sprint("STORE_TEST_EDITION=", 1+round*8/kills))
			err := r.run(cmd, func() {
				go func() {
					time.Sleep(time.Duration(rand.IntN(int(150 * time.Millisecond)))) // anywhere in its work
					_ = cmd.Process.Kill()
				}()
			})
			if err == nil || r.stderr != "" {
				t.Fatalf("round %d ended by itself: %v %s", round, err, r.stderr)
			}
			if round%20 == 19 {
				r.judgeActs(t, dsn)
			}
		}
		r.judgeActs(t, dsn)
		t.Logf("%d kills under 16 people, 8 editions: %d acts acknowledged, 0 lost, 0 doubled, 0 in part", kills, r.acked())
	})
}

func TestActsPowerLoss(t *testing.T) {
	needStrace(t)
	const clients = 6
	for _, c := range []struct {
		name  string
		cuts  int
		env   []string
		loses bool
	}{
		{"synchronous FULL", rounds(50, 1000), nil, false},
		{"negative control: synchronous NORMAL", rounds(15, 200), []string{"STORE_TEST_NORMAL=1"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			events := trace(t, storetest.SQLite(t), clients, rounds(3, 12), append(c.env, "STORE_TEST_EDITION=1")...)
			losing, worst, broken := replay(t, events, clients, c.cuts, recoveredActs)
			if broken > 0 || losing > 0 != c.loses {
				t.Errorf("%d broken, %d with acknowledged acts lost", broken, losing)
			}
			t.Logf("%d events, %d cuts: %d with acknowledged acts lost (at worst %d), %d not whole", len(events), c.cuts, losing, worst, broken)
		})
	}
}

// recoveredActs opens what a power cut left as the server would.
func recoveredActs(t *testing.T, path string, acked []int) (lost int, err error) {
	s, err := Open(t.Context(), path, newClock().options(t))
	if err != nil {
		return 0, err
	}
	defer s.Close()
	return lostActs(t.Context(), s, acked)
}

func TestActsWithInjectedErrors(t *testing.T) {
	needStrace(t)
	for fault, first := range map[string]int{"fsync:error=EIO": 15, "pwrite64:error=ENOSPC": 100} { // beyond what opening does
		t.Run(fault, func(t *testing.T) {
			told, refused, sites := 0, 0, rounds(2, 25)
			for site := range sites {
				dsn := storetest.SQLite(t)
				r := &server{from: make([]int, 4)}
				if err := r.run(withEdition(r.command(dsn, 1)), nil); err != nil { // the file is there
					t.Fatal(err, r.stderr)
				}
				n := first + site*rounds(15, 5)
				cmd := withEdition(r.command(dsn, 3, "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,pwrite64", "-e", fmt.Sprintf("inject=%s:when=%d", fault, n)))
				if err := r.run(cmd, nil); err != nil {
					refused++ // at start, with a sentence: also clear
					if !strings.Contains(r.stderr, "store:") {
						t.Errorf("call %d: %v %s", n, err, r.stderr)
					}
				}
				told += r.errors
				r.judgeActs(t, dsn)
			}
			if told+refused == 0 {
				t.Error("no fault was met: the test injects nothing")
			}
			t.Logf("%d places: %d acts told to have failed, %d starts refused, 0 lost, 0 doubled, 0 in part", sites, told, refused)
		})
	}
}

// Backups taken while people write restore into either database, and have everything that was acknowledged before they began, whole.
func TestActsInBackupsUnderLoad(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		s, err := Open(t.Context(), dsn, Options{Now: time.Now, Backups: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		before, err := atWork(t.Context(), s, 1, 1)
		if err != nil {
			t.Fatal(err)
		}
		before[0].round(t.Context(), 0, func(_ int, err error) bool {
			if err != nil {
				t.Fatal(err)
			}
			return true
		})
		people, err := atWork(t.Context(), s, 2, 4) // what was written before has its place in this edition
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		var group sync.WaitGroup
		var mu sync.Mutex
		acknowledged := make([]int, len(people))
		for client, a := range people {
			group.Go(func() {
				for round := 0; ctx.Err() == nil && round < 900; round++ { // below the bound on one's notes
					time.Sleep(100 * time.Millisecond) // a load, not a race for the disk
					a.round(t.Context(), round, func(act int, err error) bool {
						if err != nil {
							t.Error(err)
							return true
						}
						mu.Lock()
						acknowledged[client]++
						mu.Unlock()
						return true
					})
				}
			})
		}
		backups := rounds(2, 30)
		for range backups {
			mu.Lock()
			before := slices.Clone(acknowledged)
			mu.Unlock()
			var b bytes.Buffer
			m, err := s.Backup(t.Context(), &b)
			if err != nil {
				t.Fatal(err)
			}
			holds(t, m, "writes", "audit", "users", "texts", "notes", "replies", "instructions", "tasks", "steps", "attachments", "acknowledgements", "mappings")
			for _, to := range []string{storetest.SQLite(t), storetest.Postgres(t)} {
				restored(t, to, b.Bytes(), before)
			}
		}
		stop()
		group.Wait()
		t.Logf("%d backups under load, restored into both databases: 0 acknowledged acts lost", backups)
	})
}

// holds tells of tables of which a backup has no row.
func holds(t *testing.T, m Manifest, tables ...string) {
	t.Helper()
	for _, name := range tables {
		if !slices.ContainsFunc(m.Tables, func(s TableSummary) bool { return s.Name == name && s.Rows > 0 }) {
			t.Errorf("the backup has nothing of %s", name)
		}
	}
}

func restored(t *testing.T, dsn string, backup []byte, acknowledged []int) {
	t.Helper()
	opt := newClock().options(t)
	if _, err := Restore(t.Context(), bytes.NewReader(backup), dsn, opt); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), dsn, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if lost, err := lostActs(t.Context(), s, acknowledged); lost > 0 || err != nil {
		t.Errorf("%d acknowledged acts lost in %s; %v", lost, dsn, err)
	}
}
