package web

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"tongbao/site/account"
	"tongbao/site/annotation"
)

const (
	pngFile = "\x89PNG\r\n\x1a\n picture"
	pdfFile = "%PDF-1.7 paper"
)

// aFile is one file of a form.
type aFile struct{ name, content string }

// upload sends fields, then files, as a browser does.
func (o *office) upload(t *testing.T, path, token string, fields url.Values, files ...aFile) answer {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, values := range fields {
		for _, v := range values {
			must(t, form.WriteField(name, v))
		}
	}
	for _, f := range files {
		part, err := form.CreateFormFile("file", f.name)
		must(t, err)
		_, err = io.WriteString(part, f.content)
		must(t, err)
	}
	must(t, form.Close())
	return o.ask(t, "POST", path, token, nil, func(r *http.Request) {
		r.Header.Set("Content-Type", form.FormDataContentType())
		r.Body, r.ContentLength = io.NopCloser(&body), int64(body.Len())
	})
}

// bureau is an office with a leader, an editor, a unit and their sessions.
type bureau struct {
	*office
	leaderID                    string
	leader, other, editor, unit string
}

func newBureau(t *testing.T) bureau {
	o := newOffice(t, nil)
	b := bureau{office: o, leaderID: o.user(t, "leader", account.Leader)}
	o.user(t, "other", account.Leader)
	o.user(t, "editor", account.Editor)
	o.user(t, "unit", account.Unit)
	b.leader, b.other, b.editor, b.unit = o.session(t, "leader"), o.session(t, "other"), o.session(t, "editor"), o.session(t, "unit")
	return b
}

// begin sends the form of a new instruction and gives the address of its page.
func (b bureau) begin(t *testing.T, token string, more url.Values) string {
	t.Helper()
	form := url.Values{"bulletin": {"2021q3"}, "kind": {"handle"}, "text": {"请查明原因。"}, "lead": {"fumeng"}, "key": {"k" + fmt.Sprint(len(more))}}
	for name, values := range more {
		form[name] = values
	}
	got := b.ask(t, "POST", "/instructions", token, form, nil)
	if got.status != http.StatusSeeOther {
		t.Fatalf("%d %s", got.status, got.body)
	}
	return got.header.Get("Location")
}

func (b bureau) act(t *testing.T, path, token string, revision int, form url.Values) answer {
	t.Helper()
	form.Set("revision", fmt.Sprint(revision))
	return b.ask(t, "POST", path+"/do", token, form, nil)
}

func status(t *testing.T, got answer, want int, problem string) {
	t.Helper()
	if got.status != want || problem != "" && !strings.Contains(got.body, `<p id="problem">`+problem+`</p>`) {
		t.Fatalf("%d, want %d %s\n%s", got.status, want, problem, got.body)
	}
}

// files are the addresses of the files on an instruction's page.
func (b bureau) files(t *testing.T, path, token string) []string {
	t.Helper()
	got := b.ask(t, "GET", path, token, nil, nil)
	seen, out := map[string]bool{}, []string{}
	for _, address := range regexp.MustCompile(`/instructions/\w+/files/\w+`).FindAllString(got.body, -1) {
		if !seen[address] {
			seen[address] = true
			out = append(out, address)
		}
	}
	return out
}

func TestInstructionOnTwoParagraphs(t *testing.T) {
	b := newBureau(t)
	place := url.Values{
		"edition": {"0"}, "section": {"network"}, "passage": {"network-summary"}, "through": {"network-more"}, "start": {"10"}, "end": {"3"},
		"exact": {"333件。\n彰武县"},
	}
	got := b.ask(t, "GET", "/instructions/new?bulletin=2021q3&"+place.Encode(), b.leader, nil, nil)
	if status(t, got, http.StatusOK, ""); !strings.Contains(got.body, "Through:network-more") {
		t.Error(got.body)
	}
	place.Set("exact", "333件。\r\n彰武县") // as a form sends a line feed
	got = b.ask(t, "GET", b.begin(t, b.leader, place), b.leader, nil, nil)
	if !strings.Contains(got.body, "Through:network-more") || !strings.Contains(got.body, "Exact:333件。\n彰武县 ") {
		t.Error(got.body)
	}
}

