//go:build unix

package annotation_test

import (
	"bytes"
	"errors"
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

// A correction maps every place once; figures that changed are told, places that moved are followed, a draft that was written
// on the edition before arrives where its words are now.
func TestCarry(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		o, ctx := newOffice(t, dsn), t.Context()
		leader := o.person("li", account.Leader, "")
		add := func(target annotation.Target) string {
			return must(o.AddNote(ctx, leader, "", annotation.NewNote{Target: target, Kind: annotation.Highlight, Visibility: annotation.Leaders}))(t).ID
		}
		figure, rate := add(o.on("volume", "333")), add(o.on("quality", "下降0.72"))
		cell := add(annotation.Target{Bulletin: bulletin, Edition: 1, Section: "overview", Passage: "network-county/fumeng/assigned"})
		whole := add(annotation.Target{Bulletin: bulletin, Edition: 1})
		events := o.store.Subscribe(ctx)
		o.until(events, "before")

		o.site.publish(t, "334", "new: 新的一段。", "quality: 总体平稳。满意率为82.24%，环比下降0.72个百分点。", "volume: 阜蒙县交办总量最大，为334件。")
		carried := must(o.Carry(ctx, bulletin))(t)
		if !carried.New || carried.Edition != 2 || carried.Counts[annotation.Edited] != 2 || len(carried.Review) != 2 {
			t.Errorf("%+v", carried)
		}
		told := o.until(events, "after")
		if len(told) != 2 || !slices.Contains(told, bulletin+" "+figure) || !slices.Contains(told, bulletin+" "+cell) {
			t.Errorf("%v", told)
		}
		if again := must(o.Carry(ctx, bulletin))(t); again.New {
			t.Error("mapped twice")
		}
		late := add(o.on("quality", "82.24%"))

		got := map[string]annotation.Mapping{}
		for _, n := range must(o.Notes(ctx, leader, annotation.Filter{Bulletin: bulletin}))(t) {
			got[n.ID] = n.Mapping
			if n.Target.Edition != 1 {
				t.Error("a selector changed")
			}
		}
		for id, w := range map[string]annotation.Mapping{
			figure: {State: annotation.Edited, Section: "overview", Passage: "volume", Start: 11, End: 14, Old: "333", New: "334"},
			cell:   {State: annotation.Edited, Section: "overview", Passage: "network-county/fumeng/assigned", Old: "333", New: "334"},
			rate:   {State: annotation.Shifted, Section: "overview", Passage: "quality", Start: 18, End: 24},
			late:   {State: annotation.Shifted, Section: "overview", Passage: "quality", Start: 9, End: 15},
			whole:  {State: annotation.Exact},
		} {
			if w.Target, w.Edition = id, 2; got[id] != w {
				t.Errorf("got %+v, want %+v", got[id], w)
			}
		}
		if first := must(o.Notes(ctx, leader, annotation.Filter{Bulletin: bulletin, Edition: 1}))(t); len(first) != 5 || first[0].Mapping != (annotation.Mapping{}) {
			t.Errorf("%+v", first)
		}

		o.site.publish(t, "333", "volume: 阜蒙县交办总量最大，为333件。")
		must(o.Carry(ctx, bulletin))(t)
		for id, state := range map[string]annotation.MapState{figure: annotation.Exact, cell: annotation.Exact, rate: annotation.Lost, whole: annotation.Exact} {
			if n := must(o.Note(ctx, leader, id))(t); n.Mapping.State != state {
				t.Errorf("%+v, want %s", n.Mapping, state)
			}
		}
		o.site.texts = o.site.texts[:1]
		_, err := o.Carry(ctx, bulletin)
		want(t, err, annotation.ErrBackwards)
	})
}

