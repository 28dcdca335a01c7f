package sheet

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

const htmlExport = `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="gb2312">
<style>td{mso-number-format:"\@"}</style></head><body><table><caption>县区网络</caption>
<thead><tr><th rowspan=2>名次</th><th rowspan="2">受理<br>单位</th><th colspan=2>评星量</th></tr><tr><th>4星<th>5星</tr></thead>
<tr><td>1</td><td>甲县 &amp; 乙县</td><td></td><td>90</td></tr>
<tr><td>2</td><td>丙县<table><tr><td>内层</td></tr></table></td><td>1<script>x</script></td></tr>
</table><p>第二张</p><table><tr><td>a</td></tr></table></body></html>`

func TestReadHTML(t *testing.T) {
	book, problems := Read("导出.xls", encoded(t, simplifiedchinese.GB18030.NewEncoder().Bytes, htmlExport))
	if len(problems) != 1 || problems[0].Code != "disguised-html" || problems[0].Severity != Warning {
		t.Fatalf("problems = %+v, want a word about the name", problems)
	}
	if book.Format != "html" || book.Encoding != "GB18030" || len(book.Sheets) != 3 {
		t.Fatalf("got %s, %s, %d sheets", book.Format, book.Encoding, len(book.Sheets))
	}
	s := book.Sheets[0]
	want := [][]string{{"名次", "受理\n单位", "评星量"}, {"", "", "4星", "5星"}, {"1", "甲县 & 乙县", "", "90"}, {"2", "丙县", "1"}}
	for i, row := range want {
		for j, text := range row {
			if got := s.Rows[i].Cell(j + 1).Text; got != text {
				t.Errorf("row %d column %d = %q, want %q", i+1, j+1, got, text)
			}
		}
	}
	if s.Name != "县区网络" || len(s.Merges) != 3 || s.Merges[2] != (Span{1, 3, 1, 4}) {
		t.Errorf("name %q, merges %v", s.Name, s.Merges)
	}
	if book.Sheets[1].Rows[0].Cell(1).Text != "内层" || book.Sheets[2].Name != "表格3" {
		t.Errorf("further tables = %+v", book.Sheets[1:])
	}
}

// Spans that cover the world cost nothing; what has no place beside them is not lost without a word.
func TestHTMLSpansAreBounded(t *testing.T) {
	page := "<table>" + strings.Repeat("<tr><td rowspan=99999>a</td></tr>", 50) + "<tr><td colspan=9999>b</td></tr></table>"
	book, problems := Read("a.html", []byte(page))
	if len(problems) > 0 || len(book.Sheets[0].Rows) != 51 || book.Sheets[0].Rows[50].Cell(51).Text != "b" {
		t.Errorf("%d rows, %+v", len(book.Sheets[0].Rows), problems)
	}
	page = "<table>" + strings.Repeat("<tr><td colspan=99999 rowspan=99999>a</td></tr>", 2) + "</table>"
	if _, problems := Read("a.html", []byte(page)); len(problems) != 1 || !strings.Contains(problems[0].Message, "超过 512 列") {
		t.Errorf("problems = %+v", problems)
	}
}
