package check

import (
	"slices"
	"strings"
)

// sentence gives the places in plain of the sentence around a link.
func (b *block) sentence(l link) (from, to int) {
	for i := range b.plain {
		at := b.from[i]
		if isStop(b.plain[i]) && at < l.from {
			from = i + 1
		}
		to = i + 1
		if isStop(b.plain[i]) && at >= l.to {
			return from, to
		}
	}
	return from, to
}

func isStop(c rune) bool { return c == '。' || c == '；' || c == '！' || c == '？' }

// anyIn tells whether one of the links stands in plain[from:to].
func (b *block) anyIn(links []link, from, to int) bool {
	return slices.ContainsFunc(links, func(l link) bool { return b.from[from] < l.to && l.from <= b.from[to-1] })
}

// marker gives the place behind the list mark a block begins with: 1、 （一） 一、 2.
func (b *block) marker() int {
	i := 0
	open := i < len(b.plain) && b.plain[i] == '('
	if open {
		i++
	}
	digits := i
	for digits < len(b.plain) && (isDigit(b.plain[digits]) || strings.ContainsRune("一二三四五六七八九十", b.plain[digits])) {
		digits++
	}
	if digits == i || digits >= len(b.plain) {
		return 0
	}
	switch c := b.plain[digits]; {
	case open && c == ')', !open && c == '、', !open && c == '.' && (digits+1 >= len(b.plain) || !isDigit(b.plain[digits+1])):
		return digits + 1
	}
	return 0
}

// mostTitle is the longest a numbered title gets, in characters.
const mostTitle = 40

// isTitle tells a heading, or a numbered line that stands as one: 1、县区诉求办理情况。
func (b *block) isTitle(tokens []token) bool {
	if b.heading {
		return true
	}
	if b.marker() == 0 || len(b.plain) > mostTitle || len(tokens) == 0 {
		return false
	}
	for i, t := range tokens {
		if t.kind == kindNumber || t.kind == kindComma || t.kind == kindUnit || t.kind == kindStop && i < len(tokens)-1 {
			return false
		}
	}
	return true
}
