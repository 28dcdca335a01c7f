package answers

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf16"

	"tongbao/site/search"
)

// Vocabulary is what the language of questions is made of: the archive's names, and how people ask (data/questions.toml).
type Vocabulary struct {
	City     string // 阜新市
	Units    []Unit
	Metrics  map[string][]string // names of a column as exports and tables write them, by metric; rank for 名次
	Channels map[string][]string
	Groups   map[string][]string
	Brands   []string // names of the platform, which hold a channel's word and mean none
	Phrases  []Phrase
}

// Unit is one of the register with every name it has or had; the first is today's.
type Unit struct {
	ID     string
	Names  []string
	Parent string   // counts for another, which stands in the rankings for it
	Groups []string // of the rankings it stands in
}

// Phrase is one meaning and the ways to say it: templates parted by spaces. What stands in […] may be left out, of (a|b) one
// is taken; {n}, {m}, {y}, {Y}, {v} and {u} are places for numbers (token.go). Literal brackets are written （ ）.
type Phrase struct {
	Means string `toml:"means"`
	Say   string `toml:"say"`
}

// meaning is a meaning with every way to say it, spelled out: a line of the language file.
type meaning struct {
	Means string   `json:"means"`
	Say   []string `json:"say"`
}

// LanguageFile is what both readers of questions, this one and the page's, read the language from.
const LanguageFile = folder + "questions.json"

// Compile writes the language file. A name that two units share belongs to neither.
func Compile(v Vocabulary) ([]byte, error) {
	if v.City != "" && !strings.ContainsAny(v.City[len(v.City)-min(len(v.City), 3):], "市州盟区县") {
		v.City += "市" // a setting may leave it out
	}
	b := builder{taken: map[string]bool{}}
	b.units(v)
	for _, brand := range v.Brands {
		b.add("nothing", brand)
	}
	for _, kind := range []struct {
		name  string
		words map[string][]string
	}{{"metric", v.Metrics}, {"channel", v.Channels}, {"group", v.Groups}} {
		for _, key := range sorted(kind.words) {
			b.add(kind.name+" "+key, kind.words[key]...)
		}
	}
	for _, p := range v.Phrases {
		for _, template := range strings.Fields(p.Say) {
			b.add(p.Means, expand(template)...)
		}
	}
	return json.Marshal(b.out)
}

// builder gathers meanings; what was said first stays.
type builder struct {
	out   []meaning
	taken map[string]bool
}

func (b *builder) add(means string, say ...string) {
	at := slices.IndexFunc(b.out, func(m meaning) bool { return m.Means == means })
	for _, text := range say {
		text = foldTemplate(text)
		if text == "" || b.taken[text] {
			continue
		}
		b.taken[text] = true
		if at < 0 {
			at = len(b.out)
			b.out = append(b.out, meaning{Means: means})
		}
		b.out[at].Say = append(b.out[at].Say, text)
	}
}

// foldTemplate folds a text as questions are, but for the names of its places, whose case tells them apart.
func foldTemplate(text string) string {
	var out strings.Builder
	for text != "" {
		literal, rest, found := strings.Cut(text, "{")
		out.WriteString(string(utf16.Decode(search.Fold(literal))))
		if !found {
			break
		}
		place, after, _ := strings.Cut(rest, "}")
		out.WriteString("{" + place + "}")
		text = after
	}
	return out.String()
}

// expand spells a template out: 最(好|优)[的] is 最好, 最好的, 最优, 最优的.
func expand(template string) []string {
	out, _ := alternatives([]rune(template), 0)
	return out
}

// alternatives reads up to the bracket that closes, or the end, and gives the place after it.
func alternatives(text []rune, at int) ([]string, int) {
	var all []string
	now := []string{""}
	for at < len(text) {
		c := text[at]
		at++
		switch c {
		case '|':
			all, now = append(all, now...), []string{""}
		case ')', ']':
			return append(all, now...), at
		case '(', '[':
			inner, after := alternatives(text, at)
			if c == '[' {
				inner = append(inner, "")
			}
			now, at = product(now, inner), after
		default:
			now = product(now, []string{string(c)})
		}
	}
	return append(all, now...), at
}

func product(a, b []string) []string {
	var out []string
	for _, x := range a {
		for _, y := range b {
			out = append(out, x+y)
		}
	}
	return out
}

// units adds every unit by its names, and by those without or with the city's that nobody else has. The city itself stands
// among the province's; its name means it only where they are asked for.
func (b *builder) units(v Vocabulary) {
	owner := map[string]string{} // "" where several have the name
	claim := func(id, name string) {
		if was, there := owner[name]; there && was != id {
			id = ""
		}
		owner[name] = id
	}
	for _, u := range v.Units {
		for _, name := range u.Names {
			claim(u.ID, name)
		}
	}
	derived := map[string]string{}
	for _, u := range v.Units {
		for _, name := range u.derived(v.City) {
			if _, registered := owner[name]; registered {
				continue
			}
			if was, there := derived[name]; there && was != u.ID {
				derived[name] = ""
				continue
			}
			derived[name] = u.ID
		}
	}
	for name, id := range derived {
		owner[name] = id
	}
	home := strings.TrimSuffix(v.City, "市")
	for _, name := range byLength(owner) {
		switch id := owner[name]; {
		case id == "":
			b.add("refuse", name)
		case name == v.City || name == home:
			b.add("home "+id, name)
		default:
			b.add("unit "+id, name)
		}
	}
	if v.City != "" {
		b.add("nothing", v.City)
	}
}

// derived are forms of a unit's names that people use without asking: 住建局, 阜新住建局 for 市住建局; 海州 for 海州区.
func (u Unit) derived(city string) []string {
	if u.Parent != "" || slices.Contains(u.Groups, "city") {
		return nil
	}
	home := strings.TrimSuffix(city, "市")
	var out []string
	for _, name := range u.Names {
		base := name
		for _, prefix := range []string{city, home, "市"} {
			if prefix == "" {
				continue
			}
			if rest, cut := strings.CutPrefix(base, prefix); cut && !slices.Contains(u.Names, "市"+name) {
				base = rest
				break
			}
		}
		if len([]rune(base)) < 2 {
			continue
		}
		out = append(out, base, city+base)
		if home != "" {
			out = append(out, home+base)
		}
		if slices.Contains(u.Groups, "county") {
			short := strings.TrimSuffix(strings.TrimSuffix(base, "县"), "区")
			if len([]rune(short)) >= 2 {
				out = append(out, short)
			}
		} else {
			out = append(out, "市"+base)
		}
	}
	return out
}

// byLength are names, the longest first.
func byLength(names map[string]string) []string {
	out := sorted(names)
	slices.SortStableFunc(out, func(a, b string) int { return len(b) - len(a) })
	return out
}
