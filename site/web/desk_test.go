package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"tongbao/site/account"
	"tongbao/site/annotation"
)

// deskOf is what /api/desk tells somebody: how many things, and of which kinds.
func (o *office) deskOf(t *testing.T, token string) (int, string) {
	t.Helper()
	got := o.ask(t, "GET", "/api/desk", token, nil, func(r *http.Request) { r.Header.Set("Accept", "application/json") })
	var said struct {
		Count int
		Items []struct{ Kind, Bulletin string }
	}
	if got.status != 200 || json.Unmarshal([]byte(got.body), &said) != nil {
		t.Fatalf("%d %s", got.status, got.body)
	}
	var kinds []string
	for _, i := range said.Items {
		kinds = append(kinds, i.Kind+" "+i.Bulletin)
	}
	return said.Count, strings.Join(kinds, ",")
}

// The count holds what waits on bulletins that the person may read, and nothing of others; no word of an instruction is in it.
func TestDesk(t *testing.T) {
	o := newOffice(t, nil)
	tokens := map[account.Role]string{}
	for _, role := range account.Roles() {
		o.user(t, string(role), role)
		tokens[role] = o.session(t, string(role))
	}
	leader, err := o.server.Accounts.Authenticate(t.Context(), account.Origin{}, tokens[account.Leader])
	must(t, err)
	_, err = o.server.Annotations.Sign(t.Context(), leader, "", annotation.NewInstruction{
		Target: annotation.Target{Bulletin: "2021q2"}, Kind: annotation.Handle, Text: "请查明原因", Lead: []string{"fumeng"},
	})
	must(t, err)
	for role, want := range map[account.Role]string{
		account.Leader: "unread 2021q3,unread 2021q2", account.Unit: "receive 2021q2", account.Reader: "", account.Editor: "", account.Auditor: "", account.Administrator: "",
	} {
		if count, kinds := o.deskOf(t, tokens[role]); kinds != want || (count == 0) != (want == "") {
			t.Errorf("%s: %d, %q, want %q", role, count, kinds, want)
		}
	}
	if got := o.ask(t, "GET", "/api/desk", tokens[account.Unit], nil, nil); strings.Contains(got.body, "请查明") {
		t.Error("the count tells words:", got.body)
	}
}

// Where reading needs no account, whoever has none is told that nothing waits, and nothing else.
func TestDeskOfNobody(t *testing.T) {
	o := newOffice(t, func(c *Config) { c.Open = true })
	if count, kinds := o.deskOf(t, ""); count != 0 || kinds != "" {
		t.Errorf("%d %q", count, kinds)
	}
}
