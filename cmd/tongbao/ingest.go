package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tongbao/pipeline"
	"tongbao/pipeline/mask"
	"tongbao/pipeline/measure"
	"tongbao/pipeline/page"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

type ingestOptions struct {
	dryRun, json, force, all bool
	report                   string
}

func newIngestCommand(a *app) *cobra.Command {
	var o ingestOptions
	cmd := &cobra.Command{
		Use:   "ingest 期间",
		Short: "读取一期的导出，写出数据和栏目",
		Long: `读取通报库 exports/<期间>/ 里的全部导出，先列出将要做的改动和发现的问题，再写入
data/bulletins/<期间>/（数据）和 content/bulletins/<期间>/（栏目）。

没有变化的文件一个字节也不动；人工改过的段落保留原文，只报告。
导出中有错误时什么也不写，除非加 --force（出错的单元格按缺失处理）。`,
		Example: "  tongbao ingest 2021q3\n  tongbao ingest 2021q3 --dry-run",
		Args:    arguments(1, 1, "一个期间，如 2021q3"),
		RunE:    func(cmd *cobra.Command, args []string) error { return runIngest(cmd.Context(), a, o, args[0]) },
	}
	cmd.Flags().BoolVar(&o.dryRun, "dry-run", false, "只列出改动，不写入")
	cmd.Flags().BoolVar(&o.json, "json", false, "以 JSON 输出，供脚本使用")
	cmd.Flags().BoolVar(&o.force, "force", false, "有错误也写入")
	cmd.Flags().BoolVar(&o.all, "all", false, "列出全部提示和未变化的文件")
	cmd.Flags().StringVar(&o.report, "report", "", "把数据问题另存为清单（.xlsx 或 .csv），便于转给别人改")
	return cmd
}

func runIngest(ctx context.Context, a *app, o ingestOptions, text string) error {
	period, err := record.ParsePeriod(text)
	if err != nil {
		return usageError{err}
	}
	arc, err := a.open()
	if err != nil {
		return err
	}
	bar := newBar(a.stderr, o.json)
	plan, err := pipeline.Prepare(ctx, arc, period, pipeline.Options{Theme: a.theme, Version: a.version, Progress: bar.show})
	bar.clear()
	if errors.Is(err, context.Canceled) {
		return errors.New("已中断，什么也没有写入")
	}
	if err != nil {
		return err
	}
	if len(plan.Sources) == 0 {
		return fmt.Errorf("没有找到导出：请把 %s的 .xlsx、.csv 放进 %s", period.Label(), arc.ExportsDir(period.Key))
	}
	blocked := plan.Errors() > 0 && !o.force
	if !o.json {
		printPlan(plainText{a.stdout}, plan, o.all)
	}
	if o.report != "" {
		if err := plan.WriteReport(o.report); err != nil {
			return err
		}
	}
	if !o.dryRun {
		if err := plan.WriteRejects(); err != nil {
			return err
		}
	}
	if !blocked && !o.dryRun {
		if err := plan.Apply(); err != nil {
			return err
		}
	}
	if err := a.reportIngest(plan, o, blocked); err != nil || o.json {
		return err
	}
	return printPublished(a.stdout, arc, period)
}

func (a *app) reportIngest(plan *pipeline.Plan, o ingestOptions, blocked bool) error {
	applied := !blocked && !o.dryRun
	if o.json {
		if err := a.json(struct {
			*pipeline.Plan
			Counts  record.Counts `json:"counts"`
			Applied bool          `json:"applied"`
		}{plan, plan.Counts(), applied}); err != nil {
			return err
		}
	} else {
		if path := plan.RejectsPath(); path != "" && !o.dryRun {
			fmt.Fprintf(a.stdout, "\n没有计入的行，连同位置和原因，列在 %s。\n", path)
		}
		fmt.Fprintln(a.stdout, outcome(plan, blocked, o.dryRun))
	}
	if blocked {
		return errProblems
	}
	return nil
}

func outcome(plan *pipeline.Plan, blocked, dryRun bool) string {
	switch n := plan.Changed(); {
	case blocked:
		return fmt.Sprintf("\n有 %d 处错误，什么也没有写入。改正后重新运行；或加 --force，按缺失处理。", plan.Errors())
	case dryRun:
		return "\n试运行，什么也没有写入。"
	case n == 0:
		return "\n没有变化，什么也不用写。"
	default:
		return fmt.Sprintf("\n已写入 %d 个文件。接着可以：tongbao serve --preview（在本机看），tongbao build（生成网站）。", n)
	}
}

