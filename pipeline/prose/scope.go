package prose

import (
	"fmt"
	"maps"
	"regexp"
	"strings"
	"time"

	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
)

// scope is what $variables mean at one place. Those of a record, a case or an instruction, are themselves something to say;
// those of a table or a period only frame it.
type scope struct {
	variables map[string]string
	record    bool
}

func (s scope) with(more map[string]string) scope {
	all := maps.Clone(s.variables)
	maps.Copy(all, more)
	return scope{all, s.record}
}

// scopes gives one scope for each paragraph that a template stands for.
func (w *Writer) scopes(p Paragraph) []scope {
	base := scope{variables: map[string]string{
		"period": w.in.Period.Name(), "issuer": w.in.Issuer, "previous": lastPeriod(w.in.Period), "home": w.in.Home,
		"home_name": w.homeName(), "count": w.in.Period.Measure(),
	}}
	switch p.For {
	case "table":
		return w.tableScopes(p.Section, base)
	case "case":
		base.record = true
		return w.caseScopes(base)
	case "instruction":
		base.record = true
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
			"outcome": strings.TrimRight(in.Outcome, "。"),
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
		told, background := "", sentenceOf(c.Asked) // a text that says itself that somebody reports
		if strings.Contains(background, "反映") {
			told, background = background, ""
		}
		out = append(out, base.with(map[string]string{
			"effect": effect, "case_key": measure.CaseKey(c.CaseNo), "case_no": c.CaseNo, "unit": c.Unit.Name, "star": fmt.Sprint(c.Star),
			"reason": sentenceOf(c.Reason), "title": sentenceOf(c.Title), "told": told, "background": background, "handling": sentenceOf(c.Result),
		}))
	}
	return out
}

// hiddenNumber is a masked number in brackets, which tells a reader nothing.
var hiddenNumber = regexp.MustCompile(`[（(][0-9]*\*+[0-9Xx*]*[）)]`)

// sentenceOf is a text of an export without the stop that the template sets.
func sentenceOf(text string) string {
	return strings.TrimRight(strings.TrimSpace(hiddenNumber.ReplaceAllString(text, "")), "。；;.，, ")
}

// dateText writes 2021-08-02 as 2021年8月2日.
func dateText(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.Format("2006年1月2日")
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
	"metric": {
		{"metric": "close_rate", "metric_name": "办结率", "miss": "未达到"}, {"metric": "on_time_rate", "metric_name": "按时反馈率", "miss": "未达到"},
		{"metric": "transfer_rate", "metric_name": "即时转办率", "miss": "未达到"}, {"metric": "callback_rate", "metric_name": "有效回访率", "miss": "未达到"},
		{"metric": "satisfaction_rate", "metric_name": "满意率", "miss": "未达到"}, {"metric": "excellent_rate", "metric_name": "优秀率", "miss": "未达到"},
		{"metric": "days", "metric_name": "办件天数", "miss": "超过"},
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
