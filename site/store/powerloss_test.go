//go:build linux

package store

import (
	"bufio"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tongbao/site/audit"
	"tongbao/site/store/storetest"
)

// A power cut is replayed from a trace of the system calls: at a point of it the disk holds what was synced before, and of
// what was written since an arbitrary part, some of it torn inside. What SQLite recovers from that must have every write
// that was acknowledged before the point.
//
// Not modelled: a disk that lies about syncing, sectors torn inside, and directory entries that come late.

// event is one call that matters. A write or truncation is in the cache from its end on; a sync secures, once it has
// ended, what was in the cache when it began; an acknowledgement counts from its beginning, before anybody can read it.
type event struct {
	kind      string // write, truncate, sync, unlink, ack
	file      string
	offset    int64
	data      []byte
	began     int // line of the trace
	at        int // line at which it takes effect
	client, n int // ack
}

var (
	traceLine = regexp.MustCompile(`^(\d+)\s+(.*)$`)
	traceCall = regexp.MustCompile(`^(\w+)\((.*)\)\s+= (-?\d+)`)
	resumed   = regexp.MustCompile(`^<\.\.\. \w+ resumed>(.*)$`)
	quoted    = regexp.MustCompile(`"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?`)
	ackLine   = regexp.MustCompile(`ACK (\d+) (\d+) `)
)

// tracer turns strace's lines into events.
type tracer struct {
	db         string
	files      map[string]string // by descriptor
	unfinished map[string]string // by thread
	began      map[string]int    // line of an unfinished call, by thread
	lines      int
	events     []event
}

func newTracer(db string) *tracer {
	return &tracer{db: db, files: map[string]string{}, unfinished: map[string]string{}, began: map[string]int{}}
}

// ordered gives the events as they take effect.
func (r *tracer) ordered() []event {
	slices.SortStableFunc(r.events, func(a, b event) int { return a.at - b.at })
	return r.events
}

func (r *tracer) line(text string) error {
	r.lines++
	m := traceLine.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	thread, rest := m[1], m[2]
	if call, cut := strings.CutSuffix(rest, " <unfinished ...>"); cut {
		r.unfinished[thread], r.began[thread] = call, r.lines
		return nil
	}
	began := r.lines
	if m := resumed.FindStringSubmatch(rest); m != nil {
		rest, began = r.unfinished[thread]+m[1], r.began[thread]
	}
	if m := traceCall.FindStringSubmatch(rest); m != nil && m[3][0] != '-' {
		return r.call(m[1], m[2], m[3], began)
	}
	return nil
}

func (r *tracer) call(name, args, result string, began int) error {
	text, descriptor := "", strings.FieldsFunc(args, func(c rune) bool { return c == ',' || c == ' ' })[0]
	if m := quoted.FindStringSubmatch(args); m != nil {
		if m[2] != "" {
			return errors.New("the trace is cut")
		}
		raw, err := hex.DecodeString(strings.ReplaceAll(m[1], `\x`, ""))
		if err != nil {
			return err
		}
		text = string(raw)
	}
	last := args[strings.LastIndex(args, ",")+1:]
	number, _ := strconv.ParseInt(strings.TrimSpace(last), 10, 64)
	file := r.files[descriptor]
	ours := strings.HasPrefix(file, r.db) && !strings.HasSuffix(file, "-shm") && !strings.HasSuffix(file, ".lock")
	switch {
	case name == "openat" || name == "open":
		r.files[result] = text
	case name == "close":
		delete(r.files, descriptor)
	case name == "write" && descriptor == "1":
		for _, m := range ackLine.FindAllStringSubmatch(text, -1) {
			client, _ := strconv.Atoi(m[1])
			n, _ := strconv.Atoi(m[2])
			r.events = append(r.events, event{kind: "ack", client: client, n: n, at: began})
		}
	case name == "pwrite64" && ours:
		r.events = append(r.events, event{kind: "write", file: file, offset: number, data: []byte(text), began: began, at: r.lines})
	case name == "ftruncate" && ours:
		r.events = append(r.events, event{kind: "truncate", file: file, offset: number, began: began, at: r.lines})
	case (name == "fsync" || name == "fdatasync") && ours:
		r.events = append(r.events, event{kind: "sync", file: file, began: began, at: r.lines})
	case name == "unlink" || name == "unlinkat":
		if strings.HasPrefix(text, r.db) {
			r.events = append(r.events, event{kind: "unlink", file: text, began: began, at: r.lines})
		}
	}
	return nil
}

