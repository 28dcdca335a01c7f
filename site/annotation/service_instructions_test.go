//go:build unix

package annotation_test

import (
	"errors"
	"strings"
	"testing"

	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/store"
	"tongbao/site/store/storetest"
)

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
