package record

import (
	"strings"

	"tongbao/pipeline/sheet"
)

// The kinds of tables the exports hold.
const (
	KindRanking      = "ranking"
	KindHighStars    = "high-stars"
	KindOverdue      = "overdue"
	KindOverview     = "overview"
	KindInstructions = "instructions"
	KindCases        = "cases"
)

// Table is one table found in a sheet, with what was decided about it and why.
type Table struct {
	Kind       string      `json:"kind"`
	Place      sheet.Place `json:"place"` // of its first header row
	Title      string      `json:"title,omitempty"`
	HeaderRows int         `json:"header_rows"`
	Profile    string      `json:"profile,omitempty"` // the archive's 导出格式 that knew it
	Channel    string      `json:"channel,omitempty"`
	Group      string      `json:"group,omitempty"`
	Why        string      `json:"why,omitempty"` // where channel and group were read
	Columns    []Column    `json:"columns"`
	Counts     Counts      `json:"counts"`
	Skipped    []Skipped   `json:"skipped,omitempty"`

	rows    []sheet.Row
	width   int  // fields of its header row in a text file, empty ones included
	uniform bool // every one of its first rows has as many fields as the header
}

// Column is one column of a table: what its header says and which field it was taken for.
type Column struct {
	Col    int    `json:"col"`
	Header string `json:"header"`          // levels joined with " / ", as written
	Field  string `json:"field,omitempty"` // "" where nothing matched: the column is not read
	Why    string `json:"why,omitempty"`
}

// Skipped is a row that is no data, and why.
type Skipped struct {
	Row    int    `json:"row"`
	Reason string `json:"reason"`
	Text   string `json:"text,omitempty"`
}

// column gives the column of a field, 0 where the table has none.
func (t *Table) column(field string) int {
	for _, c := range t.Columns {
		if c.Field == field {
			return c.Col
		}
	}
	return 0
}

// kinds are tried in this order; the first whose fields are all there decides. any lists fields of which one (or as
// many as least says) is needed beside them; titled demands a word in the title, sheet or file name, for tables whose header says too little.
var kinds = []struct {
	kind   string
	all    []string
	any    []string
	least  int
	titled []string
}{
	{kind: KindHighStars, all: []string{"case_no", "unit", "star"}, titled: []string{"高星"}},
	{kind: KindCases, all: []string{"case_no"}, least: 2, any: []string{
		"received", "dispatched", "due", "fed_back", "closed", "status", "satisfaction", "handling", "category", "type"}},
	{kind: KindRanking, all: []string{"unit", "assigned"}, any: []string{
		"score", "close_rate", "satisfaction_rate", "excellent_rate", "on_time_rate", "stars-5", "days"}},
	{kind: KindHighStars, all: []string{"case_no", "unit", "star"}},
	{kind: KindInstructions, all: []string{"date", "leader", "gist"}},
	{kind: KindOverview, all: []string{"item", "value"}},
	{kind: KindOverdue, all: []string{"unit", "count"}, titled: []string{"超", "逾期", "未报", "未办结"}},
}

// kindOf names the table that a set of recognised fields makes, "" where they make none.
func kindOf(fields map[string]bool, context string) string {
	for _, k := range kinds {
		if hasAll(fields, k.all) && (k.any == nil || countOf(fields, k.any) >= max(k.least, 1)) && (k.titled == nil || containsAny(context, k.titled)) {
			return k.kind
		}
	}
	return ""
}

func hasAll(fields map[string]bool, names []string) bool {
	for _, n := range names {
		if !fields[n] {
			return false
		}
	}
	return true
}

func countOf(fields map[string]bool, names []string) int {
	n := 0
	for _, name := range names {
		if fields[name] {
			n++
		}
	}
	return n
}

func containsAny(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
