package search

import (
	_ "embed"
	"encoding/binary"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// traditional are pairs of characters, a traditional one and its simplified one, by ascending traditional one. Only what has one simplified form in
// common use is there. scripts/traditional.mjs writes it.
//
//go:embed traditional.txt
var traditional string

const hanFirst, hanAfter = 0x4e00, 0xa000

// simplified leads from 汉字, less hanFirst, to their simplified ones; 0 where a character has no other.
var simplified = func() (out [hanAfter - hanFirst]uint16) {
	for rest := traditional; rest != ""; {
		from, size := utf8.DecodeRuneInString(rest)
		to, more := utf8.DecodeRuneInString(rest[size:])
		out[from-hanFirst] = uint16(to)
		rest = rest[size+more:]
	}
	return out
}()

// traditionalIn are the traditional characters that folding changes in texts, each followed by its simplified one.
func traditionalIn(texts ...string) string {
	pairs := map[rune]rune{}
	for _, text := range texts {
		for _, r := range text {
			if r < 0x80 || r >= hanFirst && r < hanAfter && simplified[r-hanFirst] == 0 || r >= fullFirst && r <= fullLast {
				continue // nearly every character there is
			}
			for _, c := range compatible(r) {
				if c >= hanFirst && c < hanAfter && simplified[c-hanFirst] != 0 {
					pairs[c] = rune(simplified[c-hanFirst])
				}
			}
		}
	}
	var out strings.Builder
	for _, from := range slices.Sorted(maps.Keys(pairs)) {
		out.WriteRune(from)
		out.WriteRune(pairs[from])
	}
	return out.String()
}

// foldFile is the table as browsers read it: how many, the traditional characters as differences, then the simplified ones
// as differences, signed.
func foldFile() []byte {
	var from, to []byte
	count, before, beforeTo := 0, 0, 0
	for i, s := range simplified {
		if s == 0 {
			continue
		}
		from = binary.AppendUvarint(from, uint64(hanFirst+i-before))
		to = binary.AppendVarint(to, int64(int(s)-beforeTo))
		before, beforeTo = hanFirst+i, int(s)
		count++
	}
	return append(append(binary.AppendUvarint(nil, uint64(count)), from...), to...)
}
