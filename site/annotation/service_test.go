//go:build unix

package annotation_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/audit"
	"tongbao/site/store"
	"tongbao/site/store/storetest"
)

// office is a store with people in it and a site that shows one bulletin.
type office struct {
	t        *testing.T
	store    *store.Store
	accounts *account.Service
	*annotation.Service
	site *shown
	mu   sync.Mutex
	at   time.Time
}

// shown is a site: the texts of a bulletin by edition, the last of which is in force.
type shown struct {
	mu     sync.Mutex
	texts  []annotation.Text
	onText func(edition int) // called before a text is given
}

const bulletin = "2021q3"

func (s *shown) Current(b string) (int, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.texts), b == bulletin
}

func (s *shown) Text(b string, edition int) (annotation.Text, error) {
	if s.onText != nil {
		s.onText(edition)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if b != bulletin || edition < 1 || edition > len(s.texts) {
		return annotation.Text{}, annotation.ErrNotFound
	}
	return s.texts[edition-1], nil
}

// publish makes an edition of paragraphs, "key: words", and of one cell.
func (s *shown) publish(t *testing.T, cell string, paragraphs ...string) {
	t.Helper()
	var page strings.Builder
	page.WriteString(`<section data-section="overview"><div class="prose">`)
	for _, p := range paragraphs {
		key, words, _ := strings.Cut(p, ": ")
		fmt.Fprintf(&page, "<p id=%q>%s</p>", key, words)
	}
	fmt.Fprintf(&page, `</div><table><tr><td id="network-county/fumeng/assigned">%s</td></tr></table></section>`, cell)
	s.mu.Lock()
	defer s.mu.Unlock()
	text, err := annotation.ReadText(strings.NewReader(page.String()), bulletin, len(s.texts)+1)
	if err != nil {
		t.Fatal(err)
	}
	s.texts = append(s.texts, text)
}

func newOffice(t *testing.T, dsn string) *office {
	t.Helper()
	o := &office{t: t, site: &shown{}, at: time.Date(2021, 10, 8, 1, 0, 0, 0, time.UTC)}
	now := func() time.Time {
		o.mu.Lock()
		defer o.mu.Unlock()
		return o.at
	}
	var err error
	if o.store, err = store.Open(t.Context(), dsn, store.Options{Now: now, Program: "test", Backups: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = o.store.Close() })
	o.accounts = account.New(o.store.Accounts(), account.Options{Now: now, Rules: account.Standard(), NewRole: account.Reader})
	o.Service = annotation.New(o.store.Annotations(), annotation.Options{
		Now: now, Location: time.FixedZone("CST", 8*3600), Publication: o.site, Still: o.accounts.Still,
		Reads: func(account.Role, string) bool { return true },
		Unit:  func(id string) bool { return id == "jiaotong" || id == "zhujian" },
	})
	o.site.publish(t, "333", "volume: 阜蒙县交办总量最大，为333件。", "quality: 满意率为82.24%，环比下降0.72个百分点。")
	return o
}

func (o *office) pass(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.at = o.at.Add(d)
}

// person signs somebody in, as an outside source vouches for them.
func (o *office) person(name string, role account.Role, unit string) account.Actor {
	o.t.Helper()
	in, err := o.accounts.SignInAs(o.t.Context(), account.Origin{Address: "192.0.2.1"}, account.Identity{
		Source: account.Proxy, Subject: name, Name: name, Display: "姓名" + name, Office: "职务" + name, Role: role, Unit: unit,
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return in.Actor
}

// until gives the objects of the events that come before a mark, which it sets.
func (o *office) until(events <-chan store.Event, mark string) []string {
	o.t.Helper()
	_, _, err := o.store.Write(o.t.Context(), "", func(tx *store.Tx) ([]byte, error) { return nil, tx.Publish("mark", mark) })
	if err != nil {
		o.t.Fatal(err)
	}
	var objects []string
	for e := range events {
		if e.Topic == "mark" && e.Object == mark {
			break
		}
		objects = append(objects, e.Object)
	}
	return objects
}

func (o *office) audited(action string) []audit.Row {
	o.t.Helper()
	var rows []audit.Row
	err := o.store.Read(context.Background(), func(tx *store.Tx) error {
		for row, err := range tx.AuditRows(audit.Filter{ActionPrefix: action}) {
			if err != nil {
				return err
			}
			rows = append(rows, row)
		}
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return rows
}

func want(t *testing.T, err, target error) {
	t.Helper()
	if !errors.Is(err, target) || target == nil && err != nil {
		t.Helper()
		t.Errorf("got %v, want %v", err, target)
	}
}

func wantField(t *testing.T, err error, field string) {
	t.Helper()
	if bad, ok := errors.AsType[*annotation.BadField](err); !ok || bad.Field != field {
		t.Errorf("got %v, want field %s", err, field)
	}
}

// must gives what a call gives, which must not fail: must(call())(t).
func must[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// on is a quote in a paragraph of the first edition.
func (o *office) on(passage, exact string) annotation.Target {
	section, _ := o.site.texts[0].Section("overview")
	p, _ := section.Passage(passage)
	at := strings.Index(p.Text, exact)
	if at < 0 {
		o.t.Fatalf("%q is not in %q", exact, p.Text)
	}
	start := len([]rune(p.Text[:at]))
	return annotation.Target{Bulletin: bulletin, Edition: 1, Section: "overview", Passage: passage,
		Quote: annotation.Quote{Exact: exact}, Start: start, End: start + len([]rune(exact))}
}

func (o *office) comment(words string, v annotation.Visibility) annotation.NewNote {
	return annotation.NewNote{Target: o.on("volume", "333件"), Kind: annotation.Comment, Body: words, Visibility: v}
}

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

func (o *office) order() annotation.NewInstruction {
	return annotation.NewInstruction{Target: o.on("volume", "阜蒙县"), Kind: annotation.Supervise, Text: "请交通局牵头，住建局会同，月底前办结。",
		Lead: []string{"jiaotong"}, Joint: []string{"zhujian"}, Deadline: "2021-10-31", Quotable: true,
		Ink: annotation.Ink{Width: 600, Height: 300, Strokes: []annotation.Stroke{{{1, 2, 0.5}, {3, 4.25, 0.75}}}}}
}

// An instruction goes its whole way: signed, received by each unit, extended, reported with a file, sent back, closed.
func TestInstructionIsAnswered(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		o, ctx := newOffice(t, dsn), t.Context()
		leader, editor := o.person("li", account.Leader, ""), o.person("wang", account.Editor, "")
		lead, joint := o.person("qian", account.Unit, "jiaotong"), o.person("sun", account.Unit, "zhujian")
		in := must(o.Sign(ctx, leader, "k", o.order()))(t)
		if again := must(o.Sign(ctx, leader, "k", o.order()))(t); again.ID != in.ID || again.Ink.Points() != 2 {
			t.Errorf("%+v", again)
		}
		do := func(by account.Actor, d annotation.Do) error {
			t.Helper()
			next, err := o.Do(ctx, by, "", in.ID, 0, d)
			if err == nil {
				in = next
			}
			return err
		}
		want(t, do(lead, annotation.Do{Act: annotation.Report, Text: "办结"}), annotation.ErrState)
		want(t, do(leader, annotation.Do{Act: annotation.Receive, Unit: "jiaotong"}), annotation.ErrForbidden)
		want(t, do(joint, annotation.Do{Act: annotation.Receive, Unit: "jiaotong"}), annotation.ErrForbidden)
		want(t, do(lead, annotation.Do{Act: annotation.Receive}), nil)
		want(t, do(lead, annotation.Do{Act: annotation.Receive}), annotation.ErrState)
		wantField(t, do(lead, annotation.Do{Act: annotation.Progress}), "text")
		want(t, do(lead, annotation.Do{Act: annotation.Progress, Text: "已现场查看"}), nil)
		wantField(t, do(lead, annotation.Do{Act: annotation.AskExtension, Text: "雨", Until: "2021-10-30"}), "until")
		want(t, do(lead, annotation.Do{Act: annotation.AskExtension, Text: "雨", Until: "2021-11-15"}), nil)
		want(t, do(lead, annotation.Do{Act: annotation.AskExtension, Text: "雨", Until: "2021-11-16"}), annotation.ErrState)
		want(t, do(editor, annotation.Do{Act: annotation.GrantExtension, Unit: "jiaotong"}), nil)
		file := must(o.Attach(ctx, lead, "f", in.ID, `C:\材料\结果.pdf`, []byte("%PDF-1.7 x")))(t)
		if file.Name != "结果.pdf" || file.Type != "application/pdf" {
			t.Errorf("%+v", file)
		}
		_, err := o.Attach(ctx, lead, "", in.ID, "a.html", []byte("<script>"))
		wantField(t, err, "file-kind")
		wantField(t, do(lead, annotation.Do{Act: annotation.Report, Text: "办结", Attachments: []string{"no"}}), "attachments")
		want(t, do(lead, annotation.Do{Act: annotation.Report, Text: "办结", Attachments: []string{file.ID}}), nil)
		want(t, do(editor, annotation.Do{Act: annotation.Return, Unit: "jiaotong", Text: "请补照片"}), nil)
		want(t, do(lead, annotation.Do{Act: annotation.Report, Text: "已补"}), nil)
		want(t, do(leader, annotation.Do{Act: annotation.Close, Unit: "jiaotong"}), nil)
		if in.State != annotation.Signed {
			t.Error("closed before every unit is done")
		}
		for _, d := range []annotation.Do{{Act: annotation.Receive}, {Act: annotation.Report, Text: "已办"}} {
			want(t, do(joint, d), nil)
		}
		want(t, do(leader, annotation.Do{Act: annotation.Close, Unit: "zhujian"}), nil)
		if task, _ := in.Task("jiaotong"); in.State != annotation.Closed || task.Deadline != "2021-11-15" || !task.Lead || in.Deadline != "2021-10-31" {
			t.Errorf("%+v", in)
		}
		want(t, do(leader, annotation.Do{Act: annotation.Withdraw, Text: "x"}), annotation.ErrState)
		got := must(o.Instruction(ctx, joint, in.ID))(t)
		var acts []string
		for i, s := range got.Steps {
			acts = append(acts, string(s.Act)+" "+s.Unit)
			if s.Seq != i+1 {
				t.Errorf("step %d has number %d", i+1, s.Seq)
			}
		}
		if strings.Join(acts, ", ") != "sign , receive jiaotong, progress jiaotong, ask-extension jiaotong, grant-extension jiaotong, "+
			"report jiaotong, return jiaotong, report jiaotong, close jiaotong, receive zhujian, report zhujian, close zhujian" {
			t.Error(acts)
		}
		if a, content, err := o.Attachment(ctx, leader, file.ID); err != nil || string(content) != "%PDF-1.7 x" || a.SHA256 != file.SHA256 {
			t.Errorf("%+v %q %v", a, content, err)
		}
		if _, _, err := o.Attachment(ctx, o.person("reader", account.Reader, ""), file.ID); !errors.Is(err, annotation.ErrNotFound) {
			t.Error(err)
		}
		if list := must(o.Instructions(ctx, leader, annotation.Filter{Unit: "zhujian", Quotable: true, State: "closed", Words: "月底"}))(t); len(list) != 1 || len(list[0].Tasks) != 2 {
			t.Errorf("%+v", list)
		}
	})
}

// The words of a signed instruction never change: no act does it, and the database refuses. A correction is a new one.
func TestSignedWordsStay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		o, ctx := newOffice(t, dsn), t.Context()
		leader, editor, other := o.person("li", account.Leader, ""), o.person("wang", account.Editor, ""), o.person("zhao", account.Leader, "")
		in := must(o.Sign(ctx, leader, "", o.order()))(t)
		amended := o.order()
		amended.Text, amended.Signer = "改了", leader.User.ID
		_, err := o.Do(ctx, editor, "", in.ID, 0, annotation.Do{Act: annotation.Amend, Amended: &amended})
		want(t, err, annotation.ErrState)
		for _, sql := range []string{"UPDATE instructions SET text = 'x'", "UPDATE instructions SET signer_as = '{}'", "DELETE FROM steps", "UPDATE steps SET text = 'x'", "DELETE FROM instructions"} {
			_, _, err := o.store.Write(ctx, "", func(tx *store.Tx) ([]byte, error) {
				_, err := tx.Exec(sql)
				return nil, err
			})
			want(t, err, store.ErrConstraint)
		}
		correction := o.order()
		correction.Corrects, correction.Text = in.ID, "请交通局牵头，十一月十日前办结。"
		_, err = o.Sign(ctx, other, "", correction)
		want(t, err, annotation.ErrState)
		second := must(o.Sign(ctx, leader, "", correction))(t)
		if first := must(o.Instruction(ctx, leader, in.ID))(t); first.Corrected != second.ID || first.Text != in.Text {
			t.Errorf("%+v", first)
		}
		_, err = o.Sign(ctx, leader, "", correction)
		want(t, err, annotation.ErrState)
	})
}

// 代录: what an editor enters counts only when its leader confirms it, with its scan; nobody else sees it before.
func TestEnteredInstruction(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		o, ctx := newOffice(t, dsn), t.Context()
		leader, editor, other, unit := o.person("li", account.Leader, ""), o.person("wang", account.Editor, ""), o.person("zhao", account.Leader, ""), o.person("qian", account.Unit, "jiaotong")
		n := o.order()
		n.Signer = editor.User.ID
		_, err := o.Draft(ctx, editor, "", n)
		wantField(t, err, "signer")
		n.Signer = leader.User.ID
		in := must(o.Draft(ctx, editor, "", n))(t)
		if !in.Signed.IsZero() || in.EnteredBy.Name != "姓名wang" || in.Signer.Name != "姓名li" {
			t.Errorf("%+v", in)
		}
		for _, by := range []account.Actor{other, unit} {
			_, err := o.Instruction(ctx, by, in.ID)
			want(t, err, annotation.ErrNotFound)
		}
		_, err = o.Do(ctx, leader, "", in.ID, 0, annotation.Do{Act: annotation.Confirm})
		want(t, err, annotation.ErrState)
		scan := must(o.Attach(ctx, editor, "", in.ID, "扫描.png", []byte("\x89PNG\r\n\x1a\n")))(t)
		_, err = o.Do(ctx, other, "", in.ID, 0, annotation.Do{Act: annotation.Confirm})
		want(t, err, annotation.ErrNotFound)
		_, err = o.Do(ctx, editor, "", in.ID, 0, annotation.Do{Act: annotation.Confirm})
		want(t, err, annotation.ErrForbidden)
		in = must(o.Do(ctx, leader, "", in.ID, 0, annotation.Do{Act: annotation.Refuse, Text: "第二句不对"}))(t)
		n.Text = "请交通局牵头办结。"
		in = must(o.Do(ctx, editor, "", in.ID, in.Revision, annotation.Do{Act: annotation.Amend, Amended: &n}))(t)
		in = must(o.Do(ctx, leader, "", in.ID, in.Revision, annotation.Do{Act: annotation.Confirm}))(t)
		if in.State != annotation.Signed || in.Signed.IsZero() || in.Scan != scan.ID || in.Text != n.Text {
			t.Errorf("%+v", in)
		}
		if _, err := o.Instruction(ctx, unit, in.ID); err != nil {
			t.Error(err)
		}
		in = must(o.Do(ctx, leader, "", in.ID, 0, annotation.Do{Act: annotation.Withdraw, Text: "误批"}))(t)
		_, err = o.Instruction(ctx, unit, in.ID)
		want(t, err, annotation.ErrGone)
		if got := must(o.Instruction(ctx, other, in.ID))(t); got.State != annotation.Withdrawn {
			t.Errorf("%+v", got)
		}
	})
}

// 圈阅 is one per person and edition, and shows who has not read.
func TestAcknowledgements(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		o, ctx := newOffice(t, dsn), t.Context()
		leader, other, reader := o.person("li", account.Leader, ""), o.person("zhao", account.Leader, ""), o.person("sun", account.Reader, "")
		first := must(o.Acknowledge(ctx, leader, bulletin, 1))(t)
		o.pass(time.Minute)
		second := must(o.Acknowledge(ctx, leader, bulletin, 1))(t)
		if first != second || len(o.audited("reading")) != 1 {
			t.Errorf("%+v %+v", first, second)
		}
		_, err := o.Acknowledge(ctx, leader, bulletin, 2)
		want(t, err, annotation.ErrNotFound)
		_, err = o.Acknowledge(ctx, reader, bulletin, 1)
		want(t, err, annotation.ErrForbidden)
		_, err = o.Readers(ctx, reader, bulletin, 1)
		want(t, err, annotation.ErrForbidden)
		r := must(o.Readers(ctx, other, bulletin, 1))(t)
		if len(r.Read) != 1 || r.Read[0].By.Name != "姓名li" || len(r.Unread) != 1 || r.Unread[0].ID != other.User.ID {
			t.Errorf("%+v", r)
		}
	})
}

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
