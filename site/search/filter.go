package search

import (
	"slices"
	"strings"
)

// Options narrow and order a search.
type Options struct {
	Limit   int    // hits to give; 0 is 10
	Offset  int    // hits to leave out first
	Periods string // only bulletins whose period begins so: 2021, 2021q3
	Channel string // only documents about this channel: network, hotline, …
	Section string // only documents in the section of this key
	Unit    string // only documents that name this unit
	Kind    string // only documents of this kind
	Sort    string // ByTime, or ByFit; "" is ByTime
}

// How hits are ordered.
const (
	ByTime = "time" // the newest first
	ByFit  = "fit"  // see fit
)

// attributes are those that a document must have.
func (o Options) attributes() []string {
	var out []string
	for _, a := range [][2]string{{kindAttribute, o.Kind}, {channelAttribute, o.Channel}, {sectionAttribute, o.Section}} {
		if a[1] != "" {
			out = append(out, a[0]+a[1])
		}
	}
	return out
}

// narrowed keeps the documents that the options want. Lists that cannot be read are left to the texts.
func (s *search) narrowed(f found) found {
	var lists []found
	for _, a := range s.o.attributes() {
		lists = append(lists, s.having(a))
	}
	if s.unit != nil {
		lists = append(lists, s.candidates(s.unit))
	}
	if s.o.Periods != "" {
		lists = append(lists, s.ofPeriods())
	}
	if len(lists) > 0 {
		f = within(f, all(lists))
	}
	return f
}

// within keeps what a filter lets through; one of which nothing can be read is left to the texts.
func within(f, filter found) found {
	if filter.lost {
		f.wide = len(f.docs) > 0
		return f
	}
	f.docs = intersect(f.docs, filter.docs)
	f.wide = (f.wide || filter.wide) && len(f.docs) > 0
	f.lost = f.lost && len(filter.docs) > 0
	return f
}

// having are the documents with an attribute.
func (s *search) having(attribute string) found {
	out := found{}
	if t, known := s.attribute(attribute); known {
		ref, there, ok := s.reference(t)
		out.lost = !ok
		if there {
			out.docs = ref.docs()
		}
	}
	for i, p := range s.tail().docs {
		if slices.Contains(attributesOf(p.bulletin, p.doc), attribute) {
			out.docs = append(out.docs, uint32(s.manifest.slots()+i)) // #nosec G115 -- slots are at most 2^24, a tail is a small file
		}
	}
	return out
}

// ofPeriods are the documents of the periods that the options want.
func (s *search) ofPeriods() found {
	spans, err := s.spans()
	out := found{lost: err != nil}
	s.failed = s.failed || err != nil
	first := 0
	for _, p := range spans {
		for doc := first; strings.HasPrefix(p.Period, s.o.Periods) && doc < first+p.Numbers; doc++ {
			out.docs = append(out.docs, uint32(doc)) // #nosec G115 -- below the sum of the spans, at most 2^24
		}
		first += p.Numbers
	}
	for i, p := range s.tail().docs {
		if strings.HasPrefix(p.bulletin.Period, s.o.Periods) {
			out.docs = append(out.docs, uint32(s.manifest.slots()+i)) // #nosec G115 -- slots are at most 2^24, a tail is a small file
		}
	}
	return out
}

// wants tells of a document that was read whether the options want it.
func (s *search) wants(p place) bool {
	has := attributesOf(p.bulletin, p.doc)
	for _, a := range s.o.attributes() {
		if !slices.Contains(has, a) {
			return false
		}
	}
	return strings.HasPrefix(p.bulletin.Period, s.o.Periods) && (s.unit == nil || at(Fold(p.doc.Text), s.unit, 0) >= 0)
}
