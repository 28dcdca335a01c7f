package search

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"sort"
	"sync/atomic"
)

// Index is an opened index. It is safe for several readers at once. Of what it has read it keeps the latest, at most
// cacheBytes.
type Index struct {
	files fs.FS
	now   atomic.Pointer[generation]
}

const cacheBytes = 64 << 20

// generation is the index that one manifest names.
type generation struct {
	files  fs.FS
	name   uint32 // digest of its meta
	meta   meta
	starts []int // number of the first document of each part of the directory, and of all in shards at the end
	cache  *cache
}

// Open reads the index whose files lie in a folder. The error is fs.ErrNotExist where there is none, ErrDamaged where it is
// not what was written.
func Open(files fs.FS) (*Index, error) {
	g, err := openGeneration(files)
	if err != nil {
		return nil, err
	}
	x := &Index{files: files}
	x.now.Store(g)
	return x, nil
}

func openGeneration(files fs.FS) (*generation, error) {
	body, err := fs.ReadFile(files, Manifest)
	if err != nil {
		return nil, err
	}
	var m manifest
	if err := json.Unmarshal(body, &m); err != nil || m.Version != version {
		return nil, fmt.Errorf("%s：%w", Manifest, ErrDamaged)
	}
	g := &generation{files: files, name: m.Meta, cache: newCache(cacheBytes)}
	if g.meta, err = read(g, metaFile, -1, m.Meta, decodeMeta); err != nil {
		return nil, err
	}
	g.starts = []int{0}
	for _, p := range g.meta.Directory {
		g.starts = append(g.starts, g.starts[len(g.starts)-1]+p.Docs)
	}
	return g, nil
}

// reload takes the index that the manifest names now, and tells whether it is another one: a new deployment came in between.
func (x *Index) reload(old *generation) (another bool, err error) {
	now, err := openGeneration(x.files)
	if err != nil || now.name == old.name {
		return false, err
	}
	x.now.Store(now)
	return true, nil
}

func read[T any](g *generation, kind string, number int, sum uint32, decode func([]byte) (T, error)) (T, error) {
	return readAs(g, fileName(kind, number, sum), func(body []byte) ([]byte, error) { return unpack(body, sum) }, decode)
}

func readAs[T any](g *generation, name string, unpack func([]byte) ([]byte, error), decode func([]byte) (T, error)) (value T, err error) {
	if kept, ok := g.cache.get(name); ok {
		return kept.(T), nil
	}
	body, err := fs.ReadFile(g.files, name)
	if err != nil {
		return value, err
	}
	if body, err = unpack(body); err == nil {
		value, err = decode(body)
	}
	if err != nil {
		return value, fmt.Errorf("%s：%w", name, err)
	}
	g.cache.put(name, value, costOf(value, len(body)))
	return value, nil
}

// text reads some documents of a bulletin.
func (g *generation) text(number int, sum uint32, docs int) (*Bulletin, error) {
	unpacked := func(body []byte) ([]byte, error) { return unpack(body, sum) }
	if g.meta.Dictionary != 0 {
		dict, err := read(g, dictFile, -1, g.meta.Dictionary, func(data []byte) ([]byte, error) { return data, nil })
		if err != nil {
			return nil, err
		}
		unpacked = func(body []byte) ([]byte, error) { return unpackAfter(body, dict, sum) }
	}
	return readAs(g, fileName(textFile, number, sum), unpacked, func(data []byte) (*Bulletin, error) {
		var b Bulletin
		if json.Unmarshal(data, &b) != nil || len(b.Docs) != docs {
			return nil, ErrDamaged
		}
		return &b, nil
	})
}

// costOf is about how many bytes a value takes in memory that was read from so many.
func costOf(value any, body int) int {
	switch v := value.(type) {
	case *shard:
		return body + 12*len(v.terms)
	case *tail:
		return 4 * body
	}
	return 2 * body
}

func (g *generation) shard(i int) (*shard, error) {
	return read(g, shardFile, i, g.meta.Shards.at(i), func(data []byte) (*shard, error) { return decodeShard(data, g.meta.Docs) })
}

// otherNames are the names of units by what they are called as well, folded.
func (g *generation) otherNames() (map[string]string, error) {
	return read(g, namesFile, -1, g.meta.Names, func(data []byte) (out map[string]string, err error) {
		if json.Unmarshal(data, &out) != nil {
			err = ErrDamaged
		}
		return out, err
	})
}

// spans are the periods of the documents in shards.
func (g *generation) spans() ([]span, error) {
	if g.meta.Periods == 0 {
		return nil, nil
	}
	return read(g, spanFile, -1, g.meta.Periods, func(data []byte) ([]span, error) { return decodePeriods(data, g.meta.Docs) })
}

// tail is what is in no shard: each document with its bulletin, by number less that of the first, and its text folded.
type tail struct {
	docs   []place
	folded [][]uint16
}

// place is a document and the bulletin, or the piece of one, that it stands in.
type place struct {
	bulletin *Bulletin
	doc      *Document
}

func (g *generation) tail() (*tail, error) {
	if g.meta.Tail == 0 {
		return &tail{}, nil
	}
	return read(g, tailFile, -1, g.meta.Tail, func(data []byte) (*tail, error) {
		all, err := decodeTail(data)
		out := &tail{}
		for i := range all {
			for k := range all[i].Docs {
				out.docs = append(out.docs, place{&all[i], &all[i].Docs[k]})
				out.folded = append(out.folded, Fold(all[i].Docs[k].Text))
			}
		}
		return out, err
	})
}

// document finds a document by its number.
func (g *generation) document(doc uint32) (place, error) {
	if int(doc) >= g.meta.Docs {
		t, err := g.tail()
		if err == nil && int(doc)-g.meta.Docs >= len(t.docs) {
			err = ErrDamaged
		}
		if err != nil {
			return place{}, err
		}
		return t.docs[int(doc)-g.meta.Docs], nil
	}
	i := sort.Search(len(g.meta.Directory), func(i int) bool { return g.starts[i+1] > int(doc) })
	of := g.meta.Directory[i]
	t, err := read(g, partFile, i, of.Sum, func(data []byte) (texts, error) { return decodeTexts(data, of.Docs) })
	if err != nil {
		return place{}, err
	}
	at := int(doc) - g.starts[i]
	k := 0
	for ; at >= t.Docs[k]; k++ {
		at -= t.Docs[k]
	}
	b, err := g.text(i*textsPerPart+k, t.Sums.at(k), t.Docs[k])
	if err != nil {
		return place{}, err
	}
	return place{b, &b.Docs[at]}, nil
}

// Channels are the keys of the channels that documents are about.
func (x *Index) Channels() []string { return x.now.Load().meta.values(channelAttribute) }

// Sections are the keys of the sections that documents stand in.
func (x *Index) Sections() []string { return x.now.Load().meta.values(sectionAttribute) }

// attribute is the term of an attribute; false where no document has it.
func (g *generation) attribute(name string) (uint32, bool) {
	i, found := slices.BinarySearch(g.meta.Attributes, name)
	return term(0, uint16(i+1)), found
}

// Documents is how many there are, those of a tail that cannot be read left out.
func (x *Index) Documents() int {
	g := x.now.Load()
	t, err := g.tail()
	if err != nil {
		return g.meta.Docs
	}
	return g.meta.Docs + len(t.docs)
}
