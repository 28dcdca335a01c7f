package annotation

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// SkipAttribute marks elements whose text is not the bulletin's: what layouts or scripts put beside it.
const SkipAttribute = "data-note-skip"

// ReadText reads a bulletin's page by the rule of version TextRule, which docs/annotation.md states and a script in the page
// can follow: sections are elements with data-section; in them, a passage is the own text of each block that stands in .prose
// or is a cell with a cell key as id. The error is the reader's.
func ReadText(page io.Reader, bulletin string, edition int) (Text, error) {
	root, err := html.Parse(page)
	if err != nil {
		return Text{}, fmt.Errorf("annotation: page of %s: %w", bulletin, err)
	}
	text := Text{Rule: TextRule, Bulletin: bulletin, Edition: edition}
	for n := root; n != nil; n = after(n, root) {
		key := attr(n, "data-section")
		if _, twice := text.Section(key); n.Type == html.ElementNode && key != "" && sectionKey.MatchString(key) && !twice {
			text.Sections = append(text.Sections, TextSection{key, passagesOf(n, key)})
		}
	}
	return text.Sum(), nil
}

// after is the node that follows in the order of the document, nil after the last below root. No recursion: pages may nest deeply.
func after(n, root *html.Node) *html.Node {
	if n.FirstChild != nil {
		return n.FirstChild
	}
	for n != root {
		if n.NextSibling != nil {
			return n.NextSibling
		}
		n = n.Parent
	}
	return nil
}

// blocks are the elements whose own text makes a passage.
var blocks = map[string]bool{
	"p": true, "li": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "blockquote": true, "pre": true,
	"dt": true, "dd": true, "td": true, "th": true, "caption": true, "figcaption": true,
}

// ownKeys are the ids that are keys of passages: of paragraphs, and of cells.
var (
	paragraphID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)
	cellID      = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*/[a-z0-9-]+(/[a-z0-9_-]+)?$`)
)

// passagesOf gathers each text under the nearest block around it, then names the blocks in the order of the page.
func passagesOf(section *html.Node, key string) []Passage {
	var order []*html.Node
	words := map[*html.Node]*strings.Builder{}
	for n := section; n != nil; n = after(n, section) {
		if n.Type == html.ElementNode && blocks[n.Data] && isPassage(n, section) {
			order, words[n] = append(order, n), &strings.Builder{}
		}
		if n.Type == html.TextNode {
			if block := blockOf(n, section); block != nil && words[block] != nil {
				words[block].WriteString(n.Data)
			}
		}
	}
	var list []Passage
	used, without := map[string]bool{}, 0
	for _, n := range order {
		id, text := attr(n, "id"), squeeze(words[n].String())
		cell := isCell(n)
		if text == "" && !cell {
			continue
		}
		if used[id] || !cell && !(paragraphID.MatchString(id) && len(id) <= maxKeyLength) {
			without++
			id = fmt.Sprintf("%s~%d", key, without)
		}
		used[id] = true
		list = append(list, Passage{id, text})
	}
	return list
}

func isCell(n *html.Node) bool {
	id := attr(n, "id")
	return (n.Data == "td" || n.Data == "th") && len(id) <= maxKeyLength && cellID.MatchString(id)
}

// isPassage tells whether a block of a section is one: a cell with a key, or anything in .prose.
func isPassage(n, section *html.Node) bool {
	if isCell(n) {
		return true
	}
	for ; n != section; n = n.Parent {
		for _, class := range strings.Fields(attr(n, "class")) {
			if class == "prose" {
				return true
			}
		}
	}
	return false
}

// blockOf is the nearest block around a text, nil where there is none or the text is not the bulletin's.
func blockOf(n, section *html.Node) *html.Node {
	var block *html.Node
	for ; n != section; n = n.Parent {
		if n.Data == "script" || n.Data == "style" || n.Data == "template" || hasAttr(n, SkipAttribute) {
			if n.Type == html.ElementNode {
				return nil
			}
		}
		if block == nil && n.Type == html.ElementNode && blocks[n.Data] {
			block = n
		}
	}
	return block
}

// squeeze makes one space of every run of HTML's white space, and leaves none at the ends. Other spaces (U+3000) are text.
func squeeze(text string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\f' || r == '\r' }) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word)
	}
	return b.String()
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}
