package search

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"unicode/utf16"
)

// Files gives the index of bulletins, the newest first: files by path. OtherNames leads from what a unit is called as well to
// its name. Same bulletins, same bytes; and a file whose content is the same as in another index has the same name there.
func Files(bulletins []Bulletin, otherNames map[string]string) (map[string][]byte, error) {
	files := map[string][]byte{}
	err := Write(bulletins, otherNames, func(name string, body []byte) error {
		files[name] = bytes.Clone(body)
		return nil
	})
	return files, err
}

// Write hands over the files of Files one by one, the manifest last; put must not keep the body. The error is that of put,
// or that there are more kinds, channels and sections than an index takes.
func Write(bulletins []Bulletin, otherNames map[string]string, put func(name string, body []byte) error) error {
	w := writer{put: put, packer: newPacker()}
	all := numbered(bulletins)
	indexed := all[:indexedOf(all)]
	w.attributes(all)
	w.texts(indexed)
	w.shards(indexed)
	if tail := all[len(indexed):]; len(tail) > 0 {
		var texts []text
		for _, b := range tail {
			texts = append(texts, b.withTraditional())
		}
		w.manifest.Tail = w.addJSON(tailFile, texts)
	}
	folded := map[string]string{}
	for other, name := range otherNames {
		folded[string(utf16.Decode(Fold(other)))] = name
	}
	w.manifest.Names = w.addJSON(namesFile, folded)
	w.manifest.Fold = w.add(foldName, foldFile())
	w.manifest.Version = version
	body := seal(w.encoded(w.manifest), 0, 0)
	w.keep(Manifest, body, w.packer.pack)
	return w.err
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

// writer makes files; after an error it goes on for nothing.
type writer struct {
	put      func(name string, body []byte) error
	packer   *packer
	manifest manifest
	spans    []span
	place    map[string]uint16 // of attributes
	err      error
}

func (w *writer) keep(name string, content []byte, pack func([]byte) ([]byte, error)) {
	if w.err != nil {
		return
	}
	packed, err := pack(content)
	if err == nil {
		err = w.put(name, packed)
	}
	w.err = err
}

func (w *writer) add(kind string, body []byte) (sum uint32) {
	sum = digest(body)
	w.keep(fileName(kind, -1, sum), body, w.packer.pack)
	return sum
}

// addAll adds files of one kind that share a digest.
func (w *writer) addAll(kind string, first int, bodies [][]byte, pack func([]byte) ([]byte, error)) (sum uint32) {
	sum = digest(bodies...)
	for i, body := range bodies {
		w.keep(fileName(kind, first+i, sum), seal(body, first+i, sum), pack)
	}
	return sum
}

func (w *writer) addJSON(kind string, v any) (sum uint32) { return w.add(kind, w.encoded(v)) }

func (w *writer) encoded(v any) []byte {
	body, err := json.Marshal(v)
	if err != nil {
		w.err = err
	}
	return body
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
		w.manifest.Attributes = append(w.manifest.Attributes, a)
	}
	slices.Sort(w.manifest.Attributes)
	if n := len(w.manifest.Attributes); n > math.MaxUint16 {
		w.err = fmt.Errorf("检索最多容纳 %d 种栏目、渠道和类别，这里有 %d 种", math.MaxUint16, n)
		return
	}
	for i, a := range w.manifest.Attributes {
		w.place[a] = uint16(i + 1) // #nosec G115 -- at most MaxUint16, see above
	}
}

// textBytes is how long the documents of a text are together, but for a longer one alone: a hit costs a reader the text it
// stands in.
const textBytes = 3 << 10

// texts writes the documents in pieces.
func (w *writer) texts(bulletins []Bulletin) {
	pack := w.packer.packText
	after, err := w.packer.dictionary(bulletins)
	if err != nil {
		w.err = err
	}
	if after != nil {
		w.manifest.Dictionary = w.add(dictFile, after.dict)
		pack = after.pack
	}
	var group [][]byte
	flush := func() {
		if len(group) > 0 {
			w.manifest.Groups = append(w.manifest.Groups, w.addAll(textFile, w.manifest.Texts-len(group), group, pack))
		}
		group = nil
	}
	for _, b := range bulletins {
		for _, piece := range pieces(b) {
			w.period(b.Period)
			w.manifest.Docs += len(piece.Docs)
			w.manifest.Texts++
			if group = append(group, w.encoded(piece.withTraditional())); len(group) == textsPerGroup {
				flush()
			}
		}
	}
	flush()
	if len(w.spans) > 0 {
		w.manifest.Periods = w.addJSON(spanFile, w.spans)
	}
}

// period counts the numbers of one more text.
func (w *writer) period(period string) {
	last := len(w.spans) - 1
	if last < 0 || w.spans[last].Period != period {
		w.spans = append(w.spans, span{period, 0})
		last++
	}
	w.spans[last].Numbers += textDocs
}

// pieces cuts a bulletin into some with few documents each and only the sections of those.
func pieces(b Bulletin) []Bulletin {
	var out []Bulletin
	for rest := b.Docs; len(rest) > 0; {
		n := pieceOf(rest)
		piece := Bulletin{Period: b.Period, Label: b.Label, Title: b.Title, Docs: slices.Clone(rest[:n])}
		for i := range piece.Docs {
			d := &piece.Docs[i]
			d.Section = piece.adopt(b.section(d))
		}
		out = append(out, piece)
		rest = rest[n:]
	}
	return out
}

// pieceOf is how many of a bulletin's next documents stand in one text.
func pieceOf(docs []Document) int {
	n, size := 0, 0
	for n < len(docs) && n < textDocs && (n == 0 || size+len(docs[n].Text) <= textBytes) {
		size += len(docs[n].Text)
		n++
	}
	return n
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

func (b Bulletin) withTraditional() text {
	all := []string{b.Title}
	for _, s := range b.Sections {
		all = append(all, s.Title)
	}
	for _, d := range b.Docs {
		all = append(all, d.Text)
	}
	return text{b, traditionalIn(all...)}
}
