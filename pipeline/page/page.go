// Package page turns one measured bulletin into the bytes of its files: JSON data for layouts and scripts, Markdown
// sections for people.
//
// In: a [measure.Bulletin] and an [Imprint]. Out: [File] values with paths relative to the archive, the same bytes for
// the same input. It joins what it writes with what a person has made of an earlier version (see [Merge]);
// it reads and writes no files itself.
package page

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
)

// File is one file to be: its slash path below the archive and its bytes.
type File struct {
	Path string
	Body []byte
}

// Imprint is what a bulletin says about itself beside its figures.
type Imprint struct {
	Title      string
	Number     int    // 期号 within the year; 0 where not yet given
	Date       string // 2021-10-22; "" where not yet given
	Masthead   string
	Issuer     string
	ReportTo   string
	CopyTo     string
	Distribute string
	Contact    string
	Copies     int
	HomeUnit   string // id of the unit that stands for the city itself in the 地市 table
}

// DataDir and ContentDir are the folders of one bulletin, below the archive.
func DataDir(p record.Period) string    { return "data/bulletins/" + p.Key }
func ContentDir(p record.Period) string { return "content/bulletins/" + p.Key }

func encode(path string, value any) (File, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(value); err != nil {
		return File{}, fmt.Errorf("encode %s: %w", path, err)
	}
	return File{path, out.Bytes()}, nil
}

// digest is how a generated text is recognised as untouched later.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:6])
}

// Data writes the data files of a bulletin.
func Data(b measure.Bulletin, topics Topics, sources Sources) ([]File, error) {
	dir := DataDir(b.Period) + "/"
	parts := []struct {
		name  string
		value any
	}{
		{"summary.json", summaryOf(b)},
		{"rankings.json", rankingsOf(b)},
		{"cases.json", casesOf(b)},
		{"standings.json", standingsOf(b)},
		{"topics.json", topics},
		{"findings.json", findingsOf(b)},
		{"sources.json", sources},
	}
	files := make([]File, 0, len(parts))
	for _, part := range parts {
		f, err := encode(dir+part.name, part.value)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}
