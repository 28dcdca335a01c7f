package page

import (
	"tongbao/pipeline/mask"
	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// The shapes of the data files; docs/schema/ holds their JSON Schemas, which a test compares with what is written.

type summary struct {
	Period string          `json:"period"`
	Label  string          `json:"label"`
	Rule   ruleJSON        `json:"rule"`
	Facts  map[string]fact `json:"facts"`
}

type ruleJSON struct {
	Name       string            `json:"name"`
	Title      string            `json:"title"`
	Digest     string            `json:"digest"` // of the rule's file
	Note       string            `json:"note,omitempty"`
	FewCases   int               `json:"few_cases"`
	Formulas   map[string]string `json:"formulas"`
	Parts      []part            `json:"parts,omitempty"`
	Ties       []string          `json:"ties,omitempty"`
	Tiers      []tier            `json:"tiers,omitempty"`
	Thresholds thresholds        `json:"thresholds"`

	Targets map[string]map[string]float64 `json:"targets"` // network, hotline or all → metric → limit
}

// part is described at [measure.Part].
type part struct {
	Name   string      `json:"name"`
	Metric string      `json:"metric"`
	Tables []string    `json:"tables,omitempty"`
	Points [][]float64 `json:"points,omitempty"`
	Steps  [][]float64 `json:"steps,omitempty"`
}

// tier is described at [measure.Tier].
type tier struct {
	Name   string   `json:"name"`
	From   *float64 `json:"from,omitempty"`
	Share  *float64 `json:"share,omitempty"`
	Tables []string `json:"tables,omitempty"`
}

type thresholds struct {
	LowSatisfaction map[string]float64 `json:"low_satisfaction"`
	MeanDays        float64            `json:"mean_days"`
	OverdueDays     int                `json:"overdue_days"`
	Ends            int                `json:"ends,omitempty"`
}

type fact struct {
	Label   string        `json:"label"`
	Number  float64       `json:"number"`
	Text    string        `json:"text"`
	Unit    string        `json:"unit"`
	Subject string        `json:"subject,omitempty"`
	Word    string        `json:"word,omitempty"`
	Formula string        `json:"formula"`
	Cells   []string      `json:"cells,omitempty"`
	Items   []item        `json:"items,omitempty"`
	Places  []sheet.Place `json:"places,omitempty"`
}

type item struct {
	Unit   string  `json:"unit"`
	Name   string  `json:"name"`
	Number float64 `json:"number"`
	Text   string  `json:"text"`
	Cell   string  `json:"cell,omitempty"`
	Few    bool    `json:"few_cases,omitempty"`
}

type rankings struct {
	Period string  `json:"period"`
	Rule   string  `json:"rule"`
	Tables []table `json:"tables"`
}

type table struct {
	Key     string          `json:"key"`
	Channel string          `json:"channel"`
	Group   string          `json:"group"`
	Title   string          `json:"title"`
	Formula string          `json:"score_formula,omitempty"`
	Metrics []record.Metric `json:"metrics"`
	Hidden  []record.Metric `json:"hidden,omitempty"`
	Place   sheet.Place     `json:"place"`
	Rows    []row           `json:"rows"`
}

type row struct {
	Unit          string          `json:"unit"`
	Name          string          `json:"name"`
	PublishedName string          `json:"published_name"`
	Registered    bool            `json:"registered"`
	Rank          int             `json:"rank"`
	Tied          bool            `json:"tied"`
	PublishedRank int             `json:"published_rank"`
	PreviousRank  int             `json:"previous_rank,omitempty"` // in the period before
	FewCases      bool            `json:"few_cases"`
	Tier          string          `json:"tier,omitempty"`
	Place         sheet.Place     `json:"place"`
	Cells         map[string]cell `json:"cells"`
	Recomputed    recomputed      `json:"recomputed"`
}

// cell holds null where the export says `---`; a blank cell is left out. Previous is the text of the period before, left out
// where there is none.
type cell struct {
	Value    *float64 `json:"value"`
	Text     string   `json:"text"`
	Previous string   `json:"previous,omitempty"`
}

type recomputed struct {
	ExcellentRate   *float64 `json:"excellent_rate"`
	Score           *float64 `json:"score"`
	ScoreDifference *float64 `json:"score_difference"` // published − recomputed
}

type cases struct {
	Period    string     `json:"period"`
	HighStars []highStar `json:"high_stars"`
	Overdue   []overdue  `json:"overdue"`
	Typical   []typical  `json:"typical"` // candidates for 典型案例
}

type typical struct {
	CaseNo string `json:"case_no"`
	Why    string `json:"why"`
}

type highStar struct {
	CaseNo string `json:"case_no"`
	Unit   string `json:"unit"`
	Name   string `json:"name"`
	Star   int    `json:"star"`
	Reason string `json:"reason"`
	Title  string `json:"title,omitempty"`
	Asked  string `json:"asked,omitempty"`  // what the citizen said
	Result string `json:"result,omitempty"` // what was done

	Satisfied *bool       `json:"satisfied,omitempty"` // nil where the citizen was not asked
	Place     sheet.Place `json:"place"`
}

type overdue struct {
	Unit  string      `json:"unit"`
	Name  string      `json:"name"`
	Count float64     `json:"count"`
	Place sheet.Place `json:"place"`
}

// Topics counts the cases received in the period by category and by source (topics.json). The lists are empty where the
// exports hold summary tables only.
type Topics struct {
	Period  string  `json:"period"`
	Cases   int     `json:"cases"`
	Topics  []Topic `json:"topics"`
	Sources []Topic `json:"sources"`
}

// Topic is one category or source. Share is a percentage of all cases; Previous and YearBefore compare with the period
// before (环比) and the same of last year (同比), null where the archive does not have them.
type Topic struct {
	Name       string   `json:"name"` // "" for cases without one
	Count      int      `json:"count"`
	Share      float64  `json:"share"`
	Repeated   int      `json:"repeated"`
	Previous   *Compare `json:"previous"`
	YearBefore *Compare `json:"year_before"`
}

// Compare is the same figure of another period; Change is in percent of it, null where it was 0.
type Compare struct {
	Period string   `json:"period"`
	Count  int      `json:"count"`
	Change *float64 `json:"change"`
}

type findings struct {
	Period   string            `json:"period"`
	Findings []measure.Finding `json:"findings"`
}

// Sources says what a bulletin was made from (sources.json).
type Sources struct {
	Period  string      `json:"period"`
	Program string      `json:"program"`
	Rule    string      `json:"rule"`
	Digest  string      `json:"rule_digest"`      // of the rule's file
	Cases   int         `json:"cases"`            // different ones, of all files
	Cutoff  string      `json:"cutoff,omitempty"` // the day up to which they were followed
	Masked  mask.Counts `json:"masked"`           // personal data hidden in the texts shown
	Files   []Source    `json:"files"`
}

// Source is one export file.
type Source struct {
	File     string         `json:"file"`
	SHA256   string         `json:"sha256"`
	Bytes    int            `json:"bytes"`
	Format   string         `json:"format"`
	Encoding string         `json:"encoding,omitempty"`
	Tables   []record.Table `json:"tables"`
}