func TestEnteredInstructionIsConfirmedWithItsScan(t *testing.T) {
	b := newBureau(t)
	path := b.begin(t, b.editor, url.Values{"signer": {b.leaderID}})
	status(t, b.act(t, path, b.leader, 1, url.Values{"act": {"confirm"}}), http.StatusConflict, "state")

	attach := url.Values{"act": {"attach"}, "key": {"a"}}
	status(t, b.upload(t, path+"/files", b.editor, attach), http.StatusUnprocessableEntity, "field-file-none")
	status(t, b.upload(t, path+"/files", b.editor, attach, aFile{"a.png", "<script>"}), http.StatusUnprocessableEntity, "field-file-kind")
	status(t, b.upload(t, path+"/files", b.editor, attach, aFile{"a.docx", "PK\x03\x04"}), http.StatusUnprocessableEntity, "field-file-scan")
	status(t, b.upload(t, path+"/files", b.editor, attach, aFile{"a.png", ""}), http.StatusUnprocessableEntity, "field-file-empty")
	status(t, b.upload(t, path+"/files", b.editor, attach, aFile{"a.png", pngFile + strings.Repeat("x", annotation.MaxAttachment)}), http.StatusUnprocessableEntity, "field-file-size")
	status(t, b.upload(t, path+"/files", b.leader, attach, aFile{"a.png", pngFile}), http.StatusForbidden, "")
	status(t, b.upload(t, path+"/files", b.other, attach, aFile{"a.png", pngFile}), http.StatusNotFound, "")
	status(t, b.upload(t, path+"/files", b.editor, attach, aFile{`批示 "原件".png`, pngFile}), http.StatusSeeOther, "")

	files := b.files(t, path, b.leader)
	if len(files) != 1 {
		t.Fatalf("files: %v", files)
	}
	got := b.ask(t, "GET", files[0], b.leader, nil, nil)
	if got.status != 200 || got.body != pngFile {
		t.Errorf("%d %q", got.status, got.body)
	}
	for name, want := range map[string]string{
		"Content-Type": "image/png", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
		"Content-Disposition": "inline; filename*=utf-8''" + url.PathEscape("批示 原件.png"), "Cache-Control": "private, no-cache",
	} {
		if got.header.Get(name) != want {
			t.Errorf("%s: %q, want %q", name, got.header.Get(name), want)
		}
	}
	for who, token := range map[string]string{"another leader": b.other, "a unit": b.unit} {
		if got := b.ask(t, "GET", files[0], token, nil, nil); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", who, got.status)
		}
	}
	status(t, b.act(t, path, b.leader, 2, url.Values{"act": {"confirm"}}), http.StatusSeeOther, "")
	status(t, b.ask(t, "GET", files[0], b.unit, nil, nil), http.StatusOK, "") // now it is addressed to them
	status(t, b.upload(t, path+"/files", b.editor, attach, aFile{"b.png", pngFile + "2"}), http.StatusConflict, "state")
}

func TestRefusedEntryIsAmendedOrDiscarded(t *testing.T) {
	b := newBureau(t)
	path := b.begin(t, b.editor, url.Values{"signer": {b.leaderID}})
	status(t, b.act(t, path, b.leader, 1, url.Values{"act": {"refuse"}}), http.StatusUnprocessableEntity, "field-text")
	status(t, b.act(t, path, b.leader, 1, url.Values{"act": {"refuse"}, "text": {"不是原话"}}), http.StatusSeeOther, "")
	amended := url.Values{"kind": {"remark"}, "text": {"已阅。"}, "revision": {"1"}}
	status(t, b.ask(t, "GET", path+"/amend", b.editor, nil, nil), http.StatusOK, "")
	status(t, b.ask(t, "POST", path+"/amend", b.editor, amended, nil), http.StatusPreconditionFailed, "changed")
	amended.Set("revision", "2")
	status(t, b.ask(t, "POST", path+"/amend", b.editor, amended, nil), http.StatusSeeOther, "")
	if got := b.ask(t, "GET", path, b.leader, nil, nil); !strings.Contains(got.body, "已阅。") || !strings.Contains(got.body, "State:drafted") {
		t.Error(got.body)
	}
	status(t, b.act(t, path, b.editor, 3, url.Values{"act": {"discard"}}), http.StatusSeeOther, "")
	status(t, b.ask(t, "GET", path+"/amend", b.editor, nil, nil), http.StatusGone, "")
}

