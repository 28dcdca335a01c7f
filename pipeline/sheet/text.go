package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// readText reads a text table: encoding, separator and line ends are found out, not asked.
func readText(file string, data []byte) (Book, []Problem) {
	book := Book{File: file, Format: "csv"}
	if len(data) > maxFileBytes {
		return book, []Problem{damaged(file, fmt.Sprintf("文件大于 %d MB", maxFileBytes>>20))}
	}
	text, name, err := decode(data)
	book.Encoding = name
	if err != nil {
		return book, []Problem{refusal(file, formatUnknown)}
	}
	text = unixLines(text)
	comma, text, skipped := separator(text)
	rows, problems := splitRows(file, text, comma, skipped)
	book.Sheets = []Sheet{{Rows: rows}}
	return book, problems
}

// decode gives the text as UTF-8. GB18030 contains GBK and GB2312, so it stands for all three.
func decode(data []byte) (text, name string, err error) {
	if rest, ok := bytes.CutPrefix(data, []byte("\xef\xbb\xbf")); ok {
		return string(rest), "UTF-8 BOM", validUTF8(rest)
	}
	if hasUTF16BOM(data) {
		return decodeUTF16(data)
	}
	if utf8.Valid(data) {
		return string(data), "UTF-8", nil
	}
	out, err := strictly(simplifiedchinese.GB18030, data)
	return out, "GB18030", err
}

func validUTF8(data []byte) error {
	if !utf8.Valid(data) {
		return errors.New("invalid UTF-8")
	}
	return nil
}

func hasUTF16BOM(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff"))
}

func decodeUTF16(data []byte) (text, name string, err error) {
	order, name := unicode.LittleEndian, "UTF-16LE"
	if data[0] == 0xfe {
		order, name = unicode.BigEndian, "UTF-16BE"
	}
	text, err = strictly(unicode.UTF16(order, unicode.UseBOM), data)
	return text, name, err
}

// strictly decodes and refuses what the encoding does not know, so that no character is lost unseen.
func strictly(enc encoding.Encoding, data []byte) (string, error) {
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return "", err
	}
	if bytes.ContainsRune(out, utf8.RuneError) {
		return "", errors.New("invalid byte sequence")
	}
	return string(out), nil
}

func validGB18030(data []byte) bool {
	_, err := strictly(simplifiedchinese.GB18030, data)
	return err == nil
}

// unixLines makes lone carriage returns (old Macintosh exports) line ends that encoding/csv understands.
func unixLines(text string) string {
	if strings.Contains(text, "\n") {
		return text
	}
	return strings.ReplaceAll(text, "\r", "\n")
}

// separator gives the column separator and the text after a "sep=" line, with the number of lines taken off.
func separator(text string) (comma rune, rest string, skipped int) {
	first, after, _ := strings.Cut(text, "\n")
	if sep, ok := strings.CutPrefix(strings.TrimSpace(first), "sep="); ok {
		if r, n := utf8.DecodeRuneInString(sep); n > 0 && n == len(sep) && r != '"' {
			return r, after, 1
		}
	}
	best, most := ',', 0
	for _, candidate := range []rune{',', '\t', ';'} {
		if n := agreement(text[:min(len(text), sampleBytes)], candidate); n > most {
			best, most = candidate, n
		}
	}
	return best, text, 0
}

// sampleBytes is how much of a file the separator is judged by.
const sampleBytes = 64 << 10

// agreement counts the rows that a separator cuts into the same number of fields, two at least: the separator of a
// table makes most rows alike, a comma or semicolon within its texts does not.
func agreement(text string, comma rune) int {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = comma, -1, true
	widths := map[int]int{}
	most := 0
	for {
		record, err := r.Read()
		if err != nil { // the end, or the cut of the sample
			return most
		}
		if len(record) > 1 {
			widths[len(record)]++
			most = max(most, widths[len(record)])
		}
	}
}

func splitRows(file, text string, comma rune, skipped int) ([]Row, []Problem) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord = comma, -1
	var rows []Row
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return rows, []Problem{badQuotes(file, err, skipped)}
		}
		line, _ := r.FieldPos(0)
		if len(record) > maxSheetCols || len(rows) >= maxSheetRows {
			return rows, []Problem{damaged(file, fmt.Sprintf("第 %d 行起超过 %d 列或 %d 行", line+skipped, maxSheetCols, maxSheetRows))}
		}
		rows = append(rows, textRow(line+skipped, record))
	}
}

func textRow(number int, record []string) Row {
	row := Row{Number: number, Cells: make([]Cell, len(record))}
	for i, field := range record {
		row.Cells[i] = textCell(field)
	}
	return row
}

func badQuotes(file string, err error, skipped int) Problem {
	line, col := 0, 0
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		line, col = parse.StartLine+skipped, 0
	}
	return Problem{
		Place: Place{File: file, Row: line, Col: col}, Severity: Error, Code: "bad-quotes",
		Message: "引号不配对，从这一行起无法分列", Expected: `字段里的引号写成两个（""），整个字段再用引号括起`,
		Hint: "请检查这一行的引号，或用表格软件打开后另存为 .xlsx",
	}
}
