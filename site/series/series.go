// Package series turns the rankings of every bulletin into what is read across bulletins: a unit's figures period by
// period, and one metric of all units of a table.
//
// In: the data folder of an archive (docs/schema), as a file system. Out: values, and the files that pages are made of.
// It touches neither clock nor disk, and knows no Hugo.
package series

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Bulletin is what is kept of one bulletin: its rankings, the rule that made them and what they are.
type Bulletin struct {
	Period Period
	Label  string // 2021年三季度
	Rule   Rule
	Sample bool // made of sample data (示例数据) alone
	Tables []Table
	Cases  Cases
	Causes []Cause // of the rankings whose score the rule recomputes; nil where every unit was ranked again later

	Title    string // of its page, "" where it has none; with Sections read by AddWords
	Sections []Section
}

// Rule names the rule a bulletin was measured by; two bulletins whose digests differ are not comparable without a mark.
type Rule struct {
	Name   string `json:"name"`
	Title  string `json:"title"`
	Digest string `json:"digest"`
}

// Table is one ranking: channel × group, rows in rank order.
type Table struct {
	Key     string   `json:"key"` // network-county
	Formula string   `json:"score_formula"`
	Channel string   `json:"channel"`
	Group   string   `json:"group"`
	Title   string   `json:"title"`
	Metrics []Metric `json:"metrics"`
	Rows    []Row    `json:"rows"`

	medians map[string]*float64 // of the units, by metric
}

// Metric is one column of a table.
type Metric struct {
	Key    string `json:"key"`
	Label  string `json:"label"`
	Kind   string `json:"kind"`   // count, rate (percent), days or score
	Unit   string `json:"unit"`   // 件, %, 天, 分
	Better string `json:"better"` // high, low or none
}

// Row is one unit's standing in a table. Rank is 0 where nothing ranks.
type Row struct {
	Unit       string          `json:"unit"`
	Name       string          `json:"name"`
	Registered bool            `json:"registered"`
	Rank       int             `json:"rank"`
	Tied       bool            `json:"tied"`
	FewCases   bool            `json:"few_cases"`
	Tier       string          `json:"tier"`
	Cells      map[string]Cell `json:"cells"` // by metric; a blank cell is left out
}

// Cell is one figure. Value is nil where the export says that there is no base (---).
type Cell struct {
	Value *float64 `json:"value"`
	Text  string   `json:"text"`
}

// frozen are the folders of superseded editions, which are no periods of their own.
var frozen = regexp.MustCompile(`-e[1-9][0-9]*$`)

// Load reads every bulletin below data/bulletins, the oldest first. An archive without bulletins gives none. The error
// names the file that cannot be read.
func Load(data fs.FS) ([]Bulletin, error) {
	entries, err := fs.ReadDir(data, "bulletins")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var all []Bulletin
	for _, e := range entries {
		if !e.IsDir() || frozen.MatchString(e.Name()) {
			continue
		}
		b, err := load(data, e.Name())
		if err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	slices.SortStableFunc(all, func(a, b Bulletin) int { return a.Period.Compare(b.Period) })
	return all, addCauses(data, all)
}

// addCauses reads why units stand where they do. Only the latest period of a standing tells it, so the other files stay unread.
func addCauses(data fs.FS, all []Bulletin) error {
	type place struct{ kind, table, unit string }
	seen := map[place]bool{}
	for i := range slices.Backward(all) {
		b, latest := &all[i], false
		for _, t := range b.Tables {
			for _, r := range t.Rows {
				p := place{b.Period.Kind, t.Key, r.Unit}
				latest = latest || !seen[p]
				seen[p] = true
			}
		}
		if !latest {
			continue
		}
		var standings struct {
			Tables []Cause `json:"tables"`
		}
		err := decode(data, path.Join("bulletins", b.Period.Key, "standings.json"), &standings)
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // bulletins of earlier programs have none
			return err
		}
		b.Causes = standings.Tables
	}
	return nil
}

func load(data fs.FS, period string) (Bulletin, error) {
	key, ok := ParsePeriod(period)
	if !ok {
		return Bulletin{}, fmt.Errorf("data/bulletins/%s：文件夹名不是期间（如 2021q3）", period)
	}
	b := Bulletin{Period: key}
	var rankings struct {
		Tables []Table `json:"tables"`
	}
	var sources struct {
		Files []struct {
			File string `json:"file"`
		} `json:"files"`
	}
	for name, into := range map[string]any{"rankings.json": &rankings, "sources.json": &sources, "cases.json": &b.Cases} {
		if err := decode(data, path.Join("bulletins", period, name), into); err != nil {
			return Bulletin{}, err
		}
	}
	b.Tables = rankings.Tables
	if err := b.loadHead(data, path.Join("bulletins", period, "summary.json")); err != nil {
		return Bulletin{}, err
	}
	for i := range b.Tables {
		b.Tables[i].medians = mediansOf(b.Tables[i])
	}
	for i, f := range sources.Files {
		b.Sample = (i == 0 || b.Sample) && strings.HasPrefix(f.File, "示例数据")
	}
	return b, nil
}

// loadHead takes label and rule from a summary and leaves its facts unread: they are by far the longest part of a
// bulletin's data, and stand last.
func (b *Bulletin) loadHead(data fs.FS, name string) error {
	file, err := data.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	wanted := map[string]any{"label": &b.Label, "rule": &b.Rule}
	d := json.NewDecoder(file)
	_, err = d.Token() // the brace
	for err == nil && len(wanted) > 0 && d.More() {
		key, _ := d.Token() // what is no key fails to decode below
		field, _ := key.(string)
		into, ok := wanted[field]
		if !ok {
			into = new(json.RawMessage)
		}
		err = d.Decode(into)
		delete(wanted, field)
	}
	if err != nil {
		return invalid(name, err)
	}
	return nil
}

func decode(data fs.FS, name string, into any) error {
	body, err := fs.ReadFile(data, name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, into); err != nil {
		return invalid(name, err)
	}
	return nil
}

func invalid(name string, err error) error {
	return fmt.Errorf("data/%s 不是有效的 JSON，请重新运行 tongbao ingest：%w", name, err)
}
