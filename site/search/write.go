package search

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"slices"
	"unicode/utf16"
)

// Files writes the index of bulletins, the newest first: files by path. OtherNames leads from what a unit is called as well to
// its name. Same bulletins, same bytes; and a file whose content is the same as in another index has the same name there.
func Files(bulletins []Bulletin, otherNames map[string]string) (map[string][]byte, error) {
	w := writer{files: map[string][]byte{}, packer: newPacker(nil)}
	all := numbered(bulletins)
	indexed := all[:indexedOf(all)]
	w.attributes(all)
	w.texts(indexed)
	w.shards(indexed)
	if tail := all[len(indexed):]; len(tail) > 0 {
		w.meta.Tail = w.addJSON(tailFile, -1, tail)
	}
	folded := map[string]string{}
	for other, name := range otherNames {
		folded[string(utf16.Decode(Fold(other)))] = name
	}
	w.meta.Names = w.addJSON(namesFile, -1, folded)
	w.meta.Fold = w.add(foldName, -1, foldFile())
	body, err := json.Marshal(manifest{version, w.addJSON(metaFile, -1, w.meta)})
	if err != nil {
		return nil, err
	}
	w.files[Manifest] = body
	return w.files, w.err
}

// numbered puts bulletins, and the documents of each, in the order of their numbers.
func numbered(bulletins []Bulletin) []Bulletin {
	out := slices.Clone(bulletins)
	slices.Reverse(out)
	for i := range out {
		out[i].Docs = slices.Clone(out[i].Docs)
		slices.Reverse(out[i].Docs)
	}
	return out
}

// The newest bulletins are in no shard but in one file, the tail, that is looked through as it is. It holds all of a small
// archive, because one file of all texts is less than the files of the index that a first query needs; and of a larger one
// the newest few, so that a new bulletin changes the tail alone and the shards only now and then.
const (
	scanned  = 160 << 10 // bytes of text up to which an archive is all tail
	tailStep = 8         // the tail of others has fewer bulletins
)

// indexedOf is how many of the bulletins, the oldest first, are in shards.
func indexedOf(all []Bulletin) int {
	size := 0
	for _, b := range all {
		for _, d := range b.Docs {
			size += len(d.Text)
		}
	}
	if size <= scanned {
		return 0
	}
	return len(all) - len(all)%tailStep
}

// writer gathers files; after an error it goes on for nothing.
type writer struct {
	files  map[string][]byte
	packer *packer
	after  *packer // with the dictionary
	meta   meta
	spans  []span
	place  map[string]uint16 // of attributes
	err    error
}

func (w *writer) add(kind string, number int, body []byte) (sum uint32) {
	sum = digest(body)
	packed, err := w.packer.pack(body)
	if err != nil {
		w.err = err
	}
	w.files[fileName(kind, number, sum)] = packed
	return sum
}

// addText packs a text after the dictionary where there is one.
func (w *writer) addText(number int, piece Bulletin) (sum uint32) {
	if w.meta.Dictionary == 0 {
		return w.addJSON(textFile, number, piece)
	}
	body, err := json.Marshal(piece)
	if err != nil {
		w.err = err
	}
	packed, err := w.after.after(body)
	if err != nil {
		w.err = err
	}
	sum = digest(body)
	w.files[fileName(textFile, number, sum)] = packed
	return sum
}

func (w *writer) addJSON(kind string, number int, v any) (sum uint32) {
	body, err := json.Marshal(v)
	if err != nil {
		w.err = err
	}
	return w.add(kind, number, body)
}

func (w *writer) attributes(all []Bulletin) {
	w.place = map[string]uint16{}
	for i := range all {
		for k := range all[i].Docs {
			for _, a := range attributesOf(&all[i], &all[i].Docs[k]) {
				w.place[a] = 0
			}
		}
	}
	for a := range w.place {
		w.meta.Attributes = append(w.meta.Attributes, a)
	}
	slices.Sort(w.meta.Attributes)
	for i, a := range w.meta.Attributes {
		w.place[a] = uint16(i + 1)
	}
}

// textBytes is how long the documents of a text are together: a hit costs a reader the text it stands in.
const textBytes = 3 << 10

