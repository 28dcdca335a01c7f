package sample

import (
	"fmt"
	"hash/fnv"
)

// headerEvery is after how many rows a page begins, with the header again.
const headerEvery = 500

// mess writes a file the way exports arrive: titles above, headers repeated, blank rows, a total and a note below, and
// the cells' texts in many ways. What a row looks like follows from its case number, so duplicates stay exact.
type mess struct {
	sink
	header []string
	file   File
	rows   int
}

func (m *mess) write() error {
	if err := m.head(); err != nil {
		return err
	}
	if err := m.file.Each(m.one); err != nil {
		return err
	}
	return m.foot()
}

func (m *mess) head() error {
	// No clock: the export is dated the evening of the cut-off.
	exported := moment(int32(m.file.set.window.cutoff*minutesOfDay + 17*60 + 30)).Format("2006-01-02 15:04")
	err := m.line(m.wide("12345政务服务便民热线" + m.file.Name + "明细表"))
	if err == nil {
		err = m.line(m.wide("单位：件", "", "", "导出时间："+exported))
	}
	if err == nil {
		err = m.headerLine()
	}
	return err
}

func (m *mess) foot() error {
	if err := m.line(m.wide("合计", fmt.Sprintf("%d件", m.file.Rows))); err != nil {
		return err
	}
	return m.line(m.wide("备注：本表由系统导出，仅供内部使用。"))
}

// wide fills a line up to the table's width.
func (m *mess) wide(words ...string) []Value {
	line := make([]Value, len(m.header))
	copy(line, texts(words))
	return line
}

func (m *mess) headerLine() error {
	line := texts(m.header)
	for i, word := range m.header {
		if messy, ok := messyHeaders[word]; ok {
			line[i].Text = messy
		}
	}
	return m.line(line)
}

func (m *mess) one(r Row) error {
	if m.rows > 0 && m.rows%headerEvery == 0 {
		if err := m.headerLine(); err != nil {
			return err
		}
	}
	m.rows++
	d := diceOf(r[CaseNo].Text)
	if d.n(150) == 0 {
		if err := m.line(m.wide()); err != nil {
			return err
		}
	}
	for i, v := range r {
		r[i] = d.spoil(i, v)
	}
	return m.line(r[:])
}

func diceOf(caseNo string) dice {
	h := fnv.New64a()
	h.Write([]byte(caseNo)) // never fails
	return newDice(h.Sum64(), 0)
}

var messyHeaders = map[string]string{
	"诉求编号": "诉求\n编号", "受理时间": "受理 时间", "诉求人姓名": "诉求人\n姓名", "联系电话": "联系电话（手机）", "承办单位": "承 办 单 位",
	"派单时间": "派单时间 ", "办理截止时间": "办理截止时间\n（年月日时分）", "办结时间": "办结　时间", "评星": "评星（星）", "满意度": "满意度（评价）",
	"是否有效回访": "是否\n有效回访",
}
