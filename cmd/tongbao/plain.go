package main

import (
	"io"
	"strings"
	"unicode"
)

// plainText passes text on without control characters: what stands in an export must not move the cursor of the
// terminal it is shown on, or clear it.
type plainText struct{ w io.Writer }

// Write never splits a text between two calls of ours, so whole runes arrive.
func (p plainText) Write(text []byte) (int, error) {
	clean := strings.Map(func(c rune) rune {
		if unicode.IsControl(c) && c != '\n' {
			return '\ufffd'
		}
		return c
	}, string(text))
	_, err := io.WriteString(p.w, clean)
	return len(text), err
}
