package pipeline

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"tongbao/archive"
	"tongbao/pipeline/mask"
	"tongbao/pipeline/measure"
	"tongbao/pipeline/page"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// Action is what a plan does with a file.
type Action string

// The actions. Unchanged files are listed, and not touched.
const (
	Create    Action = "create"
	Update    Action = "update"
	Unchanged Action = "unchanged"
)

// Change is one file of a plan.
type Change struct {
	Path   string `json:"path"` // with slashes, below the archive
	Action Action `json:"action"`
	body   []byte
}

// Plan is everything a run would do.
type Plan struct {
	Period   string            `json:"period"`
	Label    string            `json:"label"`
	Rule     string            `json:"rule"`
	Sources  []page.Source     `json:"sources"`
	Problems []sheet.Problem   `json:"problems"`
	Findings []measure.Finding `json:"findings"`
	Kept     []page.Kept       `json:"kept"`
	Changes  []Change          `json:"changes"`
	Cases    int               `json:"cases"` // different ones, of all files
	Masked   mask.Counts       `json:"masked"`
	root     string
	rejects  []record.Reject

	topicCounts page.Topics
}

// Errors counts the problems that stop a run.
func (p *Plan) Errors() int {
	n := 0
	for _, problem := range p.Problems {
		if problem.Severity == sheet.Error {
			n++
		}
	}
	return n
}

// Counts adds up where the data rows of all tables went.
func (p *Plan) Counts() record.Counts {
	var c record.Counts
	for _, s := range p.Sources {
		for _, t := range s.Tables {
			c.Add(t.Counts)
		}
	}
	return c
}

// Changed counts the files that would be written.
func (p *Plan) Changed() int {
	n := 0
	for _, c := range p.Changes {
		if c.Action != Unchanged {
			n++
		}
	}
	return n
}

// write fills in the files of the plan.
func (p *Plan) write(a *archive.Archive, b measure.Bulletin, s *setup, in input, version string) error {
	earlier := p.earlier(a, b.Period)
	asked, err := p.asked(s, b.Period.Previous())
	if err != nil {
		return err
	}
	draft := page.Draft{Bulletin: b, Earlier: earlier, Templates: s.prose, Issuer: s.imprint(b.Period).Issuer, Asked: asked}
	sections, kept, err := page.Sections(draft, s.sections, p.old)
	if err != nil {
		return err
	}
	own, err := p.ownSections(a, b.Period, sections)
	if err != nil {
		return err
	}
	prose := checkFiles(append(own, sections...), b, s.register, b.Home)
	there, err := p.old(page.ContentDir(b.Period) + "/index.md")
	if err != nil {
		return err
	}
	index, mine := page.Index(b.Period, s.imprint(b.Period), there)
	sources := page.Sources{Period: b.Period.Key, Program: "tongbao " + version, Rule: b.Rule.Name, Digest: b.Rule.Digest, Cases: p.Cases, Masked: p.Masked, Files: p.Sources}
	if p.Cases > 0 {
		sources.Cutoff = s.cutoff(b.Period)
	}
	data, err := page.Data(b, p.topicCounts, sources)
	if err != nil {
		return err
	}
	catalogue, err := p.catalogue(a, b.Period)
	if err != nil {
		return err
	}
	p.Findings, p.Kept = append(prose, b.Findings...), append(mine, kept...)
	files := append(append(data, catalogue, index), sections...)
	for _, f := range files {
		change, err := p.change(f)
		if err != nil {
			return err
		}
		p.Changes = append(p.Changes, change)
	}
	return nil
}

// ownSections are the sections that a person added to those that are written.
func (p *Plan) ownSections(a *archive.Archive, period record.Period, written []page.File) ([]page.File, error) {
	files, err := sectionFiles(a, period)
	return slices.DeleteFunc(files, func(f page.File) bool {
		return slices.ContainsFunc(written, func(w page.File) bool { return w.Path == f.Path })
	}), err
}

// catalogue lists the data of every period there is, this one included.
func (p *Plan) catalogue(a *archive.Archive, period record.Period) (page.File, error) {
	there, err := periodFolders(a)
	if err != nil {
		return page.File{}, err
	}
	keys := []string{period.Key}
	for _, p := range there {
		keys = append(keys, p.Key)
	}
	slices.Sort(keys)
	return page.Catalogue(a.Settings.City, slices.Compact(keys))
}

// old gives a file of the archive as it stands, nil where there is none. A file that is there and cannot be read is an
// error: it must not be taken for a missing one and written over.
func (p *Plan) old(path string) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(p.root, filepath.FromSlash(path)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

func (p *Plan) change(f page.File) (Change, error) {
	old, err := p.old(f.Path)
	switch {
	case err != nil:
		return Change{}, err
	case old == nil:
		return Change{f.Path, Create, f.Body}, nil
	case bytes.Equal(old, f.Body) || sameButProgram(old, f.Body):
		return Change{f.Path, Unchanged, nil}, nil
	default:
		return Change{f.Path, Update, f.Body}, nil
	}
}

var programLine = regexp.MustCompile(`(?m)^  "program": .*$`)

// sameButProgram tells whether two files differ in no more than the version of the program that wrote them: a newer one that
// writes the same of the same exports leaves the file, for a published bulletin would need a correction otherwise.
func sameButProgram(old, now []byte) bool {
	return programLine.Match(now) && bytes.Equal(programLine.ReplaceAll(old, nil), programLine.ReplaceAll(now, nil))
}

// New tells whether nothing of the bulletin was written before.
func (p *Plan) New() bool {
	for _, c := range p.Changes {
		if c.Action != Create && strings.HasPrefix(c.Path, "data/bulletins/") {
			return false
		}
	}
	return true
}

// Differences lists what the plan would change of a bulletin that was ingested before, in its readers' terms; nil where
// it is new.
func (p *Plan) Differences() ([]page.Change, error) {
	var planned []page.File
	for _, c := range p.Changes {
		if c.Action != Unchanged {
			planned = append(planned, page.File{Path: c.Path, Body: c.body})
		}
	}
	changes, err := page.PlannedChanges(page.Version{Archive: os.DirFS(p.root), Folder: p.Period}, planned)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return changes, err
}

// Apply writes the plan's files, each whole or not at all, and leaves unchanged ones untouched.
func (p *Plan) Apply() error {
	for _, c := range p.Changes {
		if c.Action == Unchanged {
			continue
		}
		if err := archive.Replace(filepath.Join(p.root, filepath.FromSlash(c.Path)), c.body); err != nil {
			return fmt.Errorf("write %s: %w", c.Path, err)
		}
	}
	return nil
}
