package record

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"tongbao/pipeline/sheet"
)

// Profile is how an office answered, once, what the columns of a kind of export are (导出格式). It is chosen again by the
// fingerprint of its header.
type Profile struct {
	Name        string
	Fingerprint string
	Channel     string            // of its cases, "" where the rows or the title say it
	Columns     map[string]string // header as written → field, "" for a column that is not to be read
}

// Fingerprint is the same for headers of the same words in the same order, however they are spaced and punctuated.
func Fingerprint(columns []Column) string {
	var out strings.Builder
	for _, c := range columns {
		out.WriteString(normalise(c.Header))
		out.WriteByte('\n')
	}
	sum := sha256.Sum256([]byte(out.String()))
	return hex.EncodeToString(sum[:6])
}

// UseProfiles makes the reader know an archive's profiles.
func (r *Reader) UseProfiles(profiles []Profile) {
	r.profiles = map[string]Profile{}
	for _, p := range profiles {
		columns := map[string]string{}
		for header, field := range p.Columns {
			columns[normalise(header)] = field
		}
		p.Columns = columns
		r.profiles[p.Fingerprint] = p
	}
}

// FieldKeys lists the keys that a profile may name, in order.
func (v Vocabulary) FieldKeys() []string {
	var keys []string
	for key := range v.Fields {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// profiled looks whether the rows from index i on are a header that a profile knows.
func (r *Reader) profiled(g grid, i int, context string) (header, bool) {
	for depth := 1; len(r.profiles) > 0 && depth <= maxHeaderDepth && i+depth <= len(g.Rows); depth++ {
		h := header{first: i, depth: depth, columns: r.columns(g, g.Rows[i:i+depth])}
		p, known := r.profiles[Fingerprint(h.columns)]
		if !known {
			continue
		}
		given := map[string]bool{}
		for k, c := range h.columns {
			if field, answered := p.Columns[normalise(c.Header)]; answered {
				if given[field] {
					field = "" // two columns with one header: the first counts
				}
				given[field] = field != ""
				h.columns[k].Field, h.columns[k].Why = field, "导出格式“"+p.Name+"”"
			}
		}
		h.profile = p
		if h.kind = kindOf(recognised(h.columns), context); h.kind != "" {
			return h, true
		}
	}
	return header{}, false
}

// Header gives the first table of a book's first rows or, where none is recognised, a table without a kind whose header
// is the first row that is filled as headers are.
func (r *Reader) Header(head sheet.Book) (Table, bool) {
	if tables, _ := r.Find(head); len(tables) > 0 {
		return tables[0], true
	}
	const least = 4
	for _, s := range head.Sheets {
		g := newGrid(head.File, s)
		for i, row := range s.Rows {
			columns := r.columns(g, s.Rows[i:i+1])
			if len(columns) >= least && !hasFigure(row) {
				return Table{Place: g.place(row.Number, 0), HeaderRows: 1, Columns: columns}, true
			}
		}
	}
	return Table{}, false
}
