package page

import (
	"fmt"
	"hash/fnv"
	"regexp"
	"strings"
	"time"

	"tongbao/pipeline/record"
)

func (p prose) instructions() []paragraph {
	var out []paragraph
	for i, in := range p.Instructions {
		out = append(out, paragraph{fmt.Sprintf("instruction-%d", i+1), instruction(in)})
	}
	return orElse(out, "instructions-none", "本期没有登记领导批示。")
}

func instruction(in record.Instruction) string {
	text := dateText(in.Date) + "，" + plain(in.Leader)
	if in.Document != "" {
		text += "在《" + plain(strings.Trim(in.Document, "《》")) + "》" + plain(in.IssueNo) + "上"
	}
	text += "作出批示，要点为：" + plain(strings.TrimRight(in.Gist, "。")) + "。"
	if in.Unit != "" {
		text += "承办单位：" + plain(in.Unit) + "。"
	}
	return text
}

// dateText writes 2021-08-02 as 8月2日 within the sentence's year stated in full: 2021年8月2日.
func dateText(date string) string {
	t, err := time.Parse("2006-01-02", date)
	if err != nil {
		return plain(date)
	}
	return t.Format("2006年1月2日")
}

func (p prose) highStars() []paragraph {
	if len(p.HighStars) == 0 {
		return []paragraph{{"high-stars-none", "本期没有登记高星件。"}}
	}
	var parts []string
	for _, star := range []int{25, 15, 10} {
		parts = append(parts, p.clause(fmt.Sprintf("%d星", star), fmt.Sprintf("high-stars.%d", star), "件"))
	}
	text := p.clause(p.Period.Name()+"，共有", "high-stars", "件诉求被评为高星件") + joined("、", parts, "")
	text = strings.Replace(text, "高星件"+parts[0], "高星件，其中"+parts[0], 1)
	return []paragraph{{"high-stars-summary", text + "。详见下表。"}}
}

// typicalStar is the least star of a candidate for 典型案例.
const typicalStar = 15

func typical(cases []record.HighStar) []record.HighStar {
	var out []record.HighStar
	for _, c := range cases {
		if c.Star >= typicalStar && c.Reason != "" {
			out = append(out, c)
		}
	}
	return out
}

func (p prose) typicalCases() []paragraph {
	var out []paragraph
	for _, c := range typical(p.HighStars) {
		text := fmt.Sprintf("**%s（%d星）**。%s。诉求编号%s。", plain(c.Unit.Name), c.Star,
			plain(strings.TrimRight(c.Reason, "。")), plain(c.CaseNo))
		out = append(out, paragraph{caseKey(c.CaseNo), text})
	}
	return orElse(out, "typical-cases-none", "本期没有可选的典型案例。")
}

var plainNumber = regexp.MustCompile(`^[0-9A-Za-z]{1,40}$`)

// caseKey makes a paragraph key of a case number, which is text of an export and may hold anything.
func caseKey(caseNo string) string {
	if plainNumber.MatchString(caseNo) {
		return "case-" + strings.ToLower(caseNo)
	}
	h := fnv.New64a()
	h.Write([]byte(caseNo)) // never fails
	return fmt.Sprintf("case-x%012x", h.Sum64()>>16)
}
