//go:build unix

package account_test

import (
	"fmt"
	"strings"
	"testing"

	"tongbao/site/account"
	"tongbao/site/audit"
)

// An account's address is one that mail can go to, and nothing that could add a header, a recipient or a command to a mail.
func TestEmail(t *testing.T) {
	on(t, nil, func(t *testing.T, h *house) {
		ctx, wang := t.Context(), h.add("wang", account.Reader)
		id := wang.User.ID
		for _, bad := range []string{
			"nobody", "@office.example", "a@", "a b@office.example", "王 <a@office.example>", "<a@office.example>", "a@office.example, b@office.example", "a@office.example\r\nBcc: b@office.example",
			"\"a b\"@office.example", "a@b@office.example", "王@office.example", "a@office.example\x00", strings.Repeat("a", 250) + "@office.example", "a@[127.0.0.1]",
		} {
			refused(t, bad, h.SetEmail(ctx, h.admin, id, bad), account.ErrEmail)
			_, _, err := h.AddUser(ctx, h.admin, account.NewUser{Name: "new", Role: account.Reader, Email: bad})
			refused(t, "new: "+bad, err, account.ErrEmail)
		}
		before := h.head()
		for _, good := range []string{"wang@office.example", "w.ang+12345@mail.office.example", ""} {
			if err := h.SetEmail(ctx, h.admin, id, good); err != nil {
				t.Errorf("%q: %v", good, err)
			}
			if u, err := h.User(ctx, h.admin, id); err != nil || u.Email != good {
				t.Errorf("%q: %q, %v", good, u.Email, err)
			}
		}
		refused(t, "nobody", h.SetEmail(ctx, h.admin, "nobody", "a@office.example"), account.ErrNotFound)
		if got := fmt.Sprint(h.actions(before)); got != "[user.email ok user.email ok user.email ok]" {
			t.Errorf("on record: %s", got)
		}
		err := h.ReadAudit(ctx, account.Console("test"), account.AuditRead, audit.Filter{ActionPrefix: "user"}, func(r audit.Row) error {
			if strings.Contains(fmt.Sprint(r.Detail), "@office") {
				t.Errorf("the audit holds an address: %s", r.Detail)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}
