package sheet

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// htmlTable is one table of a page while it is read: spans from the left and from above take places of the row.
type htmlTable struct {
	caption string
	rows    []Row // of those who keep them
	merges  []Span

	number int
	row    *Row
	filled bool // some row held something
	wide   bool // a cell stood beyond the last column
	cell   *strings.Builder
	caught *strings.Builder // the caption under way
	col    int
	until  []int // by column: the last row that a span from above or from the left covers
}

const (
	// maxSpans bounds how many spans of one table are kept, for headers.
	maxSpans = 1 << 12
	// maxTables bounds the tables within tables.
	maxTables = 16
	// maxToken bounds one tag or the text between two.
	maxToken = 1 << 20
)

// htmlScanner walks over a page's tags with the tables that are open.
type htmlScanner struct {
	open []*htmlTable
	page bool // <html> is open
	row  func(*htmlTable, Row) error
}

// scanHTML passes every row of every table to one, in the order in which the rows end.
func (f *File) scanHTML(one func(*htmlTable, Row) error) error {
	r := f.reader()
	if f.layout.encoding.gb {
		r = transform.NewReader(r, simplifiedchinese.GB18030.NewDecoder())
	}
	z := html.NewTokenizer(r)
	z.SetMaxBuf(maxToken)
	s := htmlScanner{row: one}
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			if err := z.Err(); !errors.Is(err, io.EOF) {
				return fmt.Errorf("网页内容读不下去：%w", err)
			}
			return s.atEnd()
		}
		if err := s.token(kind, z); err != nil {
			return err
		}
	}
}

func (s *htmlScanner) token(kind html.TokenType, z *html.Tokenizer) error {
	switch kind {
	case html.TextToken:
		s.text(string(z.Text()))
	case html.StartTagToken, html.SelfClosingTagToken:
		t := z.Token()
		if t.DataAtom == atom.Script || t.DataAtom == atom.Style {
			if kind == html.StartTagToken {
				z.Next() // its text
			}
			return nil
		}
		return s.start(t)
	case html.EndTagToken:
		name, _ := z.TagName()
		return s.end(atom.Lookup(name))
	}
	return nil
}

func (s *htmlScanner) top() *htmlTable {
	if len(s.open) == 0 {
		return nil
	}
	return s.open[len(s.open)-1]
}

func (s *htmlScanner) text(text string) {
	t := s.top()
	switch {
	case t == nil:
	case t.caught != nil:
		t.caught.WriteString(text)
	case t.cell != nil:
		t.cell.WriteString(text)
	}
}

func (s *htmlScanner) start(tag html.Token) error {
	s.page = s.page || tag.DataAtom == atom.Html
	if tag.DataAtom == atom.Table {
		if len(s.open) >= maxTables {
			return fmt.Errorf("表格嵌套超过 %d 层", maxTables)
		}
		s.open = append(s.open, &htmlTable{until: make([]int, maxSheetCols+2)})
		return nil
	}
	t := s.top()
	if t == nil {
		return nil
	}
	switch tag.DataAtom {
	case atom.Caption:
		t.caught = &strings.Builder{}
	case atom.Br:
		s.text("\n")
	case atom.Tr:
		return s.startRow(t)
	case atom.Td, atom.Th:
		if t.row == nil {
			if err := s.startRow(t); err != nil {
				return err
			}
		}
		t.endCell()
		t.startCell(tag)
	}
	return nil
}

func (s *htmlScanner) end(name atom.Atom) error {
	s.page = s.page && name != atom.Html
	t := s.top()
	if t == nil {
		return nil
	}
	switch name {
	case atom.Caption:
		if t.caught != nil {
			t.caption, t.caught = t.caught.String(), nil
		}
	case atom.Td, atom.Th:
		t.endCell()
	case atom.Tr:
		return s.endRow(t)
	case atom.Table:
		s.open = s.open[:len(s.open)-1]
		return s.endRow(t)
	}
	return nil
}

var errCutPage = errors.New("cut page")

// atEnd wants every table to have ended, and the page itself where it says that it is one.
func (s *htmlScanner) atEnd() error {
	if len(s.open) > 0 || s.page {
		return errCutPage
	}
	return nil
}

func (s *htmlScanner) startRow(t *htmlTable) error {
	if err := s.endRow(t); err != nil {
		return err
	}
	if t.number++; t.number > maxTextRows {
		return fmt.Errorf("一张表超过 %d 行", maxTextRows)
	}
	t.row, t.col = &Row{Number: t.number}, 1
	return nil
}

// endRow passes on the open row; blank rows before anything else are dropped, so that empty tables are no sheets.
func (s *htmlScanner) endRow(t *htmlTable) error {
	t.endCell()
	if t.row == nil {
		return nil
	}
	row := *t.row
	t.row = nil
	if t.wide {
		return fmt.Errorf("第 %d 行超过 %d 列", t.number, maxSheetCols)
	}
	if t.filled = t.filled || len(row.Cells) > 0; !t.filled {
		return nil
	}
	return s.row(t, row)
}

func (t *htmlTable) startCell(tag html.Token) {
	for t.col <= maxSheetCols && t.until[t.col] >= t.number {
		t.col++
	}
	t.cell = &strings.Builder{}
	t.span(tag)
}

func (t *htmlTable) endCell() {
	if t.cell == nil {
		return
	}
	cell := htmlCell(t.cell.String())
	t.cell = nil
	if t.col <= maxSheetCols {
		for len(t.row.Cells) < t.col {
			t.row.Cells = append(t.row.Cells, Cell{})
		}
		t.row.Cells[t.col-1] = cell
	}
	t.wide = t.wide || t.col > maxSheetCols && cell.Kind != Empty
	t.col++
}

// span notes what the cell that begins covers beside its own place.
func (t *htmlTable) span(tag html.Token) {
	width, height := spanOf(tag, "colspan"), spanOf(tag, "rowspan")
	if t.col > maxSheetCols || width == 1 && height == 1 {
		return
	}
	width = min(width, maxSheetCols-t.col+1)
	for c := t.col; c < t.col+width; c++ {
		t.until[c] = max(t.until[c], t.number+height-1)
	}
	if len(t.merges) < maxSpans {
		t.merges = append(t.merges, Span{t.number, t.col, t.number + height - 1, t.col + width - 1})
	}
}

func spanOf(tag html.Token, name string) int {
	for _, a := range tag.Attr {
		if a.Key == name {
			if k, err := strconv.Atoi(strings.TrimSpace(a.Val)); err == nil && k > 1 {
				return min(k, maxTextRows)
			}
		}
	}
	return 1
}
