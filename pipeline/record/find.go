package record

import (
	"slices"
	"strings"

	"tongbao/pipeline/sheet"
)

// Find lists the tables of a book, with the problems of finding them. The rows of each are classified but not read.
func (r *Reader) Find(b sheet.Book) ([]Table, []sheet.Problem) {
	var tables []Table
	var problems []sheet.Problem
	for _, s := range b.Sheets {
		found, more := r.find(newGrid(b.File, s))
		tables, problems = append(tables, found...), append(problems, more...)
	}
	if len(tables) == 0 && len(problems) == 0 {
		problems = append(problems, noTable(grid{file: b.File}))
	}
	return tables, problems
}

// find lists the tables of one sheet.
func (r *Reader) find(g grid) ([]Table, []sheet.Problem) {
	found := r.findInSheet(g)
	var problems []sheet.Problem
	if len(found) == 0 && len(g.Rows) > 0 {
		problems = append(problems, noTable(g))
	}
	for i := range found {
		problems = append(problems, r.classify(g, &found[i])...)
	}
	if len(found) > 0 && g.Hidden {
		problems = append(problems, hiddenSheet(g))
	}
	return found, problems
}

func noTable(g grid) sheet.Problem {
	p := sheet.Problem{
		Place: g.place(0, 0), Severity: sheet.Warning, Code: "no-table",
		Message:  "没有找到可识别的表头，这里的内容没有读取",
		Expected: "工单（含诉求编号、受理时间、承办单位…），含“受理单位、交办总量、办结率…”的排名表，或高星件、超期件、运行概况、批示登记表",
		Hint:     "若其中有要读的表，请运行 tongbao profile add 名称 文件，记下各列是什么；新的用词也可加到通报库的 data/headers.toml",
	}
	if len(g.Rows) > 0 {
		p.Place.Row = g.Rows[0].Number
		p.Value = shorten(rowText(g.Rows[0]))
	}
	return p
}

func hiddenSheet(g grid) sheet.Problem {
	return sheet.Problem{
		Place: g.place(0, 0), Severity: sheet.Warning, Code: "hidden-sheet", Value: g.Name,
		Message: "这张工作表是隐藏的，其中的表格也已读取", Expected: "显示的工作表",
		Hint: "若不应计入，请从工作簿里删去这张工作表",
	}
}

// findInSheet walks the rows once: titles gather until a header, data follows until the next table's title and header.
func (r *Reader) findInSheet(g grid) []Table {
	var tables []Table
	var current *Table
	var titles []string
	for i := 0; i < len(g.Rows); i++ {
		row := g.Rows[i]
		if title, ok := headline(row); ok && (current == nil && r.headerLike(g, i) < minHeaders || current != nil && r.startsTable(g, i)) {
			titles = append(titles, title)
			continue
		}
		if h, ok := r.findHeader(g, i, context(g, titles, current)); ok {
			current, tables = r.header(g, h, current, tables, titles)
			titles = nil
			i += h.depth - 1
			continue
		}
		if current != nil {
			r.sort(g, current, row)
		}
	}
	if current != nil {
		tables = append(tables, *current)
	}
	return tables
}

// header opens a table, or recognises the header of the open one repeated after a page break, with or without its title.
func (r *Reader) header(g grid, h header, current *Table, tables []Table, titles []string) (*Table, []Table) {
	row := g.Rows[h.first]
	if current != nil && continues(current.Title, titles) && sameColumns(current.Columns, h.columns) {
		for _, again := range g.Rows[h.first : h.first+h.depth] {
			current.Skipped = append(current.Skipped, Skipped{again.Number, "重复的表头", shorten(rowText(again))})
		}
		return current, tables
	}
	if current != nil {
		tables = append(tables, *current)
	}
	return &Table{
		Profile: h.profile.Name, Channel: h.profile.Channel,
		Kind: h.kind, Place: g.place(row.Number, 0), Title: strings.Join(titles, " · "),
		HeaderRows: h.depth, Columns: h.columns, width: len(row.Cells),
	}, tables
}

// continues tells whether the titles above a header only repeat those of the open table, or say 续表.
func continues(open string, titles []string) bool {
	for _, title := range titles {
		if !strings.Contains(open, title) && !strings.Contains(title, "续") {
			return false
		}
	}
	return true
}

func sameColumns(a, b []Column) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Col != b[i].Col || a[i].Field != b[i].Field {
			return false
		}
	}
	return true
}

// titleReach is how far below a title its header may stand.
const titleReach = 4

// startsTable tells whether the text in row index i is the title of a further table, not data of this one or a note
// below it.
func (r *Reader) startsTable(g grid, i int) bool {
	title, _ := headline(g.Rows[i])
	if r.isNote(title) || hasFigure(g.Rows[i]) {
		return false
	}
	for j := i + 1; j < len(g.Rows) && j <= i+titleReach; j++ {
		if _, ok := r.findHeader(g, j, context(g, []string{title}, nil)); ok {
			return true
		}
		if _, ok := headline(g.Rows[j]); !ok && !g.Rows[j].Blank() {
			return false
		}
	}
	return false
}

// hasFigure tells whether a row holds a number, as data do and titles do not.
func hasFigure(row sheet.Row) bool {
	return slices.ContainsFunc(row.Cells, func(c sheet.Cell) bool {
		_, err := parseNumber(strings.TrimSuffix(figureText(c.Text), "%"))
		return err == nil
	})
}

// headline gives the text of a row that may be a title: one filled cell, or up to three, as in 标题 … 单位：件.
func headline(row sheet.Row) (string, bool) {
	const most = 3
	filled := 0
	for _, c := range row.Cells {
		if c.Kind != sheet.Empty {
			filled++
		}
	}
	return rowText(row), filled > 0 && filled <= most
}

// lonelyText gives the text of a row that has exactly one filled cell.
func lonelyText(row sheet.Row) (string, bool) {
	text, n := "", 0
	for _, c := range row.Cells {
		if c.Kind != sheet.Empty {
			text = c.Text
			n++
		}
	}
	return text, n == 1
}

func context(g grid, titles []string, current *Table) string {
	parts := append([]string{}, titles...)
	if current != nil {
		parts = append(parts, current.Title)
	}
	return strings.Join(append(parts, g.Name, g.file), " ")
}

func rowText(row sheet.Row) string {
	var parts []string
	for _, c := range row.Cells {
		if c.Kind != sheet.Empty {
			parts = append(parts, oneLine(c.Text))
		}
	}
	return strings.Join(parts, " ")
}

func shorten(text string) string {
	const most = 40
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
