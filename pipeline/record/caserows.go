package record

import (
	"slices"

	"tongbao/pipeline/mask"
	"tongbao/pipeline/sheet"
)

// line takes one row below the header.
func (r *caseReading) line(l *sheet.Line) error {
	no := r.field(l, colNo)
	timeless := len(r.field(l, colReceived).Text)+len(r.field(l, colDispatched).Text) == 0
	if (timeless || !hasDigit(no.Text)) && r.noData(l) {
		return nil
	}
	r.table.Counts.Rows++
	if l.Cut {
		r.tally.add(r.place(l, colNo), sheet.Error, "cut-file", mask.Text(string(no.Text)),
			"文件的最后一行不完整，后面的行可能已经丢失", "完整的导出", "请重新导出或重新拷贝")
	}
	if !r.readCase(l) {
		return nil
	}
	outcome, err := r.take(&r.c)
	switch outcome {
	case Counted:
		r.table.Counts.Counted++
	case Duplicate:
		r.table.Counts.Duplicates++
	case Corrected:
		r.table.Counts.Duplicates++
		r.table.Counts.Corrected++
	case OutOfPeriod:
		r.table.Counts.OutOfPeriod++
	}
	return err
}

func hasDigit(text []byte) bool {
	for _, c := range text {
		if c-'0' <= 9 {
			return true
		}
	}
	return false
}

// noData looks at a row whose case number is none, or that has no time: blank rows, repeated headers, totals, remarks and single lines of
// text are skipped; what else there is counts as data.
func (r *caseReading) noData(l *sheet.Line) bool {
	first := string(r.field(l, colFirst).Text)
	no := string(r.field(l, colNo).Text)
	switch {
	case l.Filled == 0:
		r.skip(l, "空行", "")
	case r.headers(l) >= minHeaders:
		r.repeatedHeader(l, no)
	case r.totals[normalise(first)] || r.totals[normalise(no)] || r.totals[normalise(string(r.field(l, colUnit).Text))]:
		r.skip(l, "合计行", first)
	case r.isNote(first):
		r.skip(l, "备注", first)
	case l.Filled <= 2 && (l.Filled == 1 || !hasDigit([]byte(no))) && len(r.field(l, colReceived).Text)+len(r.field(l, colDispatched).Text)+len(r.field(l, colUnit).Text) == 0:
		r.skip(l, "说明文字", first+no)
	default:
		return false
	}
	return true
}

// repeatedHeader skips the header that is printed again on every page. One whose columns stand otherwise begins another
// table, whose rows must not be read by the columns of this one.
func (r *caseReading) repeatedHeader(l *sheet.Line, no string) {
	for col, field := range caseFields {
		f := r.field(l, col)
		same := slices.ContainsFunc(r.fields[normalise(string(f.Text))], func(s synonym) bool { return s.field == field })
		if r.at[col] >= 0 && r.table.HeaderRows == 1 && r.table.Profile == "" && len(f.Text) > 0 && !same {
			r.tally.add(r.place(l, col), sheet.Error, "second-table", oneSpace(string(f.Text)),
				"这里开始另一张表，它的列与上面的表不同，不能接着读", "一张工作表里一张工单表", "请把两张表分到两张工作表或两个文件里")
			return
		}
	}
	r.skip(l, "重复的表头", no)
}

// headers counts the fields of a row that are header words.
func (r *caseReading) headers(l *sheet.Line) int {
	n := 0
	for _, f := range l.Fields {
		if len(f.Text) > 0 && len(f.Text) < 64 && len(r.fields[normalise(string(f.Text))]) > 0 {
			n++
		}
	}
	return n
}

// maxSkipped is how many skipped rows of a table of cases are listed.
const maxSkipped = 50

func (r *caseReading) skip(l *sheet.Line, reason, text string) {
	if len(r.table.Skipped) < maxSkipped {
		r.table.Skipped = append(r.table.Skipped, Skipped{l.Number, reason, shorten(mask.Text(oneSpace(text)))})
	}
}
