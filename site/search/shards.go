package search

import (
	"hash/crc32"
	"math"
	"slices"
)

// shards writes the documents of every term, in files of few terms each. It encodes them twice, once for their digest, because
// that is less than to keep them all.
func (w *writer) shards(bulletins []Bulletin) {
	all := w.sorted(bulletins)
	var parts [][]uint64
	limit := shardBytes(all)
	start, last := uint32(0), uint32(0)
	for rest := all; len(rest) > 0; {
		n := cut(rest, limit)
		start = w.manifest.Starts.add(start, last, termOf(rest[0]))
		last = termOf(rest[n-1])
		parts = append(parts, rest[:n])
		rest = rest[n:]
	}
	if len(parts) == 0 {
		return
	}
	var body []byte
	sum := uint32(0)
	for _, part := range parts {
		body = appendShard(body[:0], part)
		sum = crc32.Update(sum, crc32.IEEETable, body)
	}
	w.manifest.Shards = max(1, sum)
	for i, part := range parts {
		body = appendShard(body[:0], part)
		w.keep(fileName(shardFile, i, w.manifest.Shards), seal(body, i, w.manifest.Shards), w.packer.packNumbers)
	}
}

// An occurrence is a term, and the number of a document that has it in the lower half.
func termOf(occurrence uint64) uint32 { return uint32(occurrence >> 32) }

// run is how many of the first occurrences are of one term.
func run(all []uint64) int {
	n := 1
	for n < len(all) && termOf(all[n]) == termOf(all[0]) {
		n++
	}
	return n
}

// cut is how many occurrences a shard takes, those of whole terms: about so many bytes, ending with the last term of a unit if it
// can, because starts are short then. A long list is alone, so that no other term costs a reader as much.
func cut(all []uint64, limit int) int {
	n, size := 0, 0
	for n < len(all) {
		count := run(all[n:])
		next := bytesOf(count)
		if n > 0 && (size+next > limit*5/4 || size > limit*3/4 && termOf(all[n])>>16 != termOf(all[n-1])>>16) {
			break
		}
		size += next
		n += count
	}
	return n
}

// bytesOf is about how long a term with so many documents is.
func bytesOf(documents int) int { return 3 + documents }

// shardBytes is how long a shard is before compression. A query reads the manifest, which is as long as there are shards,
// and about three shards; together they are least where a shard grows with the root of the whole.
func shardBytes(all []uint64) int {
	whole := 0
	for n := 0; n < len(all); {
		count := run(all[n:])
		whole += bytesOf(count)
		n += count
	}
	return max(2<<10, int(math.Sqrt(float64(whole))))
}

// sorted gives the occurrences of bulletins, each once, in order. They are put where they belong by the upper bits of their terms as
// they come, after a look at how many there will be, so that hardly more memory is needed than they take.
func (w *writer) sorted(bulletins []Bulletin) []uint64 {
	var at [1 << width]int
	w.occurrences(bulletins, func(one uint64) { at[one>>(64-width)]++ })
	sum := 0
	for i, n := range at {
		at[i], sum = sum, sum+n
	}
	all := make([]uint64, sum)
	w.occurrences(bulletins, func(one uint64) {
		all[at[one>>(64-width)]] = one
		at[one>>(64-width)]++
	})
	var room []uint64
	first := 0
	for _, after := range at {
		room = order(all[first:after], room)
		first = after
	}
	return slices.Compact(all)
}

// width is how many bits of a term are looked at at once.
const width = 11

// order puts occurrences in order that are alike in the upper bits of their terms and ascend by documents. Room is to work in.
func order(all, room []uint64) []uint64 {
	if len(all) < 1<<width {
		slices.Sort(all)
		return room
	}
	room = slices.Grow(room[:0], len(all))[:len(all)]
	from, to := all, room
	for shift := 32; shift < 64-width; shift += width {
		var at [1 << width]int
		for _, one := range from {
			at[one>>shift&(1<<width-1)]++
		}
		sum := 0
		for i, n := range at {
			at[i], sum = sum, sum+n
		}
		for _, one := range from {
			digit := one >> shift & (1<<width - 1)
			to[at[digit]] = one
			at[digit]++
		}
		from, to = to, from
	}
	return room
}

// occurrences calls with each term of each document, by ascending numbers of documents; a term may come twice.
func (w *writer) occurrences(bulletins []Bulletin, do func(uint64)) {
	number := uint64(0)
	var units []uint16
	for _, b := range bulletins {
		for rest := b.Docs; len(rest) > 0; {
			n := pieceOf(rest)
			for k := range rest[:n] {
				for _, a := range attributesOf(&b, &rest[k]) {
					do(uint64(term(0, w.place[a]))<<32 | number + uint64(k))
				}
				units = appendFold(units[:0], rest[k].Text)
				for i, u := range units {
					next := uint16(0)
					if i+1 < len(units) {
						next = units[i+1]
					}
					do(uint64(term(u, next))<<32 | number + uint64(k))
				}
			}
			number += textDocs
			rest = rest[n:]
		}
	}
}
