package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tongbao/archive"
	"tongbao/pipeline"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

func newInspectCommand(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "inspect 文件…",
		Short: "查看程序怎样理解一个导出文件",
		Long: `逐个文件列出：编码、工作表、每张表从哪一行开始、表头占几行、每一列当作什么及理由、
数据行数、跳过的行及原因、发现的问题。只看不写。在通报库里运行时使用该库的词表和单位登记册。`,
		Example: "  tongbao inspect exports/2021q3/*.xlsx\n  tongbao inspect --json 导出.csv",
		Args:    arguments(1, -1, "至少一个文件"),
		RunE:    func(_ *cobra.Command, args []string) error { return runInspect(a, asJSON, args) },
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "以 JSON 输出，供脚本使用")
	return cmd
}

func runInspect(a *app, asJSON bool, files []string) error {
	arc, err := a.open()
	if err != nil && !errors.Is(err, archive.ErrNone) {
		return err
	}
	list := []pipeline.Inspection{}
	failed := false
	for _, file := range files {
		one, err := pipeline.Inspect(file, arc, a.theme)
		if err != nil {
			return err
		}
		for _, p := range one.Problems {
			failed = failed || p.Severity == sheet.Error
		}
		list = append(list, one)
		if !asJSON {
			printInspection(plainText{a.stdout}, one)
		}
	}
	if asJSON {
		if err := a.json(list); err != nil {
			return err
		}
	}
	if failed {
		return errProblems
	}
	return nil
}

func printInspection(w io.Writer, i pipeline.Inspection) {
	about := nonEmpty(strings.ToUpper(i.Format), i.Encoding)
	fmt.Fprintf(w, "%s  %s\n", i.File, strings.Join(about, "，"))
	for _, s := range i.Sheets {
		if s.Name != "" {
			fmt.Fprintf(w, "  工作表“%s”%s，%d 行\n", s.Name, map[bool]string{true: "（隐藏）"}[s.Hidden], s.Rows)
		}
	}
	for _, t := range i.Tables {
		printInspectedTable(w, t)
	}
	if len(i.Problems) > 0 {
		fmt.Fprintln(w, "\n  问题")
		printProblems(w, i.Problems, true)
	}
	fmt.Fprintln(w)
}

func nonEmpty(texts ...string) []string {
	var out []string
	for _, t := range texts {
		if t != "" {
			out = append(out, t)
		}
	}
	return out
}

func printInspectedTable(w io.Writer, t record.Table) {
	fmt.Fprintf(w, "\n  %s  %s\n", tableName(t), t.Place)
	if t.Title != "" {
		fmt.Fprintf(w, "    标题：%s\n", t.Title)
	}
	if t.Why != "" {
		fmt.Fprintf(w, "    %s\n", t.Why)
	}
	fmt.Fprintf(w, "    表头 %d 行；数据行 %d = 可读 %d + 退回 %d\n\n", t.HeaderRows, t.Counts.Rows, t.Counts.Counted, t.Counts.Rejected)
	rows := [][]string{{"列", "表头", "当作", "理由"}}
	for _, c := range t.Columns {
		field, why := c.Field, c.Why
		if field == "" {
			field = "（不读）"
			if why == "" {
				why = "词表里没有这个表头"
			}
		}
		rows = append(rows, []string{sheet.ColumnName(c.Col), c.Header, field, why})
	}
	printTable(w, "    ", rows)
	for _, s := range t.Skipped {
		fmt.Fprintf(w, "    跳过第 %s 行：%s %s\n", strconv.Itoa(s.Row), s.Reason, s.Text)
	}
}
