// Package evidence gathers what stands behind the figures of a bulletin's words: how each was computed, from which cells,
// and where those were read.
//
// In: the data of one bulletin (docs/schema: summary, rankings, sources), as a file system. Out: the one JSON file that
// the page asks for when a reader opens a figure. It touches neither clock nor disk.
package evidence

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
)

// Name is the file's name beside the bulletin's page.
const Name = "evidence.json"

// evidence is the file: short, because a bulletin has hundreds of facts and a thousand cells.
type evidence struct {
	Facts  map[string]fact  `json:"facts"`
	Tables map[string]table `json:"tables"`
}

type fact struct {
	Label   string   `json:"label"`
	Text    string   `json:"text"` // with its unit
	Formula string   `json:"formula"`
	Cells   []string `json:"cells,omitempty"`  // table/unit/metric, at most mostCells
	More    int      `json:"more,omitempty"`   // cells beyond those
	Places  []place  `json:"places,omitempty"` // of what is no cell of a ranking
}

// mostCells is what a reader looks through; a total over 30 units and three stars has more.
const mostCells = 40

// table is a ranking with the rows that facts or changes refer to.
type table struct {
	File    string            `json:"file"`
	Sheet   string            `json:"sheet"`
	Read    int               `json:"read"` // rows read from the source
	Metrics map[string]string `json:"metrics"`
	Rows    map[string]row    `json:"rows"` // by unit
}

type row struct {
	Name     string            `json:"name"`
	At       int               `json:"at"` // row of the sheet
	Cells    map[string]string `json:"cells"`
	Previous map[string]string `json:"previous,omitempty"`
}

type place struct {
	File  string `json:"file"`
	Sheet string `json:"sheet"`
	Row   int    `json:"row"`
}

// File is the evidence of the bulletin whose data folder is given. The error names the file that cannot be read.
func File(data fs.FS) ([]byte, error) {
	var s summary
	var r rankings
	var from sources
	for name, into := range map[string]any{"summary.json": &s, "rankings.json": &r, "sources.json": &from} {
		body, err := fs.ReadFile(data, name)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(body, into); err != nil {
			return nil, fmt.Errorf("%s：%w", name, err)
		}
	}
	out := evidence{Facts: map[string]fact{}, Tables: map[string]table{}}
	for key, f := range s.Facts {
		out.Facts[key] = f.short()
	}
	for _, t := range r.Tables {
		out.Tables[t.Key] = t.short(from.read(t.Channel, t.Group))
	}
	return json.Marshal(out)
}

func (f sourceFact) short() fact {
	out := fact{Label: f.Label, Text: f.Text, Formula: f.Formula, Cells: f.Cells, Places: f.Places}
	if f.Unit != "百分点" && !slices.Contains([]string{"", "%", "位"}, f.Unit) && endsInDigit(f.Text) {
		out.Text += f.Unit
	}
	if len(out.Cells) > mostCells {
		out.Cells, out.More = out.Cells[:mostCells], len(out.Cells)-mostCells
	}
	return out
}

// endsInDigit tells a figure from words such as 持平, which take no unit.
func endsInDigit(text string) bool {
	last := []rune(text)
	return len(last) > 0 && (last[len(last)-1] >= '0' && last[len(last)-1] <= '9' || last[len(last)-1] == '万')
}

func (t sourceTable) short(read int) table {
	out := table{File: t.Place.File, Sheet: t.Place.Sheet, Read: read, Metrics: map[string]string{"rank": "名次"}, Rows: map[string]row{}}
	for _, m := range slices.Concat(t.Metrics, t.Hidden) {
		out.Metrics[m.Key] = m.Label
	}
	for _, r := range t.Rows {
		short := row{Name: r.Name, At: r.Place.Row, Cells: map[string]string{}, Previous: map[string]string{}}
		for key, cell := range r.Cells {
			short.Cells[key] = cell.Text
			if cell.Previous != "" {
				short.Previous[key] = cell.Previous
			}
		}
		if r.Rank > 0 {
			short.Cells["rank"] = fmt.Sprint(r.Rank)
		}
		if r.PreviousRank > 0 {
			short.Previous["rank"] = fmt.Sprint(r.PreviousRank)
		}
		out.Rows[r.Unit] = short
	}
	return out
}
