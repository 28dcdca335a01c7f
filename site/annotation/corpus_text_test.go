package annotation

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// letter is a character that remembers which one it is, whatever is done to the text around it.
type letter struct {
	r  rune
	id int
}

// strip is a paragraph of letters.
type strip struct {
	section, key string // key: "" for one without
	letters      []letter
	copied       bool // stands twice now, or is the copy
}

// sheet is a bulletin of letters.
type sheet struct {
	strips []strip
	next   *int
}

var (
	testLink  = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
	testKey   = regexp.MustCompile(`(?m)^\{#([a-z0-9-]+)[^}]*\}$`)
	testField = regexp.MustCompile(`(?m)^section = "(.*)"$`)
)

// exampleSheets are the words of the example's bulletins.
func exampleSheets(tb testing.TB) []sheet {
	tb.Helper()
	folders, err := filepath.Glob("../../examples/fuxin/content/bulletins/2*")
	if err != nil || len(folders) == 0 {
		tb.Fatal("no bulletins", err)
	}
	var list []sheet
	for _, folder := range folders {
		next := 0
		s := sheet{next: &next}
		files, _ := filepath.Glob(filepath.Join(folder, "[0-9]*.md"))
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				tb.Fatal(err)
			}
			front, body, _ := strings.Cut(strings.TrimPrefix(string(raw), "+++\n"), "\n+++\n")
			section := testField.FindStringSubmatch(front)[1]
			for _, block := range strings.Split(body, "\n\n") {
				key := ""
				if m := testKey.FindStringSubmatch(block); m != nil {
					key = m[1]
				}
				words := testKey.ReplaceAllString(testLink.ReplaceAllString(block, "$1"), "")
				if words = squeeze(strings.ReplaceAll(words, "**", "")); words != "" {
					s.strips = append(s.strips, strip{section: section, key: key, letters: s.write(words)})
				}
			}
		}
		list = append(list, s)
	}
	return list
}

// write makes new letters.
func (s *sheet) write(words string) []letter {
	var out []letter
	for _, r := range words {
		*s.next++
		out = append(out, letter{r, *s.next})
	}
	return out
}

func (s sheet) clone() sheet {
	next := *s.next
	out := sheet{next: &next}
	for _, p := range s.strips {
		p.letters = append([]letter{}, p.letters...)
		out.strips = append(out.strips, p)
	}
	return out
}

// text makes an edition, with the keys of paragraphs or without any. The second value says which strip each passage is.
func (s sheet) text(edition int, keys bool) (Text, map[spot]int) {
	text := Text{Rule: TextRule, Bulletin: "2021q3", Edition: edition}
	where := map[string]int{}
	from := map[spot]int{}
	without := map[string]int{}
	used := map[string]bool{}
	for i, p := range s.strips {
		at, there := where[p.section]
		if !there {
			at = len(text.Sections)
			where[p.section] = at
			text.Sections = append(text.Sections, TextSection{Key: p.section})
		}
		key := p.key
		if full := p.section + "/" + key; !keys || key == "" || used[full] {
			without[p.section]++
			key = fmt.Sprintf("%s~%d", p.section, without[p.section])
		} else {
			used[full] = true
		}
		section := &text.Sections[at]
		from[spot{at, len(section.Passages)}] = i
		section.Passages = append(section.Passages, Passage{key, p.words()})
	}
	return text.Sum(), from
}

func (p strip) words() string {
	runes := make([]rune, len(p.letters))
	for i, l := range p.letters {
		runes[i] = l.r
	}
	return string(runes)
}
