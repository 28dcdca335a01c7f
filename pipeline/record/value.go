package record

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"tongbao/pipeline/sheet"
)

// State says what a figure's cell holds.
type State uint8

// A cell is Blank (nothing there), NoBase (`---`: nothing to divide by), or Known.
const (
	Blank State = iota
	NoBase
	Known
)

// Value is one figure. Number is in the metric's unit (a rate of 91.96 % is 91.96); Text is its shortest writing,
// the way prose states it ("91.96%", "333", "16.8万").
type Value struct {
	State  State
	Number float64
	Text   string
}

// noBase are the ways offices write "no base for this rate".
var noBase = map[string]bool{"---": true, "--": true, "-": true, "—": true, "——": true, "———": true, "/": true, "无": true, "n/a": true}

var (
	errFailed   = errors.New("单元格是错误值")
	errNegative = errors.New("不应为负数")
	errNumber   = errors.New("不是数字")
	errRate     = errors.New("百分率应在 0–100% 之间")
)

// ParseValue reads a figure of a kind ("count", "rate", "days", "score"). A bare rate (no sign, no percent format) is a
// fraction where fractions says so: its column decides, see [Fractions]. The error is a Chinese clause.
func ParseValue(c sheet.Cell, kind string, fractions bool) (Value, error) {
	if c.Kind == sheet.Failed {
		return Value{}, errFailed
	}
	text := figureText(c.Text)
	if text == "" {
		return Value{}, nil
	}
	if noBase[text] {
		return Value{State: NoBase, Text: "---"}, nil
	}
	if kind == "rate" {
		return parseRate(c.Kind, text, fractions)
	}
	return parseAmount(text, kind)
}

// figureText folds full-width digits and drops what only decorates: spaces, thousands commas, a leading apostrophe.
func figureText(text string) string {
	text = flatten(norm.NFKC.String(text))
	text = strings.TrimPrefix(text, "'")
	return strings.ReplaceAll(text, ",", "")
}

// parseRate takes 91.96%, 0.9196 in a cell formatted as a percentage, and 98.48 where the sign was forgotten.
func parseRate(kind sheet.Kind, text string, fractions bool) (Value, error) {
	bare, signed := strings.CutSuffix(text, "%")
	n, err := parseNumber(bare)
	if err != nil {
		return Value{}, err
	}
	if !signed && (kind == sheet.Percent || fractions) {
		n *= 100
	}
	n = round(n, 2)
	if n < 0 || n > 100 {
		return Value{}, errRate
	}
	return Value{Known, n, FormatNumber(n) + "%"}, nil
}

// maxFraction is the highest bare number of a column of fractions; a rate may be stated a little above the whole.
const maxFraction = 1.5

// Fractions tells whether the bare rates of a column are fractions (0.9576), as exports that lost their formats have
// it: none of them is above 1.5. One alone says nothing: 1 may be 1 % among 98.48 and 99.25.
func Fractions(cells []sheet.Cell) bool {
	bare := false
	for _, c := range cells {
		n, err := parseNumber(figureText(c.Text))
		if err != nil || c.Kind == sheet.Percent {
			continue
		}
		if n > maxFraction {
			return false
		}
		bare = true
	}
	return bare
}

var unitsOfCount = []string{"件", "个", "次", "人", "家", "条", "户", "天", "日", "个工作日", "分", "星"}

// parseAmount takes 333, 333件, 16.8万件, 4.32天.
func parseAmount(text, kind string) (Value, error) {
	bare := text
	for _, unit := range unitsOfCount {
		bare = strings.TrimSuffix(bare, unit)
	}
	bare, tenThousands := strings.CutSuffix(bare, "万")
	n, err := parseNumber(bare)
	if err != nil {
		return Value{}, err
	}
	if n < 0 {
		return Value{}, errNegative
	}
	if tenThousands {
		return Value{Known, round(n*10000, 0), FormatNumber(n) + "万"}, nil
	}
	if kind == "count" && n != math.Trunc(n) {
		return Value{}, errNumber
	}
	n = round(n, 4)
	return Value{Known, n, FormatNumber(n)}, nil
}

func parseNumber(text string) (float64, error) {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) || math.Abs(n) > 1e12 {
		return 0, errNumber
	}
	return n, nil
}

func round(n float64, places int) float64 {
	p := math.Pow10(places)
	return math.Round(n*p) / p
}

// FormatNumber writes a number in its shortest form: 333, 93.18, 76.
func FormatNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
