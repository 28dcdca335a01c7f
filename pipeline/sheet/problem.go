package sheet

// Severity orders problems by what they stop.
type Severity string

// An Error stops a run unless the editor insists; a Warning wants a look; a Note only informs.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Note    Severity = "note"
)

// Problem is something wrong in an input (数据问题): a value, collected and shown together, never the first one only.
// Message, Expected and Hint are Chinese sentences without a final stop; Code is stable and for scripts.
type Problem struct {
	Place    Place    `json:"place"`
	Severity Severity `json:"severity"`
	Code     string   `json:"code"`
	Value    string   `json:"value,omitempty"`
	Message  string   `json:"message"`
	Expected string   `json:"expected,omitempty"`
	Hint     string   `json:"hint,omitempty"`
}