// trace runs a server under strace and gives its events.
func trace(t *testing.T, dsn string, clients, writes int, env ...string) []event {
	t.Helper()
	log := filepath.Join(t.TempDir(), "trace")
	r := &server{from: make([]int, clients)}
	cmd := r.command(dsn, writes, "strace", "-f", "-qq", "-xx", "-s", "1000000", "-o", log,
		"-e", "trace=open,openat,close,write,pwrite64,fsync,fdatasync,ftruncate,unlink,unlinkat")
	cmd.Env = append(cmd.Env, env...)
	if err := r.run(cmd, nil); err != nil {
		t.Fatal(err, r.stderr)
	}
	file, err := os.Open(log)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	parsed := newTracer(dsn)
	for lines := bufio.NewReaderSize(file, 1<<20); ; {
		text, err := lines.ReadString('\n')
		if err := parsed.line(strings.TrimSuffix(text, "\n")); err != nil {
			t.Fatal(err)
		}
		if errors.Is(err, io.EOF) {
			return parsed.ordered()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// disk is what is sure (synced) of each file, and what was written since.
type disk struct {
	sure    map[string][]byte
	pending map[string][]event
	acked   []int // the next number of each client
}

func (d *disk) happen(e event) {
	switch e.kind {
	case "write", "truncate":
		d.pending[e.file] = append(d.pending[e.file], e)
	case "sync":
		var later []event
		for _, w := range d.pending[e.file] {
			if w.at < e.began {
				d.sure[e.file] = w.apply(d.sure[e.file], len(w.data))
			} else {
				later = append(later, w)
			}
		}
		d.pending[e.file] = later
	case "unlink":
		delete(d.sure, e.file)
		delete(d.pending, e.file)
	case "ack":
		d.acked[e.client] = max(d.acked[e.client], e.n+1)
	}
}

// apply does a write, or its first bytes, or a truncation.
func (e event) apply(to []byte, bytes int) []byte {
	end := int(e.offset) + bytes
	if e.kind == "truncate" {
		end = int(e.offset)
		to = to[:min(len(to), end)]
	}
	if len(to) < end {
		to = append(to, make([]byte, end-len(to))...)
	}
	copy(to[e.offset:], e.data[:bytes])
	return to
}

const sector = 512

// cut writes the files of one possible disk: each write that was not synced is there whole, in part, or not at all.
func (d *disk) cut(dir string, random *rand.Rand) error {
	survive := []float64{0, 0, 0.5, 0.9, 1}[random.IntN(5)]
	names := map[string]bool{}
	for name := range d.sure {
		names[name] = true
	}
	for name := range d.pending {
		names[name] = true
	}
	for name := range names {
		image := slices.Clone(d.sure[name])
		for _, w := range d.pending[name] {
			if random.Float64() >= survive {
				continue
			}
			bytes := len(w.data)
			if random.IntN(8) == 0 {
				bytes = random.IntN(bytes/sector+1) * sector
			}
			image = w.apply(image, bytes)
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(name)), image, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// replay cuts the power at many places and gives at how many of them acknowledged writes were lost, how many at worst,
// and at how many what was recovered was not whole.
func replay(t *testing.T, events []event, clients, cuts int, recovered func(t *testing.T, path string, acked []int) (lost int, err error)) (losing, worst, broken int) {
	t.Helper()
	random := rand.New(rand.NewPCG(7, 11))
	at := map[int]int{}
	for range cuts {
		at[random.IntN(len(events))]++
	}
	d := &disk{sure: map[string][]byte{}, pending: map[string][]event{}, acked: make([]int, clients)}
	dir := memoryDir(t)
	for place, e := range events {
		d.happen(e)
		for range at[place] {
			if err := d.cut(dir, random); err != nil {
				t.Fatal(err)
			}
			lost, err := recovered(t, filepath.Join(dir, "tongbao.db"), d.acked)
			if err != nil {
				t.Logf("at %d of %d: %v", place, len(events), err)
				broken++
			}
			if lost > 0 {
				losing++
			}
			worst = max(worst, lost)
			for _, name := range []string{"tongbao.db", "tongbao.db-wal", "tongbao.db-shm", "tongbao.db-journal", "tongbao.db.lock"} {
				_ = os.Remove(filepath.Join(dir, name))
			}
		}
	}
	return losing, worst, broken
}

// memoryDir is a folder in memory where there is one: what is recovered here has no need to reach a disk.
func memoryDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "tongbao")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// recovered opens what a power cut left and counts the acknowledged writes that are not there.
func recovered(t *testing.T, path string, acked []int) (lost int, err error) {
	t.Helper()
	total := 0
	for _, n := range acked {
		total += n
	}
	if _, err := os.Stat(path); err != nil {
		return total, nil // before the file was there
	}
	db := openRaw(t, path)
	defer db.Close()
	conn, err := db.Conn(context.Background())
	if err != nil {
		return total, err
	}
	defer conn.Close()
	var sound string
	if err := conn.QueryRowContext(context.Background(), "PRAGMA integrity_check").Scan(&sound); err != nil || sound != "ok" {
		return total, fmt.Errorf("integrity %q: %w", sound, err)
	}
	tx := &Tx{ctx: context.Background(), conn: &held{conn: conn}, dialect: sqliteDialect}
	bodies, err := tx.all("SELECT body FROM notes")
	if err != nil {
		if strings.Contains(err.Error(), "no such table") {
			return total, nil // before the migrations
		}
		return total, err
	}
	there := map[string]bool{}
	for _, key := range bodies {
		there[key] = true
	}
	for client, next := range acked {
		for n := range next {
			if !there[fmt.Sprintf("%d-%d", client, n)] {
				lost++
			}
		}
	}
	if len(there) != len(bodies) {
		return lost, errors.New("a note stands twice")
	}
	_, err = audit.Verify(chainOf(context.Background(), conn, sqliteDialect), nil)
	return lost, err
}

// The replay itself: calls of several threads that overlap.
func TestTracesOfThreadsThatOverlap(t *testing.T) {
	hexed := func(text string) string {
		var b strings.Builder
		for i := range len(text) {
			fmt.Fprintf(&b, `\x%02x`, text[i])
		}
		return b.String()
	}
	r := newTracer("/d/tongbao.db")
	for _, line := range []string{
		`1 open("` + hexed("/d/tongbao.db") + `", O_RDWR) = 8`,
		`1 pwrite64(8, "` + hexed("one") + `", 3, 0) = 3`,
		`2 write(1, "` + hexed("ACK 0 0 false\n") + `", 14 <unfinished ...>`, // counts from here
		`1 pwrite64(8, "` + hexed("two") + `", 3, 3) = 3`,
		`1 fsync(8 <unfinished ...>`,
		`3 pwrite64(8, "` + hexed("three") + `", 5, 6) = 5`, // too late for that sync
		`2 <... write resumed>) = 14`,
		`1 <... fsync resumed>) = 0`,
		`3 ftruncate(8, 1) = -1 EIO (Input/output error)`,
		`3 fsync(8) = -1 EIO (Input/output error)`,
	} {
		if err := r.line(line); err != nil {
			t.Fatal(err)
		}
	}
	d := &disk{sure: map[string][]byte{}, pending: map[string][]event{}, acked: []int{0}}
	var kinds []string
	for _, e := range r.ordered() {
		d.happen(e)
		kinds = append(kinds, e.kind)
	}
	if got := strings.Join(kinds, " "); got != "write ack write write sync" {
		t.Error(got)
	}
	if sure, pending := string(d.sure["/d/tongbao.db"]), d.pending["/d/tongbao.db"]; sure != "onetwo" || len(pending) != 1 || string(pending[0].data) != "three" || d.acked[0] != 1 {
		t.Errorf("sure %q, pending %v, acknowledged %v", sure, pending, d.acked)
	}
}

func TestPowerLoss(t *testing.T) {
	needStrace(t)
	const clients = 8
	for _, c := range []struct {
		name  string
		cuts  int
		env   []string
		loses bool
	}{
		{"synchronous FULL", rounds(150, 2000), nil, false},
		{"negative control: synchronous NORMAL", rounds(40, 400), []string{"STORE_TEST_NORMAL=1"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			events := trace(t, storetest.SQLite(t), clients, rounds(60, 200), c.env...)
			losing, worst, broken := replay(t, events, clients, c.cuts, recovered)
			if broken > 0 || losing > 0 != c.loses {
				t.Errorf("%d broken, %d with acknowledged writes lost", broken, losing)
			}
			t.Logf("%d events, %d cuts: %d with acknowledged writes lost (at worst %d), %d not whole", len(events), c.cuts, losing, worst, broken)
		})
	}
}
