package ledger

import (
	"fmt"
	"strings"
	"time"

	"tongbao/site/annotation"
)

// Instructions is the 督办台账 on a day at the office: a row for each task, one for an instruction that addresses nobody. The
// rows of one instruction share its number (编号, none before it is signed) and its place in the table (序号).
func Instructions(list []annotation.Instruction, n Names, today annotation.Date, place *time.Location) Table {
	t := Table{Name: "督办台账", Head: []string{
		"编号", "序号", "批示领导", "职务", "批示日期", "种类", "批示内容", "通报", "所涉内容", "主办/会办", "承办单位", "办理期限", "状态", "期限情况",
		"签收时间", "报结时间", "销号时间", "最近进展", "延期情况", "代录", "系统编号",
	}}
	for i, in := range list {
		tasks := in.Tasks
		if len(tasks) == 0 {
			tasks = []annotation.Task{{}}
		}
		for _, task := range tasks {
			t.Rows = append(t.Rows, instructionRow(i+1, in, task, n, today, place))
		}
	}
	return t
}

func instructionRow(order int, in annotation.Instruction, task annotation.Task, n Names, today annotation.Date, place *time.Location) []any {
	at, unit, part := in.Signed, "", ""
	if at.IsZero() {
		at = in.Created
	}
	if task.Unit != "" {
		unit, part = n.Unit(task.Unit), "会办"
		if task.Lead {
			part = "主办"
		}
	}
	return []any{
		in.Number.String(), order, in.Signer.Name, in.Signer.Office, day(at, place), words[string(in.Kind)], fit(in.Text), n.Bulletin(in.Target.Bulletin),
		strings.TrimSpace(n.place(in.Target, in.Mapping) + " " + fit(quoted(in.Target))), part, unit, date(task.Deadline, place),
		state(in, task), light(in, task, today, place), local(task.Received, place), local(task.Reported, place), local(task.Done, place),
		fit(progress(in, task.Unit, place)), fit(extensions(in, task, place)), in.EnteredBy.Name, in.ID,
	}
}

// state is a task's while the instruction is in force, the instruction's otherwise.
func state(in annotation.Instruction, task annotation.Task) string {
	if in.State == annotation.Signed && task.State != "" {
		return words[string(task.State)]
	}
	return words[in.Standing()]
}

func light(in annotation.Instruction, task annotation.Task, today annotation.Date, place *time.Location) string {
	if in.State != annotation.Signed {
		return ""
	}
	return words[string(task.Light(today, place))]
}

// progress is what a unit said last of how far it is.
func progress(in annotation.Instruction, unit string, place *time.Location) string {
	said := ""
	for _, s := range in.Steps {
		if s.Unit == unit && unit != "" && (s.Act == annotation.Progress || s.Act == annotation.Report) {
			said = s.At.In(place).Format(time.DateOnly) + " " + s.Text
		}
	}
	return said
}

// extensions are what was asked and answered, in order.
func extensions(in annotation.Instruction, task annotation.Task, place *time.Location) string {
	var out []string
	for _, s := range in.Steps {
		if s.Unit != task.Unit || task.Unit == "" {
			continue
		}
		on := s.At.In(place).Format(time.DateOnly)
		switch s.Act {
		case annotation.AskExtension:
			out = append(out, fmt.Sprintf("%s 申请延期到 %s：%s", on, s.Until, s.Text))
		case annotation.GrantExtension:
			if s.Until != "" {
				out = append(out, fmt.Sprintf("%s 同意延期到 %s", on, s.Until))
			} else {
				out = append(out, on+" 同意")
			}
		case annotation.RefuseExtension:
			out = append(out, fmt.Sprintf("%s 不同意：%s", on, s.Text))
		}
	}
	return strings.Join(out, "\n")
}
