//go:build linux

package store

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"tongbao/site/audit"
	"tongbao/site/store/storetest"
)

// These tests run the test's own program again as a server that dies, is traced, or is given faults. Each client of that
// server writes numbered notes one after the other, each under a key of its own, and says ACK on standard output once a
// write is acknowledged. A server that is started again begins each client where its acknowledgements end, so that a write
// whose outcome was unknown is asked for once more under its key.

// full tells whether to run as many rounds as the promise names, rather than a few.
func full() bool { return os.Getenv("DURABILITY") != "" }

func rounds(few, many int) int {
	if full() {
		return many
	}
	return few
}

func TestMain(m *testing.M) {
	if dsn := os.Getenv("STORE_TEST_SERVER"); dsn != "" {
		if err := serve(dsn); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// serve is the server: STORE_TEST_CLIENTS clients, each of STORE_TEST_WRITES writes from the number that stands in the
// comma-separated STORE_TEST_FROM.
func serve(dsn string) error {
	writes, err := strconv.Atoi(os.Getenv("STORE_TEST_WRITES"))
	if err != nil {
		return err
	}
	var from []int
	for _, text := range strings.Split(os.Getenv("STORE_TEST_FROM"), ",") {
		first, err := strconv.Atoi(text)
		if err != nil {
			return err
		}
		from = append(from, first)
	}
	if os.Getenv("STORE_TEST_EDITION") != "" {
		return serveActs(dsn, from, writes)
	}
	s, err := open(context.Background(), dsn, Options{Now: time.Now, Backups: os.TempDir()}, withNotes())
	if err != nil {
		return err
	}
	if err := controlled(s); err != nil {
		return err
	}
	var group sync.WaitGroup
	for client, first := range from {
		group.Go(func() {
			for n := first; n < first+writes; n++ {
				persist(s, client, n)
			}
		})
	}
	group.Wait()
	return s.Close()
}

// controlled is the negative control where STORE_TEST_NORMAL is set: what an acknowledgement would be worth without FULL. The writer
// has not taken its connection yet, so the setting is that of the one it takes.
func controlled(s *Store) error {
	if os.Getenv("STORE_TEST_NORMAL") == "" {
		return nil
	}
	_, err := s.writer.db.Exec("PRAGMA synchronous = NORMAL")
	return err
}

// persist writes one note under its key until it is acknowledged, as a patient client would.
func persist(s *Store, client, n int) {
	for {
		if replayed, err := put2(s, fmt.Sprintf("%d-%d", client, n)); told(client, n, replayed, err) {
			return
		}
	}
}

// told says how a write ended, and whether it needs no second attempt.
func told(client, n int, replayed bool, err error) bool {
	if err == nil {
		fmt.Printf("ACK %d %d %v\n", client, n, replayed)
		return true
	}
	fmt.Printf("ERR %d %d %v\n", client, n, strings.ReplaceAll(err.Error(), "\n", " "))
	time.Sleep(time.Millisecond)
	return false
}

// put2 writes a note that a second application would double: its id is new each time, its body names the key.
func put2(s *Store, key string) (bool, error) {
	_, replayed, err := s.Write(context.Background(), key, func(tx *Tx) ([]byte, error) {
		id := fmt.Sprintf("%s/%d", key, rand.Uint64())
		if _, err := tx.Exec("INSERT INTO notes (id, body, n, raw) VALUES (?, ?, 0, ?)", id, key, bytes.Repeat([]byte("x"), 100)); err != nil {
			return nil, err
		}
		return nil, tx.Audit(audit.Entry{Action: "note.add", Object: key, Outcome: audit.OK})
	})
	return replayed, err
}

// server is a run of this program as serve.
type server struct {
	from     []int // the next number of each client, moved by its acknowledgements
	replayed int   // acknowledgements of writes whose outcome had been unknown
	errors   int   // failed writes, told as such
	stderr   string
}

func (r *server) command(dsn string, writes int, prefix ...string) *exec.Cmd {
	self, err := os.Executable()
	if err != nil {
		panic(err) // Linux always knows
	}
	var from []string
	for _, n := range r.from {
		from = append(from, strconv.Itoa(n))
	}
	line := append(prefix, self)
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Env = append(os.Environ(), "STORE_TEST_SERVER="+dsn, "STORE_TEST_FROM="+strings.Join(from, ","), "STORE_TEST_WRITES="+strconv.Itoa(writes))
	return cmd
}

// run reads what the server says until its end. started is called at its first acknowledgement.
func (r *server) run(cmd *exec.Cmd, started func()) error {
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		var kind, replayed string
		var client, n int
		if _, err := fmt.Sscan(lines.Text(), &kind, &client, &n, &replayed); err != nil {
			continue // cut off by the kill
		}
		if kind == "ERR" {
			r.errors++
			continue
		}
		r.from[client] = max(r.from[client], n+1) // what is done again is acknowledged again
		if replayed == "true" {
			r.replayed++
		}
		if started != nil {
			started()
			started = nil
		}
	}
	err = cmd.Wait()
	r.stderr = stderr.String()
	return err
}

func (r *server) acked() int {
	sum := 0
	for _, n := range r.from {
		sum += n
	}
	return sum
}

// judge compares a database with what was acknowledged: nothing lost, nothing doubled, every note in the audit, the chain
// and the file whole.
func (r *server) judge(t *testing.T, dsn string) {
	t.Helper()
	s, err := open(t.Context(), dsn, newClock().options(t), withNotes())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.Read(t.Context(), func(tx *Tx) error {
		if !s.numbered {
			if found, err := tx.all("PRAGMA integrity_check"); err != nil || strings.Join(found, "") != "ok" {
				t.Errorf("integrity: %v %v", found, err)
			}
		}
		bodies, err := tx.all("SELECT body FROM notes")
		times := map[string]int{}
		for _, key := range bodies {
			times[key]++
		}
		lost, doubled := 0, 0
		for client, next := range r.from {
			for n := range next {
				if times[fmt.Sprintf("%d-%d", client, n)] == 0 {
					lost++
				}
			}
		}
		for _, n := range times {
			if n > 1 {
				doubled++
			}
		}
		if lost > 0 || doubled > 0 {
			t.Errorf("%d acknowledged lost, %d doubled", lost, doubled)
		}
		entries, err2 := tx.all("SELECT object FROM audit WHERE action = 'note.add'")
		if len(entries) != len(bodies) {
			t.Errorf("%d notes, %d entries", len(bodies), len(entries))
		}
		return errors.Join(err, err2)
	})
	if err != nil {
		t.Fatal(err)
	}
	verify(t, s)
}

func TestKillUnderLoad(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		r := &server{from: make([]int, 64)}
		kills := rounds(8, 200)
		for round := range kills {
			cmd := r.command(dsn, 1_000_000)
			err := r.run(cmd, func() {
				go func() {
					time.Sleep(time.Duration(rand.IntN(int(150 * time.Millisecond)))) // anywhere in its work
					_ = cmd.Process.Kill()
				}()
			})
			if err == nil || r.stderr != "" {
				t.Fatalf("round %d ended by itself: %v %s", round, err, r.stderr)
			}
			if full() && round%20 == 19 {
				r.judge(t, dsn)
			}
		}
		r.judge(t, dsn)
		t.Logf("%d kills under 64 clients: %d acknowledged, %d asked for again and found applied, 0 lost, 0 doubled", kills, r.acked(), r.replayed)
	})
}

