package sheet

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// What is no readable table gets a sentence that says what it is and what to do.
func TestReadRefuses(t *testing.T) {
	sound := newWorkbook(t, [][]any{{"名次", "受理单位"}, {1, "阜蒙县"}})
	cases := []struct {
		name, file string
		data       []byte
		code, says string
	}{
		{"empty", "a.xlsx", nil, "empty-file", "空的"},
		{"only spaces", "a.csv", []byte(" \r\n "), "empty-file", "空的"},
		{"encrypted", "a.xlsx", append([]byte(oleMagic), utf16le("EncryptedPackage")...), "encrypted", "密码"},
		{"BIFF .xls", "a.xls", append([]byte(oleMagic), utf16le("Workbook")...), "old-excel", "97–2003"},
		{"BIFF with a stray BOM", "a.xls", append([]byte("\xef\xbb\xbf"+oleMagic), utf16le("Workbook")...), "old-excel", "97–2003"},
		{"BIFF without a container", "a.xls", []byte("\x09\x08\x10\x00\x00\x06"), "old-excel", "97–2003"},
		{"other OLE", "a.xls", append([]byte(oleMagic), utf16le("WordDocument")...), "unreadable-file", "旧版 Office"},
		{"truncated zip", "a.xlsx", sound[:len(sound)/2], "truncated", "不完整"},
		{"docx", "a.xlsx", zipped(t, map[string]string{"word/document.xml": "<w/>"}), "unreadable-file", "文字或演示文稿"},
		{"ods", "a.ods", zipped(t, map[string]string{"content.xml": "<o/>"}), "opendocument", "OpenDocument"},
		{"xlsb", "a.xlsb", zipped(t, map[string]string{"xl/workbook.bin": "x"}), "xlsb", "二进制工作簿"},
		{"plain zip", "a.zip", zipped(t, map[string]string{"a.txt": "x"}), "unreadable-file", "压缩包"},
		{"PDF", "a.xlsx", []byte("%PDF-1.7 ..."), "unreadable-file", "PDF"},
		{"picture", "a.xlsx", []byte("\x89PNG\r\n\x1a\n"), "unreadable-file", "图片"},
		{"binary", "a.csv", []byte("abc\x00def"), "unreadable-file", "二进制"},
		{"bytes of no encoding", "a.csv", []byte("a,b\n\xff\xff\xff\n"), "unreadable-file", "二进制"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, problems := Read(c.file, c.data)
			if len(problems) != 1 {
				t.Fatalf("problems = %v, want one", problems)
			}
			p := problems[0]
			if p.Code != c.code || p.Severity != Error || !strings.Contains(p.Message, c.says) || p.Hint == "" || p.Place.File != c.file {
				t.Errorf("problem = %+v, want code %s, a message with %q and a hint", p, c.code, c.says)
			}
		})
	}
}

func TestReadText(t *testing.T) {
	const plain = "指标,数值\n受理总量,16.8万件\n"
	cases := []struct {
		name, file string
		data       []byte
		encoding   string
		rows       int
		cell       string // row 2, column 2
	}{
		{"UTF-8", "a.csv", []byte(plain), "UTF-8", 2, "16.8万件"},
		{"UTF-8 with BOM", "a.csv", []byte("\xef\xbb\xbf" + plain), "UTF-8 BOM", 2, "16.8万件"},
		{"GB18030", "a.csv", encoded(t, simplifiedchinese.GB18030.NewEncoder().Bytes, plain), "GB18030", 2, "16.8万件"},
		{"UTF-16LE", "a.txt", encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes, plain), "UTF-16LE", 2, "16.8万件"},
		{"UTF-16BE", "a.txt", encoded(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().Bytes, plain), "UTF-16BE", 2, "16.8万件"},
		{"CRLF", "a.csv", []byte(strings.ReplaceAll(plain, "\n", "\r\n")), "UTF-8", 2, "16.8万件"},
		{"CR", "a.csv", []byte(strings.ReplaceAll(plain, "\n", "\r")), "UTF-8", 2, "16.8万件"},
		{"tabs", "a.txt", []byte(strings.ReplaceAll(plain, ",", "\t")), "UTF-8", 2, "16.8万件"},
		{"semicolons", "a.csv", []byte(strings.ReplaceAll(plain, ",", ";")), "UTF-8", 2, "16.8万件"},
		{"semicolons in texts", "a.csv", []byte("编号,内容\n1,一；a;b;c;d\n2,\"x;y\"\n3,p;q;r\n"), "UTF-8", 4, "一；a;b;c;d"},
		{"commas in texts", "a.txt", []byte("编号\t内容\n1\t甲,乙,丙\n2\t丁,戊\n"), "UTF-8", 3, "甲,乙,丙"},
		{"sep line", "a.csv", []byte("sep=|\n" + strings.ReplaceAll(plain, ",", "|")), "UTF-8", 2, "16.8万件"},
		{"quoted newline", "a.csv", []byte("a,b\nx,\"1\n2\"\n"), "UTF-8", 2, "1\n2"},
		{"ragged", "a.csv", []byte("a,b,c\nx,y\nz\n"), "UTF-8", 3, "y"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			book, problems := Read(c.file, c.data)
			if len(problems) > 0 {
				t.Fatalf("problems = %v", problems)
			}
			rows := book.Sheets[0].Rows
			if book.Encoding != c.encoding || len(rows) != c.rows || rows[1].Cell(2).Text != c.cell {
				t.Errorf("got %s, %d rows, %q; want %s, %d, %q", book.Encoding, len(rows), rows[1].Cell(2).Text, c.encoding, c.rows, c.cell)
			}
		})
	}
}

