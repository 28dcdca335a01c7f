//go:build unix

package annotation_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/store/storetest"
)

// The texts that are there come with what a list says of them, the newest first; and nobody is asked whether they want what
// they may not see.
func TestWords(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		o, ctx := newOffice(t, dsn), t.Context()
		leader, editor, unit := o.person("li", account.Leader, ""), o.person("wang", account.Editor, ""), o.person("qian", account.Unit, "jiaotong")
		n := must(o.AddNote(ctx, leader, "", o.comment("给领导", annotation.Leaders)))(t)
		o.pass(time.Minute)
		must(o.AddReply(ctx, leader, "", n.ID, "补充一句"))(t)
		o.pass(time.Minute)
		must(o.AddNote(ctx, editor, "", o.comment("给大家", annotation.Everyone)))(t)
		o.pass(time.Minute)
		in := must(o.Sign(ctx, leader, "", o.order()))(t)
		o.pass(time.Minute)
		must(o.Do(ctx, unit, "", in.ID, 0, annotation.Do{Act: annotation.Receive}))(t)
		must(o.Do(ctx, unit, "", in.ID, 0, annotation.Do{Act: annotation.Progress, Text: "正在办"}))(t)
		order := "true 请交通局牵头，住建局会同，月底前办结。 姓名li  [jiaotong zhujian] overview"
		for who, want := range map[*account.Actor][]string{
			&leader: {"true 正在办 姓名qian  [jiaotong zhujian] overview", order, "false 给大家 姓名wang everyone [] overview", "false 补充一句 姓名li leaders [] overview", "false 给领导 姓名li leaders [] overview"},
			&unit:   {"true 正在办 姓名qian  [jiaotong zhujian] overview", order, "false 给大家 姓名wang everyone [] overview"},
		} {
			asked := 0
			list, err := o.Words(ctx, *who, func(annotation.Words) bool { asked++; return true })
			var got []string
			for _, w := range list {
				got = append(got, fmt.Sprint(w.Instruction, " ", w.Text, " ", w.By.Name, " ", w.Visibility, " ", w.Units, " ", w.Section))
			}
			if err != nil || !slices.Equal(got, want) || asked != len(want) {
				t.Errorf("%d asked, %v\n%s\nwant\n%s", asked, err, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
		must(o.Do(ctx, leader, "", in.ID, 0, annotation.Do{Act: annotation.Withdraw, Text: "另行安排"}))(t)
		if err := o.DeleteNote(ctx, leader, n.ID, 0); err != nil {
			t.Fatal(err)
		}
		left := must(o.Words(ctx, leader, func(annotation.Words) bool { return true }))(t)
		if len(left) != 1 || left[0].Text != "给大家" {
			t.Errorf("%+v", left)
		}
	})
}
