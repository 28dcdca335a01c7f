//go:build unix

package annotation_test

import (
	"bytes"
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/store"
	"tongbao/site/store/storetest"
)

const elsewhere = `{"source":"http://elsewhere.example/","selector":{"type":"TextQuoteSelector","exact":"甲"}}`

// What came from elsewhere is kept as it came, whatever database and backup it goes through.
func TestAddressesElsewhereAreKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		o, ctx := newOffice(t, dsn), t.Context()
		leader := o.person("li", account.Leader, "")
		n := must(o.AddForeign(ctx, leader, "", annotation.NewNote{
			Target: annotation.Target{Bulletin: bulletin, Edition: -1}, Kind: annotation.Comment, Body: "看", Visibility: annotation.Private,
			About: elsewhere, Canonical: "urn:uuid:1", Via: "http://a.example/1 http://b.example/1",
		}))(t)
		if n.Target.Edition != 1 || n.About != elsewhere {
			t.Errorf("%+v", n)
		}
		must(o.Answer(ctx, leader, "", n.ID, annotation.NewReply{Body: "答", Canonical: "urn:uuid:2", Via: "http://a.example/2"}))(t)
		must(o.EditNote(ctx, leader, n.ID, 0, annotation.NoteEdit{Body: "改", Visibility: annotation.Private}))(t)
		var b bytes.Buffer
		must(o.store.Backup(ctx, &b))(t)
		path, opt := storetest.SQLite(t), store.Options{Now: time.Now, Program: "test", Backups: t.TempDir()}
		must(store.Restore(ctx, bytes.NewReader(b.Bytes()), path, opt))(t)
		restored := must(store.Open(ctx, path, opt))(t)
		defer restored.Close()
		for _, s := range []*store.Store{o.store, restored} {
			err := s.Annotations().Read(ctx, func(tx annotation.Tx) error {
				got, _, err := tx.Note(n.ID)
				if got.About != elsewhere || got.Body != "改" || got.Canonical != "urn:uuid:1" || got.Via != "http://a.example/1 http://b.example/1" ||
					len(got.Replies) != 1 || got.Replies[0].Canonical != "urn:uuid:2" || got.Replies[0].Via != "http://a.example/2" {
					t.Errorf("%+v", got)
				}
				return err
			})
			want(t, err, nil)
		}
		n = must(o.EditNote(ctx, leader, n.ID, 0, annotation.NoteEdit{Body: "改", Visibility: annotation.Private, About: `"urn:x"`}))(t)
		if n.About != `"urn:x"` {
			t.Error(n.About)
		}
		placed := must(o.AddNote(ctx, leader, "", o.comment("看", annotation.Private)))(t)
		if _, err := o.EditNote(ctx, leader, placed.ID, 0, annotation.NoteEdit{Body: "改", Visibility: annotation.Private, About: `"urn:x"`}); err == nil {
			t.Error("a place was given up")
		}
		want(t, o.DeleteNote(ctx, leader, n.ID, 0), nil)
		err := o.store.Annotations().Read(ctx, func(tx annotation.Tx) error {
			got, _, err := tx.Note(n.ID)
			if got.About != "" {
				t.Errorf("a deleted note still tells what it was about: %s", got.About)
			}
			return err
		})
		want(t, err, nil)
	})
}

// A quote that came without a passage stands where the text has it once; who may not read learns nothing of the text.
func TestForeignQuotesAreLocated(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		o, ctx := newOffice(t, dsn), t.Context()
		leader := o.person("li", account.Leader, "")
		foreign := func(exact string, edition int) annotation.NewNote {
			return annotation.NewNote{Kind: annotation.Highlight, Visibility: annotation.Private, Target: annotation.Target{Bulletin: bulletin, Edition: edition, Quote: annotation.Quote{Exact: exact}}}
		}
		n := must(o.AddForeign(ctx, leader, "", foreign("满意率", -1)))(t)
		if n.Target.Passage != "quality" || n.Target.Edition != 1 || n.Target.Quote.Suffix == "" {
			t.Errorf("%+v", n.Target)
		}
		for _, exact := range []string{"没有", "。"} {
			_, err := o.AddForeign(ctx, leader, "", foreign(exact, -1))
			want(t, err, annotation.ErrElsewhere)
		}
		_, err := o.AddForeign(ctx, leader, "", foreign("满意率", 7))
		want(t, err, annotation.ErrElsewhere)
		o.site.publish(t, "333", "volume: 阜蒙县交办总量最大，为333件。", "quality: 群众满意率为82.24%。")
		if n := must(o.AddForeign(ctx, leader, "", foreign("满意率为82.24%，", 1)))(t); n.Target.Edition != 1 || n.Mapping.State == "" {
			t.Errorf("%+v %+v", n.Target, n.Mapping)
		}
		_, err = o.AddForeign(ctx, leader, "", annotation.NewNote{Kind: annotation.Highlight, Visibility: annotation.Private, Target: annotation.Target{Bulletin: "1999q1", Edition: -1, Quote: annotation.Quote{Exact: "甲"}}})
		want(t, err, annotation.ErrNotFound)
	})
}

