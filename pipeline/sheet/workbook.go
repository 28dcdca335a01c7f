package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// readWorkbook reads a small, rich workbook: merged headers, number formats, several sheets.
func readWorkbook(file string, data []byte) (Book, []Problem) {
	book := Book{File: file, Format: "xlsx"}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if len(data) > maxFileBytes {
		return book, []Problem{damaged(file, fmt.Sprintf("文件大于 %d MB", maxFileBytes>>20))}
	}
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err == nil {
		err = admit(data, zr)
	}
	if err != nil {
		return book, []Problem{damaged(file, err.Error())}
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxInflated, UnzipXMLSizeLimit: maxPart,
	})
	if err != nil {
		return book, []Problem{damaged(file, err.Error())}
	}
	defer f.Close()
	return readSheets(f, book)
}

func damaged(file, why string) Problem {
	return Problem{
		Place: Place{File: file}, Severity: Error, Code: "damaged-workbook", Value: why,
		Message:  "工作簿不能安全读取：" + why,
		Expected: "完好的 .xlsx 工作簿",
		Hint:     "请用表格软件打开确认内容，另存为新的 .xlsx，再放回来",
	}
}

func readSheets(f *excelize.File, book Book) (Book, []Problem) {
	var problems []Problem
	r := workbookReader{f: f, file: book.File, kinds: map[int]Kind{}}
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		r.date1904 = *props.Date1904
	}
	for _, name := range f.GetSheetList() {
		s, err := r.sheet(name)
		if err != nil {
			problems = append(problems, damaged(book.File, "工作表“"+name+"”："+err.Error()))
			continue
		}
		book.Sheets = append(book.Sheets, s)
	}
	return book, append(problems, r.problems...)
}

type workbookReader struct {
	f        *excelize.File
	file     string
	date1904 bool
	kinds    map[int]Kind // by style index
	problems []Problem
}

func (r *workbookReader) sheet(name string) (Sheet, error) {
	s := Sheet{Name: name}
	visible, err := r.f.GetSheetVisible(name)
	if err != nil {
		return s, err
	}
	s.Hidden = !visible
	if s.Merges, err = r.merges(name); err != nil {
		return s, err
	}
	rows, err := r.f.Rows(name)
	if err != nil {
		return s, err
	}
	defer rows.Close()
	for number := 1; rows.Next(); number++ {
		texts, err := rows.Columns()
		if err != nil {
			return s, fmt.Errorf("第 %d 行：%w", number, err)
		}
		row, err := r.row(name, number, texts)
		if err != nil {
			return s, err
		}
		s.Rows = append(s.Rows, row)
	}
	s.Rows = trimBlank(s.Rows)
	return s, rows.Error()
}

func trimBlank(rows []Row) []Row {
	for len(rows) > 0 && rows[len(rows)-1].Blank() {
		rows = rows[:len(rows)-1]
	}
	return rows
}

func (r *workbookReader) merges(name string) ([]Span, error) {
	cells, err := r.f.GetMergeCells(name)
	if err != nil {
		return nil, err
	}
	spans := make([]Span, 0, len(cells))
	for _, m := range cells {
		c1, r1, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
		c2, r2, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err1 != nil || err2 != nil {
			return nil, fmt.Errorf("合并区域 %q 无法识别", m.GetStartAxis()+":"+m.GetEndAxis())
		}
		spans = append(spans, Span{r1, c1, r2, c2})
	}
	return spans, nil
}

func (r *workbookReader) row(sheet string, number int, texts []string) (Row, error) {
	row := Row{Number: number, Cells: make([]Cell, len(texts))}
	for i, text := range texts {
		cell, err := r.cell(sheet, number, i+1, text)
		if err != nil {
			return row, err
		}
		row.Cells[i] = cell
	}
	return row, nil
}

func (r *workbookReader) cell(sheet string, row, col int, text string) (Cell, error) {
	axis, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		return Cell{}, err
	}
	if text == "" {
		r.noteFormula(sheet, axis, row, col)
		return Cell{}, nil
	}
	stored, err := r.f.GetCellType(sheet, axis)
	if err != nil {
		return Cell{}, err
	}
	switch stored {
	case excelize.CellTypeError:
		return Cell{Failed, text}, nil
	case excelize.CellTypeBool:
		return Cell{Bool, text}, nil
	case excelize.CellTypeInlineString, excelize.CellTypeSharedString, excelize.CellTypeFormula:
		return textCell(text), nil
	}
	return r.number(sheet, axis, text)
}

// noteFormula reports a formula whose result was never stored: its cell reads as empty, which would be silent loss.
func (r *workbookReader) noteFormula(sheet, axis string, row, col int) {
	formula, err := r.f.GetCellFormula(sheet, axis)
	if err != nil || formula == "" {
		return
	}
	r.problems = append(r.problems, Problem{
		Place: Place{r.file, sheet, row, col}, Severity: Error, Code: "formula-without-value", Value: "=" + formula,
		Message: "公式没有保存计算结果", Expected: "数值",
		Hint: "请用表格软件打开并保存一次，或把公式粘贴为数值",
	})
}

func textCell(text string) Cell {
	text = strings.TrimSpace(text)
	if text == "" {
		return Cell{}
	}
	return Cell{Text, text}
}

func (r *workbookReader) number(sheet, axis, text string) (Cell, error) {
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return textCell(text), nil
	}
	style, err := r.f.GetCellStyle(sheet, axis)
	if err != nil {
		return Cell{}, err
	}
	kind, known := r.kinds[style]
	if !known {
		kind = r.kindOf(style)
		r.kinds[style] = kind
	}
	if kind == Date {
		return r.date(value, text), nil
	}
	return Cell{kind, text}, nil
}

// maxSerial is 9999-12-31; a larger number formatted as a date is no date.
const maxSerial = 2958465

func (r *workbookReader) date(value float64, text string) Cell {
	if value < 0 || value > maxSerial {
		return Cell{Number, text}
	}
	t, err := excelize.ExcelDateToTime(value, r.date1904)
	if err != nil {
		return Cell{Number, text}
	}
	if t.Equal(t.Truncate(24 * time.Hour)) {
		return Cell{Date, t.Format("2006-01-02")}
	}
	return Cell{Date, t.Format("2006-01-02 15:04:05")}
}

func (r *workbookReader) kindOf(style int) Kind {
	s, err := r.f.GetStyle(style)
	if err != nil || s == nil {
		return Number
	}
	if s.CustomNumFmt != nil {
		return kindOfPattern(*s.CustomNumFmt)
	}
	switch n := s.NumFmt; {
	case n == 9 || n == 10:
		return Percent
	case n >= 14 && n <= 22, n >= 27 && n <= 36, n >= 45 && n <= 47, n >= 50 && n <= 58:
		return Date // ECMA-376 §18.8.30; 27–36 and 50–58 are the Chinese built-in date formats
	}
	return Number
}

// kindOfPattern reads a number format: literals in quotes or brackets do not count.
func kindOfPattern(pattern string) Kind {
	var bare strings.Builder
	quoted, bracket := false, false
	for _, c := range pattern {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case !bracket:
			bare.WriteRune(c)
		}
	}
	switch text := strings.ToLower(bare.String()); {
	case strings.Contains(text, "%"):
		return Percent
	case strings.ContainsAny(text, "yd年月日") && !strings.ContainsAny(text, "0#"):
		return Date
	}
	return Number
}
