package web

import (
	"encoding/json"
	"net/url"

	"tongbao/site/annotation"
)

// inkBody is how long the form of an instruction may be: handwriting is many points.
const inkBody = 1 << 20

// inkOf reads handwriting from a form, where there is any. *annotation.BadField "ink" where it is none.
func inkOf(form url.Values) (annotation.Ink, error) {
	var ink annotation.Ink
	raw := form.Get("ink")
	if raw == "" {
		return ink, nil
	}
	if err := json.Unmarshal([]byte(raw), &ink); err != nil {
		return annotation.Ink{}, &annotation.BadField{Field: "ink"}
	}
	return ink, nil
}

// inkField is handwriting as the form keeps it, "" for none.
func inkField(ink annotation.Ink) (string, error) {
	if ink.Empty() {
		return "", nil
	}
	raw, err := json.Marshal(ink)
	return string(raw), err
}
