package web

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
)

// policy is testdata/permissions.txt.
type policy struct {
	subjects []string
	lines    []policyLine
}

type policyLine struct {
	method, pattern, object string
	want                    []string // by subject
}

func (l policyLine) route() string { return l.method + " " + l.pattern }

func readPolicy(t *testing.T) policy {
	t.Helper()
	file, err := os.Open("testdata/permissions.txt")
	must(t, err)
	defer file.Close()
	var p policy
	for lines := bufio.NewScanner(file); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		switch {
		case len(fields) == 0 || fields[0] == "#":
		case fields[0] == "route":
			p.subjects = fields[1:]
		default:
			head, want := fields[:len(fields)-len(p.subjects)], fields[len(fields)-len(p.subjects):]
			line := policyLine{method: head[0], pattern: head[1], want: want}
			if len(head) > 2 {
				line.object = head[2]
			}
			p.lines = append(p.lines, line)
		}
	}
	return p
}

// trial is an office with every subject of the policy in it.
type trial struct {
	*office
	t      *testing.T
	ids    map[string]string
	stale  map[string]string // sessions that no longer count
	victim string
	draft  annotation.Attachment // the scan of what the editor entered for the leader
	serial int
}

func newTrial(t *testing.T) *trial {
	tr := &trial{office: newOffice(t, nil), t: t, ids: map[string]string{}, stale: map[string]string{}}
	for _, role := range account.Roles() {
		tr.ids[string(role)] = tr.user(t, string(role), role)
	}
	tr.user(t, "second-administrator", account.Administrator)
	tr.victim = tr.user(t, "victim", account.Reader)
	tr.ids["disabled"] = tr.user(t, "disabled", account.Administrator)
	tr.ids["expired"] = tr.user(t, "expired", account.Administrator)
	tr.stale["expired"] = tr.session(t, "expired")
	tr.now.pass(13 * time.Hour)
	tr.stale["disabled"] = tr.session(t, "disabled")
	tr.draft = tr.enter(t, tr.ids["leader"])
	must(t, tr.server.Accounts.SetDisabled(t.Context(), account.Console("test"), tr.ids["disabled"], true))
	return tr
}

// enter makes an instruction that waits for a leader, with its scan.
func (tr *trial) enter(t *testing.T, leader string) annotation.Attachment {
	editor, err := tr.server.Accounts.SignIn(t.Context(), account.Origin{}, "editor", testPassword)
	must(t, err)
	in, err := tr.server.Annotations.Draft(t.Context(), editor.Actor, "", annotation.NewInstruction{
		Target: annotation.Target{Bulletin: "2021q3"}, Kind: annotation.Handle, Text: "请查明原因。", Lead: []string{"fumeng"}, Signer: leader,
	})
	must(t, err)
	scan, err := tr.server.Annotations.Attach(t.Context(), editor.Actor, "", in.ID, "原件.png", []byte(pngFile))
	must(t, err)
	return scan
}

// token gives a session of a subject; each trial of a cell has its own, because some end it.
func (tr *trial) token(subject string) string {
	if subject == "anonymous" {
		return ""
	}
	if stale, ok := tr.stale[subject]; ok {
		return stale
	}
	return tr.session(tr.t, subject)
}

