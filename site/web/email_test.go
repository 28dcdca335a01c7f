package web

import (
	"net/url"
	"strings"
	"testing"

	"tongbao/site/account"
)

// An administrator gives somebody an address; what is none is refused in words and changes nothing.
func TestAddressOfAnAccount(t *testing.T) {
	o := newOffice(t, nil)
	o.user(t, "administrator", account.Administrator)
	id := o.user(t, "wang", account.Reader)
	token := o.session(t, "administrator")
	for _, c := range []struct {
		typed  string
		status int
		says   string
		kept   string
	}{
		{" wang@office.example ", 303, "", "wang@office.example"},
		{"wang@office.example\r\nBcc: a@office.example", 422, `id="problem">email`, "wang@office.example"},
		{"", 303, "", ""},
	} {
		got := o.ask(t, "POST", "/users/email", token, url.Values{"user": {id}, "email": {c.typed}}, nil)
		if got.status != c.status || !strings.Contains(got.body, c.says) {
			t.Errorf("%q: %d %s", c.typed, got.status, got.body)
		}
		if u, err := o.server.Accounts.User(t.Context(), account.Console("test"), id); err != nil || u.Email != c.kept {
			t.Errorf("%q: kept %q, %v", c.typed, u.Email, err)
		}
	}
}
