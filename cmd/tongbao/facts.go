package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"tongbao/pipeline"
	"tongbao/pipeline/record"
)

func newFactsCommand(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "facts 期间 [事实]",
		Short: "列出一期的事实：行文可以引用的数字，以及每个数字的来历",
		Long: `列出一期的事实。写出某个事实（或单元格 表/单位/指标）的键，就显示它怎样算出、用了哪些单元格、
在导出的哪个文件、哪张表、哪一行。正文用 [数字](fact:键) 引用事实；事实变了，引用它的数字随之更新。`,
		Example: "  tongbao facts 2021q3\n  tongbao facts 2021q3 network.low-stars\n  tongbao facts 2021q3 network-county/fumeng/assigned",
		Args:    arguments(1, 2, "一个期间和至多一个事实，如 2021q3 network.low-stars"),
		RunE:    func(_ *cobra.Command, args []string) error { return runFacts(a, asJSON, args) },
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			return factCompletion(a, args), cobra.ShellCompDirectiveNoFileComp
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "以 JSON 输出，供脚本使用")
	return cmd
}

func factCompletion(a *app, args []string) []string {
	arc, err := a.open()
	if err != nil || len(args) != 1 {
		return nil
	}
	period, err := record.ParsePeriod(args[0])
	if err != nil {
		return nil
	}
	return pipeline.FactKeys(arc, period)
}

func runFacts(a *app, asJSON bool, args []string) error {
	period, err := record.ParsePeriod(args[0])
	if err != nil {
		return usageError{err}
	}
	arc, err := a.open()
	if err != nil {
		return err
	}
	wanted := ""
	if len(args) > 1 {
		wanted = strings.TrimPrefix(args[1], "fact:")
	}
	trails, err := pipeline.Facts(arc, period, wanted)
	switch {
	case err != nil:
		return err
	case asJSON:
		return a.json(trails)
	case wanted == "":
		printFacts(plainText{a.stdout}, trails)
	default:
		for _, t := range trails {
			printTrail(plainText{a.stdout}, t)
		}
	}
	return nil
}

func printFacts(w io.Writer, trails []pipeline.Trail) {
	rows := [][]string{{"键", "事实", "数值", "单位"}}
	for _, t := range trails {
		rows = append(rows, []string{t.Key, t.Label, stated(t), shorten(t.Units, 40)})
	}
	printTable(w, "", rows)
}

// stated is a fact's figure with its unit, said once. Words, such as 持平, have none.
func stated(t pipeline.Trail) string {
	figure := strings.TrimRight(t.Text, "0123456789万") != t.Text
	if !figure || t.Unit == "百分点" || t.Unit == "位" {
		return t.Text
	}
	return t.Text + t.Unit
}

func shorten(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most-1]) + "…"
}

func printTrail(w io.Writer, t pipeline.Trail) {
	fmt.Fprintf(w, "%s：%s\n  键      %s\n  算法    %s\n", t.Label, stated(t), t.Key, t.Formula)
	if t.Units != "" {
		fmt.Fprintf(w, "  单位    %s\n", t.Units)
	}
	for _, p := range t.Places {
		fmt.Fprintf(w, "  来源    %s\n", p)
	}
	var rows [][]string
	for _, c := range t.Cells {
		rows = append(rows, []string{c.Unit, c.Label, c.Text, c.Place.String()})
	}
	if len(rows) > 0 {
		fmt.Fprintln(w, "  单元格")
		printTable(w, "    ", rows)
	}
	fmt.Fprintln(w)
}
