package sample_test

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"tongbao/pipeline/record"
	"tongbao/pipeline/sample"
	"tongbao/pipeline/sheet"
)

// small is a set of a few hundred cases in three files. Its unit names hold what formats must escape.
func small(t testing.TB, seed uint64, messy bool) *sample.Set {
	t.Helper()
	row := func(name string, assigned float64, days float64) record.UnitRow {
		known := func(n float64) record.Value {
			return record.Value{State: record.Known, Number: n, Text: record.FormatNumber(n)}
		}
		return record.UnitRow{Unit: record.Unit{ID: name}, Name: name, Values: map[string]record.Value{
			"assigned": known(assigned), "stars-5": known(assigned / 2), "stars-10": known(1), "close_rate": known(75), "days": known(days),
		}}
	}
	metrics := []string{"assigned", "stars-5", "stars-10", "close_rate", "days"}
	tables := []record.Ranking{
		{Channel: "network", Group: "county", Metrics: metrics, Rows: []record.UnitRow{row(`甲<区>&"_x000D_`, 40, 4), row("乙,县\t；", 4, 0)}},
		{Channel: "hotline", Group: "department", Metrics: metrics, Rows: []record.UnitRow{row("丙局", 400, 1.25)}},
		{Channel: "network", Group: "city", Metrics: metrics, Rows: []record.UnitRow{row("丁市", 100, 8.44)}},
	}
	o := sample.Options{Seed: seed, Period: period(t, "2021-08"), Cutoff: time.Date(2021, 9, 10, 0, 0, 0, 0, time.UTC), Rows: 1200, Messy: messy}
	set, unmet, err := sample.New(tables, nil, nil, o)
	must(t, err)
	if len(unmet) > 0 {
		t.Error(unmet)
	}
	return set
}

func written(t testing.TB, set *sample.Set, f sample.File, format sample.Format, messy bool) []byte {
	t.Helper()
	var out bytes.Buffer
	must(t, sample.Write(&out, set.Header(), f, format, messy))
	return out.Bytes()
}

func read(t *testing.T, name string, data []byte) []sheet.Row {
	t.Helper()
	book, problems := sheet.Read(name, data)
	for _, p := range problems {
		if p.Severity == sheet.Error {
			t.Fatal(p)
		}
	}
	if len(book.Sheets) != 1 {
		t.Fatalf("%d sheets", len(book.Sheets))
	}
	return book.Sheets[0].Rows
}

// expected is a row's cells as package sheet reads them back.
func expected(r sample.Row) []string {
	out := make([]string, len(r))
	for i, v := range r {
		switch v.Kind {
		case sample.Text:
			out[i] = strings.TrimSpace(v.Text)
		case sample.Integer:
			out[i] = strconv.Itoa(v.Number)
		case sample.Moment:
			out[i] = v.Time.Format(time.DateTime)
		}
	}
	return out
}

func cellsOf(row sheet.Row) []string {
	out := make([]string, 20)
	for i := range out {
		out[i] = row.Cell(i + 1).Text
	}
	return out
}

// Every format gives the same cells, and in workbooks times are dates and stars numbers.
func TestFormats(t *testing.T) {
	set := small(t, 1, false)
	for _, f := range set.Files() {
		want := [][]string{set.Header()}
		must(t, f.Each(func(r sample.Row) error { want = append(want, expected(r)); return nil }))
		for _, format := range sample.Formats() {
			rows := read(t, f.Name+format.Ext(), written(t, set, f, format, false))
			if len(rows) != f.Rows+1 || len(want) != len(rows) {
				t.Errorf("%s %s: %d rows, want %d", f.Name, format, len(rows), f.Rows+1)
				continue
			}
			for i, row := range rows {
				if got := cellsOf(row); !slices.Equal(got, want[i]) {
					t.Fatalf("%s %s row %d:\n%q\nwant\n%q", f.Name, format, i+1, got, want[i])
				}
			}
			if kind := rows[1].Cell(sample.Received + 1).Kind; format.Ext() == ".xlsx" && kind != sheet.Date {
				t.Errorf("%s: a time is a cell of kind %d", format, kind)
			}
		}
	}
}

// Each format is what its name says: the encodings and marks differ.
func TestFormatBytes(t *testing.T) {
	set := small(t, 1, false)
	for format, start := range map[sample.Format]string{
		sample.XLSX: "PK\x03\x04", sample.XLSXShared: "PK\x03\x04", sample.CSV: "\xef\xbb\xbf诉求编号,", sample.CSVUTF8: "诉求编号,",
		sample.CSVGB18030: "\xcb\xdf\xc7\xf3", sample.CSVUTF16: "\xff\xfe\xc9\x8b", sample.TXT: "诉求编号\t", sample.HTML: "<html>",
	} {
		if data := written(t, set, set.Files()[0], format, false); !bytes.HasPrefix(data, []byte(start)) {
			t.Errorf("%s begins with %q", format, data[:12])
		}
	}
	if !bytes.Contains(written(t, set, set.Files()[0], sample.CSV, false), []byte("\r\n")) {
		t.Error("lines of CSV end in CRLF")
	}
	book := written(t, set, set.Files()[0], sample.XLSX, false)
	parts, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	must(t, err)
	for _, part := range parts.File {
		if part.Modified.Year() != 1980 {
			t.Errorf("%s is of %v: the clock got into the file", part.Name, part.Modified)
		}
	}
	if err := sample.Write(io.Discard, set.Header(), set.Files()[0], "pdf", false); err == nil {
		t.Error("a format that is none was written")
	}
}

