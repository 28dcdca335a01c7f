package page

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Kept is a paragraph that a person changed or deleted and that a run therefore left alone.
type Kept struct {
	Path    string         `json:"path"`
	Key     string         `json:"key"`
	Reason  string         `json:"reason"`
	Changes []FigureChange `json:"changes,omitempty"`
}

// block is one piece of a section's Markdown between blank lines. Only generated paragraphs carry a key.
type block struct {
	key, digest string
	text        string // without the attribute line
}

func (b block) untouched() bool { return b.key != "" && digest(b.text) == b.digest }

func (b block) String() string {
	if b.key == "" {
		return b.text
	}
	return fmt.Sprintf("%s\n{#%s data-digest=%q}", b.text, b.key, b.digest)
}

var (
	attributes = regexp.MustCompile(`^\{#([a-z0-9-]+)(?: data-digest="([0-9a-f]*)")?\}$`)
	generated  = regexp.MustCompile(`(?m)^generated[ \t]*=[ \t]*\[[^\]]*\][ \t]*\n?`) // over several lines too, as formatters write it
	listed     = regexp.MustCompile(`"([a-z0-9-]+)"`)
)

// Merge joins a new version of a section with the old file, nil where there is none. An untouched paragraph is
// rewritten; one that a person edited keeps its words; one that a person deleted stays deleted; what a person added
// stays where it is, front matter included (promise 3 of ARCHITECTURE.md).
func Merge(old []byte, s section) ([]byte, []Kept) {
	if len(bytes.TrimSpace(old)) == 0 {
		return assemble(s.front(), s.blocks(), s.keys()), nil
	}
	front, body, ok := splitFront(old)
	if !ok {
		return old, []Kept{{Key: s.Key, Reason: noFront}}
	}
	known := map[string]bool{}
	for _, m := range listed.FindAllStringSubmatch(generated.FindString(front), -1) {
		known[m[1]] = true
	}
	m := merger{fresh: s.blocks(), known: known, texts: s.texts}
	for _, b := range splitBlocks(body) {
		m.old = append(m.old, m.own(b))
	}
	blocks := m.merge()
	return assemble(generated.ReplaceAllString(front, ""), blocks, append(s.keys(), m.gone()...)), m.kept
}

// noFront is why a file that does not begin with +++ is left alone as a whole: a person wrote it anew.
const noFront = "文件不以 +++ 开头，视为人工另写，全部保留"

func (s section) front() string {
	return fmt.Sprintf("title = %s\nsection = %q\nperiod = %q\nweight = %d\n", quoted(s.Title), s.Key, s.period, s.weight)
}

func (s section) blocks() []block {
	out := make([]block, len(s.paragraphs))
	for i, p := range s.paragraphs {
		out[i] = block{p.Key, digest(p.Text), p.Text}
	}
	return out
}

func (s section) keys() []string {
	keys := make([]string, len(s.paragraphs))
	for i, p := range s.paragraphs {
		keys[i] = p.Key
	}
	return keys
}

// assemble writes the file. The list of generated keys is what tells a deleted paragraph from a new one.
func assemble(front string, blocks []block, keys []string) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "+++\n%sgenerated = [%s]\n+++\n", front, quotedList(keys))
	for _, b := range blocks {
		fmt.Fprintf(&out, "\n%s\n", b)
	}
	return out.Bytes()
}

func quotedList(keys []string) string {
	list := make([]string, len(keys))
	for i, key := range keys {
		list[i] = fmt.Sprintf("%q", key)
	}
	return strings.Join(list, ", ")
}

func splitFront(file []byte) (front, body string, ok bool) {
	text := strings.ReplaceAll(strings.TrimPrefix(string(file), "\ufeff"), "\r\n", "\n")
	text, ok = strings.CutPrefix(text, "+++\n")
	if !ok {
		return "", "", false
	}
	front, body, ok = strings.Cut("\n"+text, "\n+++")
	return strings.TrimPrefix(front, "\n") + "\n", strings.TrimPrefix(body, "\n"), ok
}

// splitBlocks cuts Markdown at blank lines outside fenced code.
func splitBlocks(body string) []block {
	var blocks []block
	var lines []string
	fence := ""
	flush := func() {
		if len(lines) > 0 {
			blocks = append(blocks, newBlock(lines))
			lines = nil
		}
	}
	for _, line := range strings.Split(body, "\n") {
		if fence == "" && strings.TrimSpace(line) == "" {
			flush()
			continue
		}
		if mark := fenceMark(line); mark != "" && (fence == "" || strings.HasPrefix(mark, fence)) {
			if fence == "" {
				fence = mark
			} else {
				fence = ""
			}
		}
		lines = append(lines, line)
	}
	flush()
	return blocks
}