// A backup keeps what people wrote, files and handwriting included, whichever database it goes to.
func TestBackupsKeepAnnotations(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		o, ctx := newOffice(t, dsn), t.Context()
		leader, unit := o.person("li", account.Leader, ""), o.person("qian", account.Unit, "jiaotong")
		note := must(o.AddNote(ctx, leader, "", o.comment("请核实", annotation.Leaders)))(t)
		must(o.AddReply(ctx, leader, "", note.ID, "再看"))(t)
		in := must(o.Sign(ctx, leader, "", o.order()))(t)
		must(o.Do(ctx, unit, "", in.ID, 0, annotation.Do{Act: annotation.Receive}))(t)
		file := must(o.Attach(ctx, unit, "", in.ID, "照片.png", []byte("\x89PNG\r\n\x1a\n\x00\xff")))(t)
		must(o.Acknowledge(ctx, leader, bulletin, 1))(t)
		var b bytes.Buffer
		must(o.store.Backup(ctx, &b))(t)
		opt := store.Options{Now: time.Now, Program: "test", Backups: t.TempDir()}
		for _, target := range []string{storetest.SQLite(t), storetest.Postgres(t)} {
			must(store.Restore(ctx, bytes.NewReader(b.Bytes()), target, opt))(t)
			restored := must(store.Open(ctx, target, opt))(t)
			err := restored.Annotations().Read(ctx, func(tx annotation.Tx) error {
				n, _, err := tx.Note(note.ID)
				if err != nil || n.Body != "请核实" || len(n.Replies) != 1 || n.Target.Quote.Exact != "333件" {
					t.Errorf("%+v %v", n, err)
				}
				i, _, err := tx.Instruction(in.ID)
				if err != nil || i.Ink.Points() != 2 || len(i.Steps) != 2 || i.Tasks[0].State != annotation.Received {
					t.Errorf("%+v %v", i, err)
				}
				content, err := tx.AttachmentContent(file.ID)
				if err != nil || string(content) != "\x89PNG\r\n\x1a\n\x00\xff" {
					t.Errorf("%q %v", content, err)
				}
				if _, found, err := tx.Acknowledgement(leader.User.ID, bulletin, 1); !found || err != nil {
					t.Error("the acknowledgement is gone", err)
				}
				head, _, err := tx.Head(bulletin)
				if err != nil || head.Digest != o.site.texts[0].Digest {
					t.Errorf("%+v %v", head, err)
				}
				return nil
			})
			want(t, errors.Join(err, restored.Close()), nil)
		}
	})
}

// A correction that comes between finding a place and writing it is noticed: the note stands in the newest edition.
func TestTextComesBetween(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		o, ctx := newOffice(t, dsn), t.Context()
		leader := o.person("li", account.Leader, "")
		o.site.publish(t, "333", "volume: 先说明。阜蒙县交办总量最大，为333件。")
		o.site.onText = func(edition int) {
			if edition != 1 {
				return
			}
			o.site.onText = nil
			o.site.publish(t, "333", "volume: 再先说明。阜蒙县交办总量最大，为333件。")
			must(o.Carry(ctx, bulletin))(t)
		}
		n := must(o.AddNote(ctx, leader, "", o.comment("字", annotation.Leaders)))(t)
		if got := must(o.Note(ctx, leader, n.ID))(t).Mapping; got.Edition != 3 || got.State != annotation.Shifted || got.Start != 16 {
			t.Errorf("%+v", got)
		}
	})
}

// Many people writing at once on a bulletin that is corrected meanwhile: every note stands in the last edition, none twice.
func TestWritingWhileCorrected(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		o, ctx := newOffice(t, dsn), t.Context()
		leader := o.person("li", account.Leader, "")
		var all sync.WaitGroup
		for i := range 40 {
			all.Go(func() {
				if i%10 == 5 {
					o.site.publish(t, "333", fmt.Sprintf("new: 第%d次更正。", i), "volume: 阜蒙县交办总量最大，为333件。", "quality: 满意率为82.24%，环比下降0.72个百分点。")
					if _, err := o.Carry(ctx, bulletin); err != nil {
						t.Error(err)
					}
					return
				}
				_, err := o.AddNote(ctx, leader, fmt.Sprint("key ", i/2), o.comment("字", annotation.Leaders))
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		must(o.Carry(ctx, bulletin))(t)
		list := must(o.Notes(ctx, leader, annotation.Filter{Bulletin: bulletin}))(t)
		seen := map[string]bool{}
		for _, n := range list {
			if seen[n.ID] || n.Mapping.State != annotation.Exact || n.Mapping.Edition != 5 {
				t.Errorf("%+v", n)
			}
			seen[n.ID] = true
		}
		if len(list) == 0 || len(list) > 20 {
			t.Errorf("%d notes of 20 keys", len(list))
		}
	})
}
