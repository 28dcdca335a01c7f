package site_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongbao"
	"tongbao/archive"
	"tongbao/site"
	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/reminder"
	"tongbao/site/store"
)

// overdue puts an instruction that is overdue into an archive's database.
func overdue(t *testing.T, root, id string) {
	t.Helper()
	a, err := archive.Open(root)
	must(t, err)
	must(t, os.MkdirAll(filepath.Dir(a.DSN()), 0o700))
	s, err := store.Open(t.Context(), a.DSN(), store.Options{Now: time.Now, Program: "test"})
	must(t, err)
	defer s.Close()
	signer := account.User{ID: "l", Name: "l", Role: account.Leader, Source: account.Proxy, Subject: "l", Created: time.Now()}
	_, _, err = s.Annotations().Write(t.Context(), "", func(tx annotation.Tx) ([]byte, error) {
		if err := tx.Accounts().PutUser(signer); err != nil {
			return nil, err
		}
		return nil, tx.PutInstruction(annotation.Instruction{
			ID: id, Target: annotation.Target{Bulletin: "2021q3"}, Kind: annotation.Handle, Text: "请查明", Signer: annotation.Person{ID: "l", Name: "示例姓名"},
			State: annotation.Signed, Created: time.Now(), Signed: time.Now().AddDate(0, -1, 0), Revision: 1, Deadline: "2021-10-01",
			Tasks: []annotation.Task{{Unit: "fumeng", Lead: true, State: annotation.Received, Deadline: "2021-10-01"}},
		})
	})
	must(t, err)
}

// told is what the webhook of a test got.
func told(t *testing.T, got <-chan string) reminder.Told {
	t.Helper()
	var said reminder.Told
	must(t, json.Unmarshal([]byte(<-got), &said))
	return said
}

// A server tells the office's program what is overdue, once: another start tells what is new, and nothing again.
func TestServerReminds(t *testing.T) {
	root, _ := example(t)
	got := make(chan string, 10)
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got <- string(body)
	}))
	t.Cleanup(receiver.Close)
	must(t, os.WriteFile(filepath.Join(root, "url"), []byte(receiver.URL+"/hook\n"), 0o600))
	file := filepath.Join(root, archive.SettingsFile)
	must(t, os.WriteFile(file, []byte(read(t, file)+"\n[reminders]\nhours = \"00:00-23:59\"\nlink = \"https://tongbao.office.example\"\noverdue = \"once\"\n[reminders.webhook]\nurl_file = \"url\"\n"), 0o644))
	overdue(t, root, "first")
	t.Run("first start", func(t *testing.T) {
		serving(t, root)
		said := told(t, got)
		if said.Kind != reminder.Red || said.UnitName != "阜蒙县" || said.Link != "https://tongbao.office.example/instructions/first" {
			t.Errorf("%+v", said)
		}
	})
	overdue(t, root, "second")
	t.Run("second start", func(t *testing.T) {
		serving(t, root)
		if said := told(t, got); said.Instruction != "second" {
			t.Errorf("%+v", said)
		}
	})
	a, err := archive.Open(root)
	must(t, err)
	list, _, err := site.Delivered(t.Context(), a, "test", time.Time{})
	must(t, err)
	if len(list) != 2 || list[0].State != reminder.Sent || list[1].State != reminder.Sent || len(got) != 0 {
		t.Errorf("%+v, %d more", list, len(got))
	}
	due, err := site.DueReminders(t.Context(), a, "test")
	if err != nil || len(due) != 0 {
		t.Errorf("still due: %+v, %v", due, err)
	}
}

// What is wrong in the settings is said by the doctor, with the place.
func TestRemindersSettings(t *testing.T) {
	root, _ := example(t)
	must(t, os.WriteFile(filepath.Join(root, "secret"), []byte("s\n"), 0o600))
	file := filepath.Join(root, archive.SettingsFile)
	plain := read(t, file)
	const mail = "[reminders.mail]\nserver = \"smtp.office.example:465\"\nfrom = \"a@office.example\"\n"
	for _, c := range []struct{ settings, want string }{
		{"[reminders]\nhours = \"八点\"\n", "hours 写了"},
		{"[reminders]\nhours = \"20:00-08:00\"\n", "hours 写了"},
		{"[reminders]\nlink = \"tongbao.office.example\"\n", "link 写了"},
		{"[reminders]\noverdue = \"hourly\"\n", "overdue 写了"},
		{"[reminders]\nunread_days = -1\n", "unread_days 应为"},
		{"[reminders.mail]\nfrom = \"a@office.example\"\n", "[reminders.mail] 不对：server"},
		{mail + "tls = \"none\"\nuser = \"u\"\npassword_file = \"secret\"\n", "tls：写了 none"},
		{mail + "user = \"u\"\n", "user：user 和密码"},
		{mail + "password_file = \"nowhere\"\n", "nowhere"},
		{"[reminders.webhook]\nformat = \"json\"\n", "[reminders.webhook] 不对：url"},
		{"[reminders.webhook]\nurl_file = \"secret\"\n", "应为 https://"},
	} {
		must(t, os.WriteFile(file, []byte(plain+"\n"+c.settings), 0o644))
		a, err := archive.Open(root)
		must(t, err)
		checks := site.Doctor(context.Background(), a, tongbao.Theme, "test", "127.0.0.1:0")
		if first := checks[0]; first.State != "bad" || !strings.Contains(first.Says, c.want) {
			t.Errorf("%q: %s %q, want %q", c.settings, first.State, first.Says, c.want)
		}
		if last := checks[len(checks)-1]; last.State != "bad" {
			t.Errorf("%q: %s", c.settings, fmt.Sprint(last))
		}
	}
}
