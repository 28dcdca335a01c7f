package sheet

import "bytes"

var rowID = idOf([]byte("row"))

// fast reads the cells that stand in the buffer as spreadsheet programs write them, such as
//
//	<c r="B7" s="3" t="s"><v>12</v></c>
//	<c r="C7" t="inlineStr"><is><t>阜蒙县</t></is></c>
//
// without taking their tags apart. It stops at whatever looks otherwise, which is then read tag by tag: an irregular
// cell costs time, never a value.
func (r *rowReader) fast() {
	x := r.x
	for {
		n := r.fastCell(x.buf[x.pos:x.end])
		if n == 0 {
			return
		}
		x.pos += n
	}
}

var rowEnd = []byte("</row>")

// fastEnd ends the row where its end tag comes next.
func (r *rowReader) fastEnd() bool {
	x := r.x
	last := len(x.open) - 1
	if last < 0 || x.open[last] != rowID || !bytes.HasPrefix(x.buf[x.pos:x.end], rowEnd) {
		return false
	}
	x.open = x.open[:last]
	x.pos += len(rowEnd)
	r.within = false
	return true
}

// leastCell is the room that the fixed parts of a cell may need before its value.
const leastCell = 80

var (
	valueEnd    = []byte("</v></c>")
	inlineEnd   = []byte("</t></is></c>")
	valueStart  = []byte("><v>")
	inlineStart = []byte("><is><t>")
	inlineSpace = []byte(`><is><t xml:space="preserve">`)
)

// fastCell reads the cell that b begins with and gives its length, 0 where it is not of the usual form or not whole.
func (r *rowReader) fastCell(b []byte) int {
	if len(b) < leastCell || string(b[:6]) != `<c r="` {
		return 0
	}
	p, col := 6, 0
	for ; p < 6+mostLetters && b[p] >= 'A' && b[p] <= 'Z'; p++ {
		col = col*26 + int(b[p]-'A') + 1
	}
	if col <= r.col || !bytes.HasPrefix(b[p:], r.mark) {
		return 0
	}
	p += len(r.mark)
	c := rawCell{col: col}
	p, c.style = fastStyle(b, p)
	p, c.stored = fastType(b, p)
	if b[p] == '/' && b[p+1] == '>' {
		r.col = col
		return p + 2
	}
	end := valueEnd
	switch {
	case bytes.HasPrefix(b[p:], valueStart) && c.stored != storedInline:
		p += len(valueStart)
	case c.stored != storedInline:
		return 0
	case bytes.HasPrefix(b[p:], inlineStart):
		p, end = p+len(inlineStart), inlineEnd
	case bytes.HasPrefix(b[p:], inlineSpace):
		p, end = p+len(inlineSpace), inlineEnd
	default:
		return 0
	}
	n := bytes.IndexByte(b[p:], '<')
	if n < 0 || !bytes.HasPrefix(b[p+n:], end) {
		return 0
	}
	r.col = col
	r.keep(c, b[p:p+n])
	return p + n + len(end)
}

func (r *rowReader) keep(c rawCell, text []byte) {
	if len(text) == 0 {
		return
	}
	r.filled++
	if r.kept(c.col) {
		c.from = len(r.text)
		r.text = append(r.text, text...)
		c.to = len(r.text)
		r.cells = append(r.cells, c)
	}
}

// fastStyle reads a style attribute of up to five digits, if there is one at p.
func fastStyle(b []byte, p int) (int, int) {
	if b[p] != ' ' || b[p+1] != 's' || b[p+2] != '=' || b[p+3] != '"' {
		return p, 0
	}
	q, style := p+4, 0
	for ; q < p+9 && b[q]-'0' <= 9; q++ {
		style = style*10 + int(b[q]-'0')
	}
	if b[q] != '"' {
		return p, 0
	}
	return q + 1, style
}

// fastType reads one of the usual type attributes, if there is one at p.
func fastType(b []byte, p int) (int, stored) {
	if b[p] != ' ' || b[p+1] != 't' {
		return p, storedNumber
	}
	switch {
	case string(b[p:p+6]) == ` t="s"`:
		return p + 6, storedShared
	case string(b[p:p+14]) == ` t="inlineStr"`:
		return p + 14, storedInline
	case string(b[p:p+8]) == ` t="str"`:
		return p + 8, storedText
	case string(b[p:p+6]) == ` t="n"`:
		return p + 6, storedNumber
	}
	return p, storedNumber
}
