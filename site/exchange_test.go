package site_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongbao/archive"
	"tongbao/site"
	"tongbao/site/account"
)

// A program writes by the protocol with a token, under the address that the settings name; what it wrote is exported beside the
// running server for those who may see it, and an import there only says what it would do.
func TestNotesOfARunningServer(t *testing.T) {
	root, _ := example(t)
	file := filepath.Join(root, archive.SettingsFile)
	must(t, os.WriteFile(file, []byte(read(t, file)+"\n[server]\npublic_url = \"https://12345.example/\"\norigins = [\"https://tool.example\"]\n"), 0o644))
	a, err := archive.Open(root)
	must(t, err)
	token := programOf(t, a, "juzhang", account.Leader)
	programOf(t, a, "duzhe", account.Reader)
	url := serving(t, root)

	note := `{"@context":"http://www.w3.org/ns/anno.jsonld","type":"Annotation","bodyValue":"请核实","target":"https://12345.example/bulletins/2021q3/#network"}`
	request, err := http.NewRequest("POST", url+"annotations/2021q3/", strings.NewReader(note))
	must(t, err)
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Content-Type", "application/ld+json")
	request.Header.Set("Origin", "https://tool.example")
	res, err := http.DefaultClient.Do(request)
	must(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	must(t, err)
	if res.StatusCode != 201 || !strings.HasPrefix(res.Header.Get("Location"), "https://12345.example/annotations/2021q3/") || res.Header.Get("Access-Control-Allow-Origin") != "https://tool.example" {
		t.Fatalf("%d %v %s", res.StatusCode, res.Header, body)
	}

	for as, want := range map[string]int{"juzhang": 1, "duzhe": 0, "": 0} {
		raw, n, err := site.ExportNotes(context.Background(), a, "test", site.NoteExport{As: as, URL: site.PublicURL(a)})
		var out struct{ Total int }
		if err != nil || json.Unmarshal(raw, &out) != nil || n != want || out.Total != want || strings.Contains(string(raw), res.Header.Get("Location")) != (want == 1) {
			t.Errorf("%q: %d %v %s", as, n, err, raw)
		}
	}
	again := strings.Replace(note, `"type"`, `"id":"`+res.Header.Get("Location")+`","type"`, 1)
	for in, want := range map[string][2]int{note: {1, 0}, again: {0, 1}} { // somebody else's words may be one's own, their note is not
		got, _, err := site.ImportNotes(context.Background(), a, "test", []byte(in), site.NoteImport{As: "duzhe", URL: site.PublicURL(a), Dry: true})
		if err != nil || [2]int{got.Added, got.Known} != want {
			t.Errorf("%+v %v", got, err)
		}
	}
	if _, _, err := site.ImportNotes(context.Background(), a, "test", []byte(note), site.NoteImport{As: "duzhe", URL: site.PublicURL(a)}); err == nil || !strings.Contains(err.Error(), "正被另一个 tongbao 使用") {
		t.Errorf("an import beside the server: %v", err)
	}
}

// programOf makes an account and a token for a program that acts as it.
func programOf(t *testing.T, a *archive.Archive, name string, role account.Role) string {
	t.Helper()
	office, err := site.OpenOffice(context.Background(), a, "test")
	must(t, err)
	defer office.Close()
	u, invitation, err := office.Accounts.AddUser(context.Background(), account.Console("test"), account.NewUser{Name: name, Role: role})
	must(t, err)
	in, err := office.Accounts.SetPassword(context.Background(), account.Origin{}, invitation, "鹦鹉 jumps over 七 lazy pumpkins")
	must(t, err)
	must(t, office.Accounts.SignOut(context.Background(), in.Actor))
	token, _, err := office.Accounts.AddToken(context.Background(), account.Console("test"), u.ID, "test", time.Hour)
	must(t, err)
	return token
}

// The address of a site is what the settings say, else where it is served.
func TestPublicURL(t *testing.T) {
	for want, s := range map[string]archive.Server{
		"https://a.example/tongbao/": {PublicURL: "https://a.example/tongbao"}, "http://127.0.0.1:8080/": {}, "http://10.0.0.1:81/": {Address: "10.0.0.1:81"},
		"https://b.example:8443/": {Address: "0.0.0.0:8443", Hosts: []string{"b.example", "c.example"}, Certificate: "x", Key: "y"},
	} {
		if got := site.PublicURL(&archive.Archive{Settings: archive.Settings{Server: s}}); got != want {
			t.Errorf("%+v: %s", s, got)
		}
	}
}
