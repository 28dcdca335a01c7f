package sheet

import (
	"strconv"
	"strings"
	"time"
)

// kindOfFormat says what a number format makes of a number. Patterns are the workbook's own; the rest is built in.
func kindOfFormat(id int, patterns map[int]string) Kind {
	if pattern, own := patterns[id]; own {
		return kindOfPattern(pattern)
	}
	switch {
	case id == 9 || id == 10:
		return Percent
	case id >= 14 && id <= 22, id >= 27 && id <= 36, id >= 45 && id <= 47, id >= 50 && id <= 58:
		return Date // ECMA-376 §18.8.30; 27–36 and 50–58 are the Chinese built-in date formats
	}
	return Number
}

// kindOfPattern reads a number format: literals in quotes or brackets do not count.
func kindOfPattern(pattern string) Kind {
	var bare strings.Builder
	quoted, bracket := false, false
	for _, c := range pattern {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case !bracket:
			bare.WriteRune(c)
		}
	}
	switch text := strings.ToLower(bare.String()); {
	case strings.Contains(text, "%"):
		return Percent
	case strings.ContainsAny(text, "yd年月日") && !strings.ContainsAny(text, "0#"):
		return Date
	}
	return Number
}

// maxSerial is 9999-12-31; a larger number formatted as a date is no date.
const maxSerial = 2958465

// dateCell makes a serial number a date. Day 60 of the 1900 system, 29 February 1900, never was: it and what is before
// it are counted as spreadsheet programs count them.
func dateCell(text string, date1904 bool) Cell {
	serial, err := strconv.ParseFloat(text, 64)
	if err != nil || serial < 0 || serial > maxSerial {
		return Cell{Number, text}
	}
	origin := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case date1904:
		origin = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
	case serial < 61:
		origin = origin.AddDate(0, 0, 1)
	}
	days := int(serial)
	seconds := time.Duration((serial-float64(days))*86400+0.5) * time.Second
	t := origin.AddDate(0, 0, days).Add(seconds)
	if seconds == 0 {
		return Cell{Date, t.Format(time.DateOnly)}
	}
	return Cell{Date, t.Format(time.DateTime)}
}
