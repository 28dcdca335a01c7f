package answers

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"

	"tongbao/archive"
	"tongbao/site/series"
)

// questions is data/questions.toml.
type questions struct {
	Metrics  map[string]string `toml:"metric"`
	Channels map[string]string `toml:"channel"`
	Groups   map[string]string `toml:"group"`
	Phrases  []Phrase          `toml:"phrase"`
}

// metrics is what questions take of data/metrics.toml.
type metrics struct {
	Metrics []map[string]any `toml:"metric"`
}

// words are the names of a channel or a group in data/headers.toml.
type words struct {
	Key     string   `toml:"key"`
	Words   []string `toml:"words"`
	Sources any      `toml:"sources"`
}

// headers is what questions take of data/headers.toml; the rest is the pipeline's.
type headers struct {
	Totals   any                 `toml:"totals"`
	Notes    any                 `toml:"notes"`
	Brands   []string            `toml:"brands"`
	Fields   map[string][]string `toml:"fields"`
	Values   any                 `toml:"values"`
	Channels []words             `toml:"channel"`
	Groups   []words             `toml:"group"`
	Scopes   any                 `toml:"scope"`
	Overview any                 `toml:"overview"`
}

// Language is the language file of an archive: the names of its register and rankings, the columns' and how people ask. The
// error names the data file that cannot be read.
func Language(a *archive.Archive, theme fs.FS, bulletins []series.Bulletin) ([]byte, error) {
	var asked questions
	var known metrics
	v := Vocabulary{City: a.Settings.City, Units: unitNames(a.Units.Units, bulletins), Metrics: map[string][]string{}, Channels: map[string][]string{}, Groups: map[string][]string{}}
	own := os.DirFS(a.Root)
	for name, into := range map[string]any{"questions.toml": &asked, "metrics.toml": &known} {
		err := decodeData(own, name, into)
		if errors.Is(err, fs.ErrNotExist) {
			err = decodeData(theme, name, into)
		}
		if err != nil {
			return nil, err
		}
	}
	for _, m := range known.Metrics {
		key, _ := m["key"].(string)
		label, _ := m["label"].(string)
		v.Metrics[key] = append(v.Metrics[key], label)
	}
	v.Metrics["rank"] = nil
	for _, from := range []fs.FS{own, theme} { // an archive's words add to the theme's
		var h headers
		if err := decodeData(from, "headers.toml", &h); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		h.add(&v)
	}
	asked.add(&v)
	return Compile(v)
}

func decodeData(from fs.FS, name string, into any) error {
	data, err := fs.ReadFile(from, "data/"+name)
	if err != nil {
		return err
	}
	return archive.Decode("data/"+name, data, into)
}

func (h headers) add(v *Vocabulary) {
	v.Brands = append(v.Brands, h.Brands...)
	for key := range v.Metrics {
		v.Metrics[key] = append(v.Metrics[key], h.Fields[key]...)
	}
	for _, w := range h.Channels {
		v.Channels[w.Key] = append(v.Channels[w.Key], w.Words...)
	}
	for _, w := range h.Groups {
		v.Groups[w.Key] = append(v.Groups[w.Key], w.Words...)
	}
}

func (q questions) add(v *Vocabulary) {
	for _, kind := range []struct {
		name string
		say  map[string]string
	}{{"metric", q.Metrics}, {"channel", q.Channels}, {"group", q.Groups}} {
		for _, key := range slices.Sorted(maps.Keys(kind.say)) {
			v.Phrases = append(v.Phrases, Phrase{Means: kind.name + " " + key, Say: kind.say[key]})
		}
	}
	v.Phrases = append(v.Phrases, q.Phrases...)
}

// unitNames are the units of the register by all their names, and those that only rankings know.
func unitNames(register []archive.Unit, bulletins []series.Bulletin) []Unit {
	var out []Unit
	known := map[string]bool{}
	for _, u := range register {
		names := append([]string{u.Name}, u.Aliases...)
		for _, f := range u.Former {
			names = append(names, f.Name)
		}
		known[u.ID] = true
		out = append(out, Unit{ID: u.ID, Names: names, Parent: u.Parent, Groups: slices.Sorted(maps.Values(u.Groups))})
	}
	for _, b := range slices.Backward(bulletins) {
		for _, t := range b.Tables {
			for _, row := range t.Rows {
				if !known[row.Unit] {
					known[row.Unit] = true
					out = append(out, Unit{ID: row.Unit, Names: []string{row.Name}, Groups: []string{t.Group}})
				}
			}
		}
	}
	return out
}
