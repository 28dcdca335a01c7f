package search

import "slices"

// Head is a bulletin without its documents: what hits say of it.
func (x *Index) Head(period string) (Bulletin, bool, error) {
	g := x.now.Load()
	out := Bulletin{Period: period}
	found := false
	err := g.ofPeriod(period, func(b *Bulletin) {
		found = true
		out.Label, out.Title = b.Label, b.Title
		for _, s := range b.Sections {
			out.adopt(s)
		}
	})
	return out, found, err
}

// ofPeriod calls with every piece of a bulletin.
func (g *generation) ofPeriod(period string, do func(*Bulletin)) error {
	spans, err := g.spans()
	if err != nil {
		return err
	}
	first := 0
	for _, span := range spans {
		for n := first; span.Period == period && n < first+span.Numbers; n += textDocs {
			b, err := g.text(n / textDocs)
			if err != nil {
				return err
			}
			do(b)
		}
		first += span.Numbers
	}
	t, err := g.tail()
	if err != nil {
		return err
	}
	for i, p := range t.docs {
		if p.bulletin.Period == period && (i == 0 || t.docs[i-1].bulletin != p.bulletin) {
			do(p.bulletin)
		}
	}
	return nil
}

// Periods are those of the bulletins, the newest first.
func (x *Index) Periods() ([]string, error) {
	g := x.now.Load()
	spans, err := g.spans()
	if err != nil {
		return nil, err
	}
	t, err := g.tail()
	if err != nil {
		return nil, err
	}
	var out []string
	for _, span := range spans {
		out = append(out, span.Period)
	}
	for _, p := range t.docs {
		if len(out) == 0 || out[len(out)-1] != p.bulletin.Period {
			out = append(out, p.bulletin.Period)
		}
	}
	slices.Reverse(out)
	return out, nil
}

// ChannelOf is the channel that a section's key names; "" for none.
func (x *Index) ChannelOf(section string) string {
	channels := map[string]bool{}
	for _, c := range x.Channels() {
		channels[c] = true
	}
	return channelOf(section, channels)
}
