package search

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// A term is two neighbouring units, the first in the upper half; the last unit of a document has 0 beside it. The documents
// that hold a unit are so those of a range of terms. No unit is 0, so the terms below 0x10000 are free for attributes.
func term(first, second uint16) uint32 { return uint32(first)<<16 | uint32(second) }

// version of the format; a reader refuses others.
const version = 2

// Manifest is the one file of the index with a fixed name. All others have a digest of their content in their names, so that
// they may be kept for ever and two deployments never mix.
const Manifest = "manifest.json"

type manifest struct {
	Version int    `json:"version"`
	Meta    uint32 `json:"meta"` // digest
}

// meta says how the index is cut. Documents are numbered from the oldest bulletin to the newest and, in each, from its
// end to its top, so that falling numbers are the order in which they are shown. The digests are those of the files.
type meta struct {
	Docs       int      `json:"docs"`       // that are in shards; the tail's are numbered after them
	Periods    uint32   `json:"periods"`    // of those documents; 0 where there is none
	Attributes []string `json:"attributes"` // kind:text, channel:network, …; the nth is the term n
	Terms      []uint32 `json:"terms"`      // the first of each shard, as the difference to the one before
	Shards     digests  `json:"shards"`
	Directory  []part   `json:"directory"`
	Dictionary uint32   `json:"dictionary"` // 0 where there is none
	Tail       uint32   `json:"tail"`       // 0 where there is none
	Names      uint32   `json:"names"`
	Fold       uint32   `json:"fold"`
}

// digests are numbers of four bytes, the highest first, one after another: what is random is shorter so than as digits.
type digests []byte

func (d digests) at(i int) uint32 { return binary.BigEndian.Uint32(d[4*i:]) }

// span is how many documents in a row are of one period.
type span struct {
	Period string `json:"p"`
	Docs   int    `json:"n"`
}

// part is one file of the directory of texts, and how many documents its texts have.
type part struct {
	Docs int    `json:"n"`
	Sum  uint32 `json:"s"`
}

// texts is a part of the directory: of each of its texts how many documents it has, and its digest.
type texts struct {
	Docs []int   `json:"docs"`
	Sums digests `json:"sums"`
}

// textsPerPart is how many texts a part of the directory lists, but for the last.
const textsPerPart = 256

// posting is the documents of one term, ascending.
type posting struct {
	Term uint32
	Docs []uint32
}

// encodeShard writes how many terms there are; the terms as differences; how many documents each has; and the documents,
// term by term, as differences.
func encodeShard(postings []posting) []byte {
	out := binary.AppendUvarint(nil, uint64(len(postings)))
	before := uint32(0)
	for _, p := range postings {
		out = binary.AppendUvarint(out, uint64(p.Term-before))
		before = p.Term
	}
	for _, p := range postings {
		out = binary.AppendUvarint(out, uint64(len(p.Docs)))
	}
	for _, p := range postings {
		last := uint32(0)
		for _, d := range p.Docs {
			out = binary.AppendUvarint(out, uint64(d-last))
			last = d
		}
	}
	return out
}

// ErrDamaged says that a file of the index is not what was written.
var ErrDamaged = errors.New("检索文件已损坏，请重新生成网站")

// numbers reads unsigned numbers one after another; after a mistake it gives zeros and bad stays set.
type numbers struct {
	rest []byte
	bad  bool
}

func (n *numbers) next() uint64 {
	value, size := binary.Uvarint(n.rest)
	if size <= 0 {
		n.bad, n.rest = true, nil
		return 0
	}
	n.rest = n.rest[size:]
	return value
}

// count reads how many follow; each takes at least a byte, so more than are left is damage.
func (n *numbers) count() int {
	value := n.next()
	if value > uint64(len(n.rest)) {
		n.bad, n.rest = true, nil
		return 0
	}
	return int(value)
}

// shard is a shard as it is kept: documents stay as they were written until they are asked for.
type shard struct {
	terms  []uint32
	counts []uint32 // of documents, by term
	at     []uint32 // where each term's documents begin in data
	data   []byte
}

