package site

import (
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"os"

	"tongbao/archive"
	"tongbao/site/ledger"
)

// Names are what an archive calls its bulletins, sections, units and metrics; theme holds the files that it has none of its own
// of. What a bulletin is called is looked up when it is asked for: a new one needs no restart.
func Names(a *archive.Archive, theme fs.FS) (ledger.Names, error) {
	var sections struct {
		Section []struct {
			Key   string `toml:"key"`
			Title string `toml:"title"`
			File  string `toml:"file"`
		} `toml:"section"`
	}
	var metrics struct {
		Metric []struct {
			Key    string `toml:"key"`
			Label  string `toml:"label"`
			Kind   string `toml:"kind"`
			Unit   string `toml:"unit"`
			Better string `toml:"better"`
			Most   string `toml:"most"`
			Least  string `toml:"least"`
			Star   int    `toml:"star"`
		} `toml:"metric"`
	}
	if err := errors.Join(decodeData(a, theme, "sections.toml", &sections), decodeData(a, theme, "metrics.toml", &metrics)); err != nil {
		return ledger.Names{}, err
	}
	section, metric, unit := map[string]string{}, map[string]string{}, map[string]string{}
	for _, s := range sections.Section {
		section[s.Key] = s.Title
	}
	for _, m := range metrics.Metric {
		metric[m.Key] = m.Label
	}
	for _, u := range a.Units.Units {
		unit[u.ID] = u.Name
	}
	return ledger.Names{Bulletin: bulletinLabel(a), Section: called(section), Unit: called(unit), Metric: called(metric)}, nil
}

// called looks an id up; one that is not known is called by itself.
func called(names map[string]string) func(string) string {
	return func(id string) string { return cmp.Or(names[id], id) }
}

// bulletinLabel reads what a bulletin is called from its data.
func bulletinLabel(a *archive.Archive) func(string) string {
	return func(period string) string {
		var head struct{ Label string }
		body, err := os.ReadFile(a.Path("data", "bulletins", period, "summary.json"))
		if err != nil || json.Unmarshal(body, &head) != nil {
			return period
		}
		return cmp.Or(head.Label, period)
	}
}

// decodeData reads a data file: the archive's own, else the theme's.
func decodeData(a *archive.Archive, theme fs.FS, name string, into any) error {
	body, err := fs.ReadFile(os.DirFS(a.Root), "data/"+name)
	if errors.Is(err, fs.ErrNotExist) {
		body, err = fs.ReadFile(theme, "data/"+name)
	}
	if err != nil {
		return err
	}
	return archive.Decode("data/"+name, body, into)
}
