package ledger

import (
	"strings"
	"time"

	"tongbao/site/annotation"
)

// Notes is the list of notes, a row each.
func Notes(list []annotation.Note, n Names, place *time.Location) Table {
	t := Table{Name: "批注", Head: []string{
		"序号", "通报", "位置", "原文", "原文情况", "现在的文字", "种类", "批注内容", "谁写的", "职务", "时间", "谁能看", "处理", "处理人", "处理时间", "回复", "编号",
	}}
	for i, note := range list {
		resolved := "未处理"
		if !note.Resolved.IsZero() {
			resolved = "已处理"
		}
		state := note.Mapping.State
		if state == "" {
			state = annotation.Exact
		}
		t.Rows = append(t.Rows, []any{
			i + 1, n.Bulletin(note.Target.Bulletin), n.place(note.Target, note.Mapping), fit(note.Target.Quote.Exact), words[string(state)], fit(note.Mapping.New),
			words[string(note.Kind)], fit(note.Body), note.Author.Name, note.Author.Office, local(note.Created, place), words[string(note.Visibility)],
			resolved, note.ResolvedBy.Name, local(note.Resolved, place), fit(replies(note, place)), note.ID,
		})
	}
	return t
}

func replies(note annotation.Note, place *time.Location) string {
	var out []string
	for _, r := range note.Replies {
		out = append(out, r.Author.Name+"（"+r.Created.In(place).Format("2006-01-02 15:04")+"）："+r.Body)
	}
	return strings.Join(out, "\n")
}
