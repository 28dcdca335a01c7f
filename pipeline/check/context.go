package check

import "slices"

// flow is what a block inherits from the headings and the words before it.
type flow struct {
	channel string            // spoken of last
	titled  string            // the channel of the section or the heading
	heading []string          // groups named by the heading or the lead
	metric  map[string]string // by class: the metric spoken of last
	carried []token           // the units of the sentence before
}

func newFlow(section string) flow {
	f := flow{metric: map[string]string{}}
	if slices.Contains(channels, section) {
		f.channel, f.titled = section, section
	}
	return f
}

// title takes what a heading or the lead of a paragraph sets for what follows.
func (f *flow) title(tokens []token, heading bool, section string) {
	f.heading, f.carried = nil, nil
	f.metric = map[string]string{}
	if heading {
		f.titled = newFlow(section).titled
	}
	f.channel = f.titled
	for _, t := range tokens {
		switch t.kind {
		case kindChannel:
			f.channel = t.key
		case kindGroup:
			f.heading = t.keys()
		case kindMetric:
			f.metric[classOf(t.key)] = t.key
		}
	}
	if heading {
		f.titled = f.channel
	}
}

// keys lists what a run of tokens names, each once.
func (t token) keys() []string {
	var out []string
	for _, one := range t.list {
		if !slices.Contains(out, one.key) {
			out = append(out, one.key)
		}
	}
	return out
}

// ids lists the units of a run.
func (t token) ids() []string {
	var out []string
	for _, one := range t.list {
		out = append(out, one.unit)
	}
	return out
}

// state is what a sentence has said so far.
type state struct {
	subject  token // a run of units; its kind tells whether there is one
	etc      int   // the number of units 等 stands for, -1 where it says none
	used     bool  // a claim was made of the subject
	gap      bool  // words that are not understood stand behind the subject
	comma    bool  // so does a comma
	filled   bool  // so do words that change nothing, such as 诉求
	groups   []string
	metrics  token // a run of metrics
	clean    bool  // nothing that is not understood stands before or behind the metric in its clause
	dirty    bool  // something that is not understood stands in this clause
	op       string
	about    string
	base     string
	dir      string
	every    bool
	each     bool
	paired   bool
	tied     bool
	together bool
	modal    bool
	hedged   bool // an earlier clause made a demand
	overall  bool // the sentence names a channel or says 共: it speaks of the whole
	foreign  bool // another time is spoken of
	none     bool
	mean     bool
	than     bool
	involved bool
	from     bool // the figure of an earlier time follows
	streak   bool
	counted  *counted
	open     opened
	whole    *totalClaim
}

// counted is a number of units that waits for what is said of them: 15个单位满意率为100%.
type counted struct {
	token
	groups []string
}

// opened is a claim whose units follow: a list, 最高的是, 列前3位的依次是.
type opened interface {
	add(ids []string, etc int)
	members() int
	close() claim // nil where it came to nothing
}

// fresh begins a clause.
func (s *state) fresh() {
	s.dirty, s.op, s.dir, s.about = false, "", "", ""
	s.each, s.paired, s.together, s.none, s.mean, s.than = false, false, false, false, false, false
	s.hedged = s.hedged || s.modal
	s.modal, s.comma = false, true
	if s.gap {
		s.subject, s.gap = token{}, false
	}
}

// unclear notes words that are not understood.
func (s *state) unclear() {
	s.gap = s.gap || s.subject.kind == kindUnit
	s.dirty, s.clean = true, false
	s.op, s.dir, s.about = "", "", ""
	s.than = false
}
