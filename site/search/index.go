package search

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
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
	files    fs.FS
	name     uint32 // digest of its manifest
	manifest manifest
	cache    *cache
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
	g := &generation{files: files, name: digest(body), cache: newCache(cacheBytes)}
	if body, err = unpack(body); err == nil {
		if body, err = unseal(body, 0, 0); err == nil {
			g.manifest, err = decodeManifest(body)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("%s：%w", Manifest, err)
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

func read[T any](g *generation, kind string, sum uint32, decode func([]byte) (T, error)) (T, error) {
	opened := func(body []byte) ([]byte, error) {
		body, err := unpack(body)
		if err != nil {
			return nil, err
		}
		return checked(body, sum)
	}
	return readAs(g, fileName(kind, -1, sum), opened, decode)
}

func readAs[T any](g *generation, name string, open func([]byte) ([]byte, error), decode func([]byte) (T, error)) (value T, err error) {
	if kept, ok := g.cache.get(name); ok {
		return kept.(T), nil
	}
	body, err := fs.ReadFile(g.files, name)
	if err != nil {
		return value, err
	}
	if body, err = open(body); err == nil {
		value, err = decode(body)
	}
	if err != nil {
		return value, fmt.Errorf("%s：%w", name, err)
	}
	g.cache.put(name, value, costOf(value, len(body)))
	return value, nil
}

// text reads some documents of a bulletin.
func (g *generation) text(number int) (*Bulletin, error) {
	sum := g.manifest.Groups[number/textsPerGroup]
	unpacked := unpack
	if g.manifest.Dictionary != 0 {
		dict, err := read(g, dictFile, g.manifest.Dictionary, func(data []byte) ([]byte, error) { return data, nil })
		if err != nil {
			return nil, err
		}
		unpacked = func(body []byte) ([]byte, error) { return unpackAfter(body, dict) }
	}
	return readSealed(g, textFile, number, sum, unpacked, func(data []byte) (*Bulletin, error) {
		var b Bulletin
		if json.Unmarshal(data, &b) != nil {
			return nil, ErrDamaged
		}
		return &b, nil
	})
}

// readSealed reads one of several files that share a digest.
func readSealed[T any](g *generation, kind string, number int, sum uint32, unpack func([]byte) ([]byte, error), decode func([]byte) (T, error)) (T, error) {
	opened := func(body []byte) ([]byte, error) {
		body, err := unpack(body)
		if err != nil {
			return nil, err
		}
		return unseal(body, number, sum)
	}
	return readAs(g, fileName(kind, number, sum), opened, decode)
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
	return readSealed(g, shardFile, i, g.manifest.Shards, unpack, func(data []byte) (*shard, error) { return decodeShard(data, g.manifest.slots()) })
}

// otherNames are the names of units by what they are called as well, folded.
func (g *generation) otherNames() (map[string]string, error) {
	return read(g, namesFile, g.manifest.Names, func(data []byte) (out map[string]string, err error) {
		if json.Unmarshal(data, &out) != nil {
			err = ErrDamaged
		}
		return out, err
	})
}

// spans are the periods of the documents in shards.
func (g *generation) spans() ([]span, error) {
	if g.manifest.Periods == 0 {
		return nil, nil
	}
	return read(g, spanFile, g.manifest.Periods, func(data []byte) ([]span, error) { return decodePeriods(data, g.manifest.slots()) })
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
	if g.manifest.Tail == 0 {
		return &tail{}, nil
	}
	return read(g, tailFile, g.manifest.Tail, func(data []byte) (*tail, error) {
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
	if n := int(doc) - g.manifest.slots(); n >= 0 {
		t, err := g.tail()
		if err == nil && n >= len(t.docs) {
			err = ErrDamaged
		}
		if err != nil {
			return place{}, err
		}
		return t.docs[n], nil
	}
	b, err := g.text(int(doc) / textDocs)
	if err != nil {
		return place{}, err
	}
	if at := int(doc) % textDocs; at < len(b.Docs) {
		return place{b, &b.Docs[at]}, nil
	}
	return place{}, ErrDamaged
}

// Channels are the keys of the channels that documents are about.
func (x *Index) Channels() []string { return x.now.Load().manifest.values(channelAttribute) }

// Sections are the keys of the sections that documents stand in.
func (x *Index) Sections() []string { return x.now.Load().manifest.values(sectionAttribute) }

// attribute is the term of an attribute; false where no document has it.
func (g *generation) attribute(name string) (uint32, bool) {
	i, found := slices.BinarySearch(g.manifest.Attributes, name)
	return term(0, uint16(i+1)), found // #nosec G115 -- decodeManifest held them to MaxUint16; one more is not found
}

// Documents is how many there are, those of a tail that cannot be read left out.
func (x *Index) Documents() int {
	g := x.now.Load()
	t, err := g.tail()
	if err != nil {
		return g.manifest.Docs
	}
	return g.manifest.Docs + len(t.docs)
}
