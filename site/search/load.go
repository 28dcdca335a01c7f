package search

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/site/series"
)

// Documents takes what is searched from an archive's bulletins, the newest first. Data without a page are not searched.
func Documents(bulletins []series.Bulletin) []Bulletin {
	var out []Bulletin
	for _, b := range slices.Backward(bulletins) {
		if b.Title == "" {
			continue
		}
		found := Bulletin{Period: b.Period.Key, Label: b.Label, Title: b.Title}
		found.add(-1, Title, "", b.Title+" "+b.Label)
		for i, section := range b.Sections {
			found.Sections = append(found.Sections, section.Title)
			for _, p := range section.Paragraphs {
				found.add(i, Text, p.Anchor, p.Text)
			}
			found.addTables(i, section.Key, b)
		}
		out = append(out, found)
	}
	return out
}

func (b *Bulletin) add(section int, kind, anchor, text string) {
	if strings.TrimSpace(text) != "" {
		b.Docs = append(b.Docs, Document{Section: section, Kind: kind, Anchor: anchor, Text: text})
	}
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
