package search

import "unicode/utf16"

// Excerpt is the text around the first mark, at most so many characters, with … where it is cut.
func (h Hit) Excerpt(length int) string {
	units := utf16.Encode([]rune(h.Text))
	if len(units) <= length {
		return h.Text
	}
	start := 0
	if len(h.Marks) > 0 {
		start = max(0, min(h.Marks[0][0]-length/3, len(units)-length))
	}
	end := start + length
	start, end = whole(units, start), whole(units, end)
	out := string(utf16.Decode(units[start:end]))
	if start > 0 {
		out = "…" + out
	}
	if end < len(units) {
		out += "…"
	}
	return out
}

// whole moves a cut that would part a character of two units.
func whole(units []uint16, at int) int {
	if at > 0 && at < len(units) && utf16.IsSurrogate(rune(units[at])) && units[at] >= 0xdc00 {
		return at - 1
	}
	return at
}

// A Piece is a part of an excerpt, marked or not.
type Piece struct {
	Text   string
	Marked bool
}

// Pieces is the text around the first mark, at most so many characters, in parts by its marks; … where it is cut.
func (h Hit) Pieces(length int) []Piece {
	units := utf16.Encode([]rune(h.Text))
	start := 0
	if len(h.Marks) > 0 {
		start = max(0, min(h.Marks[0][0]-length/3, len(units)-length))
	}
	start, end := whole(units, start), whole(units, min(len(units), start+length))
	var out []Piece
	add := func(from, to int, marked bool) {
		if from < to {
			out = append(out, Piece{string(utf16.Decode(units[from:to])), marked})
		}
	}
	if start > 0 {
		out = append(out, Piece{Text: "…"})
	}
	at := start
	for _, m := range h.Marks {
		if from, to := max(at, m[0]), min(end, m[1]); from < to {
			add(at, from, false)
			add(from, to, true)
			at = to
		}
	}
	add(at, end, false)
	if end < len(units) {
		out = append(out, Piece{Text: "…"})
	}
	return out
}
