package annotation

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Target is what a note or an instruction is about: a bulletin, a section, a passage (a paragraph or a cell), or a quote in a
// passage, of one edition. It never changes after it is made; where it stands in later editions is a Mapping.
type Target struct {
	Bulletin string   `json:"bulletin"`          // period
	Edition  int      `json:"edition"`           // 0 for the working state
	Section  string   `json:"section,omitempty"` // "" for the whole bulletin
	Passage  string   `json:"passage,omitempty"` // "" for the whole section; else the paragraph or cell, where a quote begins
	Through  string   `json:"through,omitempty"` // the passage where a quote ends, "" for the same one; after Passage, same section
	Quote    Quote    `json:"quote,omitzero"`    // zero for all of it
	Start    int      `json:"start,omitempty"`   // code points in Passage before the quote
	End      int      `json:"end,omitempty"`     // code points before the quote's end, in Through where there is one, else in Passage
	Figures  []string `json:"figures,omitempty"` // what is written with digits in the quote, or in the cell; filled in by Fix
}

// Quote is the text of a place with what stands beside it, up to ContextLength code points in the same passages.
type Quote struct {
	Exact  string `json:"exact"` // of several passages joined by a line feed
	Prefix string `json:"prefix,omitempty"`
	Suffix string `json:"suffix,omitempty"`
}

// Bounds of what is taken from outside.
const (
	ContextLength = 32   // code points of a prefix or suffix
	MaxQuote      = 5000 // code points of a quote
	maxKeyLength  = 200  // bytes of a key
)

// Kind is what a target is.
func (t Target) Kind() TargetKind {
	switch {
	case t.Section == "":
		return OnBulletin
	case t.Passage == "":
		return OnSection
	case t.Quote.Exact != "":
		return OnQuote
	case strings.Contains(t.Passage, "/"):
		return OnCell
	}
	return OnParagraph
}

// TargetKind is what a target is.
type TargetKind string

// The kinds of targets.
const (
	OnBulletin  TargetKind = "bulletin"
	OnSection   TargetKind = "section"
	OnParagraph TargetKind = "paragraph"
	OnCell      TargetKind = "cell"
	OnQuote     TargetKind = "quote"
)

// last is the passage where the target ends.
func (t Target) last() string {
	if t.Through != "" {
		return t.Through
	}
	return t.Passage
}

var (
	bulletinKey = regexp.MustCompile(`^\d{4}(q[1-4]|h[12]|-w\d{2}|-\d{2})?$`)
	sectionKey  = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)
	passageKey  = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*(~[1-9][0-9]*|/[a-z0-9-]+(/[a-z0-9_-]+)?)?$`)
)

// check refuses what is no target, before any text is looked at: *BadTarget.
func (t Target) check() error {
	quoted := t.Quote != (Quote{}) || t.Start != 0 || t.End != 0
	switch {
	case !bulletinKey.MatchString(t.Bulletin) || t.Edition < 0:
		return &BadTarget{"bulletin"}
	case t.Section == "" && (t.Passage != "" || t.Through != "" || quoted), t.Passage == "" && (t.Through != "" || quoted):
		return &BadTarget{"part"}
	case !isKey(sectionKey, t.Section), !isKey(passageKey, t.Passage), !isKey(passageKey, t.Through):
		return &BadTarget{"key"}
	case quoted && (t.Quote.Exact == "" || utf8.RuneCountInString(t.Quote.Exact) > MaxQuote || !plainText(t.Quote.Exact)),
		utf8.RuneCountInString(t.Quote.Prefix) > ContextLength || utf8.RuneCountInString(t.Quote.Suffix) > ContextLength:
		return &BadTarget{"quote"}
	case t.Start < 0 || t.End < 0, t.Through == "" && quoted && t.End <= t.Start, t.Through != "" && !quoted:
		return &BadTarget{"position"}
	}
	return nil
}

func isKey(form *regexp.Regexp, key string) bool {
	return key == "" || len(key) <= maxKeyLength && form.MatchString(key)
}

// plainText tells whether a text holds what every database and every JSON keeps.
func plainText(text string) bool { return utf8.ValidString(text) && !strings.ContainsRune(text, 0) }

// BadTarget says which part of a target is none: bulletin, part, key, quote, position.
type BadTarget struct{ Part string }

func (b *BadTarget) Error() string { return fmt.Sprintf("annotation: not a target: %s", b.Part) }

// Fix holds a target to the text of its edition and fills in what follows from it: quote, prefix, suffix and figures as they
// stand there. Errors: *BadTarget; ErrElsewhere where the text at the position is not the quote.
func (t Target) Fix(text Text) (Target, error) {
	if err := t.check(); err != nil {
		return t, err
	}
	if t.Bulletin != text.Bulletin || t.Edition != text.Edition {
		return t, &BadTarget{"bulletin"}
	}
	if t.Section == "" {
		return t, nil
	}
	section, found := text.Section(t.Section)
	if !found {
		return t, ErrElsewhere
	}
	if t.Passage == "" {
		return t, nil
	}
	return t.fixIn(section)
}

func (t Target) fixIn(section TextSection) (Target, error) {
	first, last := section.index(t.Passage), section.index(t.last())
	if first < 0 || last < first || last == first && t.Through != "" {
		return t, ErrElsewhere
	}
	begin, end := []rune(section.Passages[first].Text), []rune(section.Passages[last].Text)
	if t.Quote.Exact == "" {
		if t.Figures = nil; section.Passages[first].Cell() {
			t.Figures = figures(section.Passages[first].Text)
		}
		return t, nil
	}
	if t.Start > len(begin) || t.End > len(end) {
		return t, ErrElsewhere
	}
	if exact := section.span(first, t.Start, last, t.End); exact != t.Quote.Exact {
		return t, ErrElsewhere
	}
	t.Quote.Prefix = string(begin[max(0, t.Start-ContextLength):t.Start])
	t.Quote.Suffix = string(end[t.End:min(len(end), t.End+ContextLength)])
	t.Figures = figures(t.Quote.Exact)
	return t, nil
}

// span is the text from one place to another, passages joined by a line feed.
func (s TextSection) span(first, start, last, end int) string {
	if first == last {
		return string([]rune(s.Passages[first].Text)[start:end])
	}
	var b strings.Builder
	b.WriteString(string([]rune(s.Passages[first].Text)[start:]))
	for _, p := range s.Passages[first+1 : last] {
		b.WriteString("\n" + p.Text)
	}
	b.WriteString("\n" + string([]rune(s.Passages[last].Text)[:end]))
	return b.String()
}

var figure = regexp.MustCompile(`[0-9０-９]+(?:[.．][0-9０-９]+)*[%％‰万亿]?`)

// figures are what a text writes with digits, in order: numbers with their decimals and what belongs to them (%, 万, 亿).
func figures(text string) []string { return figure.FindAllString(text, -1) }
