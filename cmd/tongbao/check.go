package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"tongbao/pipeline"
	"tongbao/pipeline/record"
)

func newCheckCommand(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "check [期间]",
		Short: "检查将要发布的内容里有没有个人信息",
		Long: `逐行查看 data/ 和 content/ 里将要发布的文件（不写期间则查全部），找出没有遮盖的手机号码、座机号码、
身份证号、银行卡号、车牌号、门牌号和群众姓名。从导出里来的文字在写入前已经遮盖；人工补写的文字由这里把关。
发现时退出码为 3。`,
		Example: "  tongbao check\n  tongbao check 2021q3 --json",
		Args:    arguments(0, 1, "至多一个期间，如 2021q3"),
		RunE:    func(_ *cobra.Command, args []string) error { return runCheck(a, asJSON, args) },
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "以 JSON 输出，供脚本使用")
	return cmd
}

func runCheck(a *app, asJSON bool, args []string) error {
	period := ""
	if len(args) > 0 {
		p, err := record.ParsePeriod(args[0])
		if err != nil {
			return usageError{err}
		}
		period = p.Key
	}
	arc, err := a.open()
	if err != nil {
		return err
	}
	leaks, err := pipeline.Check(arc, period)
	if err != nil {
		return err
	}
	if asJSON {
		err = a.json(leaks)
	} else {
		printLeaks(a, leaks)
	}
	if err == nil && len(leaks) > 0 {
		return errProblems
	}
	return err
}

func printLeaks(a *app, leaks []pipeline.Leak) {
	if len(leaks) == 0 {
		fmt.Fprintln(a.stdout, "没有发现个人信息。")
		return
	}
	rows := [][]string{{"文件", "行", "种类", "内容（已遮盖）"}}
	for _, l := range leaks {
		rows = append(rows, []string{l.File, fmt.Sprint(l.Line), l.Kind, l.Text})
	}
	printTable(plainText{a.stdout}, "", rows)
	fmt.Fprintf(a.stdout, "\n发现 %d 处。请在所列文件里改写或遮盖，再运行一次。\n", len(leaks))
}
