//go:build unix

package annotation_test

import (
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/store/storetest"
)

// What concerns somebody holds what they may see and nothing else.
func TestWork(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		o, ctx := newOffice(t, dsn), t.Context()
		leader, other, editor := o.person("li", account.Leader, ""), o.person("zhao", account.Leader, ""), o.person("wang", account.Editor, "")
		addressed, foreign := o.person("qian", account.Unit, "jiaotong"), o.person("wu", account.Unit, "fumeng")
		in := must(o.Sign(ctx, leader, "", o.order()))(t)
		o.pass(time.Minute)
		draft := o.order()
		draft.Signer = leader.User.ID
		must(o.Draft(ctx, editor, "", draft))(t)
		note := func(by account.Actor, v annotation.Visibility) {
			must(o.AddNote(ctx, by, "", annotation.NewNote{Target: annotation.Target{Bulletin: bulletin, Edition: 1}, Kind: annotation.Comment, Body: "看过", Visibility: v}))(t)
		}
		note(leader, annotation.Private)
		note(other, annotation.Everyone)
		for _, c := range []struct {
			by                          account.Actor
			instructions, notes, unread int
			readers                     bool
		}{
			{leader, 2, 1, 1, true}, {other, 0, 1, 1, true}, {editor, 2, 1, 0, true}, {addressed, 1, 0, 0, false}, {foreign, 0, 0, 0, false},
		} {
			w := must(o.Work(ctx, c.by, []string{bulletin, "1999q1"}))(t)
			if len(w.Instructions) != c.instructions || len(w.Notes) != c.notes || len(w.Unread) != c.unread || (len(w.Readers.Unread) > 0) != c.readers {
				t.Errorf("%s: %d instructions, %d notes, unread %v, readers %+v", c.by.User.Name, len(w.Instructions), len(w.Notes), w.Unread, w.Readers)
			}
		}
		must(o.Acknowledge(ctx, leader, bulletin, 1))(t)
		o.site.publish(t, "334", "volume: 阜蒙县交办总量最大，为334件。")
		if w := must(o.Work(ctx, leader, []string{bulletin}))(t); len(w.Unread) != 1 || w.Unread[0].String() != bulletin+" 2" {
			t.Errorf("after a new edition: %v", w.Unread)
		}
		must(o.Acknowledge(ctx, leader, bulletin, 2))(t)
		seen := o.at
		for _, until := range []time.Time{seen, seen.Add(-time.Hour), seen.Add(time.Hour)} {
			want(t, o.Look(ctx, leader, until), nil)
			if w := must(o.Work(ctx, leader, nil))(t); !w.Looked.Equal(seen) {
				t.Errorf("looked until %s, want %s", w.Looked, seen)
			}
		}
		want(t, o.Look(ctx, account.Actor{}, seen), account.ErrNoSession)
		if w := must(o.Work(ctx, leader, []string{bulletin}))(t); len(w.Unread) != 0 || w.Instructions[0].ID != in.ID {
			t.Errorf("after reading: %v", w.Unread)
		}
	})
}