// The same seed gives the same bytes, another one others.
func TestDeterminism(t *testing.T) {
	for _, format := range sample.Formats() {
		for _, messy := range []bool{false, true} {
			one := small(t, 5, messy)
			first := written(t, one, one.Files()[0], format, messy)
			again := small(t, 5, messy)
			if !bytes.Equal(first, written(t, again, again.Files()[0], format, messy)) {
				t.Errorf("%s: the same seed gives other bytes", format)
			}
			other := small(t, 6, messy)
			if bytes.Equal(first, written(t, other, other.Files()[0], format, messy)) {
				t.Errorf("%s: another seed gives the same bytes", format)
			}
		}
	}
}

// Behind every way of writing it, a messy file holds the same rows: once read and put in order they are equal.
func TestMessyHoldsTheSameRows(t *testing.T) {
	set := small(t, 2, true)
	for _, f := range set.Files() {
		var want [][]string
		must(t, f.Each(func(r sample.Row) error { want = append(want, tidy(expected(r))); return nil }))
		for _, format := range sample.Formats() {
			var got [][]string
			headers := 0
			rows := read(t, f.Name+format.Ext(), written(t, set, f, format, true))
			for _, row := range rows {
				switch cells := cellsOf(row); {
				case bare(cells[0]) == "诉求编号":
					headers++
				case regexp.MustCompile(`^\d{14}$`).MatchString(cells[0]):
					got = append(got, tidy(cells))
				}
			}
			if headers != 1+(len(want)-1)/500 || len(rows) < len(want)+headers+4 {
				t.Errorf("%s %s: %d headers for %d rows of %d", f.Name, format, headers, len(want), len(rows))
			}
			if !slices.EqualFunc(got, want, slices.Equal[[]string]) {
				t.Errorf("%s %s: rows differ: %d, want %d\n%q\n%q", f.Name, format, len(got), len(want), got[0], want[0])
			}
		}
	}
}

// A messy file is messy: each way of spoiling a cell occurs.
func TestMessyOccurs(t *testing.T) {
	set := small(t, 3, true)
	text := ""
	for _, f := range set.Files() {
		text += string(written(t, set, f, sample.CSVUTF8, true))
	}
	for _, pattern := range []string{
		`(?m)^12345政务服务便民热线`, `单位：件,`, `导出时间：2021-09-10`, "\"诉求\r\n编号\"", `（手机）`, `(?m)^合计,\d+件,`, `(?m)^备注：`, `(?m)^,{19}\r$`,
		`,2021-8-\d+ 9:\d\d,`, `,2021/08/\d\d \d\d:\d\d:00,`, `,2021年8月\d+日 \d+时\d+分,`, `,2021080\d\d{6},`, `,2021-08-\d\d 下午 \d+:\d\d,`,
		`,2021-08-\d\d \d\d:\d\d:00,`, `,５,`, `,5星,`, `,5,`, `丙　局`, `丙局　,`, `,未评价,`, `,/,`, `,---,`,
	} {
		if !regexp.MustCompile(pattern).MatchString(text) {
			t.Errorf("nothing matches %s", pattern)
		}
	}
}

func bare(text string) string {
	return strings.Join(strings.FieldsFunc(norm.NFKC.String(text), func(c rune) bool { return strings.ContainsRune(" \n\r\t", c) }), "")
}

var numbers = regexp.MustCompile(`\d+`)

// tidy undoes the mess of a row's cells.
func tidy(cells []string) []string {
	out := slices.Clone(cells)
	for _, i := range []int{sample.Received, sample.Sent, sample.Due, sample.Fed, sample.Closed, sample.Rated} {
		out[i] = tidyTime(cells[i])
	}
	out[sample.Unit] = bare(cells[sample.Unit])
	out[sample.Star] = strings.TrimSuffix(bare(cells[sample.Star]), "星")
	if v := cells[sample.Verdict]; v == "/" || v == "---" || v == "未评价" {
		out[sample.Verdict] = ""
	}
	return out
}

func tidyTime(text string) string {
	if text == "" {
		return ""
	}
	if at, err := time.Parse("20060102150405", text); err == nil {
		return at.Format(time.DateTime)
	}
	var n [6]int
	for i, digits := range numbers.FindAllString(text, -1) {
		n[i], _ = strconv.Atoi(digits)
	}
	if strings.Contains(text, "下午") {
		n[3] = n[3]%12 + 12
	}
	return time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, time.UTC).Format(time.DateTime)
}
