package sheet

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
)

// A damaged or hostile workbook is refused with the reason, before anything of it is used.
func TestAdmitRefuses(t *testing.T) {
	base := newWorkbook(t, [][]any{{"受理单位", "交办总量"}, {"阜蒙县", 333}})
	sheet := "xl/worksheets/sheet1.xml"
	open := `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	shut := `</sheetData></worksheet>`
	cases := []struct {
		name string
		data []byte
		says string
	}{
		{"doctype", replaced(t, base, sheet, `<!DOCTYPE x [<!ENTITY a "b">]>`+open+shut), "DOCTYPE"},
		{"cut XML", replaced(t, base, sheet, open+`<row r="1"><c r="A1"`), "中断"},
		{"unclosed elements", replaced(t, base, sheet, open), "中断"},
		{"crossed elements", replaced(t, base, sheet, `<worksheet><sheetData></worksheet></sheetData>`), "不配对"},
		{"deep nesting", replaced(t, base, sheet, strings.Repeat("<a>", 40)+strings.Repeat("</a>", 40)), "过深"},
		{"long tag", replaced(t, base, sheet, `<worksheet a="`+strings.Repeat("x", 2*maxRun)+`"/>`), "过长"},
		{"rows out of order", replaced(t, base, sheet, open+`<row r="2"/><row r="1"/>`+shut), "行号"},
		{"row number too high", replaced(t, base, sheet, open+`<row r="1048577"/>`+shut), "行号"},
		{"far column", replaced(t, base, sheet, open+`<row r="1"><c r="XFD1"><v>1</v></c></row>`+shut), "列"},
		{"far column without end", replaced(t, base, sheet, open+`<row r="1"><c r="`+strings.Repeat("A", 99)+`1"/></row>`+shut), "错乱"},
		{"bomb", replaced(t, base, sheet, strings.Repeat(" ", 7<<20)), "压缩比"},
		{"shared string beyond the table", replaced(t, base, sheet, open+`<row r="1"><c r="A1" t="s"><v>99</v></c></row>`+shut), "共享文字序号"},
		{"no number", replaced(t, base, sheet, open+`<row r="1"><c r="A1"><v>abc</v></c></row>`+shut), "数值"},
		{"cells out of order", replaced(t, base, sheet, open+`<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>`+shut), "错乱"},
		{"cell of another row", replaced(t, base, sheet, open+`<row r="1"><c r="A2"><v>1</v></c></row>`+shut), "错乱"},
		{"unknown entity", replaced(t, base, sheet, open+`<row r="1"><c r="A1" t="str"><v>&lol;</v></c></row>`+shut), "实体"},
		{"bad UTF-8", replaced(t, base, sheet, open+"<row r=\"1\"><c r=\"A1\" t=\"str\"><v>\xff\xfe</v></c></row>"+shut), "字符"},
		{"text after the end", replaced(t, base, sheet, open+shut+"x"), "结尾"},
		{"large part", replaced(t, base, "xl/styles.xml", strings.Repeat(" ", maxOtherPart+1)), "过大"},
		{"backslash name", replaced(t, base, `xl\worksheets\sheet1.xml`, open+shut), "不合规范"},
		{"parent name", replaced(t, base, "../evil.xml", "<a/>"), "不合规范"},
		{"absolute name", replaced(t, base, "/etc/evil.xml", "<a/>"), "不合规范"},
		{"name twice in other case", replaced(t, base, "xl/Workbook.xml", "<a/>"), "重复"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, problems := Read("a.xlsx", c.data)
			if len(problems) != 1 || problems[0].Code != "damaged-workbook" || !strings.Contains(problems[0].Message, c.says) {
				t.Errorf("problems = %+v, want damaged-workbook with %q", problems, c.says)
			}
		})
	}
}

// replaced gives a copy of a workbook with one part added or changed.
func replaced(t testing.TB, data []byte, name, body string) []byte {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	check(t, err)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range zr.File {
		if f.Name != name {
			check(t, w.Copy(f))
		}
	}
	f, err := w.Create(name)
	check(t, err)
	_, err = f.Write([]byte(body))
	check(t, err)
	check(t, w.Close())
	return out.Bytes()
}
