//go:build unix

package annotation_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/store/storetest"
)

// atOnce runs so many calls together and counts how each ended; any other end fails the test.
func atOnce(t *testing.T, n int, call func(i int) error, ends ...error) map[error]int {
	t.Helper()
	var group sync.WaitGroup
	var mu sync.Mutex
	count := map[error]int{}
	for i := range n {
		group.Go(func() {
			err := call(i)
			at := slices.IndexFunc(ends, func(end error) bool { return errors.Is(err, end) })
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				count[nil]++
			case at < 0:
				t.Error(err)
			default:
				count[ends[at]]++
			}
		})
	}
	group.Wait()
	return count
}

// Many people on one note: of those who change what they saw one wins, the others are told; replies meanwhile are all kept, and the
// revision counts every act that happened.
func TestManyOnOneNote(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		o, ctx := newOffice(t, dsn), t.Context()
		leader, other := o.person("li", account.Leader, ""), o.person("zhao", account.Leader, "")
		n := must(o.AddNote(ctx, leader, "", o.comment("请核实", annotation.Leaders)))(t)
		edits := atOnce(t, 12, func(i int) error {
			_, err := o.EditNote(ctx, leader, n.ID, 1, annotation.NoteEdit{Body: fmt.Sprint("第", i), Visibility: annotation.Leaders})
			return err
		}, annotation.ErrStale)
		if edits[nil] != 1 || edits[annotation.ErrStale] != 11 {
			t.Errorf("%v changed one revision", edits)
		}
		var changed atomic.Int64
		both := atOnce(t, 24, func(i int) error {
			if i%2 == 0 {
				_, err := o.AddReply(ctx, other, fmt.Sprint("key ", i/4), n.ID, "已看") // each key is asked for twice
				return err
			}
			_, err := o.EditNote(ctx, leader, n.ID, 0, annotation.NoteEdit{Body: fmt.Sprint("再", i), Visibility: annotation.Leaders})
			changed.Add(1)
			return err
		})
		got := must(o.Note(ctx, leader, n.ID))(t)
		if both[nil] != 24 || len(got.Replies) != 6 || got.Revision != 2+6+int(changed.Load()) || len(o.audited("note.reply")) != 6 {
			t.Errorf("%v; %d replies, revision %d", both, len(got.Replies), got.Revision)
		}
		gone := atOnce(t, 8, func(i int) error {
			if i%2 == 0 {
				return o.DeleteNote(ctx, leader, n.ID, 0)
			}
			_, err := o.AddReply(ctx, other, "", n.ID, "晚了")
			return err
		}, annotation.ErrGone)
		if gone[nil] < 1 || len(o.audited("note.delete")) != 1 {
			t.Errorf("%v, %d on record", gone, len(o.audited("note.delete")))
		}
		if list := must(o.Notes(ctx, leader, annotation.Filter{Deleted: true}))(t); len(list) != 1 || len(list[0].Replies) != 0 || list[0].Body != "" {
			t.Errorf("%+v", list)
		}
	})
}

// Many people on one instruction: each step of its way happens once, whoever comes second is told that the state has changed, and the
// record's numbers have no gap.
func TestManyOnOneInstruction(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		o, ctx := newOffice(t, dsn), t.Context()
		leader, editor, second := o.person("li", account.Leader, ""), o.person("wang", account.Editor, ""), o.person("sun", account.Editor, "")
		unit := o.person("qian", account.Unit, "jiaotong")
		order := o.order()
		order.Joint, order.Signer = nil, leader.User.ID
		in := must(o.Draft(ctx, editor, "", order))(t)
		must(o.Attach(ctx, editor, "", in.ID, "扫描.png", []byte("\x89PNG\r\n\x1a\n")))(t)
		once := func(what string, call func(i int) error) {
			t.Helper()
			if ends := atOnce(t, 8, call, annotation.ErrState, annotation.ErrStale); ends[nil] != 1 {
				t.Errorf("%s: %v", what, ends)
			}
		}
		do := func(by account.Actor, d annotation.Do) error {
			_, err := o.Do(ctx, by, "", in.ID, 0, d)
			return err
		}
		once("confirmed", func(int) error { return do(leader, annotation.Do{Act: annotation.Confirm}) })
		once("received", func(int) error { return do(unit, annotation.Do{Act: annotation.Receive}) })
		once("reported", func(int) error { return do(unit, annotation.Do{Act: annotation.Report, Text: "办结"}) })
		once("closed or returned", func(i int) error {
			by := []account.Actor{leader, editor, second}[i%3]
			if i%2 == 0 {
				return do(by, annotation.Do{Act: annotation.Close, Unit: "jiaotong"})
			}
			return do(by, annotation.Do{Act: annotation.Return, Unit: "jiaotong", Text: "请补"})
		})
		got := must(o.Instruction(ctx, leader, in.ID))(t)
		for i, step := range got.Steps {
			if step.Seq != i+1 {
				t.Errorf("step %d has number %d", i+1, step.Seq)
			}
		}
		last := got.Steps[len(got.Steps)-1].Act
		task, _ := got.Task("jiaotong")
		if len(got.Steps) != 5 || (last == annotation.Close) != (got.State == annotation.Closed) || (last == annotation.Return) != (task.State == annotation.Received) {
			t.Errorf("%+v", got)
		}
	})
}
