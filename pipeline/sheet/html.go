package sheet

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readHTML reads the tables of a web page: many systems export such pages under the name of a workbook. Each table is
// a sheet, named by its caption or its number; a table inside another is a sheet of its own.
func readHTML(file string, data []byte) (Book, []Problem) {
	book := Book{File: file, Format: "html"}
	if len(data) > maxFileBytes {
		return book, []Problem{damaged(file, "文件大于 "+strconv.Itoa(maxFileBytes>>20)+" MB")}
	}
	text, name, err := decode(data)
	book.Encoding = name
	if err != nil {
		return book, []Problem{refusal(file, formatUnknown)}
	}
	page, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return book, []Problem{damaged(file, err.Error())}
	}
	for _, table := range elements(page, atom.Table) {
		if s := readHTMLTable(table); len(s.Rows) > 0 {
			if s.Name == "" {
				s.Name = "表格" + strconv.Itoa(len(book.Sheets)+1)
			}
			book.Sheets = append(book.Sheets, s)
		}
	}
	return book, nil
}

// elements lists the elements of a kind below a node, in document order.
func elements(n *html.Node, kind atom.Atom) []*html.Node {
	var found []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.DataAtom == kind {
			found = append(found, d)
		}
	}
	return found
}

// htmlGrid places cells where spans from the left and from above leave room.
type htmlGrid struct {
	sheet   Sheet
	taken   map[[2]int]bool // covered by a span of an earlier cell
	covered int
}

// maxSpanned bounds what the spans of one table may cover together.
const maxSpanned = 1 << 18

func readHTMLTable(table *html.Node) Sheet {
	g := htmlGrid{taken: map[[2]int]bool{}}
	for _, caption := range elements(table, atom.Caption) {
		if owner(caption) == table {
			g.sheet.Name = innerText(caption)
		}
	}
	for _, tr := range elements(table, atom.Tr) {
		if owner(tr) == table && len(g.sheet.Rows) < maxSheetRows {
			g.row(tr)
		}
	}
	g.sheet.Rows = trimBlank(g.sheet.Rows)
	return g.sheet
}

// owner is the table that an element belongs to.
func owner(n *html.Node) *html.Node {
	for a := range n.Ancestors() {
		if a.DataAtom == atom.Table {
			return a
		}
	}
	return nil
}

func (g *htmlGrid) row(tr *html.Node) {
	row := Row{Number: len(g.sheet.Rows) + 1}
	col := 1
	for n := range tr.ChildNodes() {
		if n.DataAtom != atom.Td && n.DataAtom != atom.Th {
			continue
		}
		for g.taken[[2]int{row.Number, col}] {
			col++
		}
		if col > maxSheetCols {
			break
		}
		for len(row.Cells) < col {
			row.Cells = append(row.Cells, Cell{})
		}
		row.Cells[col-1] = textCell(innerText(n))
		col += g.span(n, row.Number, col)
	}
	g.sheet.Rows = append(g.sheet.Rows, row)
}

// span notes what a cell covers and gives its width.
func (g *htmlGrid) span(n *html.Node, row, col int) int {
	width := min(spanOf(n, "colspan"), maxSheetCols-col+1)
	height := min(spanOf(n, "rowspan"), maxSheetRows-row+1)
	if width*height == 1 || g.covered+width*height > maxSpanned {
		return 1
	}
	g.covered += width * height
	for r := row; r < row+height; r++ {
		for c := col; c < col+width; c++ {
			g.taken[[2]int{r, c}] = true
		}
	}
	g.sheet.Merges = append(g.sheet.Merges, Span{row, col, row + height - 1, col + width - 1})
	return width
}

func spanOf(n *html.Node, name string) int {
	for _, a := range n.Attr {
		if a.Key == name {
			if k, err := strconv.Atoi(strings.TrimSpace(a.Val)); err == nil && k > 1 {
				return k
			}
		}
	}
	return 1
}

// innerText is what a reader sees of a cell: line breaks kept, tables inside it left out.
func innerText(n *html.Node) string {
	var out strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			out.WriteString(n.Data)
		case n.DataAtom == atom.Br:
			out.WriteByte('\n')
		case n.DataAtom == atom.Table || n.DataAtom == atom.Script || n.DataAtom == atom.Style:
			return
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
	}
	for c := range n.ChildNodes() {
		walk(c)
	}
	return strings.TrimSpace(out.String())
}