// decodeShard checks a whole shard, so that reading from it cannot fail; docs is how many documents there are.
func decodeShard(data []byte, docs int) (*shard, error) {
	n := numbers{rest: data}
	s := &shard{terms: make([]uint32, n.count())}
	at := uint64(0)
	for i := range s.terms {
		step := n.next()
		if at += step; at > 1<<32-1 || i > 0 && step == 0 {
			return nil, ErrDamaged
		}
		s.terms[i] = uint32(at)
	}
	s.counts = make([]uint32, len(s.terms))
	for i := range s.counts {
		s.counts[i] = uint32(n.count())
	}
	s.data = n.rest
	s.at = make([]uint32, len(s.terms))
	for i, count := range s.counts {
		s.at[i] = uint32(len(s.data) - len(n.rest))
		if !n.rising(count, uint64(docs)) {
			return nil, ErrDamaged
		}
	}
	if n.bad || len(n.rest) > 0 {
		return nil, ErrDamaged
	}
	return s, nil
}

// rising tells whether so many differences give rising numbers below a limit, at least one.
func (n *numbers) rising(count uint32, below uint64) bool {
	last := uint64(0)
	for i := range count {
		step := n.next()
		if last += step; i > 0 && step == 0 || last >= below || step >= below {
			return false
		}
	}
	return count > 0
}

// each calls with the documents of the ith term, ascending.
func (s *shard) each(i int, do func(doc uint32)) {
	rest, doc := s.data[s.at[i]:], uint32(0)
	for range s.counts[i] {
		if b := rest[0]; b < 0x80 { // nearly all differences
			doc, rest = doc+uint32(b), rest[1:]
		} else {
			step, size := binary.Uvarint(rest)
			doc, rest = doc+uint32(step), rest[size:]
		}
		do(doc)
	}
}

func decodeMeta(data []byte) (meta, error) {
	var m meta
	if json.Unmarshal(data, &m) != nil || 4*len(m.Terms) != len(m.Shards) {
		return meta{}, ErrDamaged
	}
	at := uint64(0)
	for i := range m.Terms {
		if at += uint64(m.Terms[i]); at > 1<<32-1 {
			return meta{}, ErrDamaged
		}
		m.Terms[i] = uint32(at)
	}
	var inParts []int
	for _, p := range m.Directory {
		inParts = append(inParts, p.Docs)
	}
	if !sums(inParts, m.Docs) {
		return meta{}, ErrDamaged
	}
	return m, nil
}

// decodePeriods reads the periods of so many documents.
func decodePeriods(data []byte, docs int) ([]span, error) {
	var all []span
	if json.Unmarshal(data, &all) != nil {
		return nil, ErrDamaged
	}
	var counts []int
	for _, p := range all {
		counts = append(counts, p.Docs)
	}
	if !sums(counts, docs) {
		return nil, ErrDamaged
	}
	return all, nil
}

func decodeTexts(data []byte, docs int) (texts, error) {
	var t texts
	if json.Unmarshal(data, &t) != nil || 4*len(t.Docs) != len(t.Sums) || len(t.Docs) > textsPerPart || !sums(t.Docs, docs) {
		return texts{}, ErrDamaged
	}
	return t, nil
}

// sums tells whether numbers, all above 0, make a total.
func sums(parts []int, total int) bool {
	if total < 0 || total > 1<<24 {
		return false
	}
	for _, n := range parts {
		if n <= 0 || n > total {
			return false
		}
		total -= n
	}
	return total == 0
}

// decodeTail reads bulletins whose documents are in no shard.
func decodeTail(data []byte) ([]Bulletin, error) {
	var all []Bulletin
	if json.Unmarshal(data, &all) != nil {
		return nil, ErrDamaged
	}
	return all, nil
}

// attributesOf are what a document can be narrowed by.
func attributesOf(b *Bulletin, d *Document) []string {
	out := []string{kindAttribute + d.Kind}
	if d.Channel != "" {
		out = append(out, channelAttribute+d.Channel)
	}
	if key := b.section(d).Key; key != "" {
		out = append(out, sectionAttribute+key)
	}
	return out
}

const kindAttribute, channelAttribute, sectionAttribute = "kind:", "channel:", "section:"

// values are the attributes of one sort there are.
func (m *meta) values(sort string) []string {
	var out []string
	for _, a := range m.Attributes {
		if value, ok := strings.CutPrefix(a, sort); ok {
			out = append(out, value)
		}
	}
	slices.Sort(out)
	return out
}
