package web

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/audit"
	"tongbao/site/store"
)

// BenchmarkBesidePocketBase sends the same requests to our server and to PocketBase, each a process of its own with a database
// that syncs at every commit, turn about, and prints requests a second, their ratio, the times that half and 99 of 100 requests
// took at most, and processor time a request. It needs POCKETBASE, the program of site/web/peers, and PUBLIC, the published
// folder of an archive: make bench makes and names them.
//
// A write is one note with its key, by somebody signed in. Ours is audited in the same transaction, and asked for again under its
// key gives the first answer; PocketBase's has a unique key. A page is a bulletin's, sent only to somebody signed in, as a browser
// asks for it: ours comes compressed, PocketBase's as it is, or compressed by its own middleware (page-compressed). Page-plain is
// the same for one who takes nothing compressed. A record is one's own account here, and a note there.
func BenchmarkBesidePocketBase(b *testing.B) {
	program, public := os.Getenv("POCKETBASE"), os.Getenv("PUBLIC")
	if program == "" || public == "" {
		b.Fatal("run make bench: it sets POCKETBASE and PUBLIC")
	}
	ours := startServer(b, exec.Command(os.Args[0], "-test.run=^TestServeForTheBenchmark$"), "SERVE_DATA="+b.TempDir())
	address := freeAddress(b)
	peer := startServer(b, exec.Command(program, b.TempDir(), public, address))
	peer.Address = address
	const page, gzip = "bulletins/2021q3/", "Accept-Encoding: gzip"
	cookie, bearer := "Cookie: "+sessionCookie+"="+ours.Token, "Authorization: "+peer.Token
	for _, c := range []struct {
		name       string
		clients    int
		ours, peer func(client, n int) []byte
		status     [2]int
	}{
		{"write", 1, notes("/api/notes", cookie), notes("/api/collections/notes/records", bearer), [2]int{201, 200}},
		{"write", 16, notes("/api/notes", cookie), notes("/api/collections/notes/records", bearer), [2]int{201, 200}},
		{"page", 1, gets("/"+page, cookie, gzip), gets("/"+page, bearer, gzip), [2]int{200, 200}},
		{"page", 16, gets("/"+page, cookie, gzip), gets("/"+page, bearer, gzip), [2]int{200, 200}},
		{"page-compressed", 16, gets("/"+page, cookie, gzip), gets("/gzip/"+page, bearer, gzip), [2]int{200, 200}},
		{"page-plain", 16, gets("/"+page, cookie), gets("/"+page, bearer), [2]int{200, 200}},
		{"page-unchanged", 16, gets("/"+page, cookie, "If-None-Match: *"), gets("/"+page, bearer, "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT"), [2]int{304, 304}},
		{"record", 16, gets("/api/me", cookie), gets("/api/collections/notes/records/"+peer.Note, bearer), [2]int{200, 200}},
	} {
		b.Run(fmt.Sprintf("%s/%d", c.name, c.clients), func(b *testing.B) {
			beside(b, ours, peer, load{ours.Address, c.clients, c.ours, c.status[0]}, load{peer.Address, c.clients, c.peer, c.status[1]})
		})
	}
}

const besideRounds, besideLong = 5, 2 * time.Second

// tally is what one server did in all rounds.
type tally struct {
	measured
	cpu time.Duration
}

func beside(b *testing.B, ours, peer *benched, ourLoad, peerLoad load) {
	var all [2]tally
	var ratios []float64
	for round := range besideRounds + 1 { // the first fills caches
		us, them := ours.under(b, ourLoad), peer.under(b, peerLoad)
		if round == 0 {
			continue
		}
		ratios = append(ratios, us.perSecond()/them.perSecond())
		all[0].add(us)
		all[1].add(them)
	}
	slices.Sort(ratios)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ratios[len(ratios)/2], "ratio")
	for i, name := range []string{"ours", "peer"} {
		t := all[i]
		slices.Sort(t.times)
		b.ReportMetric(t.perSecond(), name+"/s")
		b.ReportMetric(t.at(.5), name+"-p50-ms")
		b.ReportMetric(t.at(.99), name+"-p99-ms")
		b.ReportMetric(float64(t.cpu.Microseconds())/float64(len(t.times)), name+"-cpu-us")
	}
}

func (t *tally) add(o tally) {
	t.times, t.took, t.cpu = append(t.times, o.times...), t.took+o.took, t.cpu+o.cpu
}

// benched is a server under measurement.
type benched struct {
	Address, Token, Note string
	process              *os.Process
	sent                 int
}

func (s *benched) under(b *testing.B, l load) tally {
	before := s.cpu(b)
	m, err := l.run(s.sent, besideLong)
	if err != nil {
		b.Fatalf("%s: %v", s.Address, err)
	}
	s.sent += len(m.times)
	return tally{m, s.cpu(b) - before}
}

// cpu is the processor time that the server has taken (proc(5): utime and stime, in hundredths of a second).
func (s *benched) cpu(b *testing.B) time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.process.Pid))
	must(b, err)
	_, after, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(after)
	user, err := strconv.Atoi(fields[11])
	must(b, err)
	system, err := strconv.Atoi(fields[12])
	must(b, err)
	return time.Duration(user+system) * 10 * time.Millisecond
}

