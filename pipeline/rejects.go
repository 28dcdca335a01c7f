package pipeline

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/gocarina/gocsv"

	"tongbao/archive"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// rejectRow is one row of cases that was not counted, as the editor gets it to mend. Personal data are masked: the
// place leads to the row itself.
type rejectRow struct {
	File     string `csv:"文件"`
	Sheet    string `csv:"工作表"`
	Row      string `csv:"行"`
	Column   string `csv:"列"`
	CaseNo   string `csv:"诉求编号"`
	Unit     string `csv:"承办单位"`
	Value    string `csv:"内容"`
	Message  string `csv:"原因"`
	Expected string `csv:"应为"`
	Hint     string `csv:"办法"`
}

// RejectsPath is where the rejected rows are listed, below the archive; "" where there are none.
func (p *Plan) RejectsPath() string {
	if len(p.rejects) == 0 {
		return ""
	}
	return ".tongbao/rejects/" + p.Period + ".csv"
}

// WriteRejects lists the rejected rows, or removes the list of an earlier run where there are none any more.
func (p *Plan) WriteRejects() error {
	path := filepath.Join(p.root, ".tongbao", "rejects", p.Period+".csv")
	if len(p.rejects) == 0 {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	rows := make([]rejectRow, len(p.rejects))
	for i, r := range p.rejects {
		rows[i] = rejectRowOf(r)
	}
	var out bytes.Buffer
	out.WriteString("\ufeff") // spreadsheet programs take a CSV without it for GBK
	if err := gocsv.Marshal(rows, &out); err != nil {
		return err
	}
	return archive.Replace(path, out.Bytes())
}

func rejectRowOf(r record.Reject) rejectRow {
	out := rejectRow{
		File: sheet.Inert(r.Place.File), Sheet: sheet.Inert(r.Place.Sheet), Row: strconv.Itoa(r.Place.Row), CaseNo: sheet.Inert(r.CaseNo),
		Unit: sheet.Inert(r.Unit), Value: sheet.Inert(r.Value), Message: r.Message, Expected: r.Expected, Hint: r.Hint,
	}
	if r.Place.Col > 0 {
		out.Column = sheet.ColumnName(r.Place.Col)
	}
	return out
}
