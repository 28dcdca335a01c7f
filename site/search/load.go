package search

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/site/series"
)

// Documents takes what is searched from an archive's bulletins, the newest first, and from nothing else: who may not read a
// bulletin is given an index made without it. Data without a page are not searched.
func Documents(bulletins []series.Bulletin) []Bulletin {
	var out []Bulletin
	for _, b := range slices.Backward(bulletins) {
		if b.Title == "" {
			continue
		}
		out = append(out, documents(b))
	}
	return out
}

func documents(b series.Bulletin) Bulletin {
	out := Bulletin{Period: b.Period.Key, Label: b.Label, Title: b.Title}
	channels := map[string]bool{}
	for _, t := range b.Tables {
		channels[t.Channel] = true
	}
	out.add(Document{Section: -1, Kind: Title, Text: b.Title + " " + b.Label})
	for i, section := range b.Sections {
		out.Sections = append(out.Sections, Section{section.Key, section.Title})
		out.add(Document{Section: i, Kind: Title, Channel: channelOf(section.Key, channels), Anchor: section.Key, Text: section.Title})
		for _, p := range section.Paragraphs {
			d := Document{Section: i, Kind: kindOf(section.Key, p.Anchor), Channel: channelOf(section.Key, channels), Anchor: p.Anchor, Text: p.Text}
			if d.Channel == "" {
				d.Channel = channelOf(p.Anchor, channels)
			}
			out.add(d)
		}
		out.addTables(i, section.Key, b)
	}
	return out
}

// channelOf is the channel that the words of a key name: network, network-county-summary, step-low-stars-network. Of two
// channels in a key neither counts.
func channelOf(key string, channels map[string]bool) string {
	found := ""
	for _, word := range strings.Split(key, "-") {
		if channels[word] && found != "" && found != word {
			return ""
		}
		if channels[word] {
			found = word
		}
	}
	return found
}

func kindOf(section, anchor string) string {
	switch {
	case section == "instructions":
		return Instruction
	case strings.HasPrefix(anchor, "case-"):
		return Case
	}
	return Text
}

func (b *Bulletin) add(d Document) {
	if strings.TrimSpace(d.Text) != "" {
		b.Docs = append(b.Docs, d)
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
		text := t.Title + "：" + strings.Join(units, "、")
		b.add(Document{Section: section, Kind: Ranking, Channel: t.Channel, Anchor: t.Key, Text: text})
	}
	if key == "high-stars" {
		for _, c := range from.Cases.HighStars {
			text := fmt.Sprintf("%s（%d星）：%s。诉求编号%s", c.Name, c.Star, c.Reason, c.CaseNo)
			b.add(Document{Section: section, Kind: Case, Anchor: key, Text: text})
		}
	}
	if key == "problems" {
		var units []string
		for _, o := range from.Cases.Overdue {
			units = append(units, fmt.Sprintf("%s%g件", o.Name, o.Count))
		}
		if len(units) > 0 {
			b.add(Document{Section: section, Kind: Case, Anchor: key, Text: "超期未报：" + strings.Join(units, "、")})
		}
	}
}
