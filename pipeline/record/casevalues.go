package record

import (
	"bytes"

	"tongbao/pipeline/mask"
	"tongbao/pipeline/sheet"
)

// moments reads the times. One that cannot be read is reported and counts as missing; a row that has neither a time of
// receipt nor one of dispatch is rejected.
func (r *caseReading) moments(l *sheet.Line) bool {
	c := &r.c
	c.Received, c.Dispatched = r.moment(l, colReceived), r.moment(l, colDispatched)
	c.Due, c.FedBack, c.Closed, c.Rated = r.moment(l, colDue), r.moment(l, colFedBack), r.moment(l, colClosed), r.moment(l, colRated)
	if c.Received == 0 && c.Dispatched == 0 {
		col := colReceived
		if r.at[colReceived] < 0 {
			col = colDispatched
		}
		return r.reject(l, col, string(r.field(l, col).Text), "这一行没有可用的受理时间或派单时间，没有计入", "日期时间，如 2021-8-2 15:30", "请在导出里改正")
	}
	sent := max(c.Received, c.Dispatched)
	if c.Closed != 0 && c.Closed.Day() < sent.Day() {
		r.tally.add(r.place(l, colClosed), sheet.Warning, "closed-early", string(r.field(l, colClosed).Text),
			"办结时间早于受理或派单，按当天办结计", "不早于派单时间", "请核对导出里的时间")
	}
	return true
}

func (r *caseReading) moment(l *sheet.Line, col int) Moment {
	f := r.field(l, col)
	if f.Kind == sheet.Empty || len(f.Text) < 4 && noBase[string(f.Text)] {
		return 0
	}
	m, ok := ParseMoment(f)
	if !ok {
		r.tally.add(r.place(l, col), sheet.Warning, "bad-date", mask.Text(string(f.Text)),
			r.label(col)+"无法识别，按没有计", "日期时间，如 2021-8-2 15:30、2021年8月2日 或 20210802153000", "请在导出里改正")
		return 0
	}
	return m
}

// star reads the stars of a rating: 5, 5星, ５, 五星; -1 where there is none.
func (r *caseReading) star(l *sheet.Line) int {
	f := r.field(l, colStar)
	text := f.Text
	if len(text) == 1 && text[0]-'0' <= 9 {
		return int(text[0] - '0')
	}
	if len(text) == 0 || noBase[string(text)] {
		return -1
	}
	if n, ok := parseStar(string(text)); ok {
		return n
	}
	if !r.wordOf("unrated", text) {
		r.tally.add(r.place(l, colStar), sheet.Warning, "bad-star", shorten(mask.Text(string(text))),
			"评星无法识别，按未评星计", "0 到 25 的星数，如 5 或 5星", "请在导出里改正")
	}
	return -1
}

// mostStars is the highest mark of the platform.
const mostStars = 25

var starWords = map[string]int{
	"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "十": 10, "十五": 15, "二十五": 25,
}

func parseStar(text string) (int, bool) {
	bare := figureText(text)
	for _, end := range []string{"级", "星", "颗"} {
		if cut, ok := bytes.CutSuffix([]byte(bare), []byte(end)); ok {
			bare = string(cut)
		}
	}
	if n, ok := starWords[bare]; ok {
		return n, true
	}
	n, err := parseNumber(bare)
	if err != nil || n < 0 || n > mostStars || n != float64(int(n)) {
		return 0, false
	}
	return int(n), true
}

// verdict reads a word of a column that means yes or no; what the vocabulary does not have is reported once for each
// word and counts as not said.
func (r *caseReading) verdict(l *sheet.Line, col int, yes, no string) Verdict {
	if r.at[col] < 0 {
		return Unknown
	}
	text := r.field(l, col).Text
	if len(text) == 0 {
		return Unknown
	}
	v, known := r.words[col][string(text)]
	if !known {
		v = r.meaning(l, col, text, yes, no)
		if len(r.words[col]) < maxWords {
			r.words[col][string(text)] = v
		}
	}
	if v == strange {
		r.tally.more("unknown-word", col, string(text))
		return Unknown
	}
	return v
}

// strange marks a word that the vocabulary does not have.
const strange Verdict = -1

func (r *caseReading) meaning(l *sheet.Line, col int, text []byte, yes, no string) Verdict {
	switch {
	case r.wordOf(yes, text):
		return Yes
	case r.wordOf(no, text):
		return No
	case r.wordOf("unrated", text):
		return Unknown
	}
	r.tally.addWord(r.place(l, col), col, string(text), r.label(col))
	return strange
}

func (r *caseReading) wordOf(meaning string, text []byte) bool {
	return r.values[meaning][flatten(string(text))]
}

func (r *caseReading) place(l *sheet.Line, col int) sheet.Place {
	p := r.table.Place
	p.Row, p.Col = l.Number, r.table.column(r.fieldOf(col))
	return p
}

func (r *caseReading) fieldOf(col int) string {
	if col < len(caseFields) {
		return caseFields[col]
	}
	return ""
}

// label is what the export itself calls a column.
func (r *caseReading) label(col int) string {
	for _, c := range r.table.Columns {
		if c.Field == r.fieldOf(col) {
			return "“" + c.Header + "”"
		}
	}
	return ""
}

// reject lists a row that is not counted. It gives false, for those who return it.
func (r *caseReading) reject(l *sheet.Line, col int, value, message, expected, hint string) bool {
	at := r.place(l, col)
	value = shorten(mask.Text(value))
	r.tally.add(at, sheet.Warning, "rejected-row", value, message, expected, hint)
	if len(r.rejects) < maxRejects {
		r.rejects = append(r.rejects, Reject{
			Place: at, CaseNo: mask.Text(string(r.field(l, colNo).Text)), Unit: mask.Text(string(r.field(l, colUnit).Text)),
			Value: value, Message: message, Expected: expected, Hint: hint,
		})
	}
	return false
}
