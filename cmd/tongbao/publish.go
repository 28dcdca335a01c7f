package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tongbao/pipeline"
	"tongbao/pipeline/record"
)

type publishOptions struct {
	pipeline.PublishOptions
	list, json, dryRun, force bool
}

func newPublishCommand(a *app) *cobra.Command {
	var o publishOptions
	cmd := &cobra.Command{
		Use:   "publish 期间",
		Short: "印发一期通报；已印发的有改动时登记更正",
		Long: `第一次运行登记第1版，并把这一版的栏目和数据原样存为定稿（content/bulletins/<期间>-e1/、
data/bulletins/<期间>-e1/），以后不再改动，一直可以查阅。
以后通报有改动，须写明原因（--reason）再运行一次：登记新的一版和一条编号的更正，列出改了什么。
没有改动时什么也不做。已印发而改动没有登记的通报，tongbao build 不生成。`,
		Example: `  tongbao publish 2021q3
  tongbao publish 2021q3 --reason "阜蒙县交办总量统计有误"
  tongbao publish --list`,
		Args: func(cmd *cobra.Command, args []string) error {
			if o.list {
				return arguments(0, 1, "至多一个期间，如 2021q3")(cmd, args)
			}
			return arguments(1, 1, "一个期间，如 2021q3")(cmd, args)
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if o.Date == "" {
				o.Date = time.Now().Format(time.DateOnly)
			}
			return runPublish(a, o, args)
		},
	}
	cmd.Flags().StringVar(&o.Reason, "reason", "", "更正的原因，登在通报上")
	cmd.Flags().StringVar(&o.Date, "date", "", "印发或更正的日期，如 2021-10-22（默认今天）")
	cmd.Flags().BoolVar(&o.list, "list", false, "列出已印发的各版和更正")
	cmd.Flags().BoolVar(&o.json, "json", false, "以 JSON 输出，供脚本使用")
	cmd.Flags().BoolVar(&o.dryRun, "dry-run", false, "只列出要登记的内容，不写入")
	cmd.Flags().BoolVar(&o.force, "force", false, "核对有错误也印发")
	return cmd
}

func runPublish(a *app, o publishOptions, args []string) error {
	var period *record.Period
	if len(args) > 0 {
		p, err := record.ParsePeriod(args[0])
		if err != nil {
			return usageError{err}
		}
		period = &p
	}
	if _, err := time.Parse(time.DateOnly, o.Date); err != nil {
		return usageError{fmt.Errorf("日期 %q 应写作 2021-10-22", o.Date)}
	}
	arc, err := a.open()
	if err != nil {
		return err
	}
	if o.list {
		return listEditions(a, arc, period, o.json)
	}
	o.Reason = strings.Join(strings.Fields(o.Reason), " ")
	found, err := pipeline.Check(arc, period.Key)
	if err != nil {
		return err
	}
	for _, f := range found {
		o.Findings = append(o.Findings, f.Finding)
	}
	p, err := pipeline.Publish(arc, *period, o.PublishOptions)
	if err != nil {
		return err
	}
	return a.finishPublication(p, o)
}

// finishPublication records a publication unless something speaks against it, and says what it did.
func (a *app) finishPublication(p *pipeline.Publication, o publishOptions) error {
	refusal := o.refusal(p)
	applied := refusal == nil && !o.dryRun && !p.Unchanged
	if applied {
		if err := p.Apply(); err != nil {
			return err
		}
	}
	if !o.json {
		printPublication(plainText{a.stdout}, p, applied)
		return refusal
	}
	err := a.json(struct {
		*pipeline.Publication
		Applied bool `json:"applied"`
	}{p, applied})
	if err != nil {
		return err
	}
	return refusal
}

// refusal says why a publication must not be recorded; nil where it may.
func (o publishOptions) refusal(p *pipeline.Publication) error {
	switch {
	case p.Unchanged:
		return nil
	case len(p.Blocking) > 0 && !o.force:
		return errProblems
	case p.Correction != nil && o.Reason == "" && !o.dryRun:
		return usageError{fmt.Errorf("%s已印发，改动须写明原因：tongbao publish %s --reason \"原因\"", p.Label, p.Period)}
	case p.Correction == nil && o.Reason != "":
		return usageError{fmt.Errorf("%s还没有印发，第1版没有更正，不用写 --reason", p.Label)}
	}
	return nil
}

func printPublication(w io.Writer, p *pipeline.Publication, applied bool) {
	if p.Unchanged {
		fmt.Fprintf(w, "%s与第%d版（%s）相同，没有要登记的。\n", p.Label, p.Edition, p.Date)
		return
	}
	if len(p.Blocking) > 0 {
		fmt.Fprintln(w, "核对结果中的错误")
		printProblems(w, findingsAsProblems(p.Blocking), true)
		fmt.Fprintln(w)
	}
	printCorrection(w, p)
	switch {
	case applied && p.Correction != nil:
		fmt.Fprintf(w, "已登记更正第%d号，现为第%d版（%s）。\n", p.Correction.Number, p.Edition, p.Date)
	case applied:
		fmt.Fprintf(w, "已登记第%d版（%s）。定稿在 content/bulletins/%s-e%[1]d 和 data/bulletins/%[3]s-e%[1]d，不会再改动。\n", p.Edition, p.Date, p.Period)
	case len(p.Blocking) > 0:
		fmt.Fprintf(w, "核对有 %d 处错误，什么也没有登记。改正后重新运行；或加 --force。\n", len(p.Blocking))
	default:
		fmt.Fprintf(w, "什么也没有登记。将登记的是第%d版（%s）。\n", p.Edition, p.Date)
	}
}

// printCorrection lists what changed since the last edition, as the bulletin will show it.
func printCorrection(w io.Writer, p *pipeline.Publication) {
	if p.Correction == nil {
		return
	}
	if p.Correction.Reason != "" {
		fmt.Fprintf(w, "更正原因：%s\n", p.Correction.Reason)
	}
	fmt.Fprintf(w, "%s自第%d版以来有 %d 处改动：\n", p.Label, p.Edition-1, len(p.Changes))
	for _, c := range p.Correction.Changes {
		fmt.Fprintf(w, "  %s\n    原  %s\n    现  %s\n", c.Label, or(c.Old, "（无）"), or(c.New, "（删去）"))
	}
	if p.Correction.More > 0 {
		fmt.Fprintf(w, "  另有 %d 处\n", p.Correction.More)
	}
	fmt.Fprintln(w)
}

func or(text, instead string) string {
	if text == "" {
		return instead
	}
	return text
}
