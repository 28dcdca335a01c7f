package sheet

import (
	"strconv"
	"strings"
)

// readWorkbook reads every sheet's cells with their kinds, and its merged ranges.
func (f *File) readWorkbook() (Book, []Problem) {
	book, _, problems := f.sheets(0, f.workbook.sheets)
	return book, problems
}

// workbookHead reads the first rows of every sheet, and of the shared strings only as many as they need.
func (f *File) workbookHead() (Book, []bool, []Problem) { return f.sheets(headRows, f.workbook.sheets) }

// sheets reads some sheets into memory, of each the first rows or, with 0, all.
func (f *File) sheets(rows int, entries []sheetEntry) (Book, []bool, []Problem) {
	book := Book{File: f.Name, Format: f.Format}
	var more []bool
	var problems []Problem
	for _, entry := range entries {
		s, err := f.workbook.readSheet(entry, rows)
		if err != nil {
			return Book{File: f.Name, Format: f.Format}, nil, []Problem{f.damagedSheet(entry, err)}
		}
		book.Sheets, more = append(book.Sheets, s.sheet), append(more, s.more)
		for _, at := range s.unsolved {
			problems = append(problems, formulaWithoutValue(Place{f.Name, entry.name, at.row, at.col}))
		}
	}
	return book, more, problems
}

func (f *File) damagedSheet(entry sheetEntry, err error) Problem {
	return damaged(f.Name, "工作表“"+entry.name+"”："+err.Error())
}

func damaged(file, why string) Problem {
	return Problem{
		Place: Place{File: file}, Severity: Error, Code: "damaged-workbook", Value: why,
		Message:  "工作簿不能安全读取：" + why,
		Expected: "完好的 .xlsx 工作簿",
		Hint:     "请用表格软件打开确认内容，另存为新的 .xlsx，再放回来",
	}
}

// formulaWithoutValue reports a formula whose result was never stored: its cell reads as empty, which would be silent
// loss.
func formulaWithoutValue(at Place) Problem {
	return Problem{
		Place: at, Severity: Error, Code: "formula-without-value",
		Message: "公式没有保存计算结果", Expected: "数值",
		Hint: "请用表格软件打开并保存一次，或把公式粘贴为数值",
	}
}

// workbook is what all sheets of a workbook share.
type workbook struct {
	parts
	sheets   []sheetEntry
	date1904 bool
	strings  string         // the part of the shared strings
	shared   *sharedStrings // all of them, once a sheet has been read as a whole
	kinds    []Kind         // by style index: what the number format makes of a number
}

type sheetEntry struct {
	name, part string
	hidden     bool
}

const workbookFolder = "xl"

func openWorkbook(p parts) (*workbook, error) {
	w := &workbook{parts: p, strings: workbookFolder + "/sharedStrings.xml"}
	targets, err := w.relationships()
	if err != nil {
		return nil, err
	}
	if err := w.index(targets); err != nil {
		return nil, err
	}
	if name := workbookFolder + "/styles.xml"; p.has(name) {
		if err := w.readStyles(name); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// relationships gives the worksheets' parts by relationship id; chart sheets and the rest are left out.
func (w *workbook) relationships() (map[string]string, error) {
	targets := map[string]string{}
	err := w.each(workbookFolder+"/_rels/workbook.xml.rels", func(_ *xmlReader, t tag) error {
		if t.opens && t.is("Relationship") && strings.HasSuffix(string(t.attribute("Type")), "/worksheet") {
			to, err := unescape(t.attribute("Target"))
			if err != nil {
				return err
			}
			targets[string(t.attribute("Id"))] = target(workbookFolder, to)
		}
		return nil
	})
	return targets, err
}

// index reads the list of sheets and the date system.
func (w *workbook) index(targets map[string]string) error {
	return w.each(workbookFolder+"/workbook.xml", func(_ *xmlReader, t tag) error {
		switch {
		case !t.opens:
		case t.is("workbookPr"):
			v := string(t.attribute("date1904"))
			w.date1904 = v == "1" || v == "true"
		case t.is("sheet"):
			name, err := unescape(t.attribute("name"))
			if err != nil {
				return err
			}
			if part, ok := targets[string(t.attribute("id"))]; ok {
				w.sheets = append(w.sheets, sheetEntry{name, part, len(t.attribute("state")) > 0 && string(t.attribute("state")) != "visible"})
			}
		}
		return nil
	})
}

// readStyles notes for every cell style what its number format makes of a number.
func (w *workbook) readStyles(name string) error {
	patterns := map[int]string{}
	within := false // cellXfs; cellStyleXfs has xf elements too
	return w.each(name, func(_ *xmlReader, t tag) error {
		switch {
		case t.is("cellXfs"):
			within = t.opens && !t.closes
		case t.opens && t.is("numFmt"):
			pattern, err := unescape(t.attribute("formatCode"))
			if err != nil {
				return err
			}
			patterns[number(t.attribute("numFmtId"))] = pattern
		case t.opens && t.is("xf") && within:
			w.kinds = append(w.kinds, kindOfFormat(number(t.attribute("numFmtId")), patterns))
		}
		return nil
	})
}

func number(raw []byte) int {
	n, err := strconv.Atoi(string(raw))
	if err != nil {
		return -1
	}
	return n
}