func fenceMark(line string) string {
	line = strings.TrimLeft(line, " ")
	for _, c := range []string{"`", "~"} {
		if n := len(line) - len(strings.TrimLeft(line, c)); n >= 3 {
			return line[:n]
		}
	}
	return ""
}

func newBlock(lines []string) block {
	last := len(lines) - 1
	if m := attributes.FindStringSubmatch(strings.TrimSpace(lines[last])); m != nil && last > 0 {
		return block{m[1], m[2], strings.Join(lines[:last], "\n")}
	}
	return block{text: strings.Join(lines, "\n")}
}

type merger struct {
	fresh, old []block
	known      map[string]bool // keys an earlier run wrote
	texts      Refresh
	kept       []Kept
}

// own gives a paragraph its attribute line back where a person set the key: {#key} that no run wrote.
func (m *merger) own(b block) block {
	ours := func(f block) bool { return f.key == b.key }
	if b.key == "" || b.digest != "" || m.known[b.key] || slices.ContainsFunc(m.fresh, ours) {
		return b
	}
	return block{text: fmt.Sprintf("%s\n{#%s}", b.text, b.key)}
}

func (m *merger) merge() []block {
	if m.allOurs() {
		return m.fresh
	}
	var out []block
	for _, b := range m.old {
		if next, stays := m.settle(b); stays {
			out = append(out, next)
		}
	}
	for i, b := range m.fresh {
		if slices.ContainsFunc(m.old, func(o block) bool { return o.key == b.key }) {
			continue
		}
		if m.known[b.key] {
			m.kept = append(m.kept, Kept{Key: b.key, Reason: "已被人工删除，不再生成"})
			continue
		}
		out = slices.Insert(out, m.position(out, i), b)
	}
	return out
}

// allOurs tells whether nobody touched the file: then the order of the paragraphs is the fresh one as well.
func (m *merger) allOurs() bool {
	for _, b := range m.old {
		if !b.untouched() {
			return false
		}
	}
	return len(m.old) == len(m.known)
}

// gone lists the paragraphs that a person deleted and that this run had no data for: they stay deleted when data return.
func (m *merger) gone() []string {
	var keys []string
	for key := range m.known {
		named := func(b block) bool { return b.key == key }
		if !slices.ContainsFunc(m.fresh, named) && !slices.ContainsFunc(m.old, named) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// settle decides about one block of the old file.
func (m *merger) settle(b block) (block, bool) {
	if b.key == "" {
		return b, true
	}
	i := slices.IndexFunc(m.fresh, func(f block) bool { return f.key == b.key })
	switch {
	case b.untouched() && i >= 0:
		return m.fresh[i], true
	case b.untouched():
		return block{}, false // the data no longer support it
	}
	fresh := block{}
	if i >= 0 {
		fresh = m.fresh[i]
	}
	return m.keep(b, fresh), true
}

// keep leaves a person's words as they are and brings the figures that are bound to facts up to date. The digest becomes
// that of what would have been written, so that the next run reports what has changed since, and not all over again.
func (m *merger) keep(b, fresh block) block {
	kept := Kept{Key: b.key, Reason: "已被人工修改，保留原文"}
	b.text, kept.Changes = m.texts.text(b.text, fresh.text)
	switch {
	case len(kept.Changes) > 0:
		kept.Reason = "已被人工修改，保留原文；数据已有变化，请核对"
	case fresh.key == "":
		kept.Reason = "已被人工修改，保留原文；本期数据已不再支持这一段，请核对"
	case fresh.digest != b.digest:
		kept.Reason = "已被人工修改，保留原文；生成的文字已有变化，请核对"
	}
	if fresh.key != "" {
		b.digest = fresh.digest
	}
	m.kept = append(m.kept, kept)
	return b
}

// position puts a new paragraph behind the one that precedes it in the fresh text, or first.
func (m *merger) position(out []block, fresh int) int {
	for i := fresh - 1; i >= 0; i-- {
		at := slices.IndexFunc(out, func(b block) bool { return b.key == m.fresh[i].key })
		if at >= 0 {
			return at + 1
		}
	}
	return 0
}
