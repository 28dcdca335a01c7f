package web

import (
	"html/template"
	"net/url"
	"strings"
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
)

func TestLedgerQuery(t *testing.T) {
	for given, want := range map[string]template.URL{
		"":                                   "",
		"state=signed&light=red&page=2":      "light=red&state=signed",
		"state=x&light=y&kind=z&sort=w":      "",
		"from=2021-10-01&until=2021-13-01":   "from=2021-10-01",
		"mine=1&sort=deadline&unit=fumeng":   "mine=1&sort=deadline&unit=fumeng",
		"mine=2&words=%E6%95%B4%E6%94%B9+++": "words=%E6%95%B4%E6%94%B9",
	} {
		q, err := url.ParseQuery(given)
		must(t, err)
		if got := readLedgerQuery(q).with("page", ""); got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
	if q := (ledgerQuery{Sort: byDeadline, Page: 2}); q.narrow() {
		t.Error("an order narrows nothing")
	}
}

// What addresses nobody is issued, not under way: the two filters part what is signed.
func TestLedgerStates(t *testing.T) {
	remark := annotation.Instruction{State: annotation.Signed}
	handle := annotation.Instruction{State: annotation.Signed, Tasks: []annotation.Task{{Unit: "fumeng", State: annotation.Sent}}}
	withdrawn := annotation.Instruction{State: annotation.Withdrawn}
	for state, want := range map[string][3]bool{"": {true, true, true}, "issued": {true}, "signed": {false, true}, "withdrawn": {false, false, true}} {
		for at, i := range []annotation.Instruction{remark, handle, withdrawn} {
			if got := inLedgerState(i, state); got != want[at] {
				t.Errorf("%d in %q: %v", at, state, got)
			}
		}
	}
}

// Deadline and light are those of the unit that is asked for; what is done waits for nobody.
func TestLedgerByUnit(t *testing.T) {
	i := annotation.Instruction{State: annotation.Signed, Tasks: []annotation.Task{
		{Unit: "fumeng", State: annotation.Done, Deadline: "2021-10-01", Reported: time.Date(2021, 9, 30, 8, 0, 0, 0, time.UTC)},
		{Unit: "zhangwu", State: annotation.Received, Deadline: "2021-10-20"},
		{Unit: "taiping", State: annotation.Sent, Deadline: "2021-10-24"},
	}}
	for unit, want := range map[string]struct {
		deadline annotation.Date
		light    string
	}{"": {"2021-10-20", "red"}, "fumeng": {"9999-99-99", ""}, "zhangwu": {"2021-10-20", "red"}, "taiping": {"2021-10-24", "orange"}} {
		p := ledgerPart{unit: unit, today: "2021-10-22", place: time.UTC}
		if got := p.deadline(i); got != want.deadline {
			t.Errorf("%q: deadline %s, want %s", unit, got, want.deadline)
		}
		for _, light := range append([]string{""}, ledgerLights...) {
			if got := p.hasLight(i, light); got != (light == want.light) {
				t.Errorf("%q has the light %q: %v", unit, light, got)
			}
		}
	}
	i.State = annotation.Withdrawn
	if got := (ledgerPart{}).deadline(i); got != "9999-99-99" {
		t.Errorf("what was withdrawn is due on %s", got)
	}
}

func TestLedgerChooses(t *testing.T) {
	i := annotation.Instruction{Signer: annotation.Person{ID: "a"}, EnteredBy: annotation.Person{ID: "b"}, Created: time.Date(2021, 10, 1, 12, 0, 0, 0, time.Local), Signed: time.Date(2021, 10, 5, 12, 0, 0, 0, time.Local)}
	for _, c := range []struct {
		q    ledgerQuery
		me   string
		want bool
	}{
		{ledgerQuery{}, "c", true}, {ledgerQuery{Mine: "1"}, "a", true}, {ledgerQuery{Mine: "1"}, "b", true}, {ledgerQuery{Mine: "1"}, "c", false},
		{ledgerQuery{From: "2021-10-05", Until: "2021-10-05"}, "c", true}, {ledgerQuery{From: "2021-10-06"}, "c", false}, {ledgerQuery{Until: "2021-10-04"}, "c", false},
	} {
		if got := c.q.chooses(i, c.me); got != c.want {
			t.Errorf("%+v by %s: %v", c.q, c.me, got)
		}
	}
}

// The ledger of a role that has none is refused, and filters that fit nothing are no error.
func TestLedgerOverHTTP(t *testing.T) {
	o := newOffice(t, nil)
	o.user(t, "leader", account.Leader)
	token := o.session(t, "leader")
	form := url.Values{"bulletin": {"2021q3"}, "kind": {"supervise"}, "text": {"限期整改"}, "lead": {"fumeng"}, "deadline": {"2021-10-20"}}
	if got := o.ask(t, "POST", "/instructions", token, form, nil); got.status != 303 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	for query, found := range map[string]bool{"": true, "?light=red": true, "?light=blue": false, "?from=2021-10-22&until=2021-10-22": true, "?from=2021-10-23": false, "?unit=nobody": false, "?page=7": true} {
		got := o.ask(t, "GET", "/instructions/"+query, token, nil, nil)
		if has := strings.Contains(got.body, "限期整改"); got.status != 200 || has != found {
			t.Errorf("%q: %d, found %v", query, got.status, has)
		}
	}
}
