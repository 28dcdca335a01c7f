package web

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
)

// BenchmarkBesidePocketBase sends requests to the program itself and to PocketBase, each a process of its own with a database that
// syncs at every commit, turn about, and prints requests a second, their ratio, the times that half and 99 of 100 requests took at
// most, and processor time a request. It needs TONGBAO, the program; ARCHIVE, a built archive whose proxy says who asks; and
// POCKETBASE, the program of site/web/peers: make bench makes and names them.
//
// A note of ours is tied to words of a bulletin's page that are compared with it, judged by the policy, written under its key, put
// on record in the audit and told to listeners; PocketBase's is a record of its key, its words and its author, behind a rule that asks
// for somebody signed in. A list is 500 notes of a bulletin. A page is a bulletin's, sent only to somebody signed in, as a browser
// asks for it: ours comes compressed, PocketBase's as it is, or compressed by its own middleware (page-compressed). Page-plain is
// the same for one who takes nothing compressed. A record is one's own account here, and a note there.
func BenchmarkBesidePocketBase(b *testing.B) {
	program, folder, pocketbase := os.Getenv("TONGBAO"), os.Getenv("ARCHIVE"), os.Getenv("POCKETBASE")
	if program == "" || folder == "" || pocketbase == "" {
		b.Fatal("run make bench: it sets TONGBAO, ARCHIVE and POCKETBASE")
	}
	address, other := freeAddress(b), freeAddress(b)
	ours := startServer(b, exec.Command(program, "-C", folder, "serve", "--addr", address))
	peer := startServer(b, exec.Command(pocketbase, folder+"-pocketbase", filepath.Join(folder, ".tongbao", "public"), other))
	people := signInMany(b, address)
	list, add := addedBefore(b, address, people), "/api/collections/notes/records"
	const page, gzip = "bulletins/2021q3/", "Accept-Encoding: gzip"
	cookie, bearer := people[0], "Authorization: "+peer.Token
	for _, c := range []struct {
		name       string
		clients    int
		ours, peer func(client, n int) []byte
		status     [2]int
	}{
		{"notes-list", 1, gets(list, cookie, gzip), gets(add+"?perPage=500&skipTotal=1", bearer, gzip), [2]int{200, 200}},
		{"notes-list", 16, gets(list, cookie, gzip), gets(add+"?perPage=500&skipTotal=1", bearer, gzip), [2]int{200, 200}},
		{"note", 1, addsNotes(people), addsRecords(add, bearer), [2]int{201, 200}},
		{"note", 16, addsNotes(people), addsRecords(add, bearer), [2]int{201, 200}},
		{"page", 1, gets("/"+page, cookie, gzip), gets("/"+page, bearer, gzip), [2]int{200, 200}},
		{"page", 16, gets("/"+page, cookie, gzip), gets("/"+page, bearer, gzip), [2]int{200, 200}},
		{"page-compressed", 16, gets("/"+page, cookie, gzip), gets("/gzip/"+page, bearer, gzip), [2]int{200, 200}},
		{"page-plain", 16, gets("/"+page, cookie), gets("/"+page, bearer), [2]int{200, 200}},
		{"page-unchanged", 16, gets("/"+page, cookie, "If-None-Match: *"), gets("/"+page, bearer, "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT"), [2]int{304, 304}},
		{"record", 16, gets("/api/me", cookie), gets(add+"/"+peer.Note, bearer), [2]int{200, 200}},
	} {
		b.Run(fmt.Sprintf("%s/%d", c.name, c.clients), func(b *testing.B) {
			beside(b, ours, peer, load{address, c.clients, c.ours, c.status[0]}, load{other, c.clients, c.peer, c.status[1]})
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
	Token, Note string // PocketBase's: of its user, and of one record
	process     *os.Process
	sent        int
}

func (s *benched) under(b *testing.B, l load) tally {
	before := s.cpu(b)
	m, err := l.run(s.sent, besideLong)
	if err != nil {
		b.Fatalf("%s: %v", l.address, err)
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

// startServer starts a program that says on standard output when it answers, and ends it with the benchmark.
func startServer(b *testing.B, cmd *exec.Cmd) *benched {
	log, err := os.Create(filepath.Join(b.TempDir(), "log"))
	must(b, err)
	cmd.Stderr = log
	out, err := cmd.StdoutPipe()
	must(b, err)
	must(b, cmd.Start())
	b.Cleanup(func() {
		must(b, cmd.Process.Kill())
		cmd.Wait() // killed
	})
	s := &benched{process: cmd.Process}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if json.Unmarshal(lines.Bytes(), s) == nil && s.Token != "" || strings.Contains(lines.Text(), "http://") {
			return s
		}
	}
	said, _ := os.ReadFile(log.Name())
	b.Fatalf("%s did not start: %s", cmd.Path, said)
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

func posts(path, body string, headers ...string) []byte {
	lines := append([]string{"POST " + path + " HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json", fmt.Sprint("Content-Length: ", len(body))}, headers...)
	return []byte(strings.Join(lines, "\r\n") + "\r\n\r\n" + body)
}

const benchWords = "请阜蒙县十日内说明答复不及时的原因，并将整改情况报办公室。"

func addsRecords(path, header string) func(int, int) []byte {
	return func(client, n int) []byte {
		return posts(path, fmt.Sprintf(`{"key":"%d-%d","body":"%s"}`, client, n, benchWords), header)
	}
}

// addsNotes ties notes to a figure of the example's page; the people take turns, because each may write only so many on a bulletin.
func addsNotes(people []string) func(int, int) []byte {
	return func(client, n int) []byte {
		return addsNote(people[(client*7+n)%len(people)], "2021q3", fmt.Sprint(client, "-", n))
	}
}

func addsNote(cookie, bulletin, key string) []byte {
	const before, exact = "三季度，阜新市12345政务服务便民热线平台共受理各类群众诉求", "16.8万"
	quote := fmt.Sprintf(`"section":"overview","passage":"overview-volume","quote":{"exact":%q},"start":%d,"end":%d`, exact, len([]rune(before)), len([]rune(before+exact)))
	if bulletin != "2021q3" {
		quote = `"section":"network","passage":"network-county/fumeng/assigned"`
	}
	return posts("/api/notes", fmt.Sprintf(`{"target":{"bulletin":"%s",%s},"kind":"comment","body":"%s","visibility":"leaders"}`, bulletin, quote, benchWords),
		cookie, "Idempotency-Key: "+key)
}

// benchPeople is how many leaders write: the bound on each one's notes on a bulletin is not met.
const benchPeople = 128

// signInMany gives sessions of many people, as the proxy vouches for them.
func signInMany(b *testing.B, address string) []string {
	var cookies []string
	for i := range benchPeople {
		r, err := http.NewRequest(http.MethodGet, "http://"+address+"/api/me", nil)
		must(b, err)
		r.Header.Set("X-Remote-User", fmt.Sprintf("lingdao%d", i))
		res, err := http.DefaultClient.Do(r)
		must(b, err)
		must(b, res.Body.Close())
		for _, c := range res.Cookies() {
			cookies = append(cookies, "Cookie: "+c.Name+"="+c.Value)
		}
	}
	if len(cookies) != benchPeople {
		b.Fatalf("%d sessions", len(cookies))
	}
	return cookies
}

// addedBefore writes 500 notes on a bulletin that nothing else is written on, and gives the address of their list.
func addedBefore(b *testing.B, address string, people []string) string {
	l := load{address, 4, func(client, n int) []byte {
		return addsNote(people[n%len(people)], "2021q2", fmt.Sprint("before-", client, "-", n))
	}, http.StatusCreated}
	must(b, l.times(125))
	return "/api/notes?bulletin=2021q2"
}

// BenchmarkNotesList is the list of 500 notes of a bulletin for one of those who may see them, without the network.
func BenchmarkNotesList(b *testing.B) {
	o := newOffice(b, nil)
	o.user(b, "leader", account.Leader)
	actor, err := o.server.Accounts.SignIn(b.Context(), account.Origin{}, "leader", testPassword)
	must(b, err)
	quote := annotation.Target{Bulletin: "2021q3", Section: "network", Passage: "network-summary", Quote: annotation.Quote{Exact: "333件"}, Start: 10, End: 14}
	for range 500 {
		_, err := o.server.Annotations.AddNote(b.Context(), actor.Actor, "", annotation.NewNote{Target: quote, Kind: annotation.Comment, Body: benchWords, Visibility: annotation.Everyone})
		must(b, err)
	}
	handler := o.server.Handler()
	b.ReportAllocs()
	for b.Loop() {
		r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/api/notes?bulletin=2021q3", nil)
		r.AddCookie(&http.Cookie{Name: sessionCookie, Value: actor.Token})
		w := httptest.NewRecorder()
		if handler.ServeHTTP(w, r); w.Code != http.StatusOK || strings.Count(w.Body.String(), benchWords) != 500 {
			b.Fatal(w.Code)
		}
	}
}
