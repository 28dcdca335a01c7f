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
	attributes = regexp.MustCompile(`(?m)^\{#([a-z0-9-]+)[^}]*\}$`)
	markdown   = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)|\*\*|\\([[:punct:]])|(?m)^#+ `)
)

// readSection takes the paragraphs of a section's Markdown as text; a link is the words it stands on.
func readSection(body string) Section {
	body = strings.ReplaceAll(strings.TrimPrefix(body, "\ufeff"), "\r\n", "\n")
	front, text, _ := strings.Cut(strings.TrimPrefix(body, "+++\n"), "\n+++\n")
	s := Section{Title: first(frontTitle, front), Key: first(frontKey, front)}
	for _, block := range strings.Split(text, "\n\n") {
		p := Paragraph{Anchor: s.Key}
		if own := first(attributes, block); own != "" {
			p.Anchor = own
			block = attributes.ReplaceAllString(block, "")
		}
		p.Text = strings.TrimSpace(markdown.ReplaceAllString(block, "$1$2"))
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
