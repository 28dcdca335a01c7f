package audit

import (
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

func chain(n int) ([]Row, Head) {
	rows, head := make([]Row, n), Head{}
	at := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	for i := range rows {
		detail := Detail(map[string]string{"office": "市政府办公室", "n": fmt.Sprint(i)})
		rows[i], head = Append(head, Entry{
			At: at.Add(time.Duration(i) * time.Second), Actor: fmt.Sprint("U", i%7), Name: "wang", Role: "editor", Address: "10.0.0.8",
			Action: "bulletin.read", Object: "2021q3", Outcome: OK, Detail: detail,
		})
	}
	return rows, head
}

func each(rows []Row) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

func TestAWholeChainHolds(t *testing.T) {
	rows, head := chain(1000)
	for _, outside := range []*Head{nil, {}, &head, {500, rows[499].Hash}} {
		if got, err := Verify(each(rows), outside); got != head || err != nil {
			t.Errorf("%v, %v", got, err)
		}
	}
	if got, err := Verify(each(nil), nil); got != (Head{}) || err != nil {
		t.Errorf("an empty chain: %v, %v", got, err)
	}
	failed := errors.New("disk")
	if _, err := Verify(func(yield func(Row, error) bool) { yield(Row{}, failed) }, nil); !errors.Is(err, failed) {
		t.Error(err)
	}
}

// Every field of a row is covered by its hash.
func TestEveryFieldCounts(t *testing.T) {
	for name, edit := range map[string]func(*Row){
		"at":      func(r *Row) { r.At = r.At.Add(time.Microsecond) },
		"actor":   func(r *Row) { r.Actor = "U9" },
		"name":    func(r *Row) { r.Name = "li" },
		"role":    func(r *Row) { r.Role = "auditor" },
		"address": func(r *Row) { r.Address = "" },
		"action":  func(r *Row) { r.Action = "bulletin.readx" },
		"object":  func(r *Row) { r.Object = "2021q4" },
		"outcome": func(r *Row) { r.Outcome = Denied },
		"detail":  func(r *Row) { r.Detail = "" },
		"hash":    func(r *Row) { r.Hash[31] ^= 1 },
		"moved":   func(r *Row) { r.Action, r.Object = r.Action+r.Object[:1], r.Object[1:] },
	} {
		rows, _ := chain(20)
		edit(&rows[9])
		if _, err := Verify(each(rows), nil); !isBroken(err, 10, Altered) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func isBroken(err error, seq int64, why ...Break) bool {
	b, ok := errors.AsType[*Broken](err)
	return ok && b.Seq == seq && slices.Contains(why, b.Why)
}

// The ways to tamper with a chain at a place i from 0, and what is found there. Forged computes everything after it anew, as one
// who can write to the database would.
var tampering = []struct {
	name    string
	change  func(rows []Row, i int) []Row
	why     []Break
	outside bool // found with an outside head only, at the head's number
}{
	// found without an outside head too, because Verify stops before it comes to the head's number
	{"edit", func(rows []Row, i int) []Row { rows[i].Object = "2099q1"; return rows }, []Break{Altered}, false},
	{"delete", func(rows []Row, i int) []Row { return slices.Delete(rows, i, i+1) }, []Break{Missing}, false},
	{"delete and renumber", func(rows []Row, i int) []Row {
		rows = slices.Delete(rows, i, i+1)
		for j := i; j < len(rows); j++ {
			rows[j].Seq--
		}
		return rows
	}, []Break{Altered}, false},
	{"insert", func(rows []Row, i int) []Row { return slices.Insert(rows, i, Row{Entry{Seq: int64(i + 1)}, Hash{1}}) }, []Break{Altered}, false},
	{"insert twice the number", func(rows []Row, i int) []Row { return slices.Insert(rows, i+1, rows[i]) }, []Break{Repeated}, false},
	{"swap", func(rows []Row, i int) []Row { rows[i], rows[i+1] = rows[i+1], rows[i]; return rows }, []Break{Missing}, false},
	{"swap and renumber", func(rows []Row, i int) []Row {
		rows[i], rows[i+1] = rows[i+1], rows[i]
		rows[i].Seq, rows[i+1].Seq = rows[i+1].Seq, rows[i].Seq
		return rows
	}, []Break{Altered}, false},
	{"cut the tail", func(rows []Row, i int) []Row { return rows[:i] }, []Break{Missing}, true},
	{"forge", func(rows []Row, i int) []Row {
		rows[i].Object = "2099q1"
		head := Head{}
		if i > 0 {
			head = Head{int64(i), rows[i-1].Hash}
		}
		for j := i; j < len(rows); j++ {
			rows[j], head = Append(head, rows[j].Entry)
		}
		return rows
	}, []Break{Replaced}, true},
}

func TestTamperingIsFoundAtAThousandPlaces(t *testing.T) {
	const n = 1010
	whole, head := chain(n)
	random := rand.New(rand.NewPCG(1, 2))
	places := append(random.Perm(n - 1)[:996], 0, 1, n-3, n-2)
	for _, way := range tampering {
		for _, i := range places {
			rows := way.change(slices.Clone(whole), i)
			_, outside := Verify(each(rows), &head)
			inside := outside
			if way.outside {
				_, inside = Verify(each(rows), nil)
			}
			seq := int64(i + 1)
			if way.name == "insert twice the number" {
				seq++
			}
			if way.name == "forge" {
				seq = head.Seq
			}
			if way.outside && inside != nil {
				t.Fatalf("%s at %d: %v without an outside head", way.name, i, inside)
			}
			if !isBroken(outside, seq, way.why...) {
				t.Fatalf("%s at %d: %v", way.name, i, outside)
			}
		}
	}
}

func TestHeadsAreWrittenAndRead(t *testing.T) {
	_, head := chain(12)
	got, err := ParseHead(" " + head.String() + "\n")
	if got != head || err != nil || !strings.HasPrefix(head.String(), "12:") {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range []string{"", "12", "12:", "12:ab", "-1:" + head.String()[3:], "x" + head.String(), head.String() + "00"} {
		if _, err := ParseHead(bad); !errors.Is(err, ErrHead) {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestDetailsAreCanonical(t *testing.T) {
	if got, want := Detail(map[string]string{"b": "<1>", "a": "阜新"}), `{"a":"阜新","b":"<1>"}`; got != want || Detail(nil) != "" {
		t.Error(got)
	}
}

func BenchmarkVerify(b *testing.B) {
	rows, head := chain(1_000_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Verify(each(rows), &head); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Seconds())/float64(b.N), "s/million")
}
