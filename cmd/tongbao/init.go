package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"tongbao/archive"
)

func newInitCommand(a *app) *cobra.Command {
	var city, issuer string
	cmd := &cobra.Command{
		Use:   "init 文件夹",
		Short: "新建一个城市的通报库",
		Long: `新建通报库：设置、空的单位登记册、评分办法和放导出的文件夹。
已有的文件一律不动；文件夹里已有通报库时拒绝。`,
		Example: "  tongbao init 阜新 --city 阜新市\n  tongbao init .",
		Args:    arguments(1, 1, "一个文件夹"),
		RunE:    func(_ *cobra.Command, args []string) error { return runInit(a, args[0], city, issuer) },
	}
	cmd.Flags().StringVar(&city, "city", "", "城市名，如 阜新市（默认取文件夹名）")
	cmd.Flags().StringVar(&issuer, "issuer", "", "编发单位（默认 <城市>12345政务服务便民热线平台）")
	return cmd
}

func runInit(a *app, dir, city, issuer string) error {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	if city == "" {
		city = filepath.Base(abs)
	}
	if issuer == "" {
		issuer = city + "12345政务服务便民热线平台"
	}
	made, err := archive.Init(abs, city, issuer)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "已在 %s 新建%s的通报库：\n", dir, city)
	for _, name := range made {
		fmt.Fprintf(a.stdout, "  %s\n", name)
	}
	fmt.Fprintf(a.stdout, `
接下来：
  1. 把一期的导出放进 %s，文件夹名为期间，如 exports/2021q3
  2. tongbao -C %s ingest 2021q3
  3. tongbao -C %s serve
`, filepath.Join(dir, "exports"), dir, dir)
	return nil
}
