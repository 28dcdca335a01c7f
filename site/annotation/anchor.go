package annotation

// MapState is what became of a place in a later edition.
type MapState string

// The states of mappings.
const (
	Exact   MapState = "exact"   // same words at the same place
	Shifted MapState = "shifted" // same words at another place
	Edited  MapState = "edited"  // 原文已更正: other words at that place; old and new are to be shown side by side
	Lost    MapState = "lost"    // nowhere; for the list of what has to be looked at
)

// Mapping is where a target stands in a later edition than its own. The zero mapping is no mapping.
type Mapping struct {
	Target  string   // id of the note or instruction
	Edition int      //
	State   MapState //
	Section string   // as in Target; "" when lost, and for a whole bulletin
	Passage string
	Through string
	Start   int
	End     int
	Old     string // the words as they were noted, of Edited and Lost
	New     string // the words that stand there now, of Edited
}

// Mapper maps targets from one text of a bulletin to the next.
type Mapper struct{ from, to Text }

// NewMapper compares two texts.
func NewMapper(from, to Text) *Mapper { return &Mapper{from, to} }

// Map gives where a target stands in the later text. At is where it stands in the earlier one; zero where that is its own
// place.
func (m *Mapper) Map(t Target, at Mapping) Mapping {
	return Mapping{Edition: m.to.Edition, State: Lost, Old: t.Quote.Exact}
}
