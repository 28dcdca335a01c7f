package annotation

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxAnnotation bounds an annotation that comes in, in bytes.
const MaxAnnotation = 64 << 10

// incoming is what is read of a foreign annotation. The model lets most things be one or several, a text or an object.
type incoming struct {
	Context    json.RawMessage `json:"@context"`
	ID         string          `json:"id"`
	Type       some[string]    `json:"type"`
	Motivation some[string]    `json:"motivation"`
	Body       some[body]      `json:"body"`
	BodyValue  string          `json:"bodyValue"`
	Target     some[resource]  `json:"target"`
	Canonical  string          `json:"canonical"`
	Via        some[string]    `json:"via"`
	Visibility Visibility      `json:"urn:tongbao:visibility"`
}

type body struct {
	Type  some[string] `json:"type"`
	Value string       `json:"value"`
}

// UnmarshalJSON refuses a body that is only an address: nothing is fetched.
func (b *body) UnmarshalJSON(raw []byte) error {
	type plain body
	return json.Unmarshal(raw, (*plain)(b))
}

type resource struct {
	Source   string             `json:"source"`
	ID       string             `json:"id"`
	Selector some[readSelector] `json:"selector"`
	Edition  int                `json:"urn:tongbao:edition"`
	raw      string             // as it came
}

// UnmarshalJSON takes an address as well.
func (r *resource) UnmarshalJSON(raw []byte) error {
	r.raw = string(raw)
	if raw[0] == '"' {
		return json.Unmarshal(raw, &r.Source)
	}
	type plain resource
	err := json.Unmarshal(raw, (*plain)(r))
	if r.Source == "" {
		r.Source = r.ID
	}
	return err
}

type readSelector struct {
	Type       some[string]       `json:"type"`
	Value      string             `json:"value"`
	ConformsTo string             `json:"conformsTo"`
	Exact      string             `json:"exact"`
	Prefix     string             `json:"prefix"`
	Suffix     string             `json:"suffix"`
	Start      int                `json:"start"`
	End        int                `json:"end"`
	RefinedBy  some[readSelector] `json:"refinedBy"`
}

// some is one value or a list of them.
type some[T any] []T

// UnmarshalJSON takes both forms.
func (s *some[T]) UnmarshalJSON(raw []byte) error {
	if raw[0] == '[' {
		return json.Unmarshal(raw, (*[]T)(s))
	}
	if string(raw) == "null" {
		return nil
	}
	var one T
	err := json.Unmarshal(raw, &one)
	*s = []T{one}
	return err
}

// ReadNote reads a Web Annotation on a page of the site as a note that can be added: private where it says no visibility of
// ours. A foreign one, without a fragment selector of ours, has a quote and no passage yet (Target.Locate). Edition -1 says
// that it named none. Errors: *BadField, *BadTarget.
func (i IRIs) ReadNote(raw []byte) (NewNote, error) {
	in, err := readIncoming(raw)
	if err != nil {
		return NewNote{}, err
	}
	n, err := in.note()
	if err != nil {
		return NewNote{}, err
	}
	if n.Target, err = i.readTarget(in.Target[0], strings.Contains(in.Target[0].raw, `"`+ours+`edition"`)); err != nil {
		return NewNote{}, err
	}
	return n, n.check()
}

func readIncoming(raw []byte) (incoming, error) {
	var in incoming
	if len(raw) > MaxAnnotation || !utf8.Valid(raw) || json.Unmarshal(raw, &in) != nil {
		return in, &BadField{"json"}
	}
	switch {
	case !strings.Contains(string(in.Context), `"`+annoContext+`"`):
		return in, &BadField{"@context"}
	case !slices.Contains(in.Type, "Annotation"):
		return in, &BadField{"type"}
	case len(in.Target) != 1 || len(in.Body) > 1:
		return in, &BadField{"target"}
	case slices.Contains(in.Motivation, Instructing):
		return in, &BadField{"motivation"} // a formal word is signed, never imported
	case in.Canonical != "" && !isIRI(in.Canonical):
		return in, &BadField{"canonical"}
	}
	return in, nil
}

var (
	iri  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^` + "`" + `]+$`)
	uuid = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)
)

func isIRI(text string) bool { return len(text) <= maxIRI && plainText(text) && iri.MatchString(text) }