func TestUnitReportsWithMaterial(t *testing.T) {
	b := newBureau(t)
	path := b.begin(t, b.leader, nil)
	report := url.Values{"act": {"report"}, "text": {"已办结"}, "revision": {"1"}, "key": {"r"}}
	status(t, b.upload(t, path+"/files", b.unit, report, aFile{"a.pdf", pdfFile}), http.StatusConflict, "state") // not received yet
	if files := b.files(t, path, b.unit); len(files) != 0 {
		t.Errorf("kept: %v", files)
	}
	status(t, b.act(t, path, b.unit, 1, url.Values{"act": {"receive"}}), http.StatusSeeOther, "")
	// The page has changed meanwhile: the files wait in the form that is shown again.
	status(t, b.upload(t, path+"/files", b.unit, report, aFile{"网页.html", pdfFile}, aFile{"", ""}), http.StatusPreconditionFailed, "changed")
	files := b.files(t, path, b.unit)
	if len(files) != 1 {
		t.Fatalf("files: %v", files)
	}
	material := files[0]
	report.Set("revision", "2")
	report.Set("key", "r2")
	report["file-id"] = []string{files[0][strings.LastIndex(files[0], "/")+1:]}
	status(t, b.upload(t, path+"/files", b.unit, report, aFile{"b.png", pngFile}), http.StatusSeeOther, "")
	status(t, b.upload(t, path+"/files", b.unit, report, aFile{"b.png", pngFile}), http.StatusSeeOther, "") // sent twice
	if files = b.files(t, path, b.leader); len(files) != 2 {
		t.Errorf("files: %v", files)
	}
	got := b.ask(t, "GET", material, b.leader, nil, nil)
	if got.header.Get("Content-Disposition") != "attachment; filename*=utf-8''"+url.PathEscape("网页.html.pdf") || got.header.Get("Content-Type") != "application/pdf" {
		t.Error(got.header)
	}
	other := b.begin(t, b.leader, url.Values{"text": {"另一条"}, "x": nil})
	status(t, b.ask(t, "GET", other+files[0][strings.Index(files[0], "/files/"):], b.leader, nil, nil), http.StatusNotFound, "")

	many := []aFile{}
	for n := range uploadFiles + 1 {
		many = append(many, aFile{fmt.Sprintf("%d.png", n), pngFile})
	}
	status(t, b.act(t, path, b.leader, 3, url.Values{"act": {"return"}, "unit": {"fumeng"}, "text": {"再办"}}), http.StatusSeeOther, "")
	report.Set("revision", "4")
	report.Set("key", "r3")
	status(t, b.upload(t, path+"/files", b.unit, report, many...), http.StatusUnprocessableEntity, "field-file-many")
	for range 4 {
		got = b.upload(t, path+"/files", b.unit, url.Values{"act": {"progress"}, "text": {"进展"}, "revision": {"4"}}, many[:uploadFiles]...)
	}
	for n := 5; got.status == http.StatusSeeOther && n < 12; n++ {
		got = b.upload(t, path+"/files", b.unit, url.Values{"act": {"progress"}, "text": {"进展"}, "revision": {fmt.Sprint(n)}}, many[:uploadFiles]...)
	}
	for got.status == http.StatusPreconditionFailed {
		got = b.upload(t, path+"/files", b.unit, url.Values{"act": {"progress"}, "text": {"进展"}, "revision": {"1"}}, many[:uploadFiles]...)
	}
	status(t, got, http.StatusConflict, "field-file-count")
}

// Only the route of files takes more than a form.
func TestLongBodies(t *testing.T) {
	b := newBureau(t)
	path := b.begin(t, b.leader, nil)
	long := url.Values{"text": {strings.Repeat("字", maxBody)}}
	if got := b.ask(t, "POST", path+"/do", b.leader, long, nil); got.status != http.StatusBadRequest {
		t.Errorf("%d", got.status)
	}
}

func TestCorrection(t *testing.T) {
	b := newBureau(t)
	path := b.begin(t, b.leader, url.Values{"section": {"network"}, "passage": {"network-summary"}, "exact": {"333件"}, "start": {"10"}, "end": {"14"}})
	id := strings.TrimPrefix(path, "/instructions/")
	form := b.ask(t, "GET", "/instructions/new?corrects="+id, b.leader, nil, nil)
	if form.status != 200 || !strings.Contains(form.body, "请查明原因。") || !strings.Contains(form.body, "Corrects:批〔2021〕1号") || !strings.Contains(form.body, "Exact:333件") {
		t.Fatalf("%d %s", form.status, form.body)
	}
	status(t, b.ask(t, "GET", "/instructions/new?corrects="+id, b.other, nil, nil), http.StatusForbidden, "")
	second := b.begin(t, b.leader, url.Values{"corrects": {id}, "text": {"请阜蒙县查明原因。"}, "key": {"second"}})
	for address, want := range map[string]string{path: "Corrected:", second: "Corrects:"} {
		got := b.ask(t, "GET", address, b.unit, nil, nil)
		if !strings.Contains(got.body, want+"0x") { // the page has the other one
			t.Errorf("%s: %s", address, got.body)
		}
	}
	if got := b.ask(t, "GET", path, b.leader, nil, nil); !strings.Contains(got.body, "Text:请查明原因。") {
		t.Error("the words have changed")
	}
	status(t, b.ask(t, "GET", "/instructions/new?corrects="+id, b.leader, nil, nil), http.StatusConflict, "")
	status(t, b.ask(t, "POST", "/instructions", b.leader, url.Values{"bulletin": {"2021q3"}, "kind": {"handle"}, "text": {"又一条"}, "lead": {"fumeng"}, "corrects": {id}}, nil), http.StatusConflict, "state")
}

