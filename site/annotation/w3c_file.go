package annotation

import (
	"bytes"
	"encoding/json"
	"slices"
)

// Entries splits what a file has of annotations: one, a list, a page, or a collection with its pages in it. missing counts the
// pages that are named only by their address, which nothing fetches. The error is *BadField "json".
func Entries(raw []byte) (list []json.RawMessage, missing int, err error) {
	e := entries{}
	if err := e.take(bytes.TrimPrefix(raw, []byte("\ufeff")), 0); err != nil {
		return nil, 0, &BadField{"json"}
	}
	return e.list, e.missing, nil
}

type entries struct {
	list    []json.RawMessage
	missing int
}

// maxNested bounds how deep pages stand in each other.
const maxNested = 1000

func (e *entries) take(raw json.RawMessage, depth int) error {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || depth > maxNested {
		return &BadField{"json"}
	}
	if raw[0] == '[' {
		return e.all(raw, depth)
	}
	var holder struct {
		Type  some[string]    `json:"type"`
		Items json.RawMessage `json:"items"`
		First json.RawMessage `json:"first"`
		Next  json.RawMessage `json:"next"`
	}
	if err := json.Unmarshal(raw, &holder); err != nil && !json.Valid(raw) {
		return err
	}
	switch {
	case slices.Contains(holder.Type, "AnnotationPage"):
		if err := e.all(holder.Items, depth); err != nil {
			return err
		}
		return e.linked(holder.Next, depth)
	case slices.Contains(holder.Type, "AnnotationCollection"):
		return e.linked(holder.First, depth)
	}
	e.list = append(e.list, raw)
	return nil
}

func (e *entries) all(raw json.RawMessage, depth int) error {
	var list []json.RawMessage
	if len(raw) == 0 {
		return nil
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		return err
	}
	for _, item := range list {
		if err := e.take(item, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// linked takes a page that stands there; one that is named by its address is missing.
func (e *entries) linked(raw json.RawMessage, depth int) error {
	switch raw = bytes.TrimSpace(raw); {
	case len(raw) == 0 || string(raw) == "null":
		return nil
	case raw[0] == '"':
		e.missing++
		return nil
	}
	return e.take(raw, depth+1)
}

// File writes annotations as one collection with one page in it, which Entries reads.
func File(label string, items []Annotation) ([]byte, error) {
	const id = ours + "export"
	out := collection{Context: []string{annoContext}, ID: id, Type: []string{"AnnotationCollection"}, Label: label, Total: len(items)}
	if len(items) > 0 {
		out.First, out.Last = page{ID: id + ":1", Type: "AnnotationPage", PartOf: whole{ID: id, Total: len(items)}, Items: items}, id+":1"
	}
	return JSON(out)
}
