package page

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
)

// dataChanges compares the figures of two versions.
func dataChanges(before, after measure.Bulletin) []Change {
	cells := cellChanges(before, after)
	return slices.Concat(ruleChanges(before.Rule, after.Rule), factChanges(before, after, cells), cells, caseChanges(before, after))
}

// ruleChanges names the rule where it, or the version of its file, is another.
func ruleChanges(before, after measure.Rule) []Change {
	c := Change{Kind: ChangedRule, Key: "rule", Label: "评分办法", Old: before.Title, New: after.Title}
	if before.Digest != after.Digest {
		c.Old, c.New = versionText(before), versionText(after)
	}
	if c.Old == c.New {
		return nil
	}
	return []Change{c}
}

func versionText(r measure.Rule) string {
	if r.Digest == "" {
		return r.Title
	}
	return r.Title + "（版本 " + r.Digest + "）"
}

func factChanges(before, after measure.Bulletin, cells []Change) []Change {
	was, is := factsByKey(before), factsByKey(after)
	var out []Change
	for _, key := range names(was, is) {
		old, now := was[key], is[key]
		c := Change{Kind: ChangedFact, Key: key, Label: factLabel(key, cmp.Or(now.Label, old.Label)), Old: factText(old), New: factText(now)}
		if c.Old != c.New && !repeatsCell(old, now, cells) {
			out = append(out, c)
		}
	}
	return out
}

// factLabel tells the 满意率 of one channel from that of another: in an overview both have the same label.
func factLabel(key, label string) string {
	for channel, name := range measure.ChannelNames {
		if strings.HasPrefix(key, "overview."+channel+".") && !strings.Contains(label, name) {
			return name + label
		}
	}
	return label
}

func factsByKey(b measure.Bulletin) map[string]measure.Fact {
	out := map[string]measure.Fact{}
	for _, f := range b.Facts.All() {
		out[f.Key] = f
	}
	return out
}

// factText is a fact in one line: the figure with its unit, and of a list its units as well.
func factText(f measure.Fact) string {
	text := f.Text
	if f.Unit != "位" && f.Unit != "百分点" && !strings.HasSuffix(text, f.Unit) && !strings.Contains(text, "工作日") {
		text += f.Unit
	}
	if units := f.Names(); units != "" {
		text += "（" + units + "）"
	}
	return text
}

// repeatsCell tells a fact that says of one unit what a listed change of its cell says already.
func repeatsCell(old, now measure.Fact, cells []Change) bool {
	if len(old.Cells) != 1 || len(now.Cells) != 1 || old.Cells[0] != now.Cells[0] || old.Names() != now.Names() {
		return false
	}
	return slices.ContainsFunc(cells, func(c Change) bool {
		return c.Key == now.Cells[0] && c.Old == old.Text && c.New == now.Text
	})
}

// standing is one row of a ranking as a comparison sees it.
type standing struct {
	table measure.Table
	row   measure.Row
}

func (s standing) key() string { return s.table.Key() + "/" + s.row.Unit.ID }

func (s standing) label() string {
	return measure.GroupNames[s.table.Group] + measure.ChannelNames[s.table.Channel] + "：" + s.row.Unit.Name
}

func standings(b measure.Bulletin) []standing {
	var out []standing
	for _, t := range b.Tables {
		for _, r := range t.Rows {
			out = append(out, standing{t, r})
		}
	}
	return out
}

func cellChanges(before, after measure.Bulletin) []Change {
	was := map[string]standing{}
	for _, s := range standings(before) {
		was[s.key()] = s
	}
	var out []Change
	for _, now := range standings(after) {
		old, there := was[now.key()]
		delete(was, now.key())
		if there {
			out = append(out, now.since(old)...)
			continue
		}
		out = append(out, Change{Kind: ChangedCell, Key: now.key(), Label: now.label(), New: now.text()})
	}
	for _, key := range slices.Sorted(maps.Keys(was)) {
		out = append(out, Change{Kind: ChangedCell, Key: key, Label: was[key].label(), Old: was[key].text()})
	}
	return out
}

// since lists the cells of a row that changed: its rank, then its metrics in the order of the table, those that the
// table no longer has at the end.
func (s standing) since(old standing) []Change {
	var out []Change
	add := func(metric, label, was, is string) {
		if was != is {
			out = append(out, Change{Kind: ChangedCell, Key: s.key() + "/" + metric, Label: s.label() + label, Old: was, New: is})
		}
	}
	add("rank", "名次", rankText(old.row), rankText(s.row))
	seen := map[string]bool{}
	for _, m := range slices.Concat(s.table.Metrics, old.table.Metrics) {
		if !seen[m.Key] {
			seen[m.Key] = true
			add(m.Key, m.Label, old.row.Value(m.Key).Text, s.row.Value(m.Key).Text)
		}
	}
	return out
}

// rankText is what a reader sees of a rank: 3（4） 优秀, the export's own where it is another, and the tier.
func rankText(r measure.Row) string {
	text := ""
	if r.Rank != 0 {
		text = fmt.Sprint(r.Rank)
	}
	if r.PublishedRank != 0 && r.PublishedRank != r.Rank {
		text += fmt.Sprintf("（%d）", r.PublishedRank)
	}
	return strings.TrimSpace(text + " " + r.Tier)
}

// text is a row in one line: 第3位，交办总量 333，办结率 87.39%.
func (s standing) text() string {
	var parts []string
	if s.row.Rank != 0 {
		parts = append(parts, fmt.Sprintf("第%d位", s.row.Rank))
	}
	for _, m := range s.table.Metrics {
		if v := s.row.Value(m.Key); v.State == record.Known {
			parts = append(parts, m.Label+" "+v.Text)
		}
	}
	return strings.Join(parts, "，")
}

func caseChanges(before, after measure.Bulletin) []Change {
	was, is := caseTexts(before), caseTexts(after)
	var out []Change
	for _, key := range names(was, is) {
		old, now := was[key], is[key]
		label := now.label
		if label == "" {
			label = old.label
		}
		if old.text != now.text {
			out = append(out, Change{Kind: ChangedCase, Key: key, Label: label, Old: old.text, New: now.text})
		}
	}
	return out
}

type caseText struct{ label, text string }

// caseTexts gives the entries of the lists in one line each. A case that stands twice is told apart by its turn.
func caseTexts(b measure.Bulletin) map[string]caseText {
	out := map[string]caseText{}
	for _, h := range b.HighStars {
		key := "high-stars/" + h.CaseNo
		for turn := 2; out[key].label != ""; turn++ {
			key = fmt.Sprintf("high-stars/%s/%d", h.CaseNo, turn)
		}
		said := []string{h.Unit.Name, fmt.Sprintf("%d星", h.Star), h.Reason, h.Title, h.Asked, h.Result}
		out[key] = caseText{"高星件 " + h.CaseNo, strings.Join(slices.DeleteFunc(said, isEmpty), "，")}
	}
	for _, o := range b.Overdue {
		out["overdue/"+o.Unit.ID] = caseText{"超期未报：" + o.Unit.Name, o.Count.Text + "件"}
	}
	return out
}

func isEmpty(text string) bool { return text == "" }
