package pipeline

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"tongbao/archive"
	"tongbao/pipeline/measure"
	"tongbao/pipeline/page"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// Trail is one fact with everything it comes from.
type Trail struct {
	Key     string        `json:"key"`
	Label   string        `json:"label"`
	Number  float64       `json:"number"`
	Text    string        `json:"text"`
	Unit    string        `json:"unit"`
	Formula string        `json:"formula"`
	Units   string        `json:"units,omitempty"` // 甲、乙
	Cells   []TrailCell   `json:"cells,omitempty"`
	Places  []sheet.Place `json:"places,omitempty"`
}

// TrailCell is one figure of a ranking that a fact comes from.
type TrailCell struct {
	Key   string      `json:"key"`
	Unit  string      `json:"unit"`
	Label string      `json:"label"`
	Text  string      `json:"text"`
	Place sheet.Place `json:"place"`
}

// Facts gives the facts of a period as its data files hold them, by key; those whose key is wanted or begins with it and
// a dot, all where wanted is empty. The error says what is missing and what to do.
func Facts(a *archive.Archive, period record.Period, wanted string) ([]Trail, error) {
	b, err := loadBulletin(a, period)
	if err != nil {
		return nil, err
	}
	if b == nil {
		return nil, fmt.Errorf("没有 %s 的数据：先运行 tongbao ingest %s", period.Label(), period.Key)
	}
	cells := trailCells(*b)
	out := []Trail{}
	for _, f := range b.Facts.All() {
		if wanted == "" || f.Key == wanted || strings.HasPrefix(f.Key, wanted+".") {
			out = append(out, trail(f, cells))
		}
	}
	if cell, ok := cells[wanted]; ok {
		out = append(out, Trail{Key: wanted, Label: cell.Unit + cell.Label, Text: cell.Text, Formula: "取自排名表", Cells: []TrailCell{cell}})
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s没有事实 %q：tongbao facts %s 列出全部", period.Label(), wanted, period.Key)
	}
	return out, nil
}

func trail(f measure.Fact, cells map[string]TrailCell) Trail {
	t := Trail{
		Key: f.Key, Label: f.Label, Number: f.Number, Text: f.Text, Unit: f.Unit, Formula: f.Formula, Units: f.Names(), Places: f.Places,
	}
	for _, key := range f.Cells {
		if cell, ok := cells[key]; ok {
			t.Cells = append(t.Cells, cell)
		}
	}
	return t
}

func trailCells(b measure.Bulletin) map[string]TrailCell {
	out := map[string]TrailCell{}
	for _, t := range b.Tables {
		for _, r := range t.Rows {
			add := func(metric, label, text string) {
				key := measure.CellKey(t, r, metric)
				out[key] = TrailCell{key, r.Unit.Name, label, text, r.Place}
			}
			for _, m := range t.Every() {
				if v := r.Value(m.Key); v.State != record.Blank {
					add(m.Key, m.Label, v.Text)
				}
			}
			add("rank", "名次", fmt.Sprint(r.Rank))
		}
	}
	return out
}

// FactKeys lists the keys of a period's facts, for completion; nothing where there are no data.
func FactKeys(a *archive.Archive, period record.Period) []string {
	b, err := page.Load(os.DirFS(a.Root), period)
	if err != nil {
		return nil
	}
	var keys []string
	for _, f := range b.Facts.All() {
		keys = append(keys, f.Key)
	}
	slices.Sort(keys)
	return keys
}
