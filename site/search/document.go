// Package search finds any piece of text in an archive's bulletins: it writes the index as static files, which a script in
// the page and the reader here understand alike.
//
// In: bulletins as paragraphs. Out: files by path; and from those files, hits. It touches neither clock nor disk, and asks
// for files by name through an fs.FS. The format is described in docs/search.md.
package search

// Kinds of documents.
const (
	Title   = "title"   // a bulletin's title
	Text    = "text"    // a paragraph
	Case    = "case"    // a 高星件
	Ranking = "ranking" // a table: its title and units
)

// Bulletin is what is searched of one bulletin.
type Bulletin struct {
	Period   string     `json:"period"` // 2021q3
	Label    string     `json:"label"`  // 2021年三季度
	Title    string     `json:"title"`
	Sections []string   `json:"sections"` // titles
	Docs     []Document `json:"docs"`
}

// Document is what a hit points to.
type Document struct {
	Section int    `json:"s"` // place in Sections, -1 for none
	Kind    string `json:"k"`
	Anchor  string `json:"a"` // id on the bulletin's page, "" for its top
	Text    string `json:"t"`
}
