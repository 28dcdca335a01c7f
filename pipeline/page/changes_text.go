package page

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// settingNames are the fields of a front matter that a reader sees, in the order of the page.
var settingNames = []struct{ key, label string }{
	{"masthead", "版头"}, {"number", "期号"}, {"issuer", "编发单位"}, {"date", "日期"}, {"title", "标题"},
	{"report_to", "报"}, {"copy_to", "抄送"}, {"distribute", "发"}, {"contact", "联系方式"}, {"copies", "印数"},
}

var settingLine = regexp.MustCompile(`(?m)^([a-z_]+)\s*=\s*(.*?)\s*$`)

// settingChanges compares the front matter of the Markdown files, the bulletin's own page first.
func settingChanges(before, after map[string][]byte) []Change {
	var out []Change
	for _, name := range markdown(before, after) {
		was, is := settings(before[name]), settings(after[name])
		file := strings.TrimPrefix(name, "content/")
		for _, s := range settingNames {
			if was == nil || is == nil || was[s.key] == is[s.key] {
				continue
			}
			c := Change{Kind: ChangedSetting, File: file, Key: s.key, Label: s.label, Old: was[s.key], New: is[s.key]}
			if file != indexFile {
				c.Label = "栏目" + s.label
			}
			out = append(out, c)
		}
	}
	return out
}

const indexFile = "index.md"

// markdown lists the Markdown files of two versions in order, the bulletin's own page first.
func markdown(before, after map[string][]byte) []string {
	list := []string{"content/" + indexFile}
	for _, name := range names(before, after) {
		if path.Ext(name) == ".md" && name != list[0] {
			list = append(list, name)
		}
	}
	return list
}

// settings reads the fields of a front matter, each on its line; nil where there is none.
func settings(file []byte) map[string]string {
	front, _, ok := splitFront(file)
	if !ok {
		return nil
	}
	out := map[string]string{}
	for _, m := range settingLine.FindAllStringSubmatch(front, -1) {
		out[m[1]] = m[2]
		if text, err := strconv.Unquote(m[2]); err == nil {
			out[m[1]] = text
		}
	}
	return out
}

// passage is one paragraph of a section: where it stands, and its words.
type passage struct{ key, label, text string }

// sectionChanges compares the paragraphs of the Markdown files.
func sectionChanges(before, after map[string][]byte) []Change {
	var out []Change
	for _, name := range markdown(before, after) {
		file := strings.TrimPrefix(name, "content/")
		was, is := passages(before[name], file), passages(after[name], file)
		keyOwn(was, is)
		for _, p := range joined(was, is) {
			old, now := find(was, p.key), find(is, p.key)
			if old.text != now.text {
				out = append(out, Change{Kind: ChangedParagraph, File: file, Key: p.key, Label: p.label, Old: old.text, New: now.text})
			}
		}
	}
	return out
}

// passages reads the paragraphs of a file. A person's own, which have no key, are told apart by the keyed one before them
// and their turn behind it (see [keyOwn]).
func passages(file []byte, name string) []passage {
	front, body, ok := splitFront(file)
	if !ok {
		body = strings.ReplaceAll(string(file), "\r\n", "\n")
	}
	title := settings([]byte("+++\n" + front + "+++\n"))["title"]
	if title == "" || name == indexFile {
		title = name
	}
	var out []passage
	for i, b := range splitBlocks(body) {
		out = append(out, passage{b.key, fmt.Sprintf("%s 第%d段", title, i+1), plainText(b.text)})
	}
	return out
}

// keyOwn gives keys to the person's own paragraphs. Those that stand in both versions, wherever they stand, stay without.
func keyOwn(was, is []passage) {
	same := map[string]int{}
	for _, p := range was {
		if p.key == "" {
			same[p.text]++
		}
	}
	common := map[string]int{}
	for _, p := range is {
		if p.key == "" && common[p.text] < same[p.text] {
			common[p.text]++
		}
	}
	number(was, common)
	number(is, common)
}

func number(list []passage, common map[string]int) {
	taken := map[string]int{}
	after, turn := "start", 0
	for i, p := range list {
		switch {
		case p.key != "":
			after, turn = p.key, 0
		case taken[p.text] < common[p.text]:
			taken[p.text]++
		default:
			turn++
			list[i].key = fmt.Sprintf("%s+%d", after, turn)
		}
	}
}

// joined lists the passages of both versions that have a key: the present ones in their order, then those that vanished.
func joined(was, is []passage) []passage {
	var out []passage
	for _, list := range [][]passage{is, was} {
		for _, p := range list {
			if p.key != "" && find(out, p.key).key == "" {
				out = append(out, p)
			}
		}
	}
	return out
}

func find(list []passage, key string) passage {
	for _, p := range list {
		if p.key == key {
			return p
		}
	}
	return passage{}
}

// plainText is what a reader sees of a paragraph: the words without links, marks and markup; a picture is its description.
func plainText(markdown string) string {
	source := []byte(markdown)
	var out strings.Builder
	walk := func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			out.WriteString(words(n, source))
		} else if endsWord(n) {
			out.WriteByte(' ')
		}
		return ast.WalkContinue, nil
	}
	if err := ast.Walk(goldmark.DefaultParser().Parse(text.NewReader(source)), walk); err != nil {
		return markdown // walk returns no error
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

// words are those of one node, without its children's.
func words(n ast.Node, source []byte) string {
	switch n := n.(type) {
	case *ast.Text:
		return string(util.UnescapePunctuations(n.Segment.Value(source)))
	case *ast.AutoLink:
		return string(n.Label(source))
	case *ast.Image:
		return "图："
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		return string(n.Lines().Value(source))
	}
	return ""
}

func endsWord(n ast.Node) bool {
	if t, ok := n.(*ast.Text); ok {
		return t.SoftLineBreak() || t.HardLineBreak()
	}
	return n.Type() == ast.TypeBlock
}
