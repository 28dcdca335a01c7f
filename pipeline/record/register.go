package record

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"iter"
	"regexp"
	"slices"
	"strings"

	"tongbao/pipeline/mask"
)

// Unit is one 承办单位. ID is stable for ever and safe in addresses; Name is what the bulletin calls it.
type Unit struct {
	ID         string
	Name       string
	Parent     string            // id of the unit its cases roll up to, "" where it stands for itself
	Groups     map[string]string // channel → group, or several joined by +
	Registered bool
}

// In tells whether the unit stands in a group's ranking for a channel.
func (u Unit) In(channel, group string) bool {
	return slices.Contains(strings.Split(u.Groups[channel], "+"), group)
}

// RegisterEntry is one unit as the archive's units.toml has it.
type RegisterEntry struct {
	Unit
	Aliases []string
	Former  []FormerName
}

// FormerName is a name that the unit had for a time, as 2018-12-31; an empty end is open. Another unit may have had it at
// another time.
type FormerName struct{ Name, From, Until string }

func (f FormerName) validOn(day string) bool {
	return (f.From == "" || f.From <= day) && (f.Until == "" || day <= f.Until)
}

// Distinct names units that look alike and must never be taken for one another.
type Distinct struct {
	Units []string
	Note  string
}

// Register knows every unit by every name. A name it does not know is never guessed.
type Register struct {
	byName map[string]Unit
	byID   map[string]Unit
	names  []string // normalised, sorted: what an unknown name is compared with
}

var unitID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

// NewRegister checks the entries and says everything that is wrong with them, in Chinese, for units.toml's editor. Former
// names are those of a day, such as 2021-07-01; outside their time they still mean the unit, unless the name is taken.
func NewRegister(entries []RegisterEntry, distinct []Distinct, day string) (*Register, []string) {
	r := &Register{byName: map[string]Unit{}}
	ids := map[string]Unit{}
	r.byID = ids
	var wrong []string
	for _, e := range entries {
		if !unitID.MatchString(e.ID) {
			wrong = append(wrong, fmt.Sprintf("单位“%s”的 id %q 不合规范：只能用小写字母、数字和连字符", e.Name, e.ID))
		}
		if other, taken := ids[e.ID]; taken {
			wrong = append(wrong, fmt.Sprintf("id %q 重复：“%s”与“%s”", e.ID, other.Name, e.Name))
		}
		e.Registered = true
		ids[e.ID] = e.Unit
		wrong = append(wrong, r.enter(e)...)
	}
	for _, then := range []bool{true, false} {
		for _, e := range entries {
			for _, f := range e.Former {
				if _, taken := r.byName[flatten(f.Name)]; f.validOn(day) == then && !(taken && !then) {
					wrong = append(wrong, r.enterName(ids[e.ID], f.Name)...)
				}
			}
		}
	}
	for _, e := range entries {
		if _, known := ids[e.Parent]; e.Parent != "" && !known {
			wrong = append(wrong, fmt.Sprintf("单位“%s”的 parent %q 不在登记册中", e.Name, e.Parent))
		}
	}
	for _, d := range distinct {
		for _, id := range d.Units {
			if _, known := ids[id]; !known {
				wrong = append(wrong, fmt.Sprintf("[[distinct]] 中的 %q 不在登记册中", id))
			}
		}
	}
	slices.Sort(r.names)
	return r, wrong
}

func (r *Register) enter(e RegisterEntry) (wrong []string) {
	for _, name := range append([]string{e.Name}, e.Aliases...) {
		wrong = append(wrong, r.enterName(e.Unit, name)...)
	}
	return wrong
}

func (r *Register) enterName(u Unit, name string) (wrong []string) {
	key := flatten(name)
	if other, taken := r.byName[key]; taken {
		if other.ID != u.ID {
			return []string{fmt.Sprintf("名称“%s”同时属于“%s”与“%s”", name, other.Name, u.Name)}
		}
		return nil
	}
	r.byName[key] = u
	r.names = append(r.names, key)
	return nil
}

// mostParents bounds the way up from a unit.
const mostParents = 5

// Ranked gives the unit that stands in a channel's rankings for the cases of another: itself, or the nearest above it
// that is in a group (a county for its bureaus and townships). One that has none above stands for itself.
func (r *Register) Ranked(u Unit, channel string) Unit {
	up := u
	for range mostParents {
		if up.Groups[channel] != "" {
			return up
		}
		parent, known := r.byID[up.Parent]
		if !known {
			break
		}
		up = parent
	}
	return u
}

// Find gives the unit of a name. A name that is not registered gets a unit of its own, with an id made from the name:
// it is kept apart from every other, and never merged by likeness.
func (r *Register) Find(name string) Unit {
	key := flatten(name)
	if u, ok := r.byName[key]; ok {
		return u
	}
	h := fnv.New64a()
	h.Write([]byte(key)) // never fails
	return Unit{ID: fmt.Sprintf("x-%012x", h.Sum64()>>16), Name: mask.Text(name)}
}

// Names walks every name in a fixed order: the normalised name (no spaces, forms folded, lower case) and its unit.
func (r *Register) Names() iter.Seq2[string, Unit] {
	return func(yield func(string, Unit) bool) {
		for _, name := range r.names {
			if !yield(name, r.byName[name]) {
				return
			}
		}
	}
}

// Suggest gives up to three registered names most like an unknown one, the likest first; for messages only.
func (r *Register) Suggest(name string) []string {
	type candidate struct {
		name  string
		score float64
	}
	var found []candidate
	key := flatten(name)
	for _, known := range r.names {
		if s := likeness(key, known); s >= 0.4 {
			found = append(found, candidate{r.byName[known].Name, s})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	var names []string
	for _, c := range found {
		if !slices.Contains(names, c.name) && len(names) < 3 {
			names = append(names, c.name)
		}
	}
	return names
}

// likeness is the Dice coefficient of the two names' pairs of neighbouring characters.
func likeness(a, b string) float64 {
	pairsA, pairsB := pairs(a), pairs(b)
	if len(pairsA)+len(pairsB) == 0 {
		return 0
	}
	common := 0
	for p := range pairsA {
		if pairsB[p] {
			common++
		}
	}
	return 2 * float64(common) / float64(len(pairsA)+len(pairsB))
}

func pairs(text string) map[[2]rune]bool {
	out := map[[2]rune]bool{}
	runes := []rune(text)
	for i := 1; i < len(runes); i++ {
		out[[2]rune{runes[i-1], runes[i]}] = true
	}
	return out
}
