package series

import (
	"errors"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// AddWords reads what bulletins say: their titles and sections, from the content folder of an archive. A bulletin without a
// page there keeps none. The error names the file that cannot be read.
func AddWords(content fs.FS, bulletins []Bulletin) error {
	for i := range bulletins {
		if err := bulletins[i].addWords(content); err != nil {
			return err
		}
	}
	return nil
}

func (b *Bulletin) addWords(content fs.FS) error {
	folder := path.Join("bulletins", b.Period.Key)
	head, err := fs.ReadFile(content, path.Join(folder, "index.md"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	b.Title = first(frontTitle, string(head))
	files, err := fs.Glob(content, path.Join(folder, "[0-9]*.md"))
	if err != nil {
		return err
	}
	for _, file := range files {
		body, err := fs.ReadFile(content, file)
		if err != nil {
			return err
		}
		b.Sections = append(b.Sections, readSection(string(body)))
	}
	return nil
}

// Section is one section of a bulletin as it is read.
type Section struct {
	Title      string
	Key        string // also its id on the page
	Paragraphs []Paragraph
}

// Paragraph is a paragraph's words without marks; its anchor is an id on the page: its own, else the section's.
type Paragraph struct{ Text, Anchor string }

var (
	frontTitle = regexp.MustCompile(`(?m)^title = "(.*)"$`)
	frontKey   = regexp.MustCompile(`(?m)^section = "(.*)"$`)
	attributes = regexp.MustCompile(`^\{#([a-z0-9-]+)[^}]*\}(?m:$)`)
)

// readSection takes the paragraphs of a section's Markdown as text; a link is the words it stands on.
func readSection(body string) Section {
	body = strings.ReplaceAll(strings.TrimPrefix(body, "\ufeff"), "\r\n", "\n")
	front, text, _ := strings.Cut(strings.TrimPrefix(body, "+++\n"), "\n+++\n")
	s := Section{Title: first(frontTitle, front), Key: first(frontKey, front)}
	for _, block := range strings.Split(text, "\n\n") {
		p := Paragraph{Anchor: s.Key}
		if at := lineWith(block, "{#"); at >= 0 {
			if m := attributes.FindStringSubmatch(block[at:]); m != nil {
				p.Anchor = m[1]
				block = block[:at] + block[at+len(m[0]):]
			}
		}
		p.Text = strings.TrimSpace(plain(block))
		s.Paragraphs = append(s.Paragraphs, p)
	}
	return s
}

func first(pattern *regexp.Regexp, text string) string {
	if m := pattern.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// lineWith is where the first line begins that starts with the mark, -1 where none does.
func lineWith(text, mark string) int {
	if strings.HasPrefix(text, mark) {
		return 0
	}
	if i := strings.Index(text, "\n"+mark); i >= 0 {
		return i + 1
	}
	return -1
}

// plain takes Markdown's marks out of a block: a link leaves its words, an escaped character itself; signs of emphasis and of
// headings leave nothing. It reads every word of the archive at every build, hence no regular expression.
func plain(text string) string {
	var out strings.Builder
	for start := true; ; { // of a line
		i := strings.IndexAny(text, "[*\\#\n")
		if i < 0 {
			out.WriteString(text)
			return out.String()
		}
		out.WriteString(text[:i])
		start = start && i == 0
		words, length := unmarked(text[i:], start)
		out.WriteString(words)
		start = text[i] == '\n'
		text = text[i+length:]
	}
}

// unmarked gives what the mark at the beginning of a text leaves, and how long the mark is.
func unmarked(text string, lineStart bool) (words string, length int) {
	switch {
	case text[0] == '[':
		if words, after, ok := strings.Cut(text[1:], "]"); ok && strings.HasPrefix(after, "(") {
			if target, _, ok := strings.Cut(after, ")"); ok {
				return words, len("[") + len(words) + len("]") + len(target) + len(")")
			}
		}
	case strings.HasPrefix(text, "**"):
		return "", 2
	case text[0] == '\\' && len(text) > 1 && isPunct(text[1]):
		return text[1:2], 2
	case text[0] == '#' && lineStart:
		if marks := strings.TrimLeft(text, "#"); strings.HasPrefix(marks, " ") {
			return "", len(text) - len(marks) + 1
		}
	}
	return text[:1], 1
}

// isPunct tells whether Markdown lets a backslash escape the character: any punctuation of ASCII.
func isPunct(c byte) bool {
	return '!' <= c && c <= '/' || ':' <= c && c <= '@' || '[' <= c && c <= '`' || '{' <= c && c <= '~'
}
