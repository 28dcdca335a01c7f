package sample

import (
	"strconv"
	"time"
)

// Kind says what a value is.
type Kind uint8

// The kinds of values.
const (
	Empty Kind = iota
	Text
	Integer
	Moment
)

// Value is one typed cell. Only the field of its kind is set; times are whole minutes in UTC.
type Value struct {
	Kind   Kind
	Text   string
	Number int
	Time   time.Time
}

// Row is one case, in the order of [Set.Header].
type Row [20]Value

// The columns of a row.
const (
	CaseNo = iota
	Source
	Received
	Category
	Title
	Citizen
	Phone
	Address
	Unit
	Way
	Sent
	Due
	Fed
	Closed
	Status
	Star
	Rated
	Reason
	Verdict
	Callback
)

// Header gives the twenty column names.
func (s *Set) Header() []string {
	return []string{
		"诉求编号", "诉求来源", "受理时间", "诉求分类", "诉求标题", "诉求人姓名", "联系电话", "详细地址", "承办单位", "办理方式",
		"派单时间", "办理截止时间", "反馈时间", "办结时间", "工单状态", "评星", "评星时间", "评星原因", "满意度", "是否有效回访",
	}
}

// Each passes the file's rows to one, in the order in which the cases were received, and stops at its error.
func (f File) Each(one func(Row) error) error {
	for _, c := range f.cases {
		if err := one(f.row(c)); err != nil {
			return err
		}
	}
	return nil
}

func (f File) row(c caseRow) Row {
	var r Row
	f.set.about(&r, c, f.Channel)
	f.set.handling(&r, c)
	f.set.rating(&r, c)
	return r
}

// about fills in what the citizen said, and who it was.
func (s *Set) about(r *Row, c caseRow, channel string) {
	d := newDice(s.seed, c.seed)
	who := d.citizen()
	kind := categories[d.n(len(categories))]
	r[CaseNo] = textValue(s.caseNo(c))
	r[Source] = textValue(d.source(channel))
	if !c.silent {
		r[Received] = timeValue(c.received)
	}
	r[Category] = textValue(kind.name)
	if c.listed == 0 { // a made-up title would not fit the reason that the list gives
		r[Title] = textValue(d.title(kind, who))
	}
	r[Citizen], r[Phone], r[Address] = textValue(who.name), textValue(who.phone), textValue(who.address)
	if c.star > 0 && c.star != 5 {
		r[Reason] = textValue(s.reason(&d, c))
	}
}

// caseNo is the day and the running number, or the number of the high-star list.
func (s *Set) caseNo(c caseRow) string {
	if c.listed > 0 {
		return s.listed[c.listed-1].CaseNo
	}
	running := strconv.Itoa(1_000_000 + int(c.serial)) // the leading one only keeps the zeros
	return moment(c.received).Format("20060102") + running[1:]
}

func (s *Set) reason(d *dice, c caseRow) string {
	switch {
	case c.listed > 0:
		return s.listed[c.listed-1].Reason
	case c.star >= 10:
		return d.one(highReasons)
	}
	return d.one(lowReasons)
}

func (s *Set) handling(r *Row, c caseRow) {
	r[Way] = textValue("直办")
	if c.unit > 0 {
		r[Unit], r[Way] = textValue(s.units[c.unit-1]), textValue("转办")
	}
	r[Sent], r[Due], r[Fed], r[Closed] = timeValue(c.sent), timeValue(c.due), timeValue(c.fed), timeValue(c.closed)
	r[Status] = textValue("正在办理")
	if c.closed > 0 {
		r[Status] = textValue("已办结")
	}
}

func (s *Set) rating(r *Row, c caseRow) {
	if c.star > 0 {
		r[Star] = Value{Kind: Integer, Number: int(c.star)}
	}
	r[Rated] = timeValue(c.rated)
	r[Verdict] = textValue(verdictNames[c.verdict])
	r[Callback] = textValue(callbackNames[c.callback])
}

func textValue(text string) Value {
	if text == "" {
		return Value{}
	}
	return Value{Kind: Text, Text: text}
}

func timeValue(minutes int32) Value {
	if minutes == 0 {
		return Value{}
	}
	return Value{Kind: Moment, Time: moment(minutes)}
}
