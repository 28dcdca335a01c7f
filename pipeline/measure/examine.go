package measure

import "tongbao/pipeline/sheet"

// Finding is a contradiction within the data, or between prose and data (核对结果).
type Finding struct {
	Code     string         `json:"code"`
	Severity sheet.Severity `json:"severity"`
	Message  string         `json:"message"`
	Hint     string         `json:"hint,omitempty"`
	Cells    []string       `json:"cells,omitempty"` // cell or fact keys
	Passage  *Passage       `json:"passage,omitempty"`
}

// Passage is where prose says what a finding is about.
type Passage struct {
	File      string `json:"file"`                // slash path below the archive
	Line      int    `json:"line"`                // in the file, from 1
	Paragraph string `json:"paragraph,omitempty"` // key of the paragraph, "" where it has none
	Text      string `json:"text"`                // the words, as they stand
}

// examine looks for figures that cannot all be true.
func examine(b Bulletin) []Finding {
	var found []Finding
	for _, t := range b.Tables {
		found = append(found, examineExcellent(t)...)
		found = append(found, examineStars(t)...)
		found = append(found, examineScores(t)...)
		found = append(found, examineOrder(t)...)
		found = append(found, examineRates(t)...)
		found = append(found, examineTitle(t)...)
	}
	for _, look := range []func(Bulletin) []Finding{
		examineTwice, examineHome, examineHighStars, examineOverdue, examineOverview, examineFlow, examineDays, examineNames,
	} {
		found = append(found, look(b)...)
	}
	return found
}
