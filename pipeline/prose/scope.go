package prose

import (
	"fmt"
	"hash/fnv"
	"maps"
	"regexp"
	"strings"
	"time"

	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
)

// scope is what $variables mean at one place.
type scope struct{ variables map[string]string }

func (s scope) with(more map[string]string) scope {
	all := maps.Clone(s.variables)
	maps.Copy(all, more)
	return scope{all}
}

// scopes gives one scope for each paragraph that a template stands for.
func (w *Writer) scopes(p Paragraph) []scope {
	base := scope{map[string]string{
		"period": w.in.Period.Name(), "issuer": w.in.Issuer, "previous": lastPeriod(w.in.Period), "home": w.in.Home,
		"home_name": w.homeName(), "count": w.in.Period.Measure(),
	}}
	switch p.For {
	case "table":
		return w.tableScopes(p.Section, base)
	case "case":
		return w.caseScopes(base)
	case "instruction":
		return w.instructionScopes(base)
	}
	return []scope{base}
}

// lastPeriod is how prose speaks of the period before: 上季度.
func lastPeriod(p record.Period) string {
	return "上" + strings.TrimPrefix(p.Measure(), "个")
}

func (w *Writer) homeName() string {
	t, _ := w.in.Table("network", "city")
	for _, r := range t.Rows {
		if r.Unit.ID == w.in.Home {
			return r.Unit.Name
		}
	}
	return ""
}

// tableScopes are the rankings of a channel, which is the section's key; the one of whole cities is spoken of otherwise.
func (w *Writer) tableScopes(channel string, base scope) []scope {
	var out []scope
	for _, t := range w.in.Tables {
		if t.Channel == channel && t.Group != "city" {
			out = append(out, base.with(tableVariables(t)))
		}
	}
	return out
}

func tableVariables(t measure.Table) map[string]string {
	return map[string]string{
		"table": t.Key(), "channel": t.Channel, "channel_name": measure.ChannelNames[t.Channel], "group": t.Group,
		"group_name": measure.GroupNames[t.Group], "tie_order": t.TieOrder,
	}
}

func (w *Writer) instructionScopes(base scope) []scope {
	var out []scope
	for i, in := range w.in.Instructions {
		out = append(out, base.with(map[string]string{
			"number": fmt.Sprint(i + 1), "date": dateText(in.Date), "leader": in.Leader, "document": strings.Trim(in.Document, "《》"),
			"issue_no": in.IssueNo, "gist": strings.TrimRight(in.Gist, "。"), "unit": in.Unit,
		}))
	}
	return out
}

func (w *Writer) caseScopes(base scope) []scope {
	var out []scope
	for _, c := range w.in.Typical() {
		effect := "" // the reason for the stars tells the effect, once background and handling are told
		if c.Asked != "" || c.Result != "" {
			effect = sentenceOf(c.Reason)
		}
		out = append(out, base.with(map[string]string{
			"effect": effect, "case_key": caseKey(c.CaseNo), "case_no": c.CaseNo, "unit": c.Unit.Name, "star": fmt.Sprint(c.Star),
			"reason": sentenceOf(c.Reason), "title": sentenceOf(c.Title), "background": sentenceOf(c.Asked), "handling": sentenceOf(c.Result),
		}))
	}
	return out
}

// sentenceOf is a text of an export without the stop that the template sets.
func sentenceOf(text string) string {
	return strings.TrimRight(strings.TrimSpace(text), "。；;.，, ")
}

// dateText writes 2021-08-02 as 2021年8月2日.
func dateText(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.Format("2006年1月2日")
}

var plainNumber = regexp.MustCompile(`^[0-9A-Za-z]{1,40}$`)

// caseKey makes a key of a case number, which is text of an export and may hold anything.
func caseKey(caseNo string) string {
	if plainNumber.MatchString(caseNo) {
		return strings.ToLower(caseNo)
	}
	h := fnv.New64a()
	h.Write([]byte(caseNo)) // never fails
	return fmt.Sprintf("x%012x", h.Sum64()>>16)
}

// dimensions are what the clauses of a sentence may run over.
var dimensions = map[string][]map[string]string{
	"channel": {
		{"channel": "network", "channel_name": measure.ChannelNames["network"]}, {"channel": "hotline", "channel_name": measure.ChannelNames["hotline"]},
	},
	"group": {
		{"group": "county", "group_name": measure.GroupNames["county"]},
		{"group": "department", "group_name": measure.GroupNames["department"]}, {"group": "other", "group_name": measure.GroupNames["other"]},
	},
	"star":  {{"star": "4", "star_name": "四星"}, {"star": "3", "star_name": "三星"}},
	"high":  {{"star": "25"}, {"star": "15"}, {"star": "10"}},
	"topic": {{"topic": "1"}, {"topic": "2"}, {"topic": "3"}, {"topic": "4"}, {"topic": "5"}},
}

// each gives the scopes of a sentence's clauses, the first dimension outermost.
func (w *Writer) each(dims string, s scope) []scope {
	out := []scope{s}
	for _, name := range strings.Fields(dims) {
		var next []scope
		for _, outer := range out {
			for _, variables := range dimensions[name] {
				next = append(next, outer.with(variables))
			}
		}
		out = next
	}
	return out
}
