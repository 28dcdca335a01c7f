package pipeline

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gocarina/gocsv"

	"tongbao/archive"
	"tongbao/pipeline/sheet"
)

// reportRow is one problem in the list that an editor passes on to whoever can mend it.
type reportRow struct {
	Severity string `csv:"级别"`
	File     string `csv:"文件"`
	Sheet    string `csv:"工作表"`
	Row      string `csv:"行"`
	Column   string `csv:"列"`
	Value    string `csv:"内容"`
	Message  string `csv:"问题"`
	Expected string `csv:"应为"`
	Hint     string `csv:"办法"`
}

// SeverityNames are the Chinese words for how grave a problem is.
var SeverityNames = map[sheet.Severity]string{sheet.Error: "错误", sheet.Warning: "警告", sheet.Note: "提示"}

// WriteReport writes the plan's problems as a list, .xlsx or .csv by the file's name.
func (p *Plan) WriteReport(path string) error {
	rows := make([]reportRow, len(p.Problems))
	for i, problem := range p.Problems {
		rows[i] = rowOf(problem)
	}
	var out bytes.Buffer
	switch ext := strings.ToLower(filepath.Ext(path)); ext {
	case ".xlsx":
		if err := sheet.WriteXLSX(&out, "数据问题", cells(rows)); err != nil {
			return err
		}
	case ".csv":
		out.WriteString("\ufeff") // spreadsheet programs take a CSV without it for GBK
		if err := gocsv.Marshal(inert(rows), &out); err != nil {
			return err
		}
	default:
		return fmt.Errorf("问题清单 %q 的扩展名应为 .xlsx 或 .csv", path)
	}
	return archive.Replace(path, out.Bytes())
}

func rowOf(p sheet.Problem) reportRow {
	r := reportRow{
		Severity: SeverityNames[p.Severity], File: p.Place.File, Sheet: p.Place.Sheet, Value: p.Value, Message: p.Message,
		Expected: p.Expected, Hint: p.Hint,
	}
	if p.Place.Row > 0 {
		r.Row = strconv.Itoa(p.Place.Row)
	}
	if p.Place.Col > 0 {
		r.Column = sheet.ColumnName(p.Place.Col)
	}
	return r
}

func (r reportRow) texts() []string {
	return []string{r.Severity, r.File, r.Sheet, r.Row, r.Column, r.Value, r.Message, r.Expected, r.Hint}
}

func cells(rows []reportRow) [][]string {
	out := [][]string{{"级别", "文件", "工作表", "行", "列", "内容", "问题", "应为", "办法"}}
	for _, r := range rows {
		out = append(out, r.texts())
	}
	return out
}

func inert(rows []reportRow) []reportRow {
	out := make([]reportRow, len(rows))
	for i, r := range rows {
		out[i] = reportRow{r.Severity, sheet.Inert(r.File), sheet.Inert(r.Sheet), r.Row, r.Column, sheet.Inert(r.Value), sheet.Inert(r.Message), r.Expected, r.Hint}
	}
	return out
}
