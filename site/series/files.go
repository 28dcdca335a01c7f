package series

import (
	"encoding/json"
	"maps"
)

// Archive is what pages across bulletins are made of.
type Archive struct {
	Bulletins []Bulletin // as Load and AddWords give them
	Register  []Registered
}

// Files are what pages across bulletins are made of, by path: data/… and assets/… for Hugo's templates, static/… to be
// published as it is. Same archive, same bytes. The error names the file that cannot be read.
func Files(a Archive) (map[string][]byte, error) {
	bulletins := a.Bulletins
	mentions := Mentions(bulletins, a.Register)
	files := map[string][]byte{}
	for _, part := range []func() (map[string][]byte, error){
		func() (map[string][]byte, error) { return periodFiles(bulletins) },
		func() (map[string][]byte, error) { return ExploreFiles(bulletins) },
		func() (map[string][]byte, error) { return recentFiles(bulletins) },
		func() (map[string][]byte, error) { return unitFiles(Units(bulletins, a.Register, mentions)) },
	} {
		made, err := part()
		if err != nil {
			return nil, err
		}
		maps.Copy(files, made)
	}
	return files, nil
}

// periodFiles is data/series/periods.json: the bulletins in order, for templates that need their neighbours.
func periodFiles(bulletins []Bulletin) (map[string][]byte, error) {
	type entry struct {
		Period string `json:"period"`
		Label  string `json:"label"`
		Sample bool   `json:"sample"`
		Kind   string `json:"kind"`
	}
	list := []entry{}
	for _, b := range bulletins {
		list = append(list, entry{b.Period.Key, b.Label, b.Sample, b.Period.Kind})
	}
	body, err := json.Marshal(list)
	return map[string][]byte{"data/series/periods.json": body}, err
}
