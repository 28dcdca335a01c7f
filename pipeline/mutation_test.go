package pipeline_test

import (
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tongbao"
	"tongbao/archive"
	"tongbao/pipeline/check"
	"tongbao/pipeline/measure"
	"tongbao/pipeline/page"
	"tongbao/pipeline/prose"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// world is what random bulletins are made of.
type world struct {
	dice      *rand.Rand
	units     map[string][]record.Unit // by group
	all       []record.Unit
	register  *record.Register
	metrics   []record.Metric
	templates prose.Templates
	specs     []page.SectionSpec
	rule      measure.Rule
}

func newWorld(t *testing.T, seed uint64) *world {
	t.Helper()
	w := &world{dice: rand.New(rand.NewPCG(seed, 4)), units: map[string][]record.Unit{}}
	a, err := archive.Open("../examples/fuxin")
	if err != nil {
		t.Fatal(err)
	}
	var entries []record.RegisterEntry
	for _, u := range a.Units.Units {
		unit := record.Unit{ID: u.ID, Name: u.Name, Parent: u.Parent, Groups: u.Groups, Registered: true}
		entries = append(entries, record.RegisterEntry{Unit: unit, Aliases: u.Aliases})
		for _, group := range []string{"city", "county", "department", "other"} {
			if unit.In("network", group) || unit.In("hotline", group) {
				w.units[group] = append(w.units[group], unit)
				w.all = append(w.all, unit)
			}
		}
	}
	w.register, _ = record.NewRegister(entries, nil, "2021-07-01")
	var metrics struct {
		Metrics []record.Metric `toml:"metric"`
	}
	var sections struct {
		Sections []page.SectionSpec `toml:"section"`
	}
	decodeTheme(t, "data/metrics.toml", &metrics)
	decodeTheme(t, "data/sections.toml", &sections)
	decodeTheme(t, "data/sentences.toml", &w.templates)
	if w.templates, err = w.templates.Compile(); err != nil {
		t.Fatal(err)
	}
	w.metrics, w.specs = metrics.Metrics, sections.Sections
	w.rule, err = measure.NewRule("r", "评分办法", "", map[string]string{}, measure.Thresholds{
		FewCases: 5, LowSatisfaction: map[string]float64{"network": 80, "hotline": 90}, OverdueDays: 30, MeanDays: 5,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.rule.Targets = map[string]map[string]float64{"network": {"close_rate": 75}, "hotline": {"days": 5, "close_rate": 60}}
	return w
}

func decodeTheme(t *testing.T, name string, into any) {
	t.Helper()
	data, err := fs.ReadFile(tongbao.Theme, name)
	if err == nil {
		err = archive.Decode(name, data, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func value(n float64, after string) record.Value {
	return record.Value{State: record.Known, Number: n, Text: record.FormatNumber(n) + after}
}

func rate(part, whole int) record.Value {
	return value(math.Round(10000*float64(part)/float64(whole))/100, "%")
}

// records makes one period's exports.
func (w *world) records() record.Records {
	var r record.Records
	for channel, groups := range map[string][]string{"network": {"city", "county", "department"}, "hotline": {"county", "department", "other"}} {
		for _, group := range groups {
			r.Rankings = append(r.Rankings, w.ranking(channel, group))
		}
	}
	for _, item := range []struct{ key, kind string }{
		{"received", "count"}, {"direct", "count"}, {"closed", "count"}, {"close_rate", "rate"}, {"network.satisfaction_rate", "rate"},
		{"hotline.satisfaction_rate", "rate"}, {"hotline.days", "days"}, {"superior", "count"},
	} {
		v := value(float64(1000+w.dice.IntN(90000)), "")
		switch item.kind {
		case "rate":
			v = rate(w.dice.IntN(1000), 1000)
		case "days":
			v = value(float64(w.dice.IntN(800))/100, "")
		}
		r.Overview = append(r.Overview, record.OverviewItem{Key: item.key, Label: item.key, Kind: item.kind, Value: v})
	}
	for i := range w.dice.IntN(12) {
		u := w.all[w.dice.IntN(len(w.all))]
		r.HighStars = append(r.HighStars, record.HighStar{CaseNo: fmt.Sprint(1000000 + i), Unit: u, Name: u.Name, Star: []int{10, 15, 25}[w.dice.IntN(3)], Reason: "解决了供热问题"})
	}
	for _, u := range w.some(w.units["county"], 4) {
		r.Overdue = append(r.Overdue, record.Overdue{Unit: u, Name: u.Name, Count: value(float64(1+w.dice.IntN(30)), "")})
	}
	return r
}

func (w *world) some(units []record.Unit, most int) []record.Unit {
	out := slices.Clone(units)
	w.dice.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out[:min(len(out), w.dice.IntN(most+1))]
}

func (w *world) ranking(channel, group string) record.Ranking {
	var members []record.Unit
	for _, u := range w.units[group] {
		if strings.HasPrefix(u.Groups[channel], group) && (w.dice.IntN(8) > 0 || u.Name == "阜新") {
			members = append(members, u)
		}
	}
	r := record.Ranking{Channel: channel, Group: group, Title: "表", Metrics: []string{
		"assigned", "stars-3", "stars-4", "stars-5", "close_rate", "satisfaction_rate", "excellent_rate", "days", "score",
	}}
	few := w.dice.IntN(3) == 0 // small figures make ties
	for _, u := range members {
		r.Rows = append(r.Rows, record.UnitRow{Unit: u, Name: u.Name, Values: w.values(few)})
	}
	return r
}

func (w *world) values(few bool) map[string]record.Value {
	most := 2000
	if few {
		most = 12
	}
	assigned := 1 + w.dice.IntN(most)
	low3, low4, five := w.dice.IntN(3), w.dice.IntN(4), 1+w.dice.IntN(assigned)
	return map[string]record.Value{
		"assigned": value(float64(assigned), ""), "stars-3": value(float64(low3), ""), "stars-4": value(float64(low4), ""), "stars-5": value(float64(five), ""),
		"close_rate": rate(assigned-w.dice.IntN(assigned)/2, assigned), "satisfaction_rate": rate(five-w.dice.IntN(five)/2, five),
		"excellent_rate": rate(five, low3+low4+five), "days": value(float64(w.dice.IntN(9)), ""), "score": value(math.Round(900+float64(w.dice.IntN(200)))/100, ""),
	}
}

// bulletin measures random exports, compared with random ones of the three periods before.
func (w *world) bulletin(t *testing.T) measure.Bulletin {
	t.Helper()
	var run []measure.Bulletin
	for _, key := range []string{"2020q4", "2021q1", "2021q2", "2021q3"} {
		p, err := record.ParsePeriod(key)
		if err != nil {
			t.Fatal(err)
		}
		b := measure.Compute(p, w.register.Find("阜新").ID, w.records(), w.rule, w.metrics)
		b.AddHistory(measure.History{Run: run})
		run = append([]measure.Bulletin{b}, run...)
	}
	run[0].AddTopics([]measure.Topic{
		{Name: "供热", Cases: 400 + w.dice.IntN(400), Share: 41.5, Previous: 300, Compared: true}, {Name: "物业服务", Cases: 300, Share: 20, Previous: 10, Compared: true},
	})
	return run[0]
}

// sections writes a bulletin's sections.
func (w *world) sections(t *testing.T, b measure.Bulletin) []page.File {
	t.Helper()
	draft := page.Draft{Bulletin: b, Templates: w.templates, Issuer: "示例市12345热线", Asked: map[string]bool{"step-low-stars": true, "step-overdue": true, "step-callback": true}}
	files, _, err := page.Sections(draft, w.specs, func(string) ([]byte, error) { return nil, nil })
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// grave counts the findings that are no mere remark.
func grave(found []measure.Finding) []measure.Finding {
	return slices.DeleteFunc(found, func(f measure.Finding) bool { return f.Severity == sheet.Note })
}

// worlds is how many random archives are written, mutants how many of them are mutated: each has some 700 mutations.
const (
	worlds  = 25
	mutants = 6
)

// Whatever the data, what is written of them passes the check.
func TestWhatIsWrittenPassesTheCheck(t *testing.T) {
	for seed := range uint64(worlds) {
		w := newWorld(t, seed)
		b := w.bulletin(t)
		lexicon := check.NewLexicon(w.register, b, b.Home)
		for i, f := range w.sections(t, b) {
			for _, finding := range grave(check.Section(f.Path, f.Body, w.specs[i].Key, b, lexicon)) {
				t.Errorf("seed %d: %s %s: %s\n%s", seed, finding.Code, finding.Passage.Paragraph, finding.Message, finding.Passage.Text)
			}
		}
	}
}

// leastScore is the share of mutations that must be reported.
const leastScore = 0.99

// Any one figure, unit name or direction word that is changed in what was written is reported.
func TestMutationsAreReported(t *testing.T) {
	made, missed := map[string]int{}, map[string]int{}
	for seed := range uint64(mutants) {
		w := newWorld(t, seed)
		b := w.bulletin(t)
		lexicon := check.NewLexicon(w.register, b, b.Home)
		for i, f := range w.sections(t, b) {
			for _, m := range w.mutations(string(f.Body)) {
				made[m.kind]++
				if len(grave(check.Section(f.Path, []byte(m.body), w.specs[i].Key, b, lexicon))) > 0 {
					continue
				}
				if missed[m.kind]++; missed[m.kind] <= 5 {
					t.Logf("seed %d, %s: not reported: %s", seed, f.Path, m.what)
				}
			}
		}
	}
	all, lost := 0, 0
	for kind, n := range made {
		t.Logf("%s: %d mutations, %d not reported", kind, n, missed[kind])
		all, lost = all+n, lost+missed[kind]
	}
	score := 1 - float64(lost)/float64(all)
	t.Logf("mutation score %.2f%% of %d", 100*score, all)
	if score < leastScore {
		t.Errorf("mutation score %.2f%%, want %.0f%%", 100*score, 100*leastScore)
	}
}

type mutation struct{ kind, what, body string }

var (
	figures    = regexp.MustCompile(`\d+`)
	opposites  = map[string]string{"最高": "最低", "最大": "最小", "最长": "最短", "上升": "下降", "增长": "下降", "增加": "减少", "延长": "缩短", "提高": "降低", "列前": "列后", "增至": "降至"}
	directions = regexp.MustCompile(`最高|最低|最大|最小|最长|最短|上升|下降|增长|增加|减少|延长|缩短|提高|降低|列前|列后|增至|降至`)
	hiddenPart = regexp.MustCompile(`(?s)\A\+\+\+.*?\n\+\+\+\n|\]\(fact:[^)]*\)|\{#[^}]*\}|诉求编号\d+|12345`)
)

// mutations changes each figure, each unit name and each direction word that a reader sees, one at a time. The number of a
// case and the hotline's own number are no figures.
func (w *world) mutations(body string) []mutation {
	var out []mutation
	seen := func(from, to int) bool {
		for _, h := range hiddenPart.FindAllStringIndex(body, -1) {
			if from < h[1] && h[0] < to {
				return false
			}
		}
		return true
	}
	swap := func(kind string, from, to int, with string) {
		if !seen(from, to) {
			return
		}
		near := body[max(0, from-60):from] + "【" + body[from:to] + "→" + with + "】" + body[to:min(len(body), to+60)]
		out = append(out, mutation{kind, strings.ToValidUTF8(near, ""), body[:from] + with + body[to:]})
	}
	for _, m := range figures.FindAllStringIndex(body, -1) {
		swap("figure", m[0], m[1], w.other(body[m[0]:m[1]]))
	}
	for _, m := range directions.FindAllStringIndex(body, -1) {
		swap("direction", m[0], m[1], opposite(body[m[0]:m[1]]))
	}
	for _, at := range unitsIn(body, w.all) {
		swap("unit", at.from, at.to, w.another(body[at.from:at.to]))
	}
	return out
}

// other changes the last digit.
func (w *world) other(figure string) string {
	last := figure[len(figure)-1]
	return figure[:len(figure)-1] + string('0'+(last-'0'+1+byte(w.dice.IntN(8)))%10)
}

func opposite(word string) string {
	if o, ok := opposites[word]; ok {
		return o
	}
	for a, b := range opposites {
		if b == word && a != "增长" {
			return a
		}
	}
	return ""
}

// another is a unit's name that is not the given one.
func (w *world) another(name string) string {
	for {
		u := w.all[w.dice.IntN(len(w.all))]
		if u.Name != name && !strings.Contains(u.Name, name) && !strings.Contains(name, u.Name) {
			return u.Name
		}
	}
}

type span struct{ from, to int }

// unitsIn finds the longest unit names in a text, one after the other.
func unitsIn(body string, units []record.Unit) []span {
	var out []span
	for at := 0; at < len(body); {
		longest := 0
		for _, u := range units {
			if len(u.Name) > longest && strings.HasPrefix(body[at:], u.Name) {
				longest = len(u.Name)
			}
		}
		if longest == 0 {
			at++
			continue
		}
		out = append(out, span{at, at + longest})
		at += longest
	}
	return out
}
