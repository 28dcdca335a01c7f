package sample

import (
	"fmt"
	"strings"
	"time"
)

// spoil writes a cell in one of the ways that its column is written in.
func (d *dice) spoil(column int, v Value) Value {
	switch {
	case v.Kind == Moment:
		return d.moment(v)
	case column == Unit && v.Kind == Text:
		return textValue(d.spaced(v.Text))
	case column == Star && v.Kind == Integer:
		return d.star(v)
	case column == Verdict && (v.Kind == Empty || v.Text == verdictNames[unrated]):
		return textValue(d.one([]string{"", "未评价", "/", "---"}))
	}
	return v
}

// moment keeps three of eight times as they are: as dates in workbooks, in the usual form elsewhere.
func (d *dice) moment(v Value) Value {
	forms := []string{"2006-1-2 15:04", "2006/01/02 15:04:05", "", "20060102150405", "2006-01-02 PM 3:04"}
	n := d.n(8)
	switch {
	case n >= len(forms):
		return v
	case forms[n] == "": // the hour without a leading zero, which Go's forms do not know
		return textValue(v.Time.Format("2006年1月2日 ") + fmt.Sprintf("%d时%d分", v.Time.Hour(), v.Time.Minute()))
	}
	return textValue(halves(v.Time.Format(unpadded(forms[n], v.Time))))
}

// unpadded takes the zero off the hour of 9:05 in the form that has none: the other forms keep theirs. The hour after
// midnight would become twelve.
func unpadded(form string, t time.Time) string {
	if form == "2006-1-2 15:04" && t.Hour() > 0 && t.Hour() < 10 {
		return "2006-1-2 3:04"
	}
	return form
}

func halves(text string) string {
	return strings.NewReplacer("AM", "上午", "PM", "下午").Replace(text)
}

func (d *dice) star(v Value) Value {
	text := fmt.Sprint(v.Number)
	switch d.n(6) {
	case 0:
		return textValue(fullWidth(text))
	case 1:
		return textValue(text + "星")
	case 2:
		return textValue(text)
	}
	return v
}

func fullWidth(digits string) string {
	return strings.Map(func(c rune) rune { return c - '0' + '０' }, digits)
}

// spaced adds the white space that hands and forms leave in names.
func (d *dice) spaced(name string) string {
	switch d.n(8) {
	case 0:
		return name + "  "
	case 1:
		return name + "　"
	case 2:
		return " " + name
	case 3:
		first := []rune(name)[:1]
		return string(first) + "　" + strings.TrimPrefix(name, string(first))
	}
	return name
}
