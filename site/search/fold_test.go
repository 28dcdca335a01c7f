package search

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"
)

// Folding takes short ways for the characters that texts are full of; they lead where NFKC does, for every character there is.
func TestEveryCharacterIsFoldedByNFKC(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		form := norm.NFKC.String(string(r))
		if got := compatible(r); got != form {
			t.Fatalf("U+%04X: %q, want %q", r, got, form)
		}
		if got := string(utf16.Decode(appendFolded(nil, r))); r >= fullFirst && r <= fullLast && got != strings.ToLower(form) {
			t.Fatalf("U+%04X is folded to %q, want %q", r, got, strings.ToLower(form))
		}
	}
}
