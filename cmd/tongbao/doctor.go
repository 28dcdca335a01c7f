package main

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"tongbao/site"
)

func newDoctorCommand(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "检查服务器需要的条件：设置、权限、磁盘、时钟、数据库、网站、证书",
		Long:  `逐项检查 tongbao serve 需要的条件，不改动任何内容，服务器运行时也可以用。有不合格的，退出码为 1。`,
		Args:  arguments(0, 0, "零个参数"),
		RunE:  func(cmd *cobra.Command, _ []string) error { return runDoctor(cmd.Context(), a, asJSON) },
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "以 JSON 输出，供脚本使用")
	return cmd
}

func runDoctor(ctx context.Context, a *app, asJSON bool) error {
	arc, err := a.open()
	if err != nil {
		return err
	}
	checks := site.Doctor(ctx, arc, a.theme, a.version, cmp.Or(arc.Settings.Server.Address, defaultAddress))
	if asJSON {
		err = a.json(checks)
	} else {
		var rows [][]string
		for _, c := range checks {
			rows = append(rows, []string{map[string]string{"ok": "合格", "warn": "注意", "bad": "不合格"}[c.State], c.Name, c.Says})
		}
		printTable(plainText{a.stdout}, "", rows)
	}
	if slices.ContainsFunc(checks, func(c site.Check) bool { return c.State == "bad" }) {
		err = errors.Join(err, errors.New("有不合格的项目，见上"))
	}
	return err
}
