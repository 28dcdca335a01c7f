package sheet

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// File is an export that has been recognised and can be read as often as needed: its first rows, all of it, or one
// sheet row by row.
type File struct {
	Name     string
	Format   string // "xlsx", "csv" or "html"
	Encoding string // of text files, see [Book]
	r        io.ReaderAt
	size     int64
	workbook *workbook
	layout   layout // of text files
}

// Line is one row of a sheet that is read row by row. Its fields are valid until the next row.
type Line struct {
	Number int
	Width  int     // of a text file: up to which field the row holds something, wanted or not; 0 for other files
	Count  int     // of a text file: how many fields the row has, empty ones at its end included; 0 for other files
	Cut    bool    // the last row of a text file: without a line end although others have one, and shorter than they
	Filled int     // cells that hold anything, wanted or not
	Fields []Field // the wanted columns, in the order they were asked for
}

// Field is one cell of a [Line]. Of a Date, Text is the stored serial number and Seconds its wall-clock time, counted
// from 1970.
type Field struct {
	Kind    Kind
	Text    []byte
	Seconds int64
}

// headRows is how many rows of each sheet [File.Head] reads: titles, header and a first look at the data.
const headRows = 64

// Open recognises a file by its contents. Without a File there is a problem of severity Error that says what it is.
func Open(name string, r io.ReaderAt, size int64) (*File, []Problem) {
	if size > maxFileBytes {
		return nil, []Problem{damaged(name, fmt.Sprintf("文件大于 %d MB", maxFileBytes>>20))}
	}
	f := &File{Name: name, r: r, size: size}
	sample, err := f.sample()
	if err != nil {
		return nil, []Problem{damaged(name, err.Error())}
	}
	if rest := bytes.TrimPrefix(sample, []byte(bomUTF8)); len(rest) < len(sample) && isBinary(rest) {
		f.r, f.size, sample = io.NewSectionReader(r, int64(len(bomUTF8)), size), size-int64(len(bomUTF8)), rest
	}
	switch kind := sniff(sample, f.r, f.size); kind {
	case formatXLSX:
		return f.openWorkbook()
	case formatText:
		f.Format = "csv"
		f.openText(sample)
		return f, disguised(name, "disguised-text", "纯文本，已按 CSV 读取")
	case formatHTML:
		f.Format = "html"
		f.openText(sample)
		return f, disguised(name, "disguised-html", "网页（HTML 表格），已按其中的表格读取")
	default:
		return nil, []Problem{refusal(name, kind)}
	}
}

// sample reads the start of the file: what it is, how it is encoded and what separates its columns show there.
func (f *File) sample() ([]byte, error) {
	sample := make([]byte, min(f.size, sampleBytes))
	n, err := f.r.ReadAt(sample, 0)
	if n < len(sample) {
		return nil, fmt.Errorf("文件读不出来：%w", err)
	}
	return sample, nil
}

// whole tells whether a sample is all there is.
func (f *File) whole(sample []byte) bool { return int64(len(sample)) == f.size }

func (f *File) openWorkbook() (*File, []Problem) {
	f.Format = "xlsx"
	p, err := openPackage(f.r, f.size)
	if err == nil {
		f.workbook, err = openWorkbook(p)
	}
	if err != nil {
		return nil, []Problem{damaged(f.Name, err.Error())}
	}
	return f, nil
}

// Head reads the first rows of every sheet; more tells of each whether it goes on. Merged ranges stand at a sheet's end
// and are known only where it does not.
func (f *File) Head() (book Book, more []bool, problems []Problem) {
	switch f.Format {
	case "xlsx":
		return f.workbookHead()
	case "html":
		return f.htmlHead()
	default:
		return f.textHead()
	}
}

// Read reads all of the file into memory. On a problem of severity Error that names no row the book must not be used.
func (f *File) Read() (Book, []Problem) {
	switch f.Format {
	case "xlsx":
		return f.readWorkbook()
	case "html":
		return f.readHTML()
	default:
		return f.readText()
	}
}

// Sheet reads one sheet (counted from 0) into memory.
func (f *File) Sheet(i int) (Sheet, []Problem) {
	if f.Format != "xlsx" {
		book, problems := f.Read()
		if i >= len(book.Sheets) {
			return Sheet{}, problems
		}
		return book.Sheets[i], problems
	}
	book, _, problems := f.sheets(0, f.workbook.sheets[i:i+1])
	if len(book.Sheets) == 0 {
		return Sheet{}, problems
	}
	return book.Sheets[0], problems
}

// Rows reads one sheet (counted from 0) row by row and hands over the wanted columns (counted from 1). Memory does not
// grow with the rows. What is wrong with the file may show only at its end: on a problem of severity Error everything
// handed over must be forgotten. The error is that of each, which ends the reading.
func (f *File) Rows(sheet int, want []int, each func(*Line) error) ([]Problem, error) {
	switch f.Format {
	case "xlsx":
		return f.workbookRows(sheet, want, each)
	case "html":
		return f.htmlRows(sheet, want, each)
	default:
		return f.textRows(want, each)
	}
}

// Read reads a whole file from memory.
func Read(name string, data []byte) (Book, []Problem) {
	f, problems := Open(name, bytes.NewReader(data), int64(len(data)))
	if f == nil {
		return Book{File: name}, problems
	}
	book, more := f.Read()
	return book, append(problems, more...)
}

// stopped is the error of a caller's function on its way out of the reading, told apart from what is wrong with the
// file.
type stopped struct{ error }

func (s stopped) Unwrap() error { return s.error }

// slots tells for each column (counted from 1) where in a line's fields it goes, plus one.
func slots(want []int) []int {
	most := 0
	for _, col := range want {
		most = max(most, col)
	}
	out := make([]int, most+1)
	for i, col := range want {
		out[col] = i + 1
	}
	return out
}

// disguised warns of a file that calls itself a workbook and is none: it is read all the same.
func disguised(file, code, what string) []Problem {
	if ext := extension(file); ext == "xlsx" || ext == "xls" || ext == "xlsm" {
		return []Problem{{
			Place: Place{File: file}, Severity: Warning, Code: code, Value: "." + ext,
			Message: "扩展名是 ." + ext + "，内容却是" + what, Expected: "扩展名与内容一致",
			Hint: "如读出的列不对，请在表格软件里打开，另存为 .xlsx 再试",
		}}
	}
	return nil
}

func extension(file string) string {
	i := strings.LastIndexByte(file, '.')
	return strings.ToLower(file[i+1:])
}

// isBinary tells whether bytes begin like a file that a byte order mark has no business in front of.
func isBinary(data []byte) bool {
	return bytes.HasPrefix(data, []byte(oleMagic)) || bytes.HasPrefix(data, []byte("PK"))
}
