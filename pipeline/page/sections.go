package page

import (
	"fmt"

	"tongbao/pipeline/measure"
)

// SectionSpec is one entry of data/sections.toml.
type SectionSpec struct {
	Key   string `toml:"key"`
	Title string `toml:"title"`
	File  string `toml:"file"`
}

// section is one written section before it meets what a person made of it.
type section struct {
	SectionSpec
	period     string
	weight     int
	paragraphs []paragraph
}

// write gives the paragraphs of every section key there is.
func (p prose) write(key string) ([]paragraph, error) {
	switch key {
	case "overview":
		return p.overview(), nil
	case "network", "hotline":
		return p.channel(key), nil
	case "instructions":
		return p.instructions(), nil
	case "high-stars":
		return p.highStars(), nil
	case "typical-cases":
		return p.typicalCases(), nil
	case "problems":
		return p.problems(), nil
	case "next-steps":
		return p.nextSteps(), nil
	}
	return nil, fmt.Errorf("data/sections.toml：不认识的栏目 %q", key)
}

// Sections writes the sections of a bulletin and joins each with the earlier version that old gives by path, nil where
// there is none. Kept lists what a person changed.
func Sections(b measure.Bulletin, imprint Imprint, specs []SectionSpec, old func(path string) ([]byte, error)) ([]File, []Kept, error) {
	p := prose{b, imprint}
	var files []File
	var kept []Kept
	for i, spec := range specs {
		paragraphs, err := p.write(spec.Key)
		if err != nil {
			return nil, nil, err
		}
		path := ContentDir(b.Period) + "/" + spec.File
		there, err := old(path)
		if err != nil {
			return nil, nil, err
		}
		body, mine := Merge(there, section{spec, b.Period.Key, 10 * (i + 1), drop(paragraphs)})
		for j := range mine {
			mine[j].Path = path
		}
		files = append(files, File{path, body})
		kept = append(kept, mine...)
	}
	return files, kept, nil
}

// drop leaves out paragraphs that had nothing to say.
func drop(paragraphs []paragraph) []paragraph {
	var out []paragraph
	for _, p := range paragraphs {
		if p.text != "" {
			out = append(out, p)
		}
	}
	return out
}

// orElse gives one fallback paragraph where a section would be empty.
func orElse(paragraphs []paragraph, key, text string) []paragraph {
	if kept := drop(paragraphs); len(kept) > 0 {
		return kept
	}
	return []paragraph{{key, text}}
}