// What was written on a bulletin is listed for each as they may see it; when something went, those who saw it learn when.
func TestListedAndWritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		o, ctx := newOffice(t, dsn), t.Context()
		leader, reader := o.person("li", account.Leader, ""), o.person("sun", account.Reader, "")
		shown := must(o.AddNote(ctx, leader, "", withSlug(o.comment("看", annotation.Everyone), "shown")))(t)
		hidden := must(o.AddNote(ctx, leader, "", o.comment("私", annotation.Private)))(t)
		o.pass(time.Minute)
		order := must(o.Sign(ctx, leader, "", o.order()))(t)
		answered := must(o.AddReply(ctx, leader, "", shown.ID, "答"))(t)
		mine, theirs := must(o.Listed(ctx, leader, bulletin))(t), must(o.Listed(ctx, reader, bulletin))(t)
		if len(mine.Notes) != 2 || len(mine.Instructions) != 1 || len(theirs.Notes) != 1 || len(theirs.Instructions) != 0 || theirs.Notes[0].ID != "shown" {
			t.Errorf("%+v\n%+v", mine, theirs)
		}
		reply := answered.Replies[0].ID
		if w := must(o.Written(ctx, reader, bulletin, reply))(t); w.Reply.Body != "答" || w.Note.ID != shown.ID {
			t.Errorf("%+v", w)
		}
		if w := must(o.Written(ctx, leader, bulletin, order.ID))(t); w.Instruction.ID != order.ID || w.Bulletin() != bulletin {
			t.Errorf("%+v", w)
		}
		for _, id := range []string{hidden.ID, order.ID, "nothing", "", "../x"} {
			_, err := o.Written(ctx, reader, bulletin, id)
			want(t, err, annotation.ErrNotFound)
		}
		_, err := o.Written(ctx, leader, "2021q2", shown.ID)
		want(t, err, annotation.ErrNotFound)
		_, err = o.Listed(ctx, leader, "2021q2")
		want(t, err, annotation.ErrNotFound)

		o.pass(time.Minute)
		must(o.DeleteReply(ctx, leader, shown.ID, reply))(t)
		_, err = o.Written(ctx, reader, bulletin, reply)
		want(t, err, annotation.ErrGone)
		if now := must(o.Listed(ctx, reader, bulletin))(t); !now.Changed.After(theirs.Changed) {
			t.Error("nobody learns when a reply went")
		}
		o.pass(time.Minute)
		before := must(o.Listed(ctx, reader, bulletin))(t).Changed
		want(t, o.DeleteNote(ctx, leader, hidden.ID, 0), nil)
		if now := must(o.Listed(ctx, reader, bulletin))(t); now.Changed != before {
			t.Error("a reader learns when a hidden note went")
		}
		want(t, o.DeleteNote(ctx, leader, shown.ID, 0), nil)
		for _, id := range []string{shown.ID, reply} {
			_, err = o.Written(ctx, reader, bulletin, id)
			want(t, err, annotation.ErrGone)
		}
		again := must(o.AddNote(ctx, leader, "", withSlug(o.comment("看", annotation.Everyone), "shown")))(t)
		order2 := must(o.AddNote(ctx, leader, "", withSlug(o.comment("看", annotation.Everyone), order.ID)))(t)
		reply2 := must(o.AddNote(ctx, leader, "", withSlug(o.comment("看", annotation.Everyone), reply)))(t)
		if again.ID == "shown" || order2.ID == order.ID || reply2.ID == reply {
			t.Error("a name was given twice")
		}
	})
}

func withSlug(n annotation.NewNote, slug string) annotation.NewNote {
	n.Slug = slug
	return n
}

// A reply is changed on the state that was seen.
func TestRepliesOnARevision(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		o, ctx := newOffice(t, dsn), t.Context()
		leader := o.person("li", account.Leader, "")
		n := must(o.AddNote(ctx, leader, "", o.comment("看", annotation.Leaders)))(t)
		n = must(o.AddReply(ctx, leader, "", n.ID, "一"))(t)
		now := must(o.EditReplyAt(ctx, leader, n.ID, n.Replies[0].ID, n.Revision, "二"))(t)
		_, err := o.EditReplyAt(ctx, leader, n.ID, n.Replies[0].ID, n.Revision, "三")
		want(t, err, annotation.ErrStale)
		_, err = o.DeleteReplyAt(ctx, leader, n.ID, n.Replies[0].ID, n.Revision)
		want(t, err, annotation.ErrStale)
		must(o.DeleteReplyAt(ctx, leader, n.ID, n.Replies[0].ID, now.Revision))(t)
	})
}
