package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/mattn/go-runewidth"

	"tongbao/pipeline"
	"tongbao/pipeline/sheet"
)

// printProblems lists problems, errors first; notes only when all are asked for, else their number.
func printProblems(w io.Writer, problems []sheet.Problem, all bool) {
	problems = gatherUnknown(problems)
	hidden := 0
	for _, severity := range []sheet.Severity{sheet.Error, sheet.Warning, sheet.Note} {
		for _, p := range problems {
			if p.Severity != severity {
				continue
			}
			if severity == sheet.Note && !all {
				hidden++
				continue
			}
			printEntry(w, p)
		}
	}
	if hidden > 0 {
		fmt.Fprintf(w, "  另有 %d 条提示，加 --all 查看\n", hidden)
	}
}

// gatherUnknown makes one entry of all unknown units: a new archive, whose register is empty, has one for every row.
func gatherUnknown(problems []sheet.Problem) []sheet.Problem {
	var names []string
	var rest []sheet.Problem
	var first sheet.Problem
	for _, p := range problems {
		switch {
		case p.Code != "unknown-unit":
			rest = append(rest, p)
		case !slices.Contains(names, p.Value):
			names = append(names, p.Value)
			first = p
		}
	}
	if len(names) > 1 {
		first.Place = sheet.Place{}
		first.Message = fmt.Sprintf("%d 个单位不在登记册中，不与任何单位合并：%s", len(names), strings.Join(names, "、"))
		first.Hint = "请在 units.toml 登记，或加为某单位的别名（--json 列出每一处和相近的名称）"
	}
	if len(names) > 0 {
		rest = append(rest, first)
	}
	return rest
}

func printEntry(w io.Writer, p sheet.Problem) {
	lead := "  " + pipeline.SeverityNames[p.Severity] + "  "
	if place := p.Place.String(); place != "" {
		fmt.Fprintln(w, lead+place)
		lead = "        "
	}
	fmt.Fprintln(w, lead+p.Message)
	if p.Value != "" && !strings.Contains(p.Message, p.Value) {
		fmt.Fprintln(w, "        写的是："+p.Value)
	}
	if p.Expected != "" {
		fmt.Fprintln(w, "        应为："+p.Expected)
	}
	if p.Hint != "" {
		fmt.Fprintln(w, "        办法："+p.Hint)
	}
}

// pad fills a text up to a width on the terminal, where a Chinese character takes two places.
func pad(text string, width int) string { return runewidth.FillRight(text, width) }

// printTable prints rows in aligned columns.
func printTable(w io.Writer, indent string, rows [][]string) {
	var widths []int
	for _, row := range rows {
		for i, text := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], runewidth.StringWidth(text))
		}
	}
	for _, row := range rows {
		line := indent
		for i, text := range row {
			line += pad(text, widths[i]+2)
		}
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
}