func printPlan(w io.Writer, plan *pipeline.Plan, all bool) {
	fmt.Fprintf(w, "%s（%s），%s\n\n", plan.Label, plan.Period, plan.Rule)
	printSources(w, plan)
	if len(plan.Problems) > 0 {
		fmt.Fprintln(w, "\n数据问题")
		printProblems(w, plan.Problems, all)
	}
	if len(plan.Findings) > 0 {
		fmt.Fprintln(w, "\n核对结果")
		printProblems(w, findingsAsProblems(plan.Findings), all)
	}
	if len(plan.Kept) > 0 {
		fmt.Fprintln(w, "\n人工改过，保留")
		for _, k := range plan.Kept {
			printKept(w, k)
		}
	}
	printChanges(w, plan, all)
}

func printKept(w io.Writer, k page.Kept) {
	fmt.Fprintf(w, "  %s  %s：%s\n", k.Path, k.Key, k.Reason)
	for _, c := range k.Changes {
		done := "文中没有引用，请自行改写"
		if c.Refreshed {
			done = "文中已更新"
		}
		fmt.Fprintf(w, "        %s：原 %s，现 %s（%s）\n", c.Label, c.Old, c.New, done)
	}
}

func printSources(w io.Writer, plan *pipeline.Plan) {
	rows := [][]string{{"文件", "工作表", "内容", "数据行", "计入", "重复", "期外", "退回"}}
	for _, s := range plan.Sources {
		for _, t := range s.Tables {
			rows = append(rows, []string{s.File, t.Place.Sheet, tableName(t), strconv.Itoa(t.Counts.Rows),
				strconv.Itoa(t.Counts.Counted), strconv.Itoa(t.Counts.Duplicates), strconv.Itoa(t.Counts.OutOfPeriod),
				strconv.Itoa(t.Counts.Rejected)})
		}
		if len(s.Tables) == 0 {
			rows = append(rows, []string{s.File, "", "没有读到表格"})
		}
	}
	printTable(w, "  ", rows)
	c := plan.Counts()
	fmt.Fprintf(w, "\n  数据行 %d = 计入 %d + 重复 %d + 期外 %d + 退回 %d\n", c.Rows, c.Counted, c.Duplicates, c.OutOfPeriod, c.Rejected)
	if c.Corrected > 0 {
		fmt.Fprintf(w, "  重复的行里有 %d 行内容不同，按后来的一行更正\n", c.Corrected)
	}
	if plan.Cases > 0 {
		fmt.Fprintf(w, "  工单 %d 件\n", plan.Cases)
	}
	if n := plan.Masked.Total(); n > 0 {
		fmt.Fprintf(w, "  遮盖个人信息 %d 处%s\n", n, maskedKinds(plan.Masked))
	}
}

func maskedKinds(m mask.Counts) string {
	var parts []string
	for _, k := range []struct {
		name string
		n    int
	}{
		{"手机号码", m.Mobiles}, {"座机号码", m.Landlines}, {"身份证号", m.Identities}, {"银行卡号", m.Cards},
		{"车牌号", m.Plates}, {"门牌号", m.Houses}, {"姓名", m.Names},
	} {
		if k.n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", k.name, k.n))
		}
	}
	return "（" + strings.Join(parts, "、") + "）"
}

var kindNames = map[string]string{
	record.KindHighStars: "高星件", record.KindOverdue: "超期件", record.KindOverview: "运行概况",
	record.KindInstructions: "领导批示登记", record.KindRanking: "排名表", record.KindCases: "工单",
}

func tableName(t record.Table) string {
	if t.Kind == record.KindCases && t.Channel != "" {
		return measure.ChannelNames[t.Channel] + "工单"
	}
	if t.Channel != "" && t.Group != "" {
		return measure.GroupNames[t.Group] + measure.ChannelNames[t.Channel] + "排名"
	}
	return kindNames[t.Kind]
}

func findingsAsProblems(findings []measure.Finding) []sheet.Problem {
	out := make([]sheet.Problem, len(findings))
	for i, f := range findings {
		out[i] = findingAsProblem(f)
	}
	return out
}

func findingAsProblem(f measure.Finding) sheet.Problem {
	p := sheet.Problem{Severity: f.Severity, Code: f.Code, Message: f.Message, Hint: f.Hint}
	if f.Passage != nil {
		p.Place = sheet.Place{File: f.Passage.File, Row: f.Passage.Line}
	}
	return p
}

func printChanges(w io.Writer, plan *pipeline.Plan, all bool) {
	names := map[pipeline.Action]string{pipeline.Create: "新建", pipeline.Update: "更新", pipeline.Unchanged: "不变"}
	fmt.Fprintf(w, "\n文件：%d 个要写，%d 个不变\n", plan.Changed(), len(plan.Changes)-plan.Changed())
	for _, c := range plan.Changes {
		if all || c.Action != pipeline.Unchanged {
			fmt.Fprintf(w, "  %s  %s\n", names[c.Action], c.Path)
		}
	}
}
