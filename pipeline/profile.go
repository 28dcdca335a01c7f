package pipeline

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"tongbao/archive"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// Header is the header of an export, with what the program makes of each column.
type Header struct {
	File        string          `json:"file"`
	Sheet       string          `json:"sheet,omitempty"`
	Row         int             `json:"row"`
	Kind        string          `json:"kind,omitempty"` // "" where the columns make no table yet
	Channel     string          `json:"channel,omitempty"`
	Profile     string          `json:"profile,omitempty"`
	Fingerprint string          `json:"fingerprint"`
	Columns     []record.Column `json:"columns"`
	Fields      []string        `json:"-"` // that a column may be
}

// ReadHeader finds the header of an export's first table or, where none is recognised, takes the first row that is
// filled as headers are.
func ReadHeader(a *archive.Archive, theme fs.FS, path string) (Header, error) {
	s, err := newSetup(a, theme, anyDay)
	if err != nil {
		return Header{}, err
	}
	file, err := os.Open(path)
	if err != nil {
		return Header{}, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return Header{}, err
	}
	f, problems := sheet.Open(filepath.Base(path), file, info.Size())
	if f == nil {
		return Header{}, fmt.Errorf("%s：%s", path, problems[0].Message)
	}
	book, _, _ := f.Head()
	t, ok := s.reader.Header(book)
	if !ok {
		return Header{}, fmt.Errorf("%s：没有找到像表头的一行", path)
	}
	return Header{
		File: path, Sheet: t.Place.Sheet, Row: t.Place.Row, Kind: t.Kind, Channel: t.Channel, Profile: t.Profile,
		Fingerprint: record.Fingerprint(t.Columns), Columns: t.Columns, Fields: s.fields,
	}, nil
}

// AddProfile keeps a profile in the archive, in place of an earlier one for the same header. The error says in Chinese
// what is wrong with it.
func AddProfile(a *archive.Archive, h Header, p archive.Profile) error {
	seen := map[string]string{}
	for header, field := range p.Columns {
		if !slices.ContainsFunc(h.Columns, func(c record.Column) bool { return c.Header == header }) {
			return fmt.Errorf("表头里没有“%s”这一列", header)
		}
		if field == "" {
			continue
		}
		if !slices.Contains(h.Fields, field) {
			return fmt.Errorf("没有“%s”这个字段（tongbao profile fields 列出全部字段）", field)
		}
		if other, twice := seen[field]; twice {
			return fmt.Errorf("“%s”和“%s”都当作 %s，只能有一列", other, header, field)
		}
		seen[field] = header
	}
	return archive.Replace(a.Path(filepath.FromSlash(p.File())), p.TOML())
}

// Field is a field that a column may be, with the headers that are known to mean it.
type Field struct {
	Key   string
	Names []string
}

// Fields lists the fields of the theme's vocabulary.
func Fields(theme fs.FS) ([]Field, error) {
	s, err := newSetup(nil, theme, anyDay)
	if err != nil {
		return nil, err
	}
	var out []Field
	for _, key := range s.fields {
		out = append(out, Field{key, s.words.Fields[key]})
	}
	return out, nil
}
