package record

import (
	"bytes"
	"slices"
	"strings"

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
	colFirst // of the sheet: totals and remarks stand there
	caseColumns
)

var caseFields = [colFirst]string{
	"case_no", "unit", "received", "dispatched", "due", "fed_back", "closed", "rated", "status", "handling", "platform",
	"source", "category", "star", "reason", "satisfaction", "callback", "interim", "repeat", "person",
	"handlers",
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

// readCase fills in the case at hand; a row that is none is rejected.
func (r *caseReading) readCase(l *sheet.Line) bool {
	c := &r.c
	*c = Case{Place: r.table.Place, Star: -1, Unit: -1, Channel: r.channelOf(l)}
	c.Place.Row = l.Number
	if l.Count > 0 && (l.Width > r.table.width || r.table.uniform && l.Count < r.table.width) {
		return r.reject(l, colNo, "", "这一行的列数与表头不同，内容可能错位，没有计入", "与表头一样多的列", "请检查这一行里没有加引号的逗号、分隔符或换行")
	}
	if c.Channel == "" {
		return r.noChannel(l)
	}
	if !r.number(l) || !r.moments(l) || !r.unitOf(l) {
		return false
	}
	c.Star = r.star(l)
	c.Progress = r.verdict(l, colStatus, "closed", "open")
	c.Satisfaction = r.verdict(l, colSatisfaction, "satisfied", "dissatisfied")
	c.Callback = r.verdict(l, colCallback, "yes", "no")
	c.Interim = r.verdict(l, colInterim, "yes", "no") == Yes
	c.Repeat = r.repeated(l)
	c.Category = word(r.field(l, colCategory).Text, &r.names.Categories, r.names.categories)
	c.Source = word(r.field(l, colSource).Text, &r.names.Sources, r.names.sources)
	if c.Star >= highStar {
		reason, hidden := mask.TextWithout(strings.TrimSpace(string(r.field(l, colReason).Text)), []string{string(r.field(l, colPerson).Text)})
		r.masked.Add(hidden)
		r.detail.Reason = reason
		c.Detail = &r.detail
	}
	return true
}

// number reads the case number, which is text whatever the export made of it.
func (r *caseReading) number(l *sheet.Line) bool {
	f := r.field(l, colNo)
	no := bytes.TrimPrefix(f.Text, []byte{'\''})
	if len(no) == 0 {
		return r.reject(l, colNo, "", "这一行没有诉求编号，没有计入", "诉求编号", "请在导出里补上")
	}
	if f.Kind == sheet.Failed {
		return r.reject(l, colNo, string(no), "诉求编号读不出来", "诉求编号", "请在导出里改正")
	}
	if lostDigits(f.Kind, no) {
		r.tally.add(r.place(l, colNo), sheet.Warning, "lost-digits", string(no),
			"诉求编号被表格软件改成了科学计数，后面的数字已丢失；仍计入，但无法与别的行核对是否重复", "文本格式的编号",
			"请从热线系统重新导出，不要用表格软件打开后再保存；或把该列设为“文本”后重新粘贴")
		no = nil
	}
	r.c.No = no
	return true
}

// lostDigits tells whether a number is one that a spreadsheet program has cut: 5.1E+17, or one of more digits than the
// fifteen it keeps, with nothing but zeros behind them.
func lostDigits(kind sheet.Kind, no []byte) bool {
	const kept = 15
	if i := bytes.IndexAny(no, "eE"); i > 0 && i+1 < len(no) && (no[i+1] == '+' || kind == sheet.Number) {
		return isFigure(no[:i]) && isFigure(bytes.TrimLeft(no[i+1:], "+"))
	}
	rounded := len(no) > kept && len(bytes.TrimRight(no, "0")) <= kept
	return rounded && (kind == sheet.Number || len(no) > kept+1 && isFigure(no)) // one zero at the end may be chance
}

func isFigure(text []byte) bool {
	return len(text) > 0 && len(bytes.Trim(text, "0123456789.")) == 0
}

// unitOf reads the unit. A row without one is the hotline's own answer where it says so, or where the export states when
// cases are sent out and this one was not.
func (r *caseReading) unitOf(l *sheet.Line) bool {
	c := &r.c
	handling := r.verdict(l, colHandling, "direct", "transferred")
	f := r.field(l, colUnit)
	if handling == Yes {
		c.Direct = true
		return true
	}
	if len(f.Text) == 0 || noBase[string(f.Text)] {
		f = r.field(l, colHandlers)
	}
	if len(f.Text) == 0 || noBase[string(f.Text)] {
		if handling == Unknown && r.at[colDispatched] >= 0 && c.Dispatched == 0 {
			c.Direct = true
			return true
		}
		return r.reject(l, colUnit, "", "这一行没有承办单位，没有计入", "承办单位；热线直接办理的，办理方式写“直办”", "请在导出里补上")
	}
	if f.Kind == sheet.Failed {
		return r.reject(l, colUnit, string(f.Text), "承办单位读不出来", "单位名称", "请在导出里改正")
	}
	unit, ok := r.names.unit(f.Text, r.register, func() sheet.Place { return r.place(l, colUnit) })
	if !ok {
		return r.reject(l, colUnit, string(f.Text), "承办单位的写法太多，这一列可能不是单位", "单位名称", "请用 tongbao inspect 核对各列")
	}
	c.Unit = unit
	return true
}

// repeated tells whether a case repeats an older one: a word that says so, or the older number itself.
func (r *caseReading) repeated(l *sheet.Line) bool {
	f := r.field(l, colRepeat)
	if len(f.Text) == 0 {
		return false
	}
	if hasDigit(f.Text) && len(f.Text) > 3 {
		return true
	}
	return r.verdict(l, colRepeat, "yes", "no") == Yes
}
