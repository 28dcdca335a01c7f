package search

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"strings"
)

// A term is two neighbouring units, the first in the upper half; the last unit of a document has 0 beside it. The documents
// that hold a unit are so those of a range of terms.
func term(first, second uint16) uint32 { return uint32(first)<<16 | uint32(second) }

// version of the format; a reader refuses others.
const version = 1

// meta says how the index is cut: how many documents each bulletin has, and with which term each shard begins.
type meta struct {
	Docs    []int
	Shards  []uint32
	Periods []string
}

func (m meta) encode() []byte {
	out := binary.AppendUvarint(nil, version)
	out = binary.AppendUvarint(out, uint64(len(m.Docs)))
	for _, n := range m.Docs {
		out = binary.AppendUvarint(out, uint64(n))
	}
	out = binary.AppendUvarint(out, uint64(len(m.Shards)))
	before := uint32(0)
	for _, t := range m.Shards {
		out = binary.AppendUvarint(out, uint64(t-before))
		before = t
	}
	return append(out, strings.Join(m.Periods, "\n")...)
}

// posting is the documents of one term, ascending.
type posting struct {
	Term uint32
	Docs []uint32
}

func encodeShard(postings []posting) []byte {
	var out []byte
	before := uint32(0)
	for _, p := range postings {
		out = binary.AppendUvarint(out, uint64(p.Term-before))
		out = binary.AppendUvarint(out, uint64(len(p.Docs)))
		last := uint32(0)
		for _, d := range p.Docs {
			out = binary.AppendUvarint(out, uint64(d-last))
			last = d
		}
		before = p.Term
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

func decodeMeta(data []byte) (meta, error) {
	n := numbers{rest: data}
	if n.next() != version {
		return meta{}, ErrDamaged
	}
	var m meta
	for range n.count() {
		m.Docs = append(m.Docs, int(min(n.next(), 1<<30)))
	}
	at := uint64(0)
	for range n.count() {
		at += n.next()
		m.Shards = append(m.Shards, uint32(at))
	}
	if len(n.rest) > 0 {
		m.Periods = strings.Split(string(n.rest), "\n")
	}
	if n.bad || len(m.Periods) != len(m.Docs) || !slices.IsSorted(m.Shards) {
		return meta{}, ErrDamaged
	}
	return m, nil
}

// decodeShard gives the postings of a shard; docs is how many documents there are.
func decodeShard(data []byte, docs int) ([]posting, error) {
	n := numbers{rest: data}
	var out []posting
	at := uint64(0)
	for len(n.rest) > 0 && !n.bad {
		at += n.next()
		p := posting{Term: uint32(at)}
		last := uint64(0)
		for i := range n.count() {
			step := n.next()
			if last += step; i > 0 && step == 0 || last >= uint64(docs) {
				n.bad = true
			}
			p.Docs = append(p.Docs, uint32(last))
		}
		if at > 1<<32-1 || len(p.Docs) == 0 {
			n.bad = true
		}
		out = append(out, p)
	}
	if n.bad {
		return nil, ErrDamaged
	}
	return out, nil
}

// pack compresses for every host alike: some compress nothing, and a browser of 2020 can inflate.
func pack(data []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	err = w.Close()
	return out.Bytes(), err
}

// most is how long an unpacked file may be: a damaged or hostile one must not fill the memory.
const most = 64 << 20

func unpack(data []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, ErrDamaged
	}
	out, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil || len(out) > most {
		return nil, ErrDamaged
	}
	return out, nil
}