func needStrace(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("strace"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("strace is not installed (scripts/setup browser)")
	}
}

// Input and output errors at the n-th call: the write is reported as failed, asked for again, and applied once.
func TestInjectedErrors(t *testing.T) {
	needStrace(t)
	sites := rounds(3, 50)
	for _, fault := range []string{"fsync:error=EIO", "fsync:error=ENOSPC", "pwrite64:error=EIO", "pwrite64:error=ENOSPC"} {
		t.Run(fault, func(t *testing.T) {
			told, refused := 0, 0
			for site := range sites {
				dsn := storetest.SQLite(t)
				r := &server{from: make([]int, 8)}
				if err := r.run(r.command(dsn, 1), nil); err != nil { // the file is there
					t.Fatal(err, r.stderr)
				}
				n := 1 + site*rounds(9, 2)
				cmd := r.command(dsn, 25, "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,pwrite64", "-e", fmt.Sprintf("inject=%s:when=%d", fault, n))
				if err := r.run(cmd, nil); err != nil {
					refused++ // at start, with a sentence: also clear
					if !strings.Contains(r.stderr, "store:") {
						t.Errorf("call %d: %v %s", n, err, r.stderr)
					}
				}
				told += r.errors
				r.judge(t, dsn)
			}
			if told+refused == 0 {
				t.Error("no fault was met: the test injects nothing")
			}
			t.Logf("%d places: %d writes told to have failed, %d starts refused, 0 lost, 0 doubled", sites, told, refused)
		})
	}
}

