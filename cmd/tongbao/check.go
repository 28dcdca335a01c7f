package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"tongbao/pipeline"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

type checkOptions struct{ json, strict, all bool }

func newCheckCommand(a *app) *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   "check [期间]",
		Short: "核对：行文与数据、数据与数据，有没有遮盖不全的个人信息",
		Long: `核对将要发布的内容（不写期间则核对全部）：
  行文与数据    引用事实的数字和名单是否与数据一致；人工写的句子里的数字、单位、“最高”“上升”“低于80%”
                等说法，逐个单位与排名表核对；漏列的单位、没有依据的数字、标点和错字
  数据与数据    合计、部分大于整体、不可能的百分率、名次与得分不符等
  个人信息      没有遮盖的手机号码、座机号码、身份证号、银行卡号、车牌号、门牌号和群众姓名

有错误时退出码为 3（--strict 时有警告也是）。tongbao build 也做同样的核对，有错误就不发布。`,
		Example: "  tongbao check\n  tongbao check 2021q3 --json",
		Args:    arguments(0, 1, "至多一个期间，如 2021q3"),
		RunE:    func(_ *cobra.Command, args []string) error { return runCheck(a, o, args) },
	}
	cmd.Flags().BoolVar(&o.json, "json", false, "以 JSON 输出，供脚本使用")
	cmd.Flags().BoolVar(&o.strict, "strict", false, "有警告也算不通过")
	cmd.Flags().BoolVar(&o.all, "all", false, "列出全部提示")
	return cmd
}

func runCheck(a *app, o checkOptions, args []string) error {
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
	found, err := pipeline.Check(arc, period)
	if err != nil {
		return err
	}
	if o.json {
		err = a.json(found)
	} else {
		printChecked(plainText{a.stdout}, found, o.all)
	}
	n := count(found)
	if err == nil && (n.errors > 0 || o.strict && n.warnings > 0) {
		return errProblems
	}
	return err
}

// counted is how many findings there are of each severity.
type counted struct{ errors, warnings, notes int }

func count(found []pipeline.Checked) counted {
	var n counted
	for _, f := range found {
		switch f.Severity {
		case sheet.Error:
			n.errors++
		case sheet.Warning:
			n.warnings++
		default:
			n.notes++
		}
	}
	return n
}

func printChecked(w io.Writer, found []pipeline.Checked, all bool) {
	if len(found) == 0 {
		fmt.Fprintln(w, "没有发现问题。")
		return
	}
	for start := 0; start < len(found); {
		end := start
		var problems []sheet.Problem
		for ; end < len(found) && found[end].Period == found[start].Period; end++ {
			problems = append(problems, findingAsProblem(found[end].Finding))
		}
		if period := found[start].Period; period != "" {
			fmt.Fprintln(w, period)
		}
		printProblems(w, problems, all)
		fmt.Fprintln(w)
		start = end
	}
	n := count(found)
	fmt.Fprintf(w, "错误 %d 处，警告 %d 处，提示 %d 处。\n", n.errors, n.warnings, n.notes)
}
