package sheet

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// A flipped bit is refused, or makes no difference: never another table without a word, read as a whole or row by row.
// SHEET_FLIPS sets how many bits of each workbook are flipped; make fuzz takes 2,000, ten thousand in all.
func TestBitFlipsAreNeverSilent(t *testing.T) {
	flips := 100
	if n, err := strconv.Atoi(os.Getenv("SHEET_FLIPS")); err == nil {
		flips = n
	}
	for name, data := range fiveWorkbooks(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole, rows := wholeDigest(data), rowsDigest(data)
			if whole == refused || rows == refused {
				t.Fatal("the sound workbook is refused")
			}
			r := rand.New(rand.NewPCG(1, 2))
			bad := bytes.Clone(data)
			turned := 0
			for range flips {
				bit := r.IntN(len(data) * 8)
				bad[bit/8] ^= 1 << (bit % 8)
				if got := wholeDigest(bad); got == refused {
					turned++
				} else if got != whole {
					t.Fatalf("bit %d flipped: another table was read without a problem", bit)
				}
				if got := rowsDigest(bad); got != refused && got != rows {
					t.Fatalf("bit %d flipped: other rows were read without a problem", bit)
				}
				bad[bit/8] ^= 1 << (bit % 8)
			}
			t.Logf("%d of %d refused, the others made no difference", turned, flips)
		})
	}
}

// A workbook that was cut off, at any thousandth of its length, is refused.
func TestTruncationsAreNeverSilent(t *testing.T) {
	for name, data := range fiveWorkbooks(t) {
		for i := 1; i < 1000; i++ {
			cut := data[:len(data)*i/1000]
			if wholeDigest(cut) != refused || rowsDigest(cut) != refused {
				t.Fatalf("%s cut at %d of %d bytes: no problem", name, len(cut), len(data))
			}
		}
	}
}

const refused = "refused"

func wholeDigest(data []byte) string {
	book, problems := Read("a.xlsx", data)
	if fatalProblem(problems) {
		return refused
	}
	return digestOf(book.Sheets)
}

func rowsDigest(data []byte) string {
	f, _ := Open("a.xlsx", bytes.NewReader(data), int64(len(data)))
	if f == nil {
		return refused
	}
	want := []int{1, 2, 3, 4, 5, 6, 7, 8}
	var lines []string
	for i := range f.workbook.sheets {
		problems, err := f.Rows(i, want, func(l *Line) error {
			lines = append(lines, fmt.Sprint(l.Number, l.Filled, l.Fields))
			return nil
		})
		if err != nil || fatalProblem(problems) {
			return refused
		}
	}
	return digestOf(lines)
}

func digestOf(value any) string { return fmt.Sprintf("%x", sha256.Sum256(fmt.Append(nil, value))) }

// fiveWorkbooks are of five kinds: shared strings, inline strings, numbers and dates, and two of the example's, with
// merges and several sheets.
func fiveWorkbooks(t *testing.T) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	var words, figures [][]any
	for i := range 300 {
		words = append(words, []any{fmt.Sprintf("单位%d", i), "已办结", fmt.Sprintf("诉求 <%d> & 答复", i%7)})
		figures = append(figures, []any{i * 7, float64(i) / 301, time.Date(2021, 7, 1+i%90, 9, i%60, 0, 0, time.UTC), i%2 == 0})
	}
	out["shared"], out["figures"], out["inline"] = newWorkbook(t, words), newWorkbook(t, figures), inlineWorkbook(t, words)
	for _, name := range []string{"三季度网络诉求办理情况汇总.xlsx", "高星件.xlsx"} {
		data, err := os.ReadFile("../../examples/fuxin/exports/2021q3/" + name)
		check(t, err)
		out[name] = data
	}
	return out
}

func inlineWorkbook(t *testing.T, rows [][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	check(t, err)
	for i, row := range rows {
		check(t, w.SetRow("A"+strconv.Itoa(i+1), row))
	}
	check(t, w.Flush())
	return saved(t, f)
}
