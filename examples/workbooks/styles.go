package main

import "github.com/xuri/excelize/v2"

// styles are the handles of the few looks an office's table has.
type styles struct {
	title, heading, cell, rate, date, remark int
}

func newStyles(file *excelize.File) (styles, error) {
	var s styles
	dateFormat := "yyyy/m/d"
	bold := func(size float64) *excelize.Font { return &excelize.Font{Family: "宋体", Size: size, Bold: true} }
	plain := &excelize.Font{Family: "宋体", Size: 11}
	grey := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"D9D9D9"}}
	looks := []struct {
		handle *int
		style  excelize.Style
	}{
		{&s.title, excelize.Style{Font: bold(16), Alignment: centred()}},
		{&s.heading, excelize.Style{Font: bold(11), Alignment: centred(), Border: thinBorder(), Fill: grey}},
		{&s.cell, excelize.Style{Font: plain, Alignment: centred(), Border: thinBorder()}},
		{&s.rate, excelize.Style{Font: plain, Alignment: centred(), Border: thinBorder(), NumFmt: 10}}, // 0.00%
		{&s.date, excelize.Style{Font: plain, Alignment: centred(), Border: thinBorder(), CustomNumFmt: &dateFormat}},
		{&s.remark, excelize.Style{Font: plain, Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "center"}}},
	}
	for _, look := range looks {
		handle, err := file.NewStyle(&look.style)
		if err != nil {
			return s, err
		}
		*look.handle = handle
	}
	return s, nil
}

// centred wraps text too, so that headings with line breaks show as typed.
func centred() *excelize.Alignment {
	return &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}
}

func thinBorder() []excelize.Border {
	const thin = 1
	var border []excelize.Border
	for _, side := range []string{"left", "top", "right", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "000000", Style: thin})
	}
	return border
}
