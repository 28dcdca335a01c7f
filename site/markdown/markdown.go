// Package markdown reads what people type into notes: a small part of Markdown, as a tree of few elements that a page can build
// without markup. In: text as it was typed. Out: nodes, or HTML made of them. Whatever is not of that part, markup of HTML
// included, stays text as it was typed.
package markdown

import (
	"html/template"
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Node is a text or an element: p, ul, ol, li, blockquote, pre, code, em, strong, a, br.
type Node struct {
	Text     string `json:"text,omitempty"`
	Tag      string `json:"tag,omitempty"`  // "" for a text
	Href     string `json:"href,omitempty"` // of a: http, https or relative
	Children []Node `json:"children,omitempty"`
}

// deepest is how deep elements may stand in one another: lists and quotes of a note are for people.
const deepest = 12

// Parse reads a text. Lines end where they were ended.
func Parse(typed string) []Node {
	source := []byte(typed)
	p := parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewListParser(), 300), util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700), util.Prioritized(parser.NewBlockquoteParser(), 800),
			util.Prioritized(indented{parser.NewParagraphParser()}, 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100), util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300), util.Prioritized(parser.NewEmphasisParser(), 500),
		),
	)
	return children(p.Parse(text.NewReader(source)), source, 0)
}

// indented takes lines that begin with many spaces as well: people indent paragraphs, and mean no code by it.
type indented struct{ parser.BlockParser }

func (indented) CanAcceptIndentedLine() bool { return true }

func children(parent ast.Node, source []byte, depth int) []Node {
	var out []Node
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		out = append(out, nodes(n, source, depth)...)
	}
	return out
}

func nodes(n ast.Node, source []byte, depth int) []Node {
	if depth >= deepest {
		return []Node{{Text: plain(n, source)}}
	}
	below := func() []Node { return children(n, source, depth+1) }
	switch n := n.(type) {
	case *ast.Text:
		return words(n, source)
	case *ast.String:
		return []Node{{Text: string(n.Value)}}
	case *ast.Paragraph:
		return []Node{{Tag: "p", Children: below()}}
	case *ast.TextBlock:
		return below()
	case *ast.List:
		return []Node{{Tag: map[bool]string{true: "ol", false: "ul"}[n.IsOrdered()], Children: below()}}
	case *ast.ListItem:
		return []Node{{Tag: "li", Children: below()}}
	case *ast.Blockquote:
		return []Node{{Tag: "blockquote", Children: below()}}
	case *ast.FencedCodeBlock:
		return []Node{{Tag: "pre", Children: []Node{{Text: lines(n, source)}}}}
	case *ast.CodeSpan:
		return []Node{{Tag: "code", Children: []Node{{Text: plain(n, source)}}}}
	case *ast.Emphasis:
		return []Node{{Tag: map[bool]string{true: "strong", false: "em"}[n.Level == 2], Children: below()}}
	case *ast.Link:
		return link(string(n.Destination), below())
	case *ast.Image:
		return link(string(n.Destination), below())
	case *ast.AutoLink:
		label := []Node{{Text: string(n.Label(source))}}
		if n.AutoLinkType == ast.AutoLinkEmail {
			return label
		}
		if to := string(n.URL(source)); Leads(to) {
			return link(to, label)
		}
		return []Node{{Text: "<" + label[0].Text + ">"}}
	}
	return []Node{{Text: plain(n, source)}}
}

// words are a text without the backslashes that kept its characters from meaning something.
func words(n *ast.Text, source []byte) []Node {
	out := []Node{{Text: string(util.UnescapePunctuations(n.Segment.Value(source)))}}
	if n.SoftLineBreak() || n.HardLineBreak() {
		out = append(out, Node{Tag: "br"})
	}
	return out
}

// link leads somewhere, or shows where it would have led.
func link(to string, label []Node) []Node {
	if Leads(to) {
		return []Node{{Tag: "a", Href: to, Children: label}}
	}
	return append(label, Node{Text: "（" + to + "）"})
}

// Leads tells whether an address may be a link: of http or https, or relative to the page.
func Leads(to string) bool {
	if to == "" || strings.ContainsAny(to, "\\\x00\t\r\n ") || strings.HasPrefix(to, "//") {
		return false
	}
	u, err := url.Parse(to)
	if err != nil || u.User != nil {
		return false
	}
	return u.Scheme == "" && u.Host == "" || (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// plain is all text below a node.
func plain(n ast.Node, source []byte) string {
	var b strings.Builder
	ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, is := n.(*ast.Text); is && entering {
			b.Write(t.Segment.Value(source))
			if t.SoftLineBreak() || t.HardLineBreak() {
				b.WriteByte('\n')
			}
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

func lines(n ast.Node, source []byte) string {
	var b strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(source))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// HTML is the text as markup, for pages that the server fills: the elements of Parse, everything else escaped.
func HTML(typed string) template.HTML {
	var b strings.Builder
	write(&b, Parse(typed))
	return template.HTML(b.String())
}

func write(b *strings.Builder, list []Node) {
	for _, n := range list {
		if n.Tag == "" {
			b.WriteString(template.HTMLEscapeString(n.Text))
			continue
		}
		b.WriteString("<" + n.Tag)
		if n.Href != "" {
			b.WriteString(` href="` + template.HTMLEscapeString(n.Href) + `" rel="noopener noreferrer nofollow"`)
		}
		b.WriteString(">")
		if n.Tag == "br" {
			continue
		}
		write(b, n.Children)
		b.WriteString("</" + n.Tag + ">")
	}
}
