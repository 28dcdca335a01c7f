package record

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
)

func TestOddWorkbooks(t *testing.T) {
	const file = "热线.xlsx"
	good := gridXML(cells(oddHead), cells(oddRow))
	row := func(rest string) []byte { // the header, and a second row of raw cells
		return book(strings.Replace(gridXML(cells(oddHead)), "</sheetData>", `<row r="2">`+rest+"</row></sheetData>", 1))
	}
	const text = `<c r="A2" t="inlineStr"><is><t>A1</t></is></c><c r="B2" t="inlineStr"><is><t>2021-8-2</t></is></c><c r="C2" t="inlineStr"><is><t>阜蒙县</t></is></c>`
	styles := func(formats string) []string {
		return []string{"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs>` + formats + `</cellXfs></styleSheet>`}
	}
	dated := func(style, serial string, more ...string) []byte {
		sheet := strings.Replace(gridXML(cells(oddHead)), "</sheetData>", `<row r="2"><c r="A2" t="str"><v>A1</v></c><c r="B2" s="`+style+`"><v>`+serial+`</v></c><c r="C2" t="str"><v>阜蒙县</v></c></row></sheetData>`, 1)
		return book(sheet, append(styles(`<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="31"/><xf numFmtId="57"/><xf numFmtId="170"/>`), more...)...)
	}
	replace := func(old, new string) []byte { return book(strings.ReplaceAll(good, old, new)) }
	runOdd(t, []odd{
		// how cells may be stored
		{"inline strings", file, book(good), oddGood},
		{"shared strings", file, book(strings.Replace(gridXML(cells(oddHead)), "</sheetData>", `<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>2</v></c></row></sheetData>`, 1), "xl/sharedStrings.xml", "<sst><si><t>2021-8-2</t></si><si><t>A1</t></si><si><r><t>阜蒙</t></r><r><t>县</t></r></si></sst>"), "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02"},
		{"phonetic readings", file, row(strings.Replace(text, "<t>阜蒙县</t>", "<t>阜蒙县</t><rPh><t>fù</t></rPh>", 1)), "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02"},
		{"rich text", file, row(strings.Replace(text, "<t>阜蒙县</t>", "<r><rPr/><t>阜</t></r><r><t xml:space=\"preserve\">蒙县 </t></r>", 1)), "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02"},
		{"entities", file, row(strings.Replace(text, "<t>A1</t>", "<t>A&amp;&#49;</t>", 1)), "cases hotline 1=1+0; A&1 阜蒙县 r=2021-08-02"},
		{"no row numbers", file, book(strings.NewReplacer(`<row r="1">`, "<row>", `<row r="2">`, "<row>").Replace(good)), oddGood},
		{"pretty-printed", file, replace("><", ">\n  <"), oddGood},
		{"single quotes", file, replace(`"`, "'"), oddGood},
		{"other order of attributes", file, row(strings.ReplaceAll(text, `" t="inlineStr"`, `" cm="1" t="inlineStr"`)), "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02"},
		{"namespace prefixes", file, book(strings.NewReplacer("</", "</x:", "<", "<x:").Replace(good)), oddGood},
		{"self-closed rows and cells", file, row(text + `<c r="D2" s="0"/>`), "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02"},
		{"numbers as numbers", file, row(`<c r="A2"><v>5604764</v></c>` + strings.SplitAfterN(text, "</c>", 2)[1] + `<c r="E2"><v>5</v></c>`), "cases hotline 1=1+0; 5604764 阜蒙县 r=2021-08-02 *5"},
		{"number of fifteen digits and more", file, row(`<c r="A2"><v>2.0210701000012301E+17</v></c>` + strings.SplitAfterN(text, "</c>", 2)[1]), "cases hotline 1=1+0; ? 阜蒙县 r=2021-08-02 | lost-digits"},
		{"fourteen digits as a number", file, row(`<c r="A2"><v>20210701000123</v></c>` + strings.SplitAfterN(text, "</c>", 2)[1]), "cases hotline 1=1+0; 20210701000123 阜蒙县 r=2021-08-02"},
		{"a formula's result", file, row(strings.Replace(text, `<c r="A2" t="inlineStr"><is><t>A1</t></is></c>`, `<c r="A2" t="str"><f>"A"&amp;1</f><v>A1</v></c>`, 1)), "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02"},
		{"a formula without a result", file, row(strings.Replace(text, `<c r="C2" t="inlineStr"><is><t>阜蒙县</t></is></c>`, `<c r="C2"><f>B1</f></c>`, 1)), "cases hotline 1=0+1 | formula-without-value rejected-row"},
		{"an error value as unit", file, row(strings.Replace(text, `<c r="C2" t="inlineStr"><is><t>阜蒙县</t></is></c>`, `<c r="C2" t="e"><v>#REF!</v></c>`, 1)), "cases hotline 1=0+1 | rejected-row"},
		{"an error value as time", file, row(strings.Replace(text, `<c r="B2" t="inlineStr"><is><t>2021-8-2</t></is></c>`, `<c r="B2" t="e"><v>#VALUE!</v></c>`, 1)), "cases hotline 1=0+1 | bad-date rejected-row"},
		{"a boolean", file, row(text + `<c r="F2" t="b"><v>1</v></c>`), "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02 | unknown-word"},
		// dates
		{"date style", file, dated("1", "44410"), "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02"},
		{"date and time style", file, dated("2", "44410.645833333336"), "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02T15:30:00"},
		{"Chinese built-in date style 31", file, dated("3", "44410"), "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02"},
		{"Chinese built-in date style 57", file, dated("4", "44410"), "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02"},
		{"own date style", file, dated("5", "44410"), "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02"},
		{"date without a style", file, dated("0", "44410.5"), "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02T12:00:00"},
		{"digits as a number", file, dated("0", "20210802153000"), "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02T15:30:00"},
		{"1904 dates", file, dated("1", "42948", "xl/workbook.xml", `<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="热线" sheetId="1" r:id="rId1"/></sheets></workbook>`), "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02"},
		{"ISO date", file, row(strings.Replace(text, `t="inlineStr"><is><t>2021-8-2</t></is>`, `t="d"><v>2021-08-02T10:30:00</v>`, 1)), "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02T10:30:00"},
		{"negative date", file, dated("1", "-5"), "cases hotline 1=0+1 | bad-date rejected-row"},
		{"merged units", file, book(strings.Replace(gridXML(cells(oddHead), cells(oddRow), cells("A2,2021-8-2,,,,")), "</sheetData>", `</sheetData><mergeCells><mergeCell ref="C2:C3"/></mergeCells>`, 1)), "cases hotline 2=1+1; A1 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true | merged-cells rejected-row"},
		// sheets
		{"hidden sheet", file, book(good, "xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="热线" sheetId="1" state="hidden" r:id="rId1"/></sheets></workbook>`), oddGood + " | hidden-sheet"},
		{"sheet and chart sheet", file, book(good, "xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="/xl/worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://x/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>`, "xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="图" r:id="rId2"/><sheet name="热线" r:id="rId1"/></sheets></workbook>`), oddGood},
		{"strict OOXML", file, book(strings.Replace(good, "<worksheet>", `<worksheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main">`, 1), "xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`), oddGood},
		{"empty sheet", file, book("<worksheet><sheetData/></worksheet>"), " | no-table"},
		{"a mark in front of the zip", file, append([]byte("\ufeff"), book(good)...), oddGood},
		// hostile
		{"rows out of order", file, replace(`<row r="2">`, `<row r="1">`), " | damaged-workbook"},
		{"cells out of order", file, row(`<c r="B2"><v>1</v></c><c r="A2"><v>1</v></c>`), " | damaged-workbook"},
		{"cell of another row", file, row(`<c r="A9"><v>1</v></c>`), " | damaged-workbook"},
		{"column beyond all", file, row(`<c r="ZZZZ1"><v>1</v></c>`), " | damaged-workbook"},
		{"shared string that is none", file, row(`<c r="A2" t="s"><v>7</v></c>`), " | damaged-workbook"},
		{"negative shared string", file, row(`<c r="A2" t="s"><v>-1</v></c>`), " | damaged-workbook"},
		{"number that is none", file, row(`<c r="A2"><v>abc</v></c>`), " | damaged-workbook"},
		{"unknown type", file, row(`<c r="A2" t="q"><v>1</v></c>`), " | damaged-workbook"},
		{"crossed tags", file, book("<worksheet><sheetData><row r=\"1\"><c></row></c></sheetData></worksheet>"), " | damaged-workbook"},
		{"unknown entity", file, row(strings.Replace(text, "阜蒙县", "&xxe;", 1)), " | damaged-workbook"},
		{"DOCTYPE", file, book(`<!DOCTYPE x [<!ENTITY a "b">]>` + good), " | damaged-workbook"},
		{"deep nesting", file, book(strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100)), " | damaged-workbook"},
		{"bomb", file, book("<worksheet><sheetData>" + strings.Repeat(" ", 40<<20) + "</sheetData></worksheet>"), " | damaged-workbook"},
		{"path out of the archive", file, book(good, "../../evil.xml", "<x/>"), " | damaged-workbook"},
		{"external link", file, book(good, "xl/externalLinks/externalLink1.xml", "<externalLink/>"), oddGood},
		{"macro", file, book(good, "xl/vbaProject.bin", "\xd0\xcf\x11\xe0"), oddGood},
		{"sheet that is not there", file, book(good, "xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/none.xml"/></Relationships>`), " | damaged-workbook"},
		{"cut zip", file, book(good)[:300], " | truncated"},
	})
}

func TestOddFiles(t *testing.T) {
	other := func(name, body string) []byte {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write([]byte(body))
		}
		if err != nil || w.Close() != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	ole := func(stream string) []byte {
		var name []byte
		for i := range len(stream) {
			name = append(name, stream[i], 0)
		}
		return append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"+strings.Repeat("\x00", 600)), name...)
	}
	table := func(rows ...string) string {
		var out strings.Builder
		out.WriteString("<table>")
		for _, r := range rows {
			out.WriteString("<tr><td>" + strings.ReplaceAll(r, ",", "</td><td>") + "</td></tr>")
		}
		return out.String() + "</table>"
	}
	runOdd(t, []odd{
		{"empty", "热线.xlsx", nil, " | empty-file"},
		{"white space", "热线.csv", []byte(" \r\n\t"), " | empty-file"},
		{"encrypted workbook", "热线.xlsx", ole("EncryptedPackage"), " | encrypted"},
		{"old Excel", "热线.xls", ole("Workbook"), " | old-excel"},
		{"Word document of old", "热线.xls", ole("WordDocument"), " | unreadable-file"},
		{"binary workbook", "热线.xlsb", other("xl/workbook.bin", "x"), " | xlsb"},
		{"OpenDocument", "热线.ods", other("content.xml", "<x/>"), " | opendocument"},
		{"Word", "热线.xlsx", other("word/document.xml", "<x/>"), " | unreadable-file"},
		{"zip", "热线.xlsx", other("a.txt", "x"), " | unreadable-file"},
		{"PDF", "热线.csv", []byte("%PDF-1.4 …"), " | unreadable-file"},
		{"picture", "热线.xlsx", []byte("\x89PNG\r\n\x1a\n…"), " | unreadable-file"},
		{"rar", "热线.xlsx", []byte("Rar!\x1a\x07…"), " | unreadable-file"},
		{"web page named .xls", "热线.xls", []byte("<html>" + table(oddHead, oddRow) + "</html>"), oddGood + " | disguised-html"},
		{"web page in GB18030", "热线.xls", gb("<html>" + table(oddHead, oddRow) + "</html>"), oddGood + " | disguised-html"},
		{"web page without closing tags", "热线.html", []byte("<table><tr><td>" + strings.ReplaceAll(oddHead, ",", "<td>") + "<tr><td>" + strings.ReplaceAll(oddRow, ",", "<td>") + "</table>"), oddGood},
		{"web page cut off", "热线.html", []byte("<table><tr><td>" + strings.ReplaceAll(oddHead, ",", "<td>") + "<tr><td>" + strings.ReplaceAll(oddRow, ",", "<td>")), " | cut-file"},
		{"web page with entities and breaks", "热线.html", []byte(strings.NewReplacer("阜蒙县", "阜&#33945;县", "诉求编号", "诉求<br>编号").Replace(table(oddHead, oddRow))), oddGood},
		{"table within a table", "热线.html", []byte("<table><tr><td>" + table(oddHead, oddRow) + "</td></tr></table>"), oddGood},
		{"spans", "热线.html", []byte(strings.Replace(table("热线明细", oddHead, oddRow), "<td>热线明细", "<td colspan=6>热线明细", 1)), oddGood},
		{"script within a table", "热线.html", []byte(strings.Replace(table(oddHead, oddRow), "阜蒙县", "阜蒙县<script>alert('彰武县')</script>", 1)), oddGood},
		{"page without a table", "热线.html", []byte("<html><p>没有</p></html>"), " | no-table"},
		{"workbook named .csv", "热线.csv", book(gridXML(cells(oddHead), cells(oddRow))), oddGood},
		{"text named .xlsx", "热线.xlsx", []byte(oddHead + "\n" + oddRow), oddGood + " | disguised-text"},
	})
}