// ask sends what a line of the policy is about.
func (tr *trial) cell(l policyLine, subject string) string {
	path := strings.NewReplacer("{$}", "", "{token}", "nothing").Replace(l.pattern)
	form := url.Values{"name": {"nobody"}, "password": {testPassword}, "again": {testPassword}}
	switch l.object {
	case "site.css", "main.js", "index.html":
		path += strings.TrimPrefix(l.object, "index.html")
	case "open":
		path = "/bulletins/2021q3/"
	case "leaders":
		path = "/bulletins/2021q2/"
	case "leaders-data":
		path = "/bulletins/2021q2/evidence.json"
	case "nowhere":
		path = "/bulletins/1999q1/"
	case "raw-page":
		path = "/server/users/"
	case "now":
		form.Set("until", tr.now.Now().Format(time.RFC3339Nano))
	case "victim":
		form = url.Values{"user": {tr.victim}, "role": {"reader"}}
	case "own":
		form = url.Values{"user": {tr.ids[subject]}, "role": {"reader"}}
	case "new":
		tr.serial++
		form = url.Values{"name": {fmt.Sprintf("new%d", tr.serial)}, "role": {"reader"}}
	case "other":
		form = url.Values{"session": {"NOBODYS"}}
	case "wrong":
		form.Set("present", "wrong")
	case "twice": // tells those who may not from those who are wrong
		form.Set("again", "another")
	}
	if l.object == "draft" {
		path = strings.NewReplacer("{id}", tr.draft.Instruction, "{file}", tr.draft.ID).Replace(path)
	}
	path = strings.NewReplacer("{id}", "nothing", "{file}", "nothing").Replace(path)
	body, json := notesBody(l)
	if json {
		path = strings.ReplaceAll(l.pattern, "{id}", "nothing")
		if l.method == "GET" {
			path += "?bulletin=2021q3"
		}
	}
	if strings.HasPrefix(l.pattern, "/instructions") {
		path += strings.Repeat("?bulletin=2021q3", strings.Count(l.pattern, "/new"))
		form.Set("bulletin", "2021q3")
	}
	if strings.HasPrefix(l.pattern, protocolPath) {
		path, body, json = tr.annotationCell(l, subject)
	}
	if l.pattern == "/api/annotations" {
		path = l.pattern + "?bulletin=" + map[string]string{"open": "2021q3", "leaders": "2021q2"}[l.object]
	}
	if l.pattern == "/search/{$}" {
		path = "/search/"
	}
	got := tr.ask(tr.t, l.method, path, tr.token(subject), form, func(r *http.Request) {
		if json {
			r.Header.Set("Content-Type", "application/json")
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
		}
	})
	if got.status == 303 && got.header.Get("Location") == "/sign-in/" && l.pattern != "/sign-out" {
		return "in"
	}
	tr.now.pass(16 * time.Minute) // what failed is not counted together
	return strconv.Itoa(got.status)
}

// annotationCell is what a line of the protocol is about: the containers, and notes of the leader for everybody or for themselves.
func (tr *trial) annotationCell(l policyLine, subject string) (path, body string, json bool) {
	path = "/annotations/2021q3/"
	if l.object == "leaders" {
		path = "/annotations/2021q2/"
	}
	if strings.HasSuffix(l.pattern, "{id}") {
		path += "nothing"
	}
	if visibility, ok := map[string]annotation.Visibility{"shown": annotation.Everyone, "hidden": annotation.Private}[l.object]; ok {
		in, err := tr.server.Accounts.SignIn(tr.t.Context(), account.Origin{Address: "127.0.0.1"}, "leader", testPassword)
		must(tr.t, err)
		n, err := tr.server.Annotations.AddNote(tr.t.Context(), in.Actor, "", annotation.NewNote{
			Target: annotation.Target{Bulletin: "2021q3"}, Kind: annotation.Comment, Body: "看", Visibility: visibility,
		})
		must(tr.t, err)
		path = "/annotations/2021q3/" + n.ID
	}
	if l.method == "PUT" || l.method == "POST" {
		visibility := map[string]string{"everyone": "everyone", "shown": "everyone"}[l.object]
		body = `{"@context":"http://www.w3.org/ns/anno.jsonld","type":"Annotation","bodyValue":"改","urn:tongbao:visibility":"` + cmp.Or(visibility, "private") +
			`","target":"` + tr.http.URL + strings.Replace(path[:len("/annotations/2021q3/")], "annotations", "bulletins", 1) + `"}`
	}
	return path, body, body != ""
}

// notesBody is what a script sends to a route of notes; false for other routes.
func notesBody(l policyLine) (body string, json bool) {
	target := func(bulletin string) string { return `{"bulletin":"` + bulletin + `"}` }
	note := func(bulletin, visibility string) string {
		return `{"target":` + target(bulletin) + `,"kind":"comment","body":"看过","visibility":"` + visibility + `"}`
	}
	switch {
	case !strings.HasPrefix(l.pattern, "/api/notes") && !strings.HasPrefix(l.pattern, "/api/acknowledgements"):
		return "", false
	case strings.HasPrefix(l.pattern, "/api/acknowledgements"):
		return target("2021q3"), true
	case l.object == "leaders":
		return note("2021q2", "private"), true
	case l.object == "everyone":
		return note("2021q3", "everyone"), true
	case l.object == "mine":
		return note("2021q3", "private"), true
	}
	return `{"body":"看过","visibility":"private","revision":1}`, true
}