// texts writes the documents in pieces, and their directory.
func (w *writer) texts(bulletins []Bulletin) {
	dict, err := dictionary(bulletins)
	if err != nil {
		w.err = err
	}
	if dict != nil {
		w.meta.Dictionary = w.add(dictFile, -1, dict)
		w.after = newPacker(dict)
	}
	var t texts
	number, docs := 0, 0
	flush := func() {
		if docs > 0 {
			sum := w.addJSON(partFile, len(w.meta.Directory), t)
			w.meta.Directory = append(w.meta.Directory, part{docs, sum})
		}
		t, docs = texts{}, 0
	}
	for _, b := range bulletins {
		w.period(b)
		for _, piece := range pieces(b) {
			t.Docs = append(t.Docs, len(piece.Docs))
			t.Sums = binary.BigEndian.AppendUint32(t.Sums, w.addText(number, piece))
			docs += len(piece.Docs)
			if number++; len(t.Docs) == textsPerPart {
				flush()
			}
		}
	}
	flush()
	if len(w.spans) > 0 {
		w.meta.Periods = w.addJSON(spanFile, -1, w.spans)
	}
}

func (w *writer) period(b Bulletin) {
	if len(b.Docs) == 0 {
		return
	}
	w.meta.Docs += len(b.Docs)
	if last := len(w.spans) - 1; last >= 0 && w.spans[last].Period == b.Period {
		w.spans[last].Docs += len(b.Docs)
		return
	}
	w.spans = append(w.spans, span{b.Period, len(b.Docs)})
}

// pieces cuts a bulletin into some with few documents each and only the sections of those.
func pieces(b Bulletin) []Bulletin {
	var out []Bulletin
	size := 0
	for _, d := range b.Docs {
		if len(out) == 0 || size+len(d.Text) > textBytes {
			out = append(out, Bulletin{Period: b.Period, Label: b.Label, Title: b.Title})
			size = 0
		}
		last := &out[len(out)-1]
		d.Section = last.adopt(b.section(&d))
		last.Docs = append(last.Docs, d)
		size += len(d.Text)
	}
	return out
}

// adopt gives the place of a section, -1 for none, adding it where it is new.
func (b *Bulletin) adopt(s Section) int {
	if s == (Section{}) {
		return -1
	}
	at := slices.Index(b.Sections, s)
	if at < 0 {
		at = len(b.Sections)
		b.Sections = append(b.Sections, s)
	}
	return at
}

func (w *writer) shards(bulletins []Bulletin) {
	all := w.postings(bulletins)
	limit := shardBytes(all)
	var shard []posting
	size, before := 0, uint32(0)
	flush := func() {
		if len(shard) > 0 {
			w.meta.Shards = binary.BigEndian.AppendUint32(w.meta.Shards, w.add(shardFile, len(w.meta.Shards)/4, encodeShard(shard)))
		}
		shard, size = nil, 0
	}
	for _, p := range all {
		if size > limit || len(shard) == 0 {
			flush()
			w.meta.Terms = append(w.meta.Terms, p.Term-before)
			before = p.Term
		}
		shard = append(shard, p)
		size += bytesOf(p)
	}
	flush()
}

func bytesOf(p posting) int { return 3 + len(p.Docs) }

// shardBytes is how long a shard is before compression. A query reads meta, which is as long as there are shards, and about
// three shards; together they are least where a shard grows with the root of the whole.
func shardBytes(all []posting) int {
	whole := 0
	for _, p := range all {
		whole += bytesOf(p)
	}
	return max(2<<10, int(math.Sqrt(float64(whole))))
}

// postings lists every term with its documents, in order.
func (w *writer) postings(bulletins []Bulletin) []posting {
	var all []uint64 // a term and a document
	doc := uint64(0)
	for i := range bulletins {
		b := &bulletins[i]
		for k := range b.Docs {
			for _, a := range attributesOf(b, &b.Docs[k]) {
				all = append(all, uint64(term(0, w.place[a]))<<32|doc)
			}
			units := Fold(b.Docs[k].Text)
			for i, u := range units {
				next := uint16(0)
				if i+1 < len(units) {
					next = units[i+1]
				}
				all = append(all, uint64(term(u, next))<<32|doc)
			}
			doc++
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	docs := make([]uint32, len(all))
	var out []posting
	for i, entry := range all {
		docs[i] = uint32(entry)
		if t := uint32(entry >> 32); len(out) == 0 || out[len(out)-1].Term != t {
			out = append(out, posting{Term: t, Docs: docs[i:i:len(all)]})
		}
		last := &out[len(out)-1]
		last.Docs = last.Docs[:len(last.Docs)+1]
	}
	return out
}
