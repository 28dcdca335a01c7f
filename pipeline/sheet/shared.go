package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"unicode/utf8"
)

// sharedStrings are the texts that a workbook's cells share, those that are needed at least.
type sharedStrings struct {
	used    *bitset  // nil where all are kept
	offsets []uint32 // of the kept texts, with the end of the last
	text    []byte
	whole   string // the same text, for those who keep parts of it
	count   int
}

// get gives a text by its number in the part; ok is false where there is none.
func (s *sharedStrings) get(i int) (text []byte, ok bool) {
	k, ok := s.place(i)
	if !ok {
		return nil, false
	}
	return s.text[s.offsets[k]:s.offsets[k+1]], true
}

// getString gives the same without a copy of each; the first call copies all.
func (s *sharedStrings) getString(i int) (string, bool) {
	k, ok := s.place(i)
	if !ok {
		return "", false
	}
	if s.whole == "" {
		s.whole = string(s.text)
	}
	return s.whole[s.offsets[k]:s.offsets[k+1]], true
}

func (s *sharedStrings) place(i int) (int, bool) {
	if s.used != nil {
		if !s.used.has(i) {
			return 0, false
		}
		i = s.used.rank(i)
	}
	return i, i >= 0 && i < len(s.offsets)-1
}

// readShared reads the shared strings, all of them or those in used, up to the end of the part; until > 0 stops behind
// that many. Of each text the runs are joined; phonetic readings (rPh) are left out.
func (w *workbook) readShared(used *bitset, until int) (*sharedStrings, error) {
	s := &sharedStrings{used: used, offsets: []uint32{0}}
	used.count()
	if !w.has(w.strings) {
		return s, nil
	}
	x, closer, err := w.open(w.strings)
	if err != nil {
		return nil, err
	}
	defer closer.Close()
	for until <= 0 || s.count < until {
		err := s.one(x)
		if errors.Is(err, io.EOF) {
			return s, nil
		}
		if err != nil {
			return nil, errPart(w.strings, broken(err))
		}
	}
	return s, nil
}

// one reads the next text; io.EOF at the part's end.
func (s *sharedStrings) one(x *xmlReader) error {
	done, err := s.fast(x)
	if err == nil && !done {
		err = s.item(x)
	}
	return err
}

var (
	itemStart = []byte("<si><t>")
	itemEnd   = []byte("</t></si>")
)

// fast takes one text of the usual form, <si><t>阜蒙县</t></si>, straight from the buffer.
func (s *sharedStrings) fast(x *xmlReader) (done bool, err error) {
	b := x.buf[x.pos:x.end]
	if !bytes.HasPrefix(b, itemStart) {
		return false, nil
	}
	n := bytes.IndexByte(b[len(itemStart):], '<')
	if n < 0 || !bytes.HasPrefix(b[len(itemStart)+n:], itemEnd) {
		return false, nil
	}
	text := b[len(itemStart) : len(itemStart)+n]
	if s.wanted() && (bytes.IndexByte(text, '&') >= 0 || bytes.IndexByte(text, '_') >= 0 || !utf8.Valid(text)) {
		return false, nil
	}
	x.pos += len(itemStart) + n + len(itemEnd)
	return true, s.end(text)
}

// wanted tells whether the text that comes next is kept.
func (s *sharedStrings) wanted() bool { return s.used == nil || s.used.has(s.count) }

// item takes what stands up to the end of one text, tag by tag; io.EOF at the part's end.
func (s *sharedStrings) item(x *xmlReader) error {
	var text []byte
	phonetic := false
	for {
		t, err := x.next()
		switch {
		case err != nil:
			return err
		case t.is("rPh"):
			phonetic = t.opens && !t.closes
		case t.is("t") && t.closes && !t.opens && !phonetic:
			run, err := unescape(x.text)
			if err != nil {
				return err
			}
			text = append(text, run...)
		case t.is("si") && t.closes:
			return s.end([]byte(unescapeControls(string(text))))
		}
	}
}

func (s *sharedStrings) end(text []byte) error {
	if s.wanted() {
		if len(s.text)+len(text) > maxKept {
			return fmt.Errorf("要用的共享文字超过 %d MB", maxKept>>20)
		}
		s.text = append(s.text, text...)
		s.offsets = append(s.offsets, uint32(len(s.text)))
	}
	if s.count++; s.count > maxShared {
		return fmt.Errorf("共享文字超过 %d 条", maxShared)
	}
	return nil
}

// bitset is a set of small numbers that knows how many members stand before each.
type bitset struct {
	words []uint64
	ranks []uint32 // members before each word; count fills them in
}

func (b *bitset) add(i int) {
	for i>>6 >= len(b.words) {
		b.words = append(b.words, make([]uint64, len(b.words)+1024)...)
	}
	b.words[i>>6] |= 1 << (i & 63)
}

// append adds a number greater than all before, of which there are n, and keeps the ranks true.
func (b *bitset) append(i, n int) {
	for i>>6 >= len(b.words) {
		b.words = append(b.words, 0)
		b.ranks = append(b.ranks, uint32(n))
	}
	b.words[i>>6] |= 1 << (i & 63)
}

func (b *bitset) has(i int) bool {
	return i >= 0 && i>>6 < len(b.words) && b.words[i>>6]>>(i&63)&1 == 1
}

func (b *bitset) count() {
	if b == nil {
		return
	}
	b.ranks = make([]uint32, len(b.words))
	n := uint32(0)
	for i, w := range b.words {
		b.ranks[i] = n
		n += uint32(bits.OnesCount64(w))
	}
}

func (b *bitset) rank(i int) int {
	return int(b.ranks[i>>6]) + bits.OnesCount64(b.words[i>>6]&(1<<(i&63)-1))
}
