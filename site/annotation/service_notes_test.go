//go:build unix

package annotation_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/audit"
	"tongbao/site/store/storetest"
)

// A note is kept with the quote's surroundings and the author's name of that time, made once for a key, changed on the
// revision that was seen, answered, settled and deleted for good; each act is on record.
func TestNotes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		o, ctx := newOffice(t, dsn), t.Context()
		leader, editor, other := o.person("li", account.Leader, ""), o.person("wang", account.Editor, ""), o.person("zhao", account.Leader, "")

		n := must(o.AddNote(ctx, leader, "key-1", o.comment("请核实", annotation.Leaders)))(t)
		if n.Target.Quote.Prefix != "阜蒙县交办总量最大，为" || n.Target.Quote.Suffix != "。" || !slices.Equal(n.Target.Figures, []string{"333"}) {
			t.Errorf("%+v", n.Target)
		}
		again := must(o.AddNote(ctx, leader, "key-1", o.comment("请核实", annotation.Leaders)))(t)
		if again.ID != n.ID || len(o.audited("note.create")) != 1 {
			t.Error("asked twice, made twice")
		}
		if n.Author.Name != "姓名li" || n.Author.Office != "职务li" {
			t.Errorf("%+v", n.Author)
		}

		_, err := o.Note(ctx, editor, n.ID)
		want(t, err, annotation.ErrNotFound)
		_, err = o.EditNote(ctx, other, n.ID, 0, annotation.NoteEdit{Body: "改", Visibility: annotation.Leaders})
		want(t, err, annotation.ErrForbidden)
		if rows := o.audited("note.edit"); len(rows) != 1 || rows[0].Outcome != audit.Denied || rows[0].Name != "zhao" {
			t.Errorf("%+v", rows)
		}

		n = must(o.AddReply(ctx, other, "key-1", n.ID, "已核"))(t)
		n = must(o.AddReply(ctx, other, "key-1", n.ID, "已核"))(t)
		if len(n.Replies) != 1 || n.Revision != 2 {
			t.Errorf("%+v", n)
		}
		_, err = o.EditNote(ctx, leader, n.ID, 1, annotation.NoteEdit{Body: "改", Visibility: annotation.Leaders})
		want(t, err, annotation.ErrStale)
		_, err = o.EditNote(ctx, leader, n.ID, 2, annotation.NoteEdit{Body: "改", Visibility: annotation.Everyone})
		want(t, err, annotation.ErrReplied)
		n = must(o.EditNote(ctx, leader, n.ID, 2, annotation.NoteEdit{Body: "改", Visibility: annotation.Leaders}))(t)
		if n.Body != "改" || n.Edited.IsZero() || n.Revision != 3 {
			t.Errorf("%+v", n)
		}
		_, err = o.EditReply(ctx, leader, n.ID, n.Replies[0].ID, "冒名")
		want(t, err, annotation.ErrForbidden)
		n = must(o.EditReply(ctx, other, n.ID, n.Replies[0].ID, "已核实"))(t)
		n = must(o.ResolveNote(ctx, other, n.ID, true))(t)
		if n.Resolved.IsZero() || n.ResolvedBy.Name != "姓名zhao" || n.Replies[0].Body != "已核实" {
			t.Errorf("%+v", n)
		}
		list := must(o.Notes(ctx, leader, annotation.Filter{Bulletin: bulletin, State: "resolved", Words: "改"}))(t)
		if len(list) != 1 || len(list[0].Replies) != 1 {
			t.Errorf("%+v", list)
		}
		if list := must(o.Notes(ctx, editor, annotation.Filter{}))(t); len(list) != 0 {
			t.Error("an editor lists what leaders keep among themselves")
		}
		n = must(o.DeleteReply(ctx, other, n.ID, n.Replies[0].ID))(t)
		if len(n.Replies) != 0 {
			t.Error("the reply is still there")
		}

		want(t, o.DeleteNote(ctx, leader, n.ID, 0), nil)
		_, err = o.Note(ctx, leader, n.ID)
		want(t, err, annotation.ErrGone)
		want(t, o.DeleteNote(ctx, leader, n.ID, 0), annotation.ErrGone)
		_, err = o.Note(ctx, editor, n.ID)
		want(t, err, annotation.ErrNotFound)
		if list := must(o.Notes(ctx, leader, annotation.Filter{}))(t); len(list) != 0 {
			t.Errorf("%+v", list)
		}
		if gone := must(o.Notes(ctx, leader, annotation.Filter{Deleted: true}))(t); len(gone) != 1 || gone[0].Body != "" {
			t.Errorf("%+v", gone)
		}
		for _, row := range o.audited("note") {
			if strings.Contains(row.Detail, "核实") {
				t.Error("the audit has a note's words")
			}
		}
	})
}

// What is no note is refused before anything is written: foreign bytes, false places, ended sessions.
func TestBadNotes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		o, ctx := newOffice(t, dsn), t.Context()
		leader, reader := o.person("li", account.Leader, ""), o.person("sun", account.Reader, "")
		bad := func(change func(*annotation.NewNote)) error {
			n := o.comment("字", annotation.Private)
			change(&n)
			_, err := o.AddNote(ctx, leader, "", n)
			return err
		}
		wantField(t, bad(func(n *annotation.NewNote) { n.Body = " " }), "body")
		wantField(t, bad(func(n *annotation.NewNote) { n.Body = strings.Repeat("长", annotation.MaxBody+1) }), "body")
		wantField(t, bad(func(n *annotation.NewNote) { n.Body = "\x00" }), "body")
		wantField(t, bad(func(n *annotation.NewNote) { n.Visibility = "all" }), "visibility")
		wantField(t, bad(func(n *annotation.NewNote) { n.Kind = "x" }), "kind")
		want(t, bad(func(n *annotation.NewNote) { n.Target.Start++; n.Target.End++ }), annotation.ErrElsewhere)
		want(t, bad(func(n *annotation.NewNote) { n.Target.End = 1 << 40 }), annotation.ErrElsewhere)
		want(t, bad(func(n *annotation.NewNote) { n.Target.Passage = "nowhere" }), annotation.ErrElsewhere)
		want(t, bad(func(n *annotation.NewNote) { n.Target.Bulletin = "1999q1" }), annotation.ErrNotFound)
		if _, ok := errors.AsType[*annotation.BadTarget](bad(func(n *annotation.NewNote) { n.Target.Edition = 2 })); !ok {
			t.Error("an edition that is not there")
		}
		_, err := o.AddNote(ctx, reader, "", o.comment("字", annotation.Everyone))
		want(t, err, annotation.ErrForbidden)
		_, err = o.Note(ctx, leader, "' OR 1=1 --\x00")
		want(t, err, annotation.ErrNotFound)
		want(t, o.accounts.SignOut(ctx, leader), nil)
		_, err = o.AddNote(ctx, leader, "", o.comment("字", annotation.Private))
		want(t, err, account.ErrNoSession)
		if rows := o.audited("note.create"); len(rows) != 1 || rows[0].Outcome != audit.Denied {
			t.Errorf("%+v", rows)
		}
	})
}
