package record

import (
	"bytes"
	"strings"

	"tongbao/pipeline/mask"
	"tongbao/pipeline/sheet"
)

// readCase fills in the case at hand; a row that is none is rejected.
func (r *caseReading) readCase(l *sheet.Line) bool {
	c := &r.c
	*c = Case{Place: r.table.Place, Star: -1, Unit: -1, Channel: r.channelOf(l)}
	c.Place.Row = l.Number
	if l.Count > 0 && (l.Width > r.table.width || r.table.uniform && l.Count < r.table.width) {
		return r.reject(l, colNo, "", "这一行的列数与表头不同，内容可能错位，没有计入", "与表头一样多的列", "请检查这一行里没有加引号的逗号、分隔符或换行")
	}
	if c.Channel == "" {
		return r.noChannel(l)
	}
	if !r.number(l) || !r.moments(l) || !r.unitOf(l) {
		return false
	}
	c.Star = r.star(l)
	c.Progress = r.verdict(l, colStatus, "closed", "open")
	c.Satisfaction = r.verdict(l, colSatisfaction, "satisfied", "dissatisfied")
	c.Callback = r.verdict(l, colCallback, "yes", "no")
	c.Interim = r.verdict(l, colInterim, "yes", "no") == Yes
	c.Repeat = r.repeated(l)
	c.Category = r.names.word(r.field(l, colCategory).Text, &r.names.Categories, r.names.categories)
	c.Source = r.names.word(r.field(l, colSource).Text, &r.names.Sources, r.names.sources)
	if c.Star >= highStar {
		r.detail = Detail{r.hidden(l, colReason), r.hidden(l, colTitle), r.hidden(l, colAsked), r.hidden(l, colResult)}
		c.Detail = &r.detail
	}
	return true
}

// hidden reads a text without personal data; the citizen whom the row names is found in it by that name.
func (r *caseReading) hidden(l *sheet.Line, col int) string {
	text, hidden := mask.TextWithout(strings.TrimSpace(string(r.field(l, col).Text)), []string{string(r.field(l, colPerson).Text)})
	r.masked.Add(hidden)
	return text
}

// number reads the case number, which is text whatever the export made of it.
func (r *caseReading) number(l *sheet.Line) bool {
	f := r.field(l, colNo)
	no := bytes.TrimPrefix(f.Text, []byte{'\''})
	if len(no) == 0 {
		return r.reject(l, colNo, "", "这一行没有诉求编号，没有计入", "诉求编号", "请在导出里补上")
	}
	if f.Kind == sheet.Failed {
		return r.reject(l, colNo, string(no), "诉求编号读不出来", "诉求编号", "请在导出里改正")
	}
	if lostDigits(f.Kind, no) {
		r.tally.add(r.place(l, colNo), sheet.Warning, "lost-digits", string(no),
			"诉求编号被表格软件改成了科学计数，后面的数字已丢失；仍计入，但无法与别的行核对是否重复", "文本格式的编号",
			"请从热线系统重新导出，不要用表格软件打开后再保存；或把该列设为“文本”后重新粘贴")
		no = nil
	}
	r.c.No = no
	return true
}

// lostDigits tells whether a number is one that a spreadsheet program has cut: 5.1E+17, or one of more digits than the
// fifteen it keeps, with nothing but zeros behind them.
func lostDigits(kind sheet.Kind, no []byte) bool {
	const kept = 15
	if i := bytes.IndexAny(no, "eE"); i > 0 && i+1 < len(no) && (no[i+1] == '+' || kind == sheet.Number) {
		return isFigure(no[:i]) && isFigure(bytes.TrimLeft(no[i+1:], "+"))
	}
	rounded := len(no) > kept && len(bytes.TrimRight(no, "0")) <= kept
	return rounded && (kind == sheet.Number || len(no) > kept+1 && isFigure(no)) // one zero at the end may be chance
}

func isFigure(text []byte) bool {
	return len(text) > 0 && len(bytes.Trim(text, "0123456789.")) == 0
}

// unitOf reads the unit. A row without one is the hotline's own answer where it says so, or where the export states when
// cases are sent out and this one was not.
func (r *caseReading) unitOf(l *sheet.Line) bool {
	c := &r.c
	handling := r.verdict(l, colHandling, "direct", "transferred")
	f := r.field(l, colUnit)
	if handling == Yes {
		c.Direct = true
		return true
	}
	if len(f.Text) == 0 || noBase[string(f.Text)] {
		f = r.field(l, colHandlers)
	}
	if len(f.Text) == 0 || noBase[string(f.Text)] {
		if handling == Unknown && r.at[colDispatched] >= 0 && c.Dispatched == 0 {
			c.Direct = true
			return true
		}
		return r.reject(l, colUnit, "", "这一行没有承办单位，没有计入", "承办单位；热线直接办理的，办理方式写“直办”", "请在导出里补上")
	}
	if f.Kind == sheet.Failed {
		return r.reject(l, colUnit, string(f.Text), "承办单位读不出来", "单位名称", "请在导出里改正")
	}
	unit, ok := r.names.unit(f.Text, r.register, func() sheet.Place { return r.place(l, colUnit) })
	if !ok {
		return r.reject(l, colUnit, string(f.Text), "承办单位的写法太多，这一列可能不是单位", "单位名称", "请用 tongbao inspect 核对各列")
	}
	c.Unit = unit
	return true
}

// repeated tells whether a case repeats an older one: a word that says so, or the older number itself.
func (r *caseReading) repeated(l *sheet.Line) bool {
	f := r.field(l, colRepeat)
	if len(f.Text) == 0 {
		return false
	}
	if hasDigit(f.Text) && len(f.Text) > 3 {
		return true
	}
	return r.verdict(l, colRepeat, "yes", "no") == Yes
}