// A correction begins where the instruction stands now.
func TestStanding(t *testing.T) {
	target := annotation.Target{Bulletin: "2021q3", Edition: 1, Section: "network", Passage: "a", Quote: annotation.Quote{Exact: "333件"}, Start: 1, End: 5}
	for state, want := range map[annotation.MapState]annotation.Target{
		"":                 target,
		annotation.Lost:    {Bulletin: "2021q3", Edition: 2},
		annotation.Shifted: {Bulletin: "2021q3", Edition: 2, Section: "network", Passage: "b", Quote: target.Quote, Start: 7, End: 11},
		annotation.Edited:  {Bulletin: "2021q3", Edition: 2, Section: "network", Passage: "b", Quote: annotation.Quote{Exact: "334件"}, Start: 7, End: 11},
	} {
		m := annotation.Mapping{State: state, Edition: 2, Section: "network", Passage: "b", Start: 7, End: 11, Old: "333件"}
		if state == annotation.Edited {
			m.New = "334件"
		}
		if got := standing(annotation.Instruction{Target: target, Mapping: m}); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v", state, got)
		}
	}
}

func TestQuotable(t *testing.T) {
	b := newBureau(t)
	path := b.begin(t, b.leader, url.Values{"quotable": {"1"}})
	status(t, b.act(t, path, b.leader, 1, url.Values{"act": {"quotable"}, "quotable": {"1"}}), http.StatusConflict, "state") // it may be already
	status(t, b.act(t, path, b.other, 1, url.Values{"act": {"quotable"}}), http.StatusForbidden, "")
	status(t, b.act(t, path, b.leader, 1, url.Values{"act": {"quotable"}}), http.StatusSeeOther, "")
	status(t, b.act(t, path, b.leader, 2, url.Values{"act": {"quotable"}, "quotable": {"1"}}), http.StatusSeeOther, "")
	got := b.ask(t, "GET", path, b.leader, nil, nil)
	var on []string
	for _, m := range regexp.MustCompile(`Quotable:(true|false)}`).FindAllStringSubmatch(got.body, -1) {
		on = append(on, m[1])
	}
	if strings.Join(on, " ") != "true false true" {
		t.Error(on, got.body)
	}
}

func TestHandwriting(t *testing.T) {
	b := newBureau(t)
	form := url.Values{"bulletin": {"2021q3"}, "kind": {"handle"}, "text": {"请查明原因。"}, "lead": {"fumeng"}}
	points := strings.Repeat("[123.4,56.7,0.53],", annotation.MaxPoints)
	for _, c := range []struct {
		ink    string
		status int
	}{
		{`{"width":800,"height":320,"strokes":[[[1,2,0.5],[30,40,0.75]]]}`, http.StatusSeeOther},
		{`{"width":800,"height":320,"strokes":[[` + strings.TrimSuffix(points, ",") + `]]}`, http.StatusSeeOther},
		{`{"width":800,"height":320,"strokes":[[` + points + `[1,1,1]]]}`, http.StatusUnprocessableEntity},
		{`{"width":800,"height":320,"strokes":[[[1,2,3]]]}`, http.StatusUnprocessableEntity},
		{`<svg onload="alert(1)">`, http.StatusUnprocessableEntity},
	} {
		form.Set("ink", c.ink)
		problem := ""
		if c.status == http.StatusUnprocessableEntity {
			problem = "field-ink"
		}
		got := b.ask(t, "POST", "/instructions", b.leader, form, nil)
		status(t, got, c.status, problem)
		if c.status == http.StatusSeeOther {
			if page := b.ask(t, "GET", got.header.Get("Location"), b.unit, nil, nil); !strings.Contains(page.body, "Drawing:{Box:") || strings.Contains(page.body, "Drawing:{Box: ") {
				t.Error("nothing is drawn")
			}
		}
	}
	form.Set("ink", "")
	form.Set("text", "")
	status(t, b.ask(t, "POST", "/instructions", b.leader, form, nil), http.StatusUnprocessableEntity, "field-text") // ink alone says nothing to most
}
