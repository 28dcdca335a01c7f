package record

import (
	"slices"

	"tongbao/pipeline/mask"
	"tongbao/pipeline/sheet"
)

// The columns of a case export that are read. Others are passed over: what is not read cannot leak.
const (
	colNo = iota
	colUnit
	colReceived
	colDispatched
	colDue
	colFedBack
	colClosed
	colRated
	colStatus
	colHandling
	colPlatform
	colSource
	colCategory
	colStar
	colReason
	colSatisfaction
	colCallback
	colInterim
	colRepeat
	colPerson
	colHandlers
	colTitle
	colAsked
	colResult
	colFirst // of the sheet: totals and remarks stand there
	caseColumns
)

var caseFields = [colFirst]string{
	"case_no", "unit", "received", "dispatched", "due", "fed_back", "closed", "rated", "status", "handling", "platform",
	"source", "category", "star", "reason", "satisfaction", "callback", "interim", "repeat", "person",
	"handlers", "title", "content", "result",
}

// caseReading is the reading of one table of cases.
type caseReading struct {
	*Reader
	table        *Table
	names        *Names
	take         Take
	at           [caseColumns]int // place in a line's fields, -1 where the export has no such column
	words        [caseColumns]map[string]Verdict
	channelWords map[string]string
	c            Case
	detail       Detail
	tally        tally
	rejects      []Reject
	lines        int
	masked       mask.Counts
}

func (r *Reader) newCaseReading(t *Table, names *Names, take Take) (*caseReading, []int) {
	out := &caseReading{Reader: r, table: t, names: names, take: take, channelWords: map[string]string{}}
	var want []int
	for i, field := range caseFields {
		out.at[i] = -1
		if col := t.column(field); col > 0 {
			out.at[i] = len(want)
			want = append(want, col)
		}
		out.words[i] = map[string]Verdict{}
	}
	t.uniform = isUniform(t)
	if at := slices.Index(want, 1); at >= 0 {
		out.at[colFirst] = at
		return out, want
	}
	out.at[colFirst] = len(want)
	return out, append(want, 1)
}

// isUniform tells whether nearly all of the first rows have as many fields as the header, as systems write them: then
// one with fewer is broken. Tables kept by hand may leave out empty fields at the end of a row.
func isUniform(t *Table) bool {
	const least = 10
	same := 0
	for _, row := range t.rows {
		if len(row.Cells) == t.width {
			same++
		}
	}
	return same >= least && same*10 >= 9*len(t.rows)
}

// streamCases reads the cases of one sheet.
func (r *Reader) streamCases(f *sheet.File, i int, t *Table, names *Names, take Take) (*caseReading, []sheet.Problem, error) {
	run, want := r.newCaseReading(t, names, take)
	t.Counts, t.Skipped, t.rows = Counts{}, nil, nil // what the first rows had is read again
	first := t.Place.Row + t.HeaderRows
	problems, err := f.Rows(i, want, func(l *sheet.Line) error {
		run.lines = l.Number
		if l.Number < first {
			return nil
		}
		return run.line(l)
	})
	t.Counts.Rejected = t.Counts.Rows - t.Counts.Counted - t.Counts.Duplicates - t.Counts.OutOfPeriod
	problems = slices.DeleteFunc(problems, func(p sheet.Problem) bool { return p.Code == "merged-cells" && p.Place.Row < first })
	if t.Counts.Rows > 0 && run.at[colUnit] < 0 && run.at[colHandlers] < 0 && run.at[colHandling] < 0 {
		problems = append(problems, noUnits(t))
	}
	return run, append(problems, run.problems()...), err
}

func noUnits(t *Table) sheet.Problem {
	return sheet.Problem{
		Place: t.Place, Severity: sheet.Error, Code: "no-unit-column", Message: "这张工单表里没有承办单位一列，分不出各单位的件数",
		Expected: "承办单位，或写明“直办”的办理方式", Hint: "请核对导出；若有一列是承办单位而没有认出，请运行 tongbao profile add 名称 文件 记下",
	}
}

func (r *caseReading) field(l *sheet.Line, col int) sheet.Field {
	if at := r.at[col]; at >= 0 {
		return l.Fields[at]
	}
	return sheet.Field{}
}
