package main

import "slices"

// layout is what one office did with one ranking table, beyond its figures.
type layout struct {
	title      string
	headings   map[string]string // published heading → heading as typed; the rest are typed as published
	textRates  []string          // columns whose percentages were typed as text
	breakAfter int               // rank after which the heading is repeated, as at a page break; 0 never
	total      bool              // a 合计 row closes the table
}

// ranking draws the title, the two-row heading and the rows of a table.
func (p *page) ranking(t table, l layout) {
	p.banner(l.title, len(t.header), p.looks.title)
	p.headings(t.header, l)
	for i, row := range t.rows {
		if i > 0 && i == l.breakAfter {
			p.headings(t.header, l)
		}
		p.unit(t.header, row, l)
	}
	if l.total {
		p.total(t)
	}
}

// headings writes 评星量 over the star columns and every other heading over both rows.
func (p *page) headings(header []string, l layout) {
	top, bottom := p.row, p.row+1
	var stars []int
	for i, heading := range header {
		text := heading
		if label, ok := l.headings[heading]; ok {
			text = label
		}
		if isStar(heading) {
			stars = append(stars, i+1)
			p.put(i+1, bottom, text, p.looks.heading)
			continue
		}
		p.block(i+1, top, i+1, bottom, text, p.looks.heading)
	}
	p.block(slices.Min(stars), top, slices.Max(stars), top, "评星量", p.looks.heading)
	p.row += 2
}

func (p *page) unit(header, row []string, l layout) {
	for i, cell := range row {
		value, isRate := typed(cell, slices.Contains(l.textRates, header[i]))
		look := p.looks.cell
		if isRate {
			look = p.looks.rate
		}
		p.put(i+1, p.row, value, look)
	}
	p.row++
}

// total writes the 合计 row: counts are added, everything else stays blank.
func (p *page) total(t table) {
	for i, heading := range t.header {
		var value any
		switch {
		case heading == "受理单位":
			value = "合计"
		case isCount(heading):
			value = t.sum(i)
		}
		p.put(i+1, p.row, value, p.looks.cell)
	}
	p.row++
}

// rankingWidths leaves room for the unit's name and keeps the figures narrow.
func rankingWidths(columns int) []float64 {
	widths := slices.Repeat([]float64{9.5}, columns)
	widths[0], widths[1] = 6, 24
	return widths
}
