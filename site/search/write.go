package search

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"unicode/utf16"
)

// Manifest is the one file of the index with a fixed name; all others lie in the folder it names, whose name changes with
// their content, so that they may be kept for ever.
const Manifest = "manifest.json"

type manifest struct {
	Folder string `json:"folder"`
}

// shardBytes is how long a shard is before compression: a query reads one for each pair of characters, and half as long
// ones would double the requests' overhead.
const shardBytes = 14 << 10

// Files writes the index of bulletins, the newest first: files by path. OtherNames leads from what a unit is called as well to
// its name. Same bulletins, same bytes.
func Files(bulletins []Bulletin, otherNames map[string]string) (map[string][]byte, error) {
	bodies, err := indexBodies(bulletins)
	if err != nil {
		return nil, err
	}
	folded := map[string]string{}
	for other, name := range otherNames {
		folded[string(utf16.Decode(Fold(other)))] = name
	}
	if bodies[namesFile], err = json.Marshal(folded); err != nil {
		return nil, err
	}
	sum := sha256.New()
	files := map[string][]byte{}
	for _, name := range slices.Sorted(maps.Keys(bodies)) {
		packed, err := pack(bodies[name])
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(sum, "%s %d\n", name, len(packed))
		sum.Write(packed)
		files[name] = packed
	}
	folder := hex.EncodeToString(sum.Sum(nil)[:16])
	out := map[string][]byte{}
	for name, body := range files {
		out[folder+"/"+name] = body
	}
	out[Manifest], err = json.Marshal(manifest{folder})
	return out, err
}

func indexBodies(bulletins []Bulletin) (map[string][]byte, error) {
	m := meta{}
	out := map[string][]byte{}
	for i, b := range bulletins {
		m.Docs = append(m.Docs, len(b.Docs))
		m.Periods = append(m.Periods, b.Period)
		body, err := json.Marshal(b)
		if err != nil {
			return nil, err
		}
		out[textName(i)] = body
	}
	var shard []posting
	size := 0
	flush := func() {
		if len(shard) > 0 {
			out[shardName(len(m.Shards)-1)] = encodeShard(shard)
		}
		shard, size = nil, 0
	}
	for _, p := range postings(bulletins) {
		if size > shardBytes || len(shard) == 0 {
			flush()
			m.Shards = append(m.Shards, p.Term)
		}
		shard = append(shard, p)
		size += 3 + len(p.Docs)
	}
	flush()
	out["meta.bin"] = m.encode()
	return out, nil
}

const namesFile = "names.bin"

func textName(i int) string  { return fmt.Sprintf("t%d.bin", i) }
func shardName(i int) string { return fmt.Sprintf("s%d.bin", i) }

// postings lists every term with its documents, in order.
func postings(bulletins []Bulletin) []posting {
	var all []uint64 // a term and a document
	doc := uint64(0)
	for _, b := range bulletins {
		for _, d := range b.Docs {
			units := Fold(d.Text)
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
	var out []posting
	for _, entry := range all {
		t := uint32(entry >> 32)
		if len(out) == 0 || out[len(out)-1].Term != t {
			out = append(out, posting{Term: t})
		}
		last := &out[len(out)-1]
		last.Docs = append(last.Docs, uint32(entry))
	}
	return out
}
