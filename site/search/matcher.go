package search

// Matcher finds a query in texts that are in no index, as exactly as Search finds it in those that are. It is for one
// goroutine.
type Matcher struct {
	terms [][]uint16
	units []uint16 // of the last text
}

// NewMatcher takes what was typed; of nothing typed it holds nothing.
func NewMatcher(query string) *Matcher { return &Matcher{terms: Terms(query)} }

// Holds tells whether every word of the query is a piece of a text.
func (m *Matcher) Holds(text string) bool {
	m.units = appendFold(m.units[:0], text)
	for _, t := range m.terms {
		if at(m.units, t, 0) < 0 {
			return false
		}
	}
	return len(m.terms) > 0
}

// Marks are the places of the query's words in a text, as in a Hit.
func (m *Matcher) Marks(text string) [][2]int {
	marks, _ := marksOf(text, m.terms)
	return marks
}
