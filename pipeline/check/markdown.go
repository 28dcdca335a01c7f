package check

import (
	"bytes"
	"html"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	goldmarktext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

const factScheme = "fact:"

// block is one paragraph, heading or list item of a section.
type block struct {
	text
	key     string // of a generated paragraph, "" of what a person added
	heading bool
	quoted  bool // another's words, or a table: what it says is not the bulletin's own sentence
	lead    int  // how many shown characters the bold words at the beginning have
}

// bodyOf gives where a section's Markdown begins, behind the front matter.
func bodyOf(file []byte) int {
	rest := bytes.TrimPrefix(file, []byte("\ufeff"))
	if !bytes.HasPrefix(rest, []byte("+++")) {
		return len(file) - len(rest)
	}
	end := bytes.Index(rest, []byte("\n+++"))
	if end < 0 {
		return len(file)
	}
	begin := len(file) - len(rest) + end + len("\n+++")
	if line := bytes.IndexByte(file[begin:], '\n'); line >= 0 {
		return begin + line + 1
	}
	return len(file)
}

// blocksOf reads a section. Code and raw HTML are not prose.
func blocksOf(file []byte) []*block {
	begin := bodyOf(file)
	body := file[begin:]
	var blocks []*block
	walk := func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n.Kind() {
		case ast.KindParagraph, ast.KindHeading, ast.KindTextBlock:
			b := &block{heading: n.Kind() == ast.KindHeading}
			b.read(n, body, begin)
			b.takeKey()
			b.settle()
			b.quoted = n.Parent().Kind() == ast.KindBlockquote || len(b.plain) > 0 && b.plain[0] == '|'
			blocks = append(blocks, b)
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	}
	if err := ast.Walk(goldmark.DefaultParser().Parse(goldmarktext.NewReader(body)), walk); err != nil {
		return blocks // walk returns no error
	}
	return blocks
}

// read gathers the characters below a node, and its links.
func (b *block) read(n ast.Node, body []byte, begin int) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		from := len(b.shown)
		switch c := c.(type) {
		case *ast.Text:
			b.segment(c.Segment, body, begin)
			switch {
			case c.HardLineBreak():
				b.add(hardBreak, begin+c.Segment.Stop-1)
			case c.SoftLineBreak():
				b.add('\n', begin+c.Segment.Stop-1)
			}
		case *ast.Link:
			b.read(c, body, begin)
			if key, bound := strings.CutPrefix(string(c.Destination), factScheme); bound {
				b.links = append(b.links, link{from, len(b.shown), key})
			}
		default:
			b.read(c, body, begin)
			if c.Kind() == ast.KindEmphasis && from == 0 {
				b.lead = len(b.shown)
			}
		}
	}
}

// segment adds source text with its escapes and references resolved.
func (b *block) segment(s goldmarktext.Segment, body []byte, begin int) {
	for i := s.Start; i < s.Stop; {
		c, size := utf8.DecodeRune(body[i:s.Stop])
		switch {
		case c == '\\' && i+1 < s.Stop && util.IsPunct(body[i+1]):
			b.add(rune(body[i+1]), begin+i+1)
			i += 2
			continue
		case c == '&':
			if end := bytes.IndexByte(body[i:min(s.Stop, i+longestReference)], ';'); end > 0 {
				for _, r := range html.UnescapeString(string(body[i : i+end+1])) {
					b.add(r, begin+i)
				}
				i += end + 1
				continue
			}
		}
		b.add(c, begin+i)
		i += size
	}
}

// longestReference bounds a character reference: &#x10FFFF;.
const longestReference = 12

// takeKey takes the attribute line off: {#key data-digest="…"}.
func (b *block) takeKey() {
	shown := string(b.shown)
	i := strings.LastIndex(shown, "\n{#")
	if i < 0 || !strings.HasSuffix(strings.TrimSpace(shown), "}") {
		return
	}
	attributes := strings.TrimSpace(shown[i+len("\n{#"):])
	if end := strings.IndexAny(attributes, " }"); end > 0 {
		b.key = attributes[:end]
		b.cut(utf8.RuneCountInString(shown[:i]))
	}
}
