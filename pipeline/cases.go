package pipeline

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// addCases adds the lists that the cases give, where the exports have no such list of their own. Figures of the overview
// are added behind the exported ones, which come first and count.
func (in *input) addCases(register *record.Register) {
	if in.ledger.Len() == 0 {
		return
	}
	high := in.ledger.HighStars()
	if len(in.records.HighStars) == 0 {
		in.records.HighStars = high
	}
	tell(in.records.HighStars, high)
	if len(in.records.Overdue) == 0 {
		in.records.Overdue = in.ledger.Overdue(register)
	}
	in.records.Overview = append(in.records.Overview, in.ledger.Overview(register)...)
}

// tell adds what the cases say to the exported list of high stars, which has little more than their numbers.
func tell(listed, cases []record.HighStar) {
	for i := range listed {
		at := slices.IndexFunc(cases, func(c record.HighStar) bool { return c.CaseNo == listed[i].CaseNo })
		if at >= 0 {
			c := cases[at]
			listed[i].Title, listed[i].Asked, listed[i].Result, listed[i].Satisfaction = c.Title, c.Asked, c.Result, c.Satisfaction
		}
	}
}

// maxUnknown is how many unknown units are reported one by one.
const maxUnknown = 200

// unknownUnits reports what the register does not know of the units that the cases name, those with most cases first.
func (in *input) unknownUnits(register *record.Register) []sheet.Problem {
	problems := append(in.unknownNames(register), in.ungrouped(register)...)
	if in.names.Dropped > 0 {
		problems = append(problems, sheet.Problem{
			Severity: sheet.Warning, Code: "too-many-words", Message: fmt.Sprintf("诉求类别或来源的写法超过 2000 种，其中 %d 处没有分类", in.names.Dropped),
			Expected: "有限的几十种类别", Hint: "请核对这一列是不是自由填写的文字；可用 tongbao profile add 改读别的列",
		})
	}
	return problems
}

func (in *input) unknownNames(register *record.Register) []sheet.Problem {
	var unknown []record.NamedUnit
	for _, name := range in.names.Units {
		if !name.Unit.Registered {
			unknown = append(unknown, name)
		}
	}
	slices.SortStableFunc(unknown, func(a, b record.NamedUnit) int { return cmp.Compare(b.Rows, a.Rows) })
	var problems []sheet.Problem
	for _, name := range unknown[:min(len(unknown), maxUnknown)] {
		p := record.UnknownUnit(name.First, name.Name, register.Suggest(name.Name))
		p.Message = fmt.Sprintf("单位“%s”不在登记册中，它的 %d 行工单只计入总数，不进入排名表", name.Name, name.Rows)
		problems = append(problems, p)
	}
	return problems
}

// ungrouped reports registered units that stand in no ranking of a channel in which they have cases.
func (in *input) ungrouped(register *record.Register) []sheet.Problem {
	var problems []sheet.Problem
	for _, u := range in.ledger.Ungrouped(register) {
		if !u.Unit.Registered {
			continue
		}
		problems = append(problems, sheet.Problem{
			Severity: sheet.Warning, Code: "ungrouped-unit", Value: u.Unit.Name,
			Message:  fmt.Sprintf("“%s”有 %d 件%s诉求，但登记册里没有它在%s的类别，未进入排名表", u.Unit.Name, u.Cases, measure.ChannelNames[u.Channel], measure.ChannelNames[u.Channel]),
			Expected: "类别：" + strings.Join([]string{"county", "department", "other"}, "、"),
			Hint:     "请在 units.toml 里给它写上 groups 或 parent",
		})
	}
	return problems
}