// Rows keep the number a text editor shows, whatever was skipped before them.
func TestTextRowNumbers(t *testing.T) {
	book, _ := Read("a.csv", []byte("sep=,\na,b\n\n\"x\ny\",1\nz,2\n"))
	var numbers []int
	for _, r := range book.Sheets[0].Rows {
		numbers = append(numbers, r.Number)
	}
	if len(numbers) != 3 || numbers[0] != 2 || numbers[1] != 4 || numbers[2] != 6 {
		t.Errorf("row numbers = %v, want 2 4 6", numbers)
	}
}

func TestUnclosedQuoteIsReportedAtItsRow(t *testing.T) {
	_, problems := Read("a.csv", []byte("a,b\nx,\"y\nz,1\n"))
	if len(problems) != 1 || problems[0].Code != "bad-quotes" || problems[0].Place.Row != 2 {
		t.Errorf("problems = %+v, want bad-quotes at row 2", problems)
	}
}

func TestDisguisedTextIsReadAndSaid(t *testing.T) {
	book, problems := Read("导出.xlsx", []byte("a,b\n1,2\n"))
	if book.Format != "csv" || len(problems) != 1 || problems[0].Code != "disguised-text" || problems[0].Severity != Warning {
		t.Errorf("got %s, %+v", book.Format, problems)
	}
}

func TestReadWorkbook(t *testing.T) {
	f := excelize.NewFile()
	percent, date, chinese := style(t, f, 10), style(t, f, 14), custom(t, f, `yyyy"年"m"月"d"日"`)
	set(t, f, "A1", "合并标题")
	check(t, f.MergeCell("Sheet1", "A1", "C1"))
	set(t, f, "A2", 0.9196)
	check(t, f.SetCellStyle("Sheet1", "A2", "A2", percent))
	set(t, f, "B2", 44410)
	check(t, f.SetCellStyle("Sheet1", "B2", "B2", date))
	set(t, f, "C2", 44410.5)
	check(t, f.SetCellStyle("Sheet1", "C2", "C2", chinese))
	set(t, f, "A3", " 文字 ")
	set(t, f, "B3", 5604764)
	set(t, f, "C3", "007")
	check(t, f.SetCellFormula("Sheet1", "A4", "1+1"))
	set(t, f, "B4", "x")
	_, err := f.NewSheet("隐藏表")
	check(t, err)
	check(t, f.SetSheetVisible("隐藏表", false))

	book, problems := Read("a.xlsx", saved(t, f))
	s := book.Sheets[0]
	want := map[[2]int]Cell{
		{2, 1}: {Percent, "0.9196"}, {2, 2}: {Date, "2021-08-02"}, {2, 3}: {Date, "2021-08-02 12:00:00"},
		{3, 1}: {Text, "文字"}, {3, 2}: {Number, "5604764"}, {3, 3}: {Text, "007"},
	}
	for at, cell := range want {
		if got := s.Rows[at[0]-1].Cell(at[1]); got != cell {
			t.Errorf("row %d column %d = %+v, want %+v", at[0], at[1], got, cell)
		}
	}
	if len(s.Merges) != 1 || s.Merges[0] != (Span{1, 1, 1, 3}) {
		t.Errorf("merges = %v", s.Merges)
	}
	if !book.Sheets[1].Hidden {
		t.Error("the hidden sheet is not marked")
	}
	if len(problems) != 1 || problems[0].Code != "formula-without-value" || problems[0].Place.String() != "a.xlsx › Sheet1 › 第 4 行 A 列" {
		t.Errorf("problems = %+v, want the formula without a value in A4", problems)
	}
}

func TestKindOfPattern(t *testing.T) {
	for pattern, want := range map[string]Kind{
		"0.00%": Percent, `0.0"%"`: Number, "yyyy-mm-dd": Date, `yyyy"年"m"月"`: Date, "[$-804]d": Date,
		"#,##0.00": Number, `0"日"`: Number, "[Red]0.00": Number,
	} {
		if got := kindOfPattern(pattern); got != want {
			t.Errorf("kindOfPattern(%q) = %v, want %v", pattern, got, want)
		}
	}
}

func TestColumnName(t *testing.T) {
	for col, want := range map[int]string{1: "A", 26: "Z", 27: "AA", 702: "ZZ", 703: "AAA"} {
		if got := ColumnName(col); got != want {
			t.Errorf("ColumnName(%d) = %q, want %q", col, got, want)
		}
	}
}

// Helpers.

func newWorkbook(t testing.TB, rows [][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range rows {
		axis, err := excelize.CoordinatesToCellName(1, i+1)
		check(t, err)
		check(t, f.SetSheetRow("Sheet1", axis, &row))
	}
	return saved(t, f)
}

func saved(t testing.TB, f *excelize.File) []byte {
	t.Helper()
	var out bytes.Buffer
	check(t, f.Write(&out))
	return out.Bytes()
}

func set(t testing.TB, f *excelize.File, axis string, value any) {
	t.Helper()
	check(t, f.SetCellValue("Sheet1", axis, value))
}

func style(t testing.TB, f *excelize.File, format int) int {
	t.Helper()
	id, err := f.NewStyle(&excelize.Style{NumFmt: format})
	check(t, err)
	return id
}

func custom(t testing.TB, f *excelize.File, format string) int {
	t.Helper()
	id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	check(t, err)
	return id
}

func zipped(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, body := range parts {
		f, err := w.Create(name)
		check(t, err)
		_, err = f.Write([]byte(body))
		check(t, err)
	}
	check(t, w.Close())
	return out.Bytes()
}

func encoded(t testing.TB, encode func([]byte) ([]byte, error), text string) []byte {
	t.Helper()
	out, err := encode([]byte(text))
	check(t, err)
	return out
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
