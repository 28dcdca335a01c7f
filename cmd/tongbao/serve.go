package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"tongbao/site"
)

func newServeCommand(a *app) *cobra.Command {
	var addr string
	var watch bool
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "生成网站并在本机打开",
		Long: `生成网站，并在本机地址上提供浏览，按 Ctrl+C 结束。
现在还没有账号和权限，所以只能监听本机地址；要给全单位看，请用 tongbao build 生成网站，
放到内网的网页服务器上。`,
		Example: "  tongbao serve\n  tongbao serve --addr 127.0.0.1:9000 --watch",
		Args:    arguments(0, 0, "零个参数"),
		RunE:    func(cmd *cobra.Command, _ []string) error { return runServe(cmd.Context(), a, addr, watch) },
	}
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:8080", "监听的地址，主机:端口")
	cmd.Flags().BoolVar(&watch, "watch", false, "内容、数据或样式有变化时自动重新生成")
	return cmd
}

func runServe(ctx context.Context, a *app, addr string, watch bool) error {
	arc, err := a.open()
	if err != nil {
		return err
	}
	changed, err := departures(arc)
	if err != nil {
		return err
	}
	warnOf(a, changed)
	s, err := site.New(arc, a.theme, "")
	if err != nil {
		return err
	}
	return s.Serve(ctx, site.ServeOptions{
		Addr: addr, Watch: watch,
		Ready: func(url string) {
			fmt.Fprintf(a.stdout, "%s 通报库：%s\n按 Ctrl+C 结束。\n", arc.Settings.City, url)
		},
		Built: func(r site.Result, err error) {
			if err != nil {
				fmt.Fprintf(a.stderr, "tongbao：%v\n仍显示上一次的网站。\n", err)
				return
			}
			fmt.Fprintln(a.stderr, built(r, s.Public()))
		},
	})
}
