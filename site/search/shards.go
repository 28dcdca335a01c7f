package search

import "math"

// shards writes the documents of every term, in files of few terms each.
func (w *writer) shards(bulletins []Bulletin) {
	all := w.postings(bulletins)
	limit := shardBytes(all)
	var bodies [][]byte
	start, last := uint32(0), uint32(0)
	for len(all) > 0 {
		n := cut(all, limit)
		start = w.manifest.Starts.add(start, last, all[0].Term)
		last = all[n-1].Term
		bodies = append(bodies, encodeShard(all[:n]))
		all = all[n:]
	}
	if len(bodies) > 0 {
		w.manifest.Shards = w.addAll(shardFile, 0, bodies, w.packer.packNumbers)
	}
}

// cut is how many terms a shard takes: about so many bytes, ending with the last term of a unit if it can, because starts are
// short then. A long list is alone, so that no other term costs a reader as much.
func cut(all []posting, limit int) int {
	size := bytesOf(all[0])
	for n := 1; n < len(all); n++ {
		next := bytesOf(all[n])
		if size+next > limit*5/4 || size > limit*3/4 && all[n].Term>>16 != all[n-1].Term>>16 {
			return n
		}
		size += next
	}
	return len(all)
}

func bytesOf(p posting) int { return 3 + len(p.Docs) }

// shardBytes is how long a shard is before compression. A query reads the manifest, which is as long as there are shards,
// and about three shards; together they are least where a shard grows with the root of the whole.
func shardBytes(all []posting) int {
	whole := 0
	for _, p := range all {
		whole += bytesOf(p)
	}
	return max(2<<10, int(math.Sqrt(float64(whole))))
}

// postings lists every term with its documents, in order.
func (w *writer) postings(bulletins []Bulletin) []posting {
	all := sorted(w.occurrences(bulletins))
	docs := make([]uint32, 0, len(all))
	var out []posting
	for i, entry := range all {
		if i > 0 && entry == all[i-1] {
			continue
		}
		docs = append(docs, uint32(entry))
		if t := uint32(entry >> 32); len(out) == 0 || out[len(out)-1].Term != t {
			out = append(out, posting{Term: t, Docs: docs[len(docs)-1 : len(docs)-1 : cap(docs)]})
		}
		last := &out[len(out)-1]
		last.Docs = last.Docs[:len(last.Docs)+1]
	}
	return out
}

// occurrences are terms, each with the number of a document in the lower half, by ascending numbers.
func (w *writer) occurrences(bulletins []Bulletin) []uint64 {
	size := 0
	for _, b := range bulletins {
		for _, d := range b.Docs {
			size += len(d.Text)/3 + 8
		}
	}
	all := make([]uint64, 0, size)
	number := uint64(0)
	for _, b := range bulletins {
		for _, piece := range pieces(b) {
			for k := range piece.Docs {
				all = w.ofDocument(all, &piece, &piece.Docs[k], number+uint64(k))
			}
			number += textDocs
		}
	}
	return all
}

func (w *writer) ofDocument(all []uint64, b *Bulletin, d *Document, number uint64) []uint64 {
	for _, a := range attributesOf(b, d) {
		all = append(all, uint64(term(0, w.place[a]))<<32|number)
	}
	units := Fold(d.Text)
	for i, u := range units {
		next := uint16(0)
		if i+1 < len(units) {
			next = units[i+1]
		}
		all = append(all, uint64(term(u, next))<<32|number)
	}
	return all
}

// sorted puts numbers, of which the lower halves ascend, in order, by eleven bits of the upper halves at a time.
func sorted(all []uint64) []uint64 {
	const width = 11
	other := make([]uint64, len(all))
	for shift := 32; shift < 64; shift += width {
		var at [1 << width]int
		for _, n := range all {
			at[n>>shift&(1<<width-1)]++
		}
		sum := 0
		for i, n := range at {
			at[i], sum = sum, sum+n
		}
		for _, n := range all {
			digit := n >> shift & (1<<width - 1)
			other[at[digit]] = n
			at[digit]++
		}
		all, other = other, all
	}
	return all
}
