//go:build unix

package annotation_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/store"
	"tongbao/site/store/storetest"
)

// Numbers go up by one in the order of signing, whoever signs at once on however many servers; what failed takes none, what
// is entered takes one when it is confirmed, and a new year, by the office's clock, begins anew.
func TestNumbers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		o, ctx := newOffice(t, dsn), t.Context()
		offices := []*office{o}
		if store.IsPostgres(dsn) { // another server on the same database
			offices = append(offices, newOffice(t, dsn))
		}
		leader, editor := o.person("li", account.Leader, ""), o.person("wang", account.Editor, "")
		draft := o.order()
		draft.Signer = leader.User.ID
		entered := must(o.Draft(ctx, editor, "", draft))(t)
		must(o.Attach(ctx, editor, "", entered.ID, "扫描.png", []byte("\x89PNG\r\n\x1a\n")))(t)

		var group sync.WaitGroup
		var mu sync.Mutex
		var given []int
		for n := range 24 {
			group.Go(func() {
				order := o.order()
				if n%4 == 3 {
					order.Corrects = "nothing" // fails in its transaction
				}
				in, err := offices[n%len(offices)].Sign(ctx, leader, fmt.Sprint(n), order)
				if n%4 == 3 {
					wantField(t, err, "corrects")
					return
				}
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				given = append(given, in.Number.Serial)
			})
		}
		group.Wait()
		slices.Sort(given)
		for n, serial := range given {
			if serial != n+1 {
				t.Fatalf("numbers: %v", given)
			}
		}
		again := must(o.Sign(ctx, leader, "0", o.order()))(t)
		if again.Number.Serial == 0 || again.Number.Serial > 18 {
			t.Errorf("a call asked again: %s", again.Number)
		}
		withdrawn := must(o.Do(ctx, leader, "", again.ID, 0, annotation.Do{Act: annotation.Withdraw, Text: "误批"}))(t)
		confirmed := must(o.Do(ctx, leader, "", entered.ID, 0, annotation.Do{Act: annotation.Confirm}))(t)
		if entered.Number != (annotation.Number{}) || withdrawn.Number != again.Number || confirmed.Number.String() != "批〔2021〕19号" {
			t.Errorf("%q %q %q", entered.Number, withdrawn.Number, confirmed.Number)
		}
		if kept := must(o.Instruction(ctx, leader, confirmed.ID))(t); kept.Number != confirmed.Number {
			t.Errorf("%s", kept.Number)
		}
		_, _, err := o.store.Write(ctx, "", func(tx *store.Tx) ([]byte, error) {
			_, err := tx.Exec("UPDATE instructions SET number = 100 WHERE number = 19")
			return nil, err
		})
		want(t, err, store.ErrConstraint)
		o.pass(85*24*time.Hour - 2*time.Hour) // 31 December, 23:00 UTC: 2022 in China
		order := o.order()
		order.Deadline = "2022-10-31"
		leader = o.person("li", account.Leader, "")
		if next := must(o.Sign(ctx, leader, "", order))(t); next.Number.String() != "批〔2022〕1号" {
			t.Errorf("%s", next.Number)
		}
	})
}
