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
	var force bool
	cmd := &cobra.Command{
		Use:   "build",
		Short: "生成网站",
		Long: `把通报库生成一个网站文件夹（默认 .tongbao/public），可原样放到内网任何网页服务器的任何路径下。
先生成到新文件夹，完整后才替换旧的；生成失败时，上一次的网站不受影响。
已印发的通报有改动而没有登记更正（tongbao publish）时不生成，除非加 --force。`,
		Example: "  tongbao build\n  tongbao build --output /srv/www/tongbao",
		Args:    arguments(0, 0, "零个参数"),
		RunE:    func(cmd *cobra.Command, _ []string) error { return runBuild(cmd.Context(), a, output, force) },
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "网站文件夹（默认 .tongbao/public）")
	cmd.Flags().BoolVar(&force, "force", false, "已印发的通报有未登记的改动也生成")
	return cmd
}

func runBuild(ctx context.Context, a *app, output string, force bool) error {
	arc, err := a.open()
	if err != nil {
		return err
	}
	changed, err := departures(arc)
	if err != nil {
		return err
	}
	warnOf(a, changed)
	if len(changed) > 0 && !force {
		fmt.Fprintln(a.stderr, "没有生成网站，上一次的不受影响；也可以加 --force。")
		return errProblems
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

// warnOf says on standard error what a reader would take for published and is not.
func warnOf(a *app, sentences []string) {
	for _, s := range sentences {
		fmt.Fprintln(plainText{a.stderr}, "tongbao："+s)
	}
}

func built(r site.Result, public string) string {
	return fmt.Sprintf("已生成 %d 个页面（共 %d 个文件），用时 %s：%s", r.Pages, r.Files, r.Took.Round(10*time.Millisecond), public)
}
