package search

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
)

// A term is two neighbouring units, the first in the upper half; the last unit of a document has 0 beside it. The documents
// that hold a unit are so those of a range of terms. No unit is 0, so the terms below 0x10000 are free for attributes.
func term(first, second uint16) uint32 { return uint32(first)<<16 | uint32(second) }

// version of the format; a reader refuses others.
const version = 3

// Manifest is the one file of the index with a fixed name. All others have a digest in their names, so that they may be kept
// for ever and two deployments never mix.
const Manifest = "manifest.bin"

// manifest says how the index is cut: with it, a reader asks for all that a query needs at once. Documents are numbered from
// the oldest bulletin to the newest and, in each, from its end to its top, so that falling numbers are the order in which
// they are shown; each text begins at a multiple of textDocs. Where there is no file, its digest is 0.
type manifest struct {
	Version    int      `json:"version"`
	Docs       int      `json:"docs"`       // that are in shards; the tail's are numbered after the last text's
	Texts      int      `json:"texts"`      // how many
	Attributes []string `json:"attributes"` // kind:text, channel:network, …; the nth is the term n
	Starts     starts   `json:"starts"`     // of shards
	Shards     uint32   `json:"shards"`     // digest of them all
	Groups     []uint32 `json:"groups"`     // digests of textsPerGroup texts each
	Periods    uint32   `json:"periods"`
	Dictionary uint32   `json:"dictionary"`
	Tail       uint32   `json:"tail"`
	Names      uint32   `json:"names"`
	Fold       uint32   `json:"fold"`

	terms []uint32 // starts, put together
}

// starts are terms, ascending, each not above the first of a shard and above the last of the one before. They have as many
// zeros at their ends as that allows, and are parted, so that they pack well.
type starts struct {
	First  []uint32 `json:"first"`  // the first unit, as the difference to the one before
	Second []uint32 `json:"second"` // the upper half of the second
	Third  []uint32 `json:"third"`  // and the lower
}

// The numbers of documents tell which text they stand in and the numbers of texts which group, so that no file has to say it.
const (
	textDocs      = 8 // numbers that a text takes; it may have fewer documents
	textsPerGroup = 64
)

// slots is how many numbers the documents in shards take.
func (m *manifest) slots() int { return m.Texts * textDocs }

func (s *starts) add(before, last, first uint32) (start uint32) {
	start = first
	for shift := 16; shift > 0; shift-- {
		if short := first >> shift << shift; short > last || last == 0 {
			start = short
			break
		}
	}
	s.First = append(s.First, start>>16-before>>16)
	s.Second = append(s.Second, start>>8&0xff)
	s.Third = append(s.Third, start&0xff)
	return start
}

// terms puts starts together; false where they are not ascending.
func (s *starts) terms() ([]uint32, bool) {
	if len(s.Second) != len(s.First) || len(s.Third) != len(s.First) {
		return nil, false
	}
	out := make([]uint32, len(s.First))
	unit := uint32(0)
	for i, step := range s.First {
		unit += step
		if step > 0xffff || unit > 0xffff || s.Second[i] > 0xff || s.Third[i] > 0xff {
			return nil, false
		}
		out[i] = unit<<16 | s.Second[i]<<8 | s.Third[i]
		if i > 0 && out[i] <= out[i-1] {
			return nil, false
		}
	}
	return out, true
}

// span is how many numbers in a row are of documents of one period.
type span struct {
	Period  string `json:"p"`
	Numbers int    `json:"n"`
}

// text is what a file holds of one bulletin, with the traditional characters in it, each followed by its simplified one, so
// that a browser need not ask for the table.
type text struct {
	Bulletin
	Traditional string `json:"traditional,omitempty"`
}

// appendShard writes occurrences, in order: how many terms there are; the terms as differences; how many documents each has; and
// the documents, term by term, as differences.
func appendShard(out []byte, all []uint64) []byte {
	terms := 0
	for n := 0; n < len(all); n += run(all[n:]) {
		terms++
	}
	out = binary.AppendUvarint(out, uint64(terms))
	before := uint32(0)
	for n := 0; n < len(all); n += run(all[n:]) {
		out = binary.AppendUvarint(out, uint64(termOf(all[n])-before))
		before = termOf(all[n])
	}
	for n := 0; n < len(all); {
		count := run(all[n:])
		out = binary.AppendUvarint(out, uint64(count))
		n += count
	}
	last := uint32(0)
	for n, one := range all {
		if n > 0 && termOf(one) != termOf(all[n-1]) {
			last = 0
		}
		out = binary.AppendUvarint(out, uint64(uint32(one)-last))
		last = uint32(one)
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
	return int(value) // #nosec G115 -- no more than there are bytes
}

// shard is a shard as it is kept: documents stay as they were written until they are asked for.
type shard struct {
	terms  []uint32
	counts []uint32 // of documents, by term
	at     []uint32 // where each term's documents begin in data
	data   []byte
}

// decodeShard checks a whole shard, so that reading from it cannot fail; docs is above all numbers of documents.
func decodeShard(data []byte, docs int) (*shard, error) {
	if uint64(len(data)) > math.MaxUint32 { // so that every count and place in it fits
		return nil, ErrDamaged
	}
	n := numbers{rest: data}
	s := &shard{terms: make([]uint32, n.count())}
	at := uint64(0)
	for i := range s.terms {
		step := n.next()
		if at += step; step > math.MaxUint32 || at > math.MaxUint32 || i > 0 && step == 0 { // a larger step would come round
			return nil, ErrDamaged
		}
		s.terms[i] = uint32(at)
	}
	s.counts = make([]uint32, len(s.terms))
	for i := range s.counts {
		s.counts[i] = uint32(n.count()) // #nosec G115 -- no more than the bytes of the shard
	}
	s.data = n.rest
	s.at = make([]uint32, len(s.terms))
	for i, count := range s.counts {
		s.at[i] = uint32(len(s.data) - len(n.rest)) // #nosec G115 -- no more than the bytes of the shard
		if !n.rising(count, uint64(max(0, docs))) {
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
			doc, rest = doc+uint32(step), rest[size:] // #nosec G115 -- rising held it below the number of documents
		}
		do(doc)
	}
}

// decodeManifest checks a manifest, so that what it says can be relied on.
func decodeManifest(data []byte) (manifest, error) {
	var m manifest
	if json.Unmarshal(data, &m) != nil || m.Version != version {
		return manifest{}, ErrDamaged
	}
	var rising bool
	m.terms, rising = m.Starts.terms()
	if !rising || m.Texts < 0 || m.Texts > 1<<21 || m.Docs < m.Texts || m.Docs > m.slots() || len(m.Attributes) > math.MaxUint16 || len(m.Groups) != (m.Texts+textsPerGroup-1)/textsPerGroup {
		return manifest{}, ErrDamaged
	}
	return m, nil
}

// decodePeriods reads the periods of so many numbers.
func decodePeriods(data []byte, docs int) ([]span, error) {
	var all []span
	if json.Unmarshal(data, &all) != nil {
		return nil, ErrDamaged
	}
	var counts []int
	for _, p := range all {
		counts = append(counts, p.Numbers)
	}
	if !sums(counts, docs) {
		return nil, ErrDamaged
	}
	return all, nil
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
func (m *manifest) values(sort string) []string {
	var out []string
	for _, a := range m.Attributes {
		if value, ok := strings.CutPrefix(a, sort); ok {
			out = append(out, value)
		}
	}
	slices.Sort(out)
	return out
}
