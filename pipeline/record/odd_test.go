package record

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"tongbao/pipeline/sheet"
)

// An odd input and what must come of it: the tables found, where their rows went, the codes of the problems and, where
// they matter, the cases read. TestOddTexts, TestOddWorkbooks, TestOddValues and TestOddFiles hold them by subject.
type odd struct {
	name, file string
	data       []byte
	want       string
}

func runOdd(t *testing.T, inputs []odd) {
	t.Helper()
	reader := testReader(t)
	for _, in := range inputs {
		t.Run(in.name, func(t *testing.T) {
			if got := whatBecame(reader, in); got != in.want {
				t.Errorf("got  %s\nwant %s", got, in.want)
			}
		})
	}
}

// whatBecame tells in a line: "cases hotline 2=1+1 | lost-digits".
func whatBecame(reader *Reader, in odd) string {
	f, problems := sheet.Open(in.file, bytes.NewReader(in.data), int64(len(in.data)))
	var parts []string
	if f != nil {
		names := NewNames()
		found, err := reader.ReadFile(f, names, func(c *Case) (Outcome, error) {
			parts = append(parts, caseText(c, names))
			return Counted, nil
		})
		if err != nil {
			return "error " + err.Error()
		}
		problems = append(problems, found.Problems...)
		var tables []string
		for _, table := range found.Tables {
			tables = append(tables, strings.TrimSpace(fmt.Sprintf("%s %s %d=%d+%d", table.Kind, table.Channel+table.Group, table.Counts.Rows, table.Counts.Counted, table.Counts.Rejected)))
		}
		parts = append(tables, parts...)
	}
	var codes []string
	for _, p := range problems {
		if !slices.Contains(codes, p.Code) {
			codes = append(codes, p.Code)
		}
	}
	text := strings.Join(parts, "; ")
	if len(codes) > 0 {
		text += " | " + strings.Join(codes, " ")
	}
	return text
}

// caseText tells what was read of a case, leaving out what it does not have: "A1 甲县 r=2021-08-02 *5 满意".
func caseText(c *Case, names *Names) string {
	parts := []string{string(c.No)}
	if len(c.No) == 0 {
		parts[0] = "?"
	}
	if c.Channel != "hotline" {
		parts = append(parts, "@"+c.Channel)
	}
	if c.Unit >= 0 {
		parts = append(parts, names.Units[c.Unit].Unit.Name)
	}
	for _, m := range []struct {
		key string
		at  Moment
	}{{"r", c.Received}, {"d", c.Dispatched}, {"c", c.Closed}} {
		if m.at != 0 {
			parts = append(parts, m.key+"="+strings.TrimSuffix(time.Unix(int64(m.at), 0).UTC().Format("2006-01-02T15:04:05"), "T00:00:00"))
		}
	}
	if c.Direct {
		parts = append(parts, "direct")
	}
	if c.Star >= 0 {
		parts = append(parts, fmt.Sprint("*", c.Star))
	}
	for word, v := range map[string]Verdict{"satisfied": c.Satisfaction} {
		if v != Unknown {
			parts = append(parts, fmt.Sprint(word, "=", v == Yes))
		}
	}
	if c.Repeat {
		parts = append(parts, "repeat")
	}
	if c.Interim {
		parts = append(parts, "interim")
	}
	return strings.Join(parts, " ")
}

const (
	oddHead = "诉求编号,受理时间,承办单位,办结时间,评星,满意度"
	oddRow  = "A1,2021-8-2,阜蒙县,2021-8-5,5,满意"
	oddGood = "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true"
)

func gb(text string) []byte {
	out, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
	if err != nil {
		panic(err) // the texts are ours
	}
	return out
}

func utf16(order unicode.Endianness, text string) []byte {
	out, err := unicode.UTF16(order, unicode.UseBOM).NewEncoder().Bytes([]byte(text))
	if err != nil {
		panic(err)
	}
	return out
}

// book makes a workbook of one sheet's XML; more are further parts, name and body in turn.
func book(sheetXML string, more ...string) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	parts := append([]string{
		"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="热线" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml", sheetXML,
	}, more...)
	written := map[string]bool{}
	for i := len(parts) - 2; i >= 0; i -= 2 { // a part given again replaces the usual one
		if written[parts[i]] {
			continue
		}
		written[parts[i]] = true
		f, err := w.Create(parts[i])
		if err == nil {
			_, err = f.Write([]byte(parts[i+1]))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// grid makes sheet XML of rows of inline texts.
func gridXML(rows ...[]string) string {
	var out strings.Builder
	out.WriteString("<worksheet><sheetData>")
	for r, row := range rows {
		fmt.Fprintf(&out, `<row r="%d">`, r+1)
		for c, text := range row {
			if text != "" {
				fmt.Fprintf(&out, `<c r="%s%d" t="inlineStr"><is><t>%s</t></is></c>`, sheet.ColumnName(c+1), r+1, text)
			}
		}
		out.WriteString("</row>")
	}
	out.WriteString("</sheetData></worksheet>")
	return out.String()
}

func cells(line string) []string { return strings.Split(line, ",") }
