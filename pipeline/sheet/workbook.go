package sheet

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// readWorkbook reads an .xlsx workbook: every sheet's cells with their kinds, and its merged ranges.
func readWorkbook(file string, data []byte) (Book, []Problem) {
	book := Book{File: file, Format: "xlsx"}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if len(data) > maxFileBytes {
		return book, []Problem{damaged(file, fmt.Sprintf("文件大于 %d MB", maxFileBytes>>20))}
	}
	p, err := openPackage(data)
	if err != nil {
		return book, []Problem{damaged(file, err.Error())}
	}
	w, err := openWorkbook(p)
	if err != nil {
		return book, []Problem{damaged(file, err.Error())}
	}
	var problems []Problem
	for _, entry := range w.sheets {
		s, unsolved, err := w.readSheet(entry)
		if err != nil {
			return Book{File: file, Format: "xlsx"}, []Problem{damaged(file, "工作表“"+entry.name+"”："+err.Error())}
		}
		book.Sheets = append(book.Sheets, s)
		for _, at := range unsolved {
			problems = append(problems, formulaWithoutValue(Place{file, entry.name, at.row, at.col}))
		}
	}
	return book, problems
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
	strings  []string
	kinds    []Kind // by style index: what the number format makes of a number
}

type sheetEntry struct {
	name, part string
	hidden     bool
}

const workbookFolder = "xl"

func openWorkbook(p parts) (*workbook, error) {
	w := &workbook{parts: p}
	targets, err := w.relationships()
	if err != nil {
		return nil, err
	}
	if err := w.index(targets); err != nil {
		return nil, err
	}
	if name := workbookFolder + "/sharedStrings.xml"; p.has(name) {
		if err := w.readStrings(name); err != nil {
			return nil, err
		}
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

// readStrings reads the shared strings: of each, the runs' texts joined; phonetic readings (rPh) left out.
func (w *workbook) readStrings(name string) error {
	var item strings.Builder
	phonetic := false
	return w.each(name, func(x *xmlReader, t tag) error {
		switch {
		case t.is("rPh"):
			phonetic = t.opens && !t.closes
		case t.is("t") && t.closes && !t.opens && !phonetic:
			text, err := unescape(x.text)
			if err != nil {
				return err
			}
			item.WriteString(text)
		case t.is("si") && t.closes:
			w.strings = append(w.strings, unescapeControls(item.String()))
			item.Reset()
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
