package web

import (
	"net/url"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongbao/site/account"
)

// workbook asks for one and reads it with excelize; text is all its cells.
func (o *office) workbook(t *testing.T, path, token string) (rows [][]string, text string) {
	t.Helper()
	got := o.ask(t, "GET", path, token, nil, nil)
	if got.status != 200 || !strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment; filename*=UTF-8''%") {
		t.Fatalf("%s: %d %v", path, got.status, got.header)
	}
	book, err := excelize.OpenReader(strings.NewReader(got.body))
	must(t, err)
	defer book.Close()
	rows, err = book.GetRows(book.GetSheetName(0))
	must(t, err)
	for _, row := range rows {
		text += strings.Join(row, "\t") + "\n"
	}
	return rows, text
}

// A workbook has what its page has: what the reader may see and the filters choose. That it was taken along is on record.
func TestWorkbooks(t *testing.T) {
	o := newOffice(t, nil)
	o.user(t, "leader", account.Leader)
	o.user(t, "reader", account.Reader)
	leader, reader := o.session(t, "leader"), o.session(t, "reader")
	o.sendNote(t, leader, "2021q3", "leaders", "=只给领导")
	o.sendNote(t, leader, "2021q3", "everyone", "人人可见")
	for _, text := range []string{"=1+1 限期整改", "另一条"} {
		form := url.Values{"bulletin": {"2021q3"}, "kind": {"supervise"}, "text": {text}, "lead": {"fumeng"}, "deadline": {"2021-10-20"}}
		if got := o.ask(t, "POST", "/instructions", leader, form, nil); got.status != 303 {
			t.Fatalf("%d %s", got.status, got.body)
		}
	}
	if rows, text := o.workbook(t, "/notes/export.xlsx", leader); len(rows) != 3 || !strings.Contains(text, "\t=只给领导\t") {
		t.Errorf("the leader's notes: %s", text)
	}
	if rows, text := o.workbook(t, "/notes/export.xlsx", reader); len(rows) != 2 || strings.Contains(text, "只给领导") {
		t.Errorf("the reader's notes: %s", text)
	}
	if rows, text := o.workbook(t, "/instructions/export.xlsx?light=red&words=%3D1", leader); len(rows) != 2 || !strings.Contains(text, "\t=1+1 限期整改\t") || !strings.Contains(text, "\t2021-10-20\t待签收\t超期") {
		t.Errorf("the ledger: %s", text)
	}
	o.user(t, "auditor", account.Auditor)
	got := o.ask(t, "GET", "/audit/?action=", o.session(t, "auditor"), nil, nil).body
	for _, action := range []string{"note.export", "instruction.export"} {
		if !strings.Contains(got, action) {
			t.Errorf("%s is not on record: %s", action, got)
		}
	}
}
