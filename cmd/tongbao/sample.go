package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tongbao/pipeline"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sample"
)

type sampleOptions struct {
	pipeline.SampleOptions
	format string
	json   bool
}

func newSampleCommand(a *app) *cobra.Command {
	var o sampleOptions
	cmd := &cobra.Command{
		Use:   "sample 期间",
		Short: "按排名表生成示例工单，用来试用和测试",
		Long: `读取该期导出里的排名表、超期件和高星件，反过来生成逐件的工单：汇总起来正好等于这些表。
人名、电话、地址都是明显虚构的；文件名以“示例数据”开头。同一个 --seed 每次生成相同的内容。

格式：xlsx、xlsx-shared（共享文字）、csv（UTF-8 带 BOM）、csv-utf8、csv-gb18030、csv-utf16、txt（制表符）、
html（老系统名为 .xls 的网页）。--messy 使文件像真实导出那样杂乱：标题行、重复表头、合计行、各种日期写法、
重复行、期外的行；汇总仍然相等。`,
		Example: "  tongbao sample 2021q3 --to 示例\n  tongbao sample 2021q3 --to 示例 --rows 168000 --format csv-gb18030 --messy",
		Args:    arguments(1, 1, "一个期间，如 2021q3"),
		RunE:    func(cmd *cobra.Command, args []string) error { return runSample(cmd.Context(), a, o, args[0]) },
	}
	cmd.Flags().StringVar(&o.Dir, "to", "", "写到哪个文件夹")
	cmd.Flags().StringVar(&o.format, "format", string(sample.XLSX), "文件格式")
	cmd.Flags().IntVar(&o.Rows, "rows", 0, "本市工单总行数，多出的为热线直办件；0 表示排名表所需的行数")
	cmd.Flags().Uint64Var(&o.Seed, "seed", 1, "随机种子")
	cmd.Flags().BoolVar(&o.Messy, "messy", false, "像真实导出那样杂乱")
	cmd.Flags().BoolVar(&o.json, "json", false, "以 JSON 输出，供脚本使用")
	return cmd
}

func runSample(ctx context.Context, a *app, o sampleOptions, text string) error {
	period, err := record.ParsePeriod(text)
	if err != nil {
		return usageError{err}
	}
	if o.Format = sample.Format(o.format); !slices.Contains(sample.Formats(), o.Format) {
		return usageError{fmt.Errorf("没有 %q 这种格式，可用的有：%s", o.format, formats())}
	}
	if o.Dir == "" {
		return usageError{fmt.Errorf("sample 需要 --to 文件夹（tongbao sample --help 查看说明）")}
	}
	arc, err := a.open()
	if err != nil {
		return err
	}
	o.Theme = a.theme
	files, unmet, err := pipeline.Sample(ctx, arc, period, o.SampleOptions)
	if err != nil {
		return err
	}
	if o.json {
		return a.json(struct {
			Files []pipeline.SampleFile `json:"files"`
			Unmet []string              `json:"unmet"`
		}{files, append([]string{}, unmet...)})
	}
	rows := [][]string{{"文件", "工单", "重复行", "期外行"}}
	for _, f := range files {
		rows = append(rows, []string{f.Path, strconv.Itoa(f.Rows), strconv.Itoa(f.Duplicates), strconv.Itoa(f.OutOfPeriod)})
	}
	printTable(a.stdout, "", rows)
	for _, u := range unmet {
		fmt.Fprintf(a.stdout, "做不到：%s\n", u)
	}
	return nil
}

func formats() string {
	var names []string
	for _, f := range sample.Formats() {
		names = append(names, string(f))
	}
	return strings.Join(names, "、")
}
