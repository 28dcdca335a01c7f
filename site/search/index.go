package search

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sort"
	"sync"
)

// Index is an opened index. It is safe for several readers at once; what it has read it keeps.
type Index struct {
	files  fs.FS
	folder string
	meta   meta
	starts []int // number of each bulletin's first document, and of all at the end

	mu     sync.Mutex
	shards map[int][]posting
	texts  map[int]Bulletin
}

// Open reads the index whose files lie in a folder. The error is fs.ErrNotExist where there is none, ErrDamaged where it is
// not what was written.
func Open(files fs.FS) (*Index, error) {
	body, err := fs.ReadFile(files, Manifest)
	if err != nil {
		return nil, err
	}
	var m manifest
	if err := json.Unmarshal(body, &m); err != nil || !fs.ValidPath(m.Folder) {
		return nil, ErrDamaged
	}
	x := &Index{files: files, folder: m.Folder, shards: map[int][]posting{}, texts: map[int]Bulletin{}}
	if body, err = x.read("meta.bin"); err != nil {
		return nil, err
	}
	if x.meta, err = decodeMeta(body); err != nil {
		return nil, err
	}
	x.starts = []int{0}
	for _, n := range x.meta.Docs {
		x.starts = append(x.starts, x.starts[len(x.starts)-1]+n)
	}
	return x, nil
}

func (x *Index) read(name string) ([]byte, error) {
	body, err := fs.ReadFile(x.files, path.Join(x.folder, name))
	if err != nil {
		return nil, err
	}
	body, err = unpack(body)
	if err != nil {
		return nil, fmt.Errorf("%s：%w", name, err)
	}
	return body, nil
}

// Documents is how many there are.
func (x *Index) Documents() int { return x.starts[len(x.starts)-1] }

func (x *Index) shard(i int) ([]posting, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if kept, ok := x.shards[i]; ok {
		return kept, nil
	}
	body, err := x.read(shardName(i))
	if err != nil {
		return nil, err
	}
	postings, err := decodeShard(body, x.Documents())
	if err != nil {
		return nil, fmt.Errorf("%s：%w", shardName(i), err)
	}
	x.shards[i] = postings
	return postings, nil
}

// otherNames are the names of units by what they are called as well, folded.
func (x *Index) otherNames() (map[string]string, error) {
	body, err := x.read(namesFile)
	if err != nil {
		return nil, err
	}
	var out map[string]string
	if err := json.Unmarshal(body, &out); err != nil {
		return nil, fmt.Errorf("%s：%w", namesFile, ErrDamaged)
	}
	return out, nil
}

// bulletin is the text of one bulletin.
func (x *Index) bulletin(i int) (Bulletin, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if kept, ok := x.texts[i]; ok {
		return kept, nil
	}
	body, err := x.read(textName(i))
	if err != nil {
		return Bulletin{}, err
	}
	var b Bulletin
	if err := json.Unmarshal(body, &b); err != nil || len(b.Docs) != x.meta.Docs[i] {
		return Bulletin{}, fmt.Errorf("%s：%w", textName(i), ErrDamaged)
	}
	x.texts[i] = b
	return b, nil
}

// bulletinOf is which bulletin a document belongs to.
func (x *Index) bulletinOf(doc int) int {
	return sort.Search(len(x.meta.Docs), func(i int) bool { return x.starts[i+1] > doc })
}

// between gives the documents of all terms from low to high, ascending.
func (x *Index) between(low, high uint32) ([]uint32, error) {
	first := sort.Search(len(x.meta.Shards), func(i int) bool { return x.meta.Shards[i] > low }) - 1
	var out []uint32
	for i := max(first, 0); i < len(x.meta.Shards) && x.meta.Shards[i] <= high; i++ {
		postings, err := x.shard(i)
		if err != nil {
			return nil, err
		}
		at := sort.Search(len(postings), func(k int) bool { return postings[k].Term >= low })
		for ; at < len(postings) && postings[at].Term <= high; at++ {
			out = append(out, postings[at].Docs...)
		}
	}
	if low != high {
		slices.Sort(out)
		out = slices.Compact(out)
	}
	return out, nil
}

// candidates gives the documents that hold every pair of neighbours of a text: all that hold the text, and few others.
func (x *Index) candidates(units []uint16) ([]uint32, error) {
	if len(units) == 1 {
		return x.between(term(units[0], 0), term(units[0], 0xffff))
	}
	var out []uint32
	for i := range len(units) - 1 {
		docs, err := x.between(term(units[i], units[i+1]), term(units[i], units[i+1]))
		if err != nil {
			return nil, err
		}
		if i == 0 {
			out = docs
		} else {
			out = intersect(out, docs)
		}
		if len(out) == 0 {
			return nil, nil
		}
	}
	return out, nil
}

func intersect(a, b []uint32) []uint32 {
	var out []uint32
	for i, k := 0, 0; i < len(a) && k < len(b); {
		switch {
		case a[i] < b[k]:
			i++
		case a[i] > b[k]:
			k++
		default:
			out = append(out, a[i])
			i, k = i+1, k+1
		}
	}
	return out
}