// startServer starts a program that prints a line of JSON when it answers, and ends it with the benchmark.
func startServer(b *testing.B, cmd *exec.Cmd, env ...string) *benched {
	cmd.Env, cmd.Stderr = append(os.Environ(), env...), os.Stderr
	out, err := cmd.StdoutPipe()
	must(b, err)
	must(b, cmd.Start())
	b.Cleanup(func() {
		must(b, cmd.Process.Kill())
		cmd.Wait() // killed
	})
	s := &benched{process: cmd.Process}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if json.Unmarshal(lines.Bytes(), s) == nil && s.Token != "" {
			return s
		}
	}
	b.Fatalf("%s did not start", cmd.Path)
	return nil
}

func freeAddress(b *testing.B) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(b, err)
	defer l.Close()
	return l.Addr().String()
}

func gets(path string, headers ...string) func(int, int) []byte {
	request := []byte(strings.Join(append([]string{"GET " + path + " HTTP/1.1", "Host: 127.0.0.1"}, headers...), "\r\n") + "\r\n\r\n")
	return func(int, int) []byte { return request }
}

func notes(path, header string) func(int, int) []byte {
	return func(client, n int) []byte {
		body := fmt.Sprintf(`{"key":"%d-%d","body":"请阜蒙县十日内说明答复不及时的原因，并将整改情况报办公室。"}`, client, n)
		return fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", path, header, len(body), body)
	}
}

// TestServeForTheBenchmark is our server, as a process of its own, with a route for notes beside its own routes.
func TestServeForTheBenchmark(t *testing.T) {
	data, public := os.Getenv("SERVE_DATA"), os.Getenv("PUBLIC")
	if data == "" {
		t.Skip("part of the benchmark")
	}
	ctx := context.Background()
	opened, err := store.Open(ctx, filepath.Join(data, "t.sqlite"), store.Options{Now: time.Now})
	must(t, err)
	_, _, err = opened.Write(ctx, "", func(tx *store.Tx) ([]byte, error) {
		_, err := tx.Exec("CREATE TABLE notes (id TEXT PRIMARY KEY, body TEXT NOT NULL, by TEXT NOT NULL, created INTEGER NOT NULL) STRICT")
		return nil, err
	})
	must(t, err)
	log, err := os.Create(filepath.Join(data, "log"))
	must(t, err)
	service := account.New(opened.Accounts(), account.Options{Now: time.Now, Rules: account.Standard()})
	s := New(Config{
		Accounts: service, Rules: account.Standard(), Hosts: []string{"localhost"}, Now: time.Now, Log: slog.New(slog.NewTextHandler(log, nil)),
		Folder: func(account.Role) string { return public }, Restricted: func(string) (string, bool) { return "", false }, Ready: opened.Writable,
	})
	s.routes = append(s.routes, route{"POST /api/notes", signedIn, func(w http.ResponseWriter, r *http.Request, v visitor) { addNote(w, r, v, opened) }})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	line, err := json.Marshal(benched{Address: listener.Addr().String(), Token: signedInReader(t, service)})
	must(t, err)
	fmt.Println(string(line))
	must(t, http.Serve(listener, s.Handler())) // until the benchmark ends it
}

func signedInReader(t *testing.T, service *account.Service) string {
	_, link, err := service.AddUser(context.Background(), account.Console("test"), account.NewUser{Name: "bench", Role: account.Reader})
	must(t, err)
	in, err := service.SetPassword(context.Background(), account.Origin{Address: "127.0.0.1"}, link, testPassword)
	must(t, err)
	return in.Token
}

// addNote keeps a note as every write of the program is kept: under a key, on record, told to whoever looks.
func addNote(w http.ResponseWriter, r *http.Request, v visitor, s *store.Store) {
	var given struct{ Key, Body string }
	if err := json.NewDecoder(r.Body).Decode(&given); err != nil || given.Key == "" || given.Body == "" {
		problem(w, http.StatusUnprocessableEntity, "note", "写法不对")
		return
	}
	id := "note-" + given.Key
	result, _, err := s.Write(r.Context(), v.actor.User.ID+"/"+given.Key, func(tx *store.Tx) ([]byte, error) {
		if _, err := tx.Exec("INSERT INTO notes (id, body, by, created) VALUES (?, ?, ?, ?)", id, given.Body, v.actor.User.ID, tx.Now()); err != nil {
			return nil, err
		}
		if err := tx.Audit(v.actor.Entry("note.add", id, audit.OK, nil)); err != nil {
			return nil, err
		}
		body, err := json.Marshal(map[string]any{"id": id, "body": given.Body, "by": v.actor.User.ID, "created": tx.Now()})
		if err != nil {
			return nil, err
		}
		return body, tx.Publish("notes", id)
	})
	if err != nil {
		problem(w, http.StatusServiceUnavailable, "unavailable", err.Error())
		return
	}
	writeJSON(w, http.StatusCreated, "application/json", json.RawMessage(result))
}
