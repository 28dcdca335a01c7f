// Package search finds any piece of text in an archive's bulletins: it writes the index as static files, which a script in
// the page and the reader here understand alike.
//
// In: bulletins as paragraphs. Out: files by path; and from those files, hits. It touches neither clock nor disk, and asks
// for files by name through an fs.FS. The format is described in docs/search.md.
package search

// Kinds of documents.
const (
	Title       = "title"       // a bulletin's title, a section's heading
	Text        = "text"        // a paragraph
	Case        = "case"        // a 高星件, a typical case, 超期件
	Ranking     = "ranking"     // a table: its title and units
	Instruction = "instruction" // a paragraph of 领导批示
)

// Bulletin is what is searched of one bulletin.
type Bulletin struct {
	Period   string     `json:"period"` // 2021q3
	Label    string     `json:"label"`  // 2021年三季度
	Title    string     `json:"title"`
	Sections []Section  `json:"sections"`
	Docs     []Document `json:"docs"`
}

// Section is a section's key, which is also its id on the page, and title.
type Section struct {
	Key   string `json:"key"`
	Title string `json:"title"`
}

// Document is what a hit points to.
type Document struct {
	Section int    `json:"s"` // place in Sections, -1 for none
	Kind    string `json:"k"`
	Channel string `json:"c,omitempty"` // network, hotline, …; "" where it is about none or several
	Anchor  string `json:"a"`           // id on the bulletin's page, "" for its top
	Text    string `json:"t"`
}

// section is the section of a document; the zero value where it has none.
func (b *Bulletin) section(d *Document) Section {
	if d.Section < 0 || d.Section >= len(b.Sections) {
		return Section{}
	}
	return b.Sections[d.Section]
}
