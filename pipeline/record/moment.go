package record

import (
	"bytes"
	"math"
	"strconv"
	"unicode"
	"unicode/utf8"

	"tongbao/pipeline/sheet"
)

// Moment is a wall-clock time in seconds since 1970, as written, without a time zone; 0 where there is none.
type Moment int64

// Day counts the days since 1970.
func (m Moment) Day() int { return int(floorDiv(int64(m), daySeconds)) }

const daySeconds = 86400

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// DayStart is the moment at which a date begins.
func DayStart(year, month, day int) Moment {
	return Moment(daysFromCivil(year, month, day) * daySeconds)
}

// The years that a time in an export may have; what is outside is a typing mistake.
const (
	firstYear = 1990
	lastYear  = 2099
)

// ParseMoment reads a time of an export: a date cell, a serial number whose format was lost, digits (20210802153000), or
// any of 2021-8-2, 2021/08/02 15:30:00, 2021.8.2, 2021年8月2日 15时30分, 2021-8-2 下午 3:30, with spaces where they please.
// ok is false where it is none; a blank is the moment 0.
func ParseMoment(f sheet.Field) (m Moment, ok bool) {
	switch f.Kind {
	case sheet.Empty:
		return 0, true
	case sheet.Date:
		if f.Seconds == 0 {
			return parseDigitGroups(f.Text)
		}
		return inRange(Moment(f.Seconds))
	case sheet.Number, sheet.Percent:
		return parseSerial(f.Text)
	case sheet.Text:
		if m, ok := parseUsual(f.Text); ok {
			return m, true
		}
		return parseDigitGroups(f.Text)
	}
	return 0, false
}

// parseUsual reads 2021-08-02 15:30:05 and its beginnings, as systems write them; ok is false for every other form.
func parseUsual(b []byte) (Moment, bool) {
	var p [6]int
	if len(b) != 19 && len(b) != 16 && len(b) != 10 || b[4] != b[7] || b[4] != '-' && b[4] != '/' {
		return 0, false
	}
	if len(b) > 10 && (b[10] != ' ' || b[13] != ':') || len(b) > 16 && b[16] != ':' {
		return 0, false
	}
	for i, at := range []int{2, 5, 8, 11, 14, 17} {
		if at > len(b)-2 {
			break
		}
		high, low := b[at]-'0', b[at+1]-'0'
		if high > 9 || low > 9 {
			return 0, false
		}
		p[i] = int(high)*10 + int(low)
	}
	if high, low := b[0]-'0', b[1]-'0'; high > 9 || low > 9 {
		return 0, false
	}
	p[0] += int(b[0]-'0')*1000 + int(b[1]-'0')*100
	return civil(p, 0)
}

// parseSerial reads a number in a column of times: 44410.5 is a serial number, 20210802153000 is digits.
func parseSerial(text []byte) (Moment, bool) {
	n, err := strconv.ParseFloat(string(text), 64)
	if err != nil || math.IsNaN(n) {
		return 0, false
	}
	if n < 100000 {
		return inRange(Moment(sheet.SerialSeconds(n)))
	}
	return parseCompact(text)
}

func inRange(m Moment) (Moment, bool) {
	return m, m >= DayStart(firstYear, 1, 1) && m < DayStart(lastYear+1, 1, 1)
}

// parseDigitGroups reads up to six numbers parted by anything that may stand between the parts of a time.
func parseDigitGroups(text []byte) (Moment, bool) {
	text = bytes.TrimPrefix(text, []byte("'")) // the apostrophe that keeps a number text
	text = bytes.TrimSuffix(text, []byte("+08:00"))
	if len(bytes.Trim(text, "0123456789")) == 0 {
		if len(text) == 5 { // a serial number of a day, stored as text
			return parseSerial(text)
		}
		return parseCompact(text)
	}
	if bytes.IndexByte(text, '.') > 0 && len(bytes.Trim(text, "0123456789.")) == 0 && bytes.Count(text, []byte{'.'}) == 1 {
		return parseSerial(text)
	}
	var parts [6]int
	n := 0
	shift := 0
	for i := 0; i < len(text); {
		if digit, size := decimalDigit(text[i:]); size > 0 {
			if n == len(parts) {
				return 0, false
			}
			value, used := digit, size
			for {
				d, s := decimalDigit(text[i+used:])
				if s == 0 {
					break
				}
				value, used = value*10+d, used+s
				if value > 9999 {
					return 0, false
				}
			}
			parts[n] = value
			n, i = n+1, i+used
			if n == len(parts) && onlyFraction(text[i:]) {
				break
			}
			continue
		}
		word, size := between(text[i:])
		if size == 0 {
			return 0, false
		}
		shift, i = max(shift, word), i+size
	}
	if n < 3 {
		return 0, false
	}
	return civil(parts, shift)
}

