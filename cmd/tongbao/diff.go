package main

import (
	"cmp"
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"tongbao/pipeline"
	"tongbao/pipeline/page"
	"tongbao/pipeline/record"
)

func newDiffCommand(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "diff 期间",
		Short: "导出或评分办法变了：看 ingest 会改动什么，不写入",
		Long: `重新读取一期的导出，与上一次写出的数据和栏目比较，列出会变化的事实、排名表数字、名单和段落，
以及人工改过而保留的段落。什么也不写入；确认后运行 tongbao ingest。`,
		Example: "  tongbao diff 2021q3\n  tongbao diff 2021q3 --json",
		Args:    arguments(1, 1, "一个期间，如 2021q3"),
		RunE:    func(cmd *cobra.Command, args []string) error { return runDiff(cmd.Context(), a, asJSON, args[0]) },
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "以 JSON 输出，供脚本使用")
	return cmd
}

func runDiff(ctx context.Context, a *app, asJSON bool, text string) error {
	period, err := record.ParsePeriod(text)
	if err != nil {
		return usageError{err}
	}
	arc, err := a.open()
	if err != nil {
		return err
	}
	bar := newBar(a.stderr, asJSON)
	plan, err := pipeline.Prepare(ctx, arc, period, pipeline.Options{Theme: a.theme, Version: a.version, Progress: bar.show})
	bar.clear()
	if err != nil {
		return err
	}
	if len(plan.Sources) == 0 {
		return fmt.Errorf("没有找到导出：请把 %s的 .xlsx、.csv 放进 %s", period.Label(), arc.ExportsDir(period.Key))
	}
	changes, err := plan.Differences()
	if err != nil {
		return err
	}
	if asJSON {
		return a.json(struct {
			Changes []page.Change `json:"changes"`
			Kept    []page.Kept   `json:"kept"`
		}{append([]page.Change{}, changes...), plan.Kept})
	}
	printDifferences(plainText{a.stdout}, plan, changes)
	return nil
}

func printDifferences(w io.Writer, plan *pipeline.Plan, changes []page.Change) {
	switch {
	case plan.New():
		fmt.Fprintf(w, "%s还没有写出过，ingest 会新建全部文件。\n", plan.Label)
		return
	case len(changes) == 0:
		fmt.Fprintln(w, "没有变化。")
	}
	printChangeList(w, changes)
	if len(plan.Kept) > 0 {
		fmt.Fprintln(w, "\n人工改过，保留")
		for _, k := range plan.Kept {
			printKept(w, k)
		}
	}
	if plan.Changed() > 0 {
		fmt.Fprintf(w, "\n共 %d 处变化，什么也没有写入。确认后运行 tongbao ingest %s。\n", len(changes), plan.Period)
	}
}

// changeNames head the lists of what changed.
var changeNames = map[page.ChangeKind]string{
	page.ChangedSetting: "刊头", page.ChangedRule: "评分办法", page.ChangedFact: "事实", page.ChangedCell: "排名表", page.ChangedCase: "名单",
	page.ChangedParagraph: "段落", page.ChangedExport: "导出", page.ChangedFile: "其他文件",
}

func printChangeList(w io.Writer, changes []page.Change) {
	var kind page.ChangeKind
	for _, c := range changes {
		if c.Kind != kind {
			kind = c.Kind
			fmt.Fprintln(w, changeNames[kind])
		}
		if c.Kind == page.ChangedParagraph {
			fmt.Fprintf(w, "  %s  %s\n    原：%s\n    现：%s\n", c.File, c.Label, cmp.Or(c.Old, "（没有）"), cmp.Or(c.New, "（没有）"))
			continue
		}
		fmt.Fprintf(w, "  %s：%s → %s\n", c.Label, cmp.Or(c.Old, "（没有）"), cmp.Or(c.New, "（没有）"))
	}
}
