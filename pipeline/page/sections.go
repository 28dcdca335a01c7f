package page

import (
	"fmt"
	"regexp"
	"slices"

	"tongbao/pipeline/measure"
	"tongbao/pipeline/prose"
)

// SectionSpec is one entry of data/sections.toml.
type SectionSpec struct {
	Key   string `toml:"key"`
	Title string `toml:"title"`
	File  string `toml:"file"`
}

// SectionKeys are the sections there are; their keys are promises.
var SectionKeys = []string{"overview", "network", "hotline", "instructions", "high-stars", "typical-cases", "problems", "next-steps"}

// section is one written section before it meets what a person made of it.
type section struct {
	SectionSpec
	period     string
	weight     int
	paragraphs []prose.Written
	texts      Refresh
}

// Draft is what sections are written from.
type Draft struct {
	Bulletin  measure.Bulletin
	Earlier   *measure.Bulletin // as an earlier run wrote its data, nil where there was none
	Templates prose.Templates   // compiled
	Issuer    string
	Asked     map[string]bool // keys of the paragraphs of last period's 下一步工作要求
}

// Sections writes the sections of a bulletin and joins each with the earlier version that old gives by path, nil where
// there is none. Kept lists what a person changed.
func Sections(d Draft, specs []SectionSpec, old func(path string) ([]byte, error)) ([]File, []Kept, error) {
	writer := prose.NewWriter(d.Templates, prose.Input{Bulletin: d.Bulletin, Issuer: d.Issuer, Asked: d.Asked})
	texts := NewRefresh(d.Earlier, d.Bulletin)
	var files []File
	var kept []Kept
	for i, spec := range specs {
		if !slices.Contains(SectionKeys, spec.Key) {
			return nil, nil, fmt.Errorf("data/sections.toml：不认识的栏目 %q", spec.Key)
		}
		paragraphs, err := writer.Section(spec.Key)
		if err != nil {
			return nil, nil, err
		}
		path := ContentDir(d.Bulletin.Period) + "/" + spec.File
		there, err := old(path)
		if err != nil {
			return nil, nil, err
		}
		body, mine := Merge(there, section{spec, d.Bulletin.Period.Key, 10 * (i + 1), paragraphs, texts})
		for j := range mine {
			mine[j].Path = path
		}
		files = append(files, File{path, body})
		kept = append(kept, mine...)
	}
	return files, kept, nil
}

var sectionLine = regexp.MustCompile(`(?m)^section = "([a-z-]+)"`)

// SectionOf reads a section's key from its front matter, "" where a person's own section has none.
func SectionOf(body []byte) string {
	front, _, ok := splitFront(body)
	if m := sectionLine.FindStringSubmatch(front); ok && m != nil {
		return m[1]
	}
	return ""
}
