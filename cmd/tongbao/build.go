package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"tongbao/site"
)

func newBuildCommand(a *app) *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "build",
		Short: "生成网站",
		Long: `把通报库生成一个网站文件夹（默认 .tongbao/public），可原样放到内网任何网页服务器的任何路径下。
先生成到新文件夹，完整后才替换旧的；生成失败时，上一次的网站不受影响。`,
		Example: "  tongbao build\n  tongbao build --output /srv/www/tongbao",
		Args:    arguments(0, 0, "零个参数"),
		RunE:    func(cmd *cobra.Command, _ []string) error { return runBuild(cmd.Context(), a, output) },
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "网站文件夹（默认 .tongbao/public）")
	return cmd
}

func runBuild(ctx context.Context, a *app, output string) error {
	arc, err := a.open()
	if err != nil {
		return err
	}
	s, err := site.New(arc, a.theme, output)
	if err != nil {
		return err
	}
	result, err := s.Build(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.stdout, built(result, s.Public()))
	return nil
}

func built(r site.Result, public string) string {
	return fmt.Sprintf("已生成 %d 个页面（共 %d 个文件），用时 %s：%s", r.Pages, r.Files, r.Took.Round(10*time.Millisecond), public)
}