// tmpfs mounts a small file system for the test.
func tmpfs(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		if os.Getenv("CI") != "" && os.Geteuid() == 0 {
			t.Fatal(err)
		}
		t.Skip("mounting needs root: ", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func remount(t *testing.T, dir string, flags uintptr, size string) {
	t.Helper()
	if err := unix.Mount("", dir, "", unix.MS_REMOUNT|flags, "size="+size); err != nil {
		t.Fatal(err)
	}
}

func TestAFullDisk(t *testing.T) {
	dir := tmpfs(t, "6m")
	path := filepath.Join(dir, "tongbao.db")
	s, _ := openTest(t, path)
	var mu sync.Mutex
	acked, failed := map[string]bool{}, 0
	var group sync.WaitGroup
	for client := range 8 {
		group.Go(func() {
			for n := range 400 {
				key := fmt.Sprintf("%d-%d", client, n)
				_, err := put(s, key, key, strings.Repeat("字", 1000))
				mu.Lock()
				if err == nil {
					acked[key] = true
				} else if failed++; !errors.Is(err, ErrFull) && !errors.Is(err, ErrIO) {
					t.Errorf("not clear: %v", err)
				}
				mu.Unlock()
			}
		})
	}
	group.Wait()
	if failed == 0 {
		t.Fatal("the disk is too large for the test")
	}
	checkAcked(t, s, acked) // reading goes on
	remount(t, dir, 0, "64m")
	if _, err := put(s, "", "room again", ""); err != nil {
		t.Errorf("with room again: %v", err)
	}
	acked["room again"] = true
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	s, _ = openTest(t, path)
	checkAcked(t, s, acked)
	t.Logf("%d acknowledged, %d told that the disk is full", len(acked), failed)
	_ = s.Close()
}

func checkAcked(t *testing.T, s *Store, acked map[string]bool) {
	t.Helper()
	there := map[string]bool{}
	for _, id := range ids(t, s) {
		there[id] = true
	}
	for id := range acked {
		if !there[id] {
			t.Errorf("%s was acknowledged and is not there", id)
		}
	}
	verify(t, s)
}

func TestAReadOnlyDisk(t *testing.T) {
	dir := tmpfs(t, "16m")
	path := filepath.Join(dir, "tongbao.db")
	s, c := openTest(t, path)
	mustPut(t, s, "a")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	remount(t, dir, unix.MS_RDONLY, "16m")
	if _, err := open(t.Context(), path, c.options(t), withNotes()); !errors.Is(err, ErrReadOnly) {
		t.Errorf("%v", err)
	}
	remount(t, dir, 0, "16m")
	s, _ = openTest(t, path)
	if got := ids(t, s); len(got) != 1 {
		t.Errorf("%v", got)
	}
	_ = s.Close()
}

// openRaw opens a file as SQLite recovers it, without the store.
func openRaw(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", sqliteURI(path, nil))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	return db
}
