// Package record turns sheets into records: it finds the tables, decides which column is which field, and reads the
// rows of rankings, of case lists and of the overview, with the problems found on the way.
//
// In: sheets, a [Vocabulary] (which header means which field) and a [Register] (which name is which unit). Out:
// [Tables] for people who inspect, [Records] for package measure. It opens no file and computes no rate.
package record

import "tongbao/pipeline/sheet"

// Records is everything one period's exports hold.
type Records struct {
	Rankings     []Ranking
	Computed     []Ranking // from cases; an exported table of the same key comes before
	HighStars    []HighStar
	Overdue      []Overdue
	Overview     []OverviewItem
	Instructions []Instruction
}

// Ranking is one ranking table as exported: one channel, one group, its columns in their order.
type Ranking struct {
	Channel, Group string
	Title          string
	Computed       bool     // from cases, not exported as a table
	Metrics        []string // metric keys in column order, without unit and rank
	Rows           []UnitRow
	Place          sheet.Place // its header
}

// Key names the table: channel-group, as in cell keys.
func (r Ranking) Key() string { return r.Channel + "-" + r.Group }

// UnitRow is one unit's row of a ranking.
type UnitRow struct {
	Unit   Unit
	Name   string // as the export has it
	Rank   int    // as published; 0 where the export has none
	Values map[string]Value
	Place  sheet.Place // the row
}

// HighStar is one case of the high-star list (高星件).
type HighStar struct {
	CaseNo string
	Unit   Unit
	Name   string
	Star   int
	Reason string // free text of the export, personal data masked, as are the next three
	Title  string // 诉求标题
	Asked  string // 诉求内容: what the citizen said
	Result string // 办理结果: what was done

	Satisfaction Verdict // what the citizen said of it
	Place        sheet.Place
}

// Overdue is one unit's number of cases open longer than the rule allows (超期未报诉求).
type Overdue struct {
	Unit  Unit
	Name  string
	Count Value
	Place sheet.Place
}

// OverviewItem is one figure of the overview table (运行概况), such as 受理总量 16.8万件.
type OverviewItem struct {
	Key   string // "received", or "network.satisfaction_rate" where a channel is stated
	Label string
	Kind  string // "count", "rate" or "days"
	Value Value
	Place sheet.Place
}

// Instruction is one line of the instruction ledger (领导批示登记): who by office, on which document, to what effect.
type Instruction struct {
	Date     string // 2021-08-02; as written where it is no date
	Leader   string
	Document string
	IssueNo  string
	Gist     string
	Unit     string // as written: a ledger addresses several units in one cell
	Outcome  string // what the units reported; "" where the ledger does not say
	Place    sheet.Place
}

// Counts says where every data row went: Rows = Counted + Duplicates + OutOfPeriod + Rejected (promise 6 of
// ARCHITECTURE.md). Corrected counts those duplicates that brought other values, which replaced the earlier ones.
type Counts struct {
	Rows        int `json:"rows"`
	Counted     int `json:"counted"`
	Duplicates  int `json:"duplicates"`
	Corrected   int `json:"corrected"`
	OutOfPeriod int `json:"out_of_period"`
	Rejected    int `json:"rejected"`
}

// Add adds up another table's.
func (c *Counts) Add(o Counts) {
	c.Rows += o.Rows
	c.Counted += o.Counted
	c.Duplicates += o.Duplicates
	c.Corrected += o.Corrected
	c.OutOfPeriod += o.OutOfPeriod
	c.Rejected += o.Rejected
}