// elsewhere are the addresses that an annotation had, its own first. A bare UUID, which some programs write, is made an address;
// what is none is not kept.
func (in incoming) elsewhere() []string {
	var list []string
	for _, address := range append([]string{in.ID}, in.Via...) {
		if uuid.MatchString(address) {
			address = "urn:uuid:" + strings.ToLower(address)
		}
		if isIRI(address) && !slices.Contains(list, address) {
			list = append(list, address)
		}
	}
	return list
}

// note is all of an incoming annotation but its target.
func (in incoming) note() (NewNote, error) {
	n := NewNote{Kind: Highlight, Visibility: in.Visibility, Canonical: in.Canonical, Via: strings.Join(in.elsewhere(), " ")}
	if n.Visibility == "" {
		n.Visibility = Private
	}
	if n.Body = in.BodyValue; len(in.Body) == 1 {
		if len(in.Body[0].Type) > 0 && !slices.Contains(in.Body[0].Type, "TextualBody") {
			return NewNote{}, &BadField{"body"}
		}
		n.Body = in.Body[0].Value
	}
	if n.Body != "" {
		n.Kind = Comment
	}
	return n, nil
}

func (i IRIs) readTarget(r resource, named bool) (Target, error) {
	source, fragment, _ := strings.Cut(r.Source, "#")
	key, ok := strings.CutPrefix(strings.TrimSuffix(source, "/"), i.Base+"bulletins/")
	if !ok {
		return Target{}, &BadTarget{"bulletin"}
	}
	t := Target{Bulletin: key, Edition: -1}
	if named {
		t.Edition = r.Edition
	}
	if fragment != "" && len(r.Selector) == 0 && sectionKey.MatchString(fragment) {
		t.Section = fragment
	}
	for _, s := range r.Selector {
		t.read(s)
	}
	checked := t
	checked.Edition = max(0, t.Edition)
	if checked.Section == "" && t.Quote.Exact != "" {
		checked.Section, checked.Passage, checked.Start, checked.End = "x", "x", 0, 1 // has still to be located
	}
	return t, checked.check()
}

func (t *Target) read(s readSelector) {
	switch {
	case slices.Contains(s.Type, "TextQuoteSelector"):
		t.Quote = Quote{s.Exact, lastRunes(s.Prefix, ContextLength), firstRunes(s.Suffix, ContextLength)}
		if i := strings.LastIndexByte(s.Exact, '\n'); i >= 0 && t.Through != "" {
			t.End = len([]rune(s.Exact[i+1:]))
		}
	case slices.Contains(s.Type, "FragmentSelector") && s.ConformsTo == TextConforms:
		parts := strings.SplitN(s.Value, ":", 3)
		for n, to := range []*string{&t.Section, &t.Passage, &t.Through} {
			if n < len(parts) {
				*to = parts[n]
			}
		}
		for _, refined := range s.RefinedBy {
			if slices.Contains(refined.Type, "TextPositionSelector") {
				if t.Start = refined.Start; t.Through == "" {
					t.End = refined.End
				}
			}
		}
	}
}

func lastRunes(text string, n int) string {
	runes := []rune(text)
	return string(runes[max(0, len(runes)-n):])
}

func firstRunes(text string, n int) string {
	runes := []rune(text)
	return string(runes[:min(len(runes), n)])
}

// Locate finds the passage of a quote that came without one: the only place where the quote stands between its prefix and
// suffix. ErrElsewhere where there is none, or are several.
func (t Target) Locate(text Text) (Target, error) {
	if t.Section != "" || t.Quote.Exact == "" {
		return t, nil
	}
	found := 0
	whole := t.Quote.Prefix + t.Quote.Exact + t.Quote.Suffix
	for s := range text.spots() {
		passage := text.at(s)
		for from := 0; ; {
			i := strings.Index(passage.Text[from:], whole)
			if i < 0 {
				break
			}
			found++
			t.Section, t.Passage = text.Sections[s.section].Key, passage.Key
			t.Start = len([]rune(passage.Text[:from+i+len(t.Quote.Prefix)]))
			t.End = t.Start + len([]rune(t.Quote.Exact))
			_, size := utf8.DecodeRuneInString(passage.Text[from+i:])
			from += i + size
		}
	}
	if found != 1 {
		return t, ErrElsewhere
	}
	t.Edition = text.Edition
	return t, nil
}
