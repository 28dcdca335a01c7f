package record

import (
	"fmt"
	"strings"

	"tongbao/pipeline/mask"
	"tongbao/pipeline/sheet"
)

// Read reads the rows of the tables of one book into records; tables of cases are found but not read (see
// [Reader.ReadFile]). Every data row is counted or rejected with a problem; the tables' Counts are filled in.
func (r *Reader) Read(b sheet.Book) (Records, []Table, []sheet.Problem) {
	tables, problems := r.Find(b)
	var out Records
	more := r.readTables(tables, &out, &mask.Counts{})
	return out, tables, append(problems, more...)
}

func (r *Reader) readTables(tables []Table, out *Records, masked *mask.Counts) []sheet.Problem {
	var problems []sheet.Problem
	for i := range tables {
		run := reading{Reader: r, table: &tables[i], fractional: map[int]bool{}}
		run.into(out)
		tables[i].Counts.Rejected = tables[i].Counts.Rows - tables[i].Counts.Counted
		problems = append(problems, run.problems...)
		masked.Add(run.masked)
	}
	return problems
}

// Add joins the records of another book.
func (r *Records) Add(o Records) {
	r.Rankings = append(r.Rankings, o.Rankings...)
	r.HighStars = append(r.HighStars, o.HighStars...)
	r.Overdue = append(r.Overdue, o.Overdue...)
	r.Overview = append(r.Overview, o.Overview...)
	r.Instructions = append(r.Instructions, o.Instructions...)
}

// reading is the reading of one table.
type reading struct {
	*Reader
	table      *Table
	problems   []sheet.Problem
	fractional map[int]bool // by column: whether bare rates are fractions
	masked     mask.Counts
}

// hide masks a text that the bulletin shows.
func (r *reading) hide(text string) string {
	text, hidden := mask.TextWithout(strings.TrimSpace(text), nil)
	r.masked.Add(hidden)
	return text
}

func (r *reading) into(out *Records) {
	switch r.table.Kind {
	case KindRanking:
		if r.table.Channel != "" && r.table.Group != "" {
			out.Rankings = append(out.Rankings, r.ranking())
		}
	case KindHighStars:
		readRows(r, &out.HighStars, r.highStar)
	case KindOverdue:
		readRows(r, &out.Overdue, r.overdue)
	case KindOverview:
		readRows(r, &out.Overview, r.overviewItem)
	case KindInstructions:
		readRows(r, &out.Instructions, r.instruction)
	}
}

// readRows reads every row of the table with one; a row it does not accept has left a problem behind.
func readRows[T any](r *reading, out *[]T, one func(sheet.Row) (T, bool)) {
	for _, row := range r.table.rows {
		if record, ok := one(row); ok {
			*out = append(*out, record)
			r.table.Counts.Counted++
		}
	}
}

func (r *reading) place(row sheet.Row, col int) sheet.Place {
	p := r.table.Place
	p.Row, p.Col = row.Number, col
	return p
}

func (r *reading) text(row sheet.Row, field string) string {
	return row.Cell(r.table.column(field)).Text
}

func (r *reading) report(p sheet.Problem) { r.problems = append(r.problems, p) }

// unit reads the unit of a row; the row is rejected where there is none.
func (r *reading) unit(row sheet.Row) (u Unit, name string, ok bool) {
	col := r.table.column("unit")
	name = oneSpace(r.text(row, "unit"))
	if flatten(name) == "" {
		r.report(sheet.Problem{
			Place: r.place(row, col), Severity: sheet.Error, Code: "missing-unit", Value: shorten(rowText(row)),
			Message: "这一行没有单位名称，没有计入", Expected: "单位名称",
			Hint: "请补上单位名称；若不是数据行，请删去或改为“注：…”",
		})
		return Unit{}, "", false
	}
	u = r.register.Find(name)
	if !u.Registered {
		name = u.Name // without personal data
		r.report(UnknownUnit(r.place(row, col), name, r.register.Suggest(name)))
	}
	return u, name, true
}

func oneSpace(text string) string { return strings.Join(strings.Fields(text), " ") }

// UnknownUnit reports a name that the register does not have.
func UnknownUnit(at sheet.Place, name string, like []string) sheet.Problem {
	hint := "请在 units.toml 登记，或加为某单位的别名"
	if len(like) > 0 {
		hint += "；相近的有：" + strings.Join(like, "、")
	}
	return sheet.Problem{
		Place: at, Severity: sheet.Warning, Code: "unknown-unit", Value: name,
		Message: "单位“" + name + "”不在登记册中，本次单独列出，不与任何单位合并", Expected: "登记册里的名称或别名", Hint: hint,
	}
}

// value reads one figure; a cell that cannot be read is reported and counts as blank.
func (r *reading) value(row sheet.Row, col int, kind, label string) Value {
	cell := row.Cell(col)
	v, err := ParseValue(cell, kind, kind == "rate" && r.fractions(col))
	if err != nil {
		r.report(sheet.Problem{
			Place: r.place(row, col), Severity: sheet.Error, Code: "bad-value", Value: cell.Text,
			Message: label + "“" + shorten(cell.Text) + "”：" + err.Error(), Expected: expectation(kind),
			Hint: "请在导出里改正这一格；没有数据请留空或写“---”",
		})
	}
	return v
}

// fractions decides once for a column what its bare rates are. The overview's column holds figures of every kind, so
// there each cell decides for itself.
func (r *reading) fractions(col int) bool {
	if known, ok := r.fractional[col]; ok {
		return known
	}
	var cells []sheet.Cell
	for _, row := range r.table.rows {
		cells = append(cells, row.Cell(col))
	}
	r.fractional[col] = Fractions(cells)
	return r.fractional[col]
}

func expectation(kind string) string {
	switch kind {
	case "rate":
		return "百分率，如 95.76%"
	case "count":
		return "整数，如 333 或 16.8万"
	case "days":
		return "天数，如 4 或 4.32"
	default:
		return "数字，如 9.94"
	}
}

// wholeNumber reads a count that must be there and be whole, such as a rank.
func (r *reading) wholeNumber(row sheet.Row, field, label string) (int, bool) {
	col := r.table.column(field)
	v := r.value(row, col, "count", label)
	return int(v.Number), v.State == Known
}

func (r *reading) missing(row sheet.Row, field, label string) {
	r.report(sheet.Problem{
		Place: r.place(row, r.table.column(field)), Severity: sheet.Error, Code: "missing-value",
		Value: shorten(rowText(row)), Message: fmt.Sprintf("这一行没有%s，没有计入", label), Expected: label,
		Hint: "请在导出里补上",
	})
}
