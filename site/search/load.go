package search

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"tongbao/site/series"
)

// Documents takes what is searched from the content folder of an archive and its bulletins, the newest first. Data
// without a page are not searched. The error names the file that cannot be read.
func Documents(content fs.FS, bulletins []series.Bulletin) ([]Bulletin, error) {
	var out []Bulletin
	for _, b := range slices.Backward(bulletins) {
		folder := path.Join("bulletins", b.Period.Key)
		front, err := fs.ReadFile(content, path.Join(folder, "index.md"))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		found := Bulletin{Period: b.Period.Key, Label: b.Label, Title: titleOf(string(front))}
		found.add(-1, Title, "", found.Title+" "+b.Label)
		if err := found.addSections(content, folder, b); err != nil {
			return nil, err
		}
		out = append(out, found)
	}
	return out, nil
}

var frontTitle = regexp.MustCompile(`(?m)^title = "(.*)"$`)

func titleOf(front string) string {
	if m := frontTitle.FindStringSubmatch(front); m != nil {
		return m[1]
	}
	return ""
}

func (b *Bulletin) add(section int, kind, anchor, text string) {
	if strings.TrimSpace(text) != "" {
		b.Docs = append(b.Docs, Document{Section: section, Kind: kind, Anchor: anchor, Text: text})
	}
}

func (b *Bulletin) addSections(content fs.FS, folder string, from series.Bulletin) error {
	files, err := fs.Glob(content, path.Join(folder, "[0-9]*.md"))
	if err != nil {
		return err
	}
	for i, file := range files {
		body, err := fs.ReadFile(content, file)
		if err != nil {
			return err
		}
		section := series.ReadSection(string(body))
		b.Sections = append(b.Sections, section.Title)
		for _, p := range section.Paragraphs {
			b.add(i, Text, p.Anchor, p.Text)
		}
		b.addTables(i, section.Key, from)
	}
	return nil
}

// addTables adds what stands below a section's words: rankings by their title and units, the lists of cases.
func (b *Bulletin) addTables(section int, key string, from series.Bulletin) {
	for _, t := range from.Tables {
		if t.Channel != key {
			continue
		}
		var units []string
		for _, r := range t.Rows {
			units = append(units, r.Name)
		}
		b.add(section, Ranking, t.Key, t.Title+"："+strings.Join(units, "、"))
	}
	if key == "high-stars" {
		for _, c := range from.Cases.HighStars {
			b.add(section, Case, key, fmt.Sprintf("%s（%d星）：%s。诉求编号%s", c.Name, c.Star, c.Reason, c.CaseNo))
		}
	}
	if key == "problems" {
		var units []string
		for _, o := range from.Cases.Overdue {
			units = append(units, fmt.Sprintf("%s%g件", o.Name, o.Count))
		}
		if len(units) > 0 {
			b.add(section, Case, key, "超期未报："+strings.Join(units, "、"))
		}
	}
}
