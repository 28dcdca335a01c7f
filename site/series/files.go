package series

import (
	"encoding/json"
	"maps"
)

// Files are what pages across bulletins are made of, by path: data/… for Hugo's templates, static/… to be published as
// it is. Same bulletins, same bytes.
func Files(bulletins []Bulletin) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, part := range []func([]Bulletin) (map[string][]byte, error){periodFiles} {
		made, err := part(bulletins)
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
	}
	list := []entry{}
	for _, b := range bulletins {
		list = append(list, entry{b.Period.Key, b.Label, b.Sample})
	}
	body, err := json.Marshal(list)
	return map[string][]byte{"data/series/periods.json": body}, err
}