// onlyFraction tells whether what follows the seconds is a fraction of one, or nothing.
func onlyFraction(rest []byte) bool {
	return len(bytes.TrimLeft(bytes.TrimSpace(rest), ".0123456789Z秒")) == 0
}

// decimalDigit reads one digit, full-width ones too.
func decimalDigit(b []byte) (digit, size int) {
	if len(b) > 0 && b[0]-'0' <= 9 {
		return int(b[0] - '0'), 1
	}
	if len(b) >= 3 && b[0] == 0xef {
		if c, n := utf8.DecodeRune(b); c >= '０' && c <= '９' {
			return int(c - '０'), n
		}
	}
	return 0, 0
}

// separators may stand between the parts of a time; what they say of it: morning 1, afternoon 2.
var separators = []struct {
	text string
	half int
}{
	{"年", 0}, {"月", 0}, {"日", 0}, {"号", 0}, {"时", 0}, {"点", 0}, {"分", 0}, {"秒", 0}, {"　", 0}, {"：", 0}, {"－", 0}, {"／", 0}, {"．", 0},
	{"上午", morning}, {"早上", morning}, {"凌晨", morning}, {"中午", noon}, {"下午", afternoon}, {"晚上", evening},
	{"AM", morning}, {"PM", afternoon}, {"am", morning}, {"pm", afternoon}, {"T", 0}, {"Z", 0},
}

const (
	morning = iota + 1
	noon
	afternoon
	evening
)

func between(b []byte) (half, size int) {
	switch b[0] {
	case '-', '/', '.', ':', ' ', '\t', '\r', '\n':
		return 0, 1
	}
	if c, n := utf8.DecodeRune(b); n > 1 && (unicode.IsSpace(c) || unicode.Is(unicode.Cf, c)) {
		return 0, n
	}
	for _, s := range separators {
		if len(b) >= len(s.text) && string(b[:len(s.text)]) == s.text {
			return s.half, len(s.text)
		}
	}
	return 0, 0
}

// parseCompact reads 20210802, 202108021530 and 20210802153000.
func parseCompact(text []byte) (Moment, bool) {
	var parts [6]int
	if len(text) != 8 && len(text) != 12 && len(text) != 14 || len(bytes.Trim(text, "0123456789")) > 0 {
		return 0, false
	}
	from := 0
	for i, size := range []int{4, 2, 2, 2, 2, 2} {
		if from >= len(text) {
			break
		}
		for _, c := range text[from : from+size] {
			parts[i] = parts[i]*10 + int(c-'0')
		}
		from += size
	}
	return civil(parts, 0)
}

// civil makes a moment of year, month, day, hour, minute and second; half is the half of the day that was named.
func civil(p [6]int, half int) (Moment, bool) {
	year, month, day, hour := p[0], p[1], p[2], p[3]
	if half == evening && hour == 12 {
		return 0, false // of this day or of the next
	}
	if half != 0 && hour <= 12 {
		hour = hour % 12
		if half >= afternoon || half == noon && hour < 10 {
			hour += 12
		}
	}
	if year < firstYear || year > lastYear || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) ||
		hour > 24 || p[4] > 59 || p[5] > 60 || hour == 24 && p[4]+p[5] > 0 {
		return 0, false
	}
	return DayStart(year, month, day) + Moment(hour*3600+p[4]*60+p[5]), true
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// daysFromCivil counts the days from 1970-01-01 to a date of the Gregorian calendar.
func daysFromCivil(year, month, day int) int {
	if month <= 2 {
		year--
		month += 12
	}
	return 365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 719469
}