// differences tries every cell.
func (tr *trial) differences(p policy) []string {
	var out []string
	for _, l := range p.lines {
		for i, subject := range p.subjects {
			if got := tr.cell(l, subject); got != l.want[i] {
				out = append(out, fmt.Sprintf("%s %s %s as %s: %s, want %s", l.method, l.pattern, l.object, subject, got, l.want[i]))
			}
		}
	}
	return out
}

// Every registered route, for everybody, is what the policy says.
func TestPermissions(t *testing.T) {
	p, tr := readPolicy(t), newTrial(t)
	routes := tr.server.Routes()
	for _, route := range routes {
		if !slices.ContainsFunc(p.lines, func(l policyLine) bool { return l.route() == route }) {
			t.Errorf("the policy says nothing of %s", route)
		}
	}
	for _, l := range p.lines {
		if !slices.Contains(routes, l.route()) {
			t.Errorf("the policy has %s, which is no route", l.route())
		}
	}
	for _, d := range tr.differences(p) {
		t.Error(d)
	}
	t.Logf("%d routes, %d cells", len(routes), len(p.lines)*len(p.subjects))
}

// A mistake in the table of routes does not pass: each of twenty planted ones is found.
func TestPlantedMistakesAreFound(t *testing.T) {
	p := readPolicy(t)
	random := rand.New(rand.NewPCG(1, 2))
	wrong := []audience{anyone, readers, signedIn, only(account.Administrator), only(account.Auditor), only(account.Reader)}
	tr := newTrial(t)
	found, planted := 0, 0
	for planted < 20 {
		at := random.IntN(len(tr.server.routes))
		was := tr.server.routes[at]
		is := wrong[random.IntN(len(wrong))]
		if sameAudience(was.who, is, tr.server.Open) || guardedTwice(was.pattern) && wider(is, was.who) {
			continue
		}
		planted++
		tr.server.routes[at].who = is
		tr.http.Config.Handler = tr.server.Handler()
		lines := slices.DeleteFunc(slices.Clone(p.lines), func(l policyLine) bool { return l.route() != was.pattern })
		if len(tr.differences(policy{p.subjects, lines})) > 0 {
			found++
		} else {
			t.Errorf("%s for %+v instead of %+v was not noticed", was.pattern, is, was.who)
		}
		tr.server.routes[at].who = was.who
	}
	t.Logf("%d of %d planted mistakes found", found, planted)
}

// sameAudience tells whether two audiences are the same people, where reading needs an account and nobody's password lapsed.
func sameAudience(a, b audience, open bool) bool {
	a.lapsed, b.lapsed = false, false
	if !open {
		a.open, b.open = false, false
	}
	return a.anyone == b.anyone && a.open == b.open && slices.Equal(a.roles, b.roles)
}

// guardedTwice are routes whose service refuses as well whoever the table lets through by mistake: such a mistake changes
// nothing that a test over HTTP could see.
func guardedTwice(pattern string) bool {
	_, path, _ := strings.Cut(pattern, " ")
	return slices.ContainsFunc([]string{"/users", "/audit", "/api/notes", "/api/instructions", "/api/acknowledgements", "/instructions", "/annotations", "/api/annotations", "/desk/seen"}, func(p string) bool { return strings.HasPrefix(path, p) })
}

// wider tells whether a lets in everybody whom b lets in.
func wider(a, b audience) bool {
	if b.anyone && !a.anyone {
		return false
	}
	for _, role := range account.Roles() {
		if admits(b, role) && !admits(a, role) {
			return false
		}
	}
	return true
}

func admits(a audience, role account.Role) bool {
	return a.roles == nil || slices.Contains(a.roles, role)
}
