package record

import (
	"regexp"
	"strings"
	"time"

	"tongbao/pipeline/sheet"
)

// highStar reads one row of the high-star list.
func (r *reading) highStar(row sheet.Row) (HighStar, bool) {
	u, name, ok := r.unit(row)
	if !ok {
		return HighStar{}, false
	}
	caseNo := strings.TrimPrefix(oneSpace(r.text(row, "case_no")), "'") // the apostrophe that keeps a number text
	if caseNo == "" {
		r.missing(row, "case_no", "诉求编号")
		return HighStar{}, false
	}
	star, ok := r.wholeNumber(row, "star", "评星")
	if !ok {
		r.missing(row, "star", "评星")
		return HighStar{}, false
	}
	reason := r.hide(r.text(row, "reason"))
	return HighStar{CaseNo: caseNo, Unit: u, Name: name, Star: star, Reason: reason, Place: r.place(row, 0)}, true
}

// overdue reads one row of the overdue list.
func (r *reading) overdue(row sheet.Row) (Overdue, bool) {
	u, name, ok := r.unit(row)
	if !ok {
		return Overdue{}, false
	}
	count := r.value(row, r.table.column("count"), "count", "件数")
	if count.State != Known {
		r.missing(row, "count", "件数")
		return Overdue{}, false
	}
	return Overdue{Unit: u, Name: name, Count: count, Place: r.place(row, 0)}, true
}

// overviewItem reads one figure of the overview. A figure that is not known is reported, never dropped unseen.
func (r *reading) overviewItem(row sheet.Row) (OverviewItem, bool) {
	name, scope := r.text(row, "item"), r.text(row, "scope")
	word, known := r.overviewWord(name)
	channel, scoped := r.scope(scope)
	if !known || !scoped {
		r.report(sheet.Problem{
			Place: r.place(row, r.table.column("item")), Severity: sheet.Warning, Code: "unknown-figure",
			Value: oneSpace(name + " " + scope), Message: "不认识的指标或口径，这一行没有读取",
			Expected: "受理总量、直办、转部门办理、办结率、满意率等，口径为全市、网络平台或热线平台",
			Hint:     "新的写法可加到通报库的 data/headers.toml",
		})
		return OverviewItem{}, false
	}
	col := r.table.column("value")
	r.fractional[col] = Fractions([]sheet.Cell{row.Cell(col)})
	v := r.value(row, col, word.Kind, word.Label)
	if v.State == Blank {
		r.missing(row, "value", "数值")
		return OverviewItem{}, false
	}
	key := word.Key
	if channel != "" {
		key = channel + "." + key
	}
	return OverviewItem{Key: key, Label: word.Label, Kind: word.Kind, Value: v, Place: r.place(row, r.table.column("value"))}, true
}

func (r *reading) overviewWord(name string) (OverviewWord, bool) {
	key := normalise(name)
	for _, w := range r.overview {
		for _, n := range w.Names {
			if normalise(n) == key {
				return w, true
			}
		}
	}
	return OverviewWord{}, false
}

func (r *reading) scope(text string) (channel string, ok bool) {
	key := normalise(text)
	for _, s := range r.scopes {
		for _, w := range s.Words {
			if normalise(w) == key {
				return s.Key, true
			}
		}
	}
	return "", false
}

// instruction reads one line of the instruction ledger.
func (r *reading) instruction(row sheet.Row) (Instruction, bool) {
	gist := r.hide(r.text(row, "gist"))
	if gist == "" {
		r.missing(row, "gist", "批示要点")
		return Instruction{}, false
	}
	date, ok := ParseDate(r.text(row, "date"))
	if !ok {
		r.report(sheet.Problem{
			Place: r.place(row, r.table.column("date")), Severity: sheet.Warning, Code: "bad-date",
			Value: date, Message: "日期“" + date + "”无法识别，照原样保留", Expected: "日期，如 2021-8-2 或 2021年8月2日",
			Hint: "请在导出里改正",
		})
	}
	return Instruction{
		Date: date, Leader: oneSpace(r.text(row, "leader")), Document: oneSpace(r.text(row, "document")),
		IssueNo: oneSpace(r.text(row, "issue_no")), Gist: gist, Unit: oneSpace(r.text(row, "unit")),
		Outcome: r.hide(oneSpace(r.text(row, "outcome"))), Place: r.place(row, 0),
	}, true
}

var dateForm = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$`)

// ParseDate gives a day as 2021-08-02 from 2021-8-2, 2021/8/2, 2021.8.2, 2021 年 8 月 2 日 or a date cell; where it is
// none it gives the text back.
func ParseDate(text string) (string, bool) {
	m := dateForm.FindStringSubmatch(flatten(text))
	if m == nil {
		return text, false
	}
	t, err := time.Parse("2006-1-2", m[1]+"-"+m[2]+"-"+m[3])
	if err != nil {
		return text, false
	}
	return t.Format("2006-01-02"), true
}
