package main

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"

	"tongbao/archive"
	"tongbao/pipeline/sheet"
	"tongbao/site"
	"tongbao/site/account"
)

type serveOptions struct {
	addr           string
	watch, preview bool
}

func newServeCommand(a *app) *cobra.Command {
	var o serveOptions
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "提供通报库的浏览，需登录；或在本机预览",
		Long: `提供通报库的浏览，按 Ctrl+C 结束。阅读需要登录；账号由系统管理员在网页上管理，或用 tongbao user 添加。
第一次运行时显示一个一次性的链接，用来设置第一个系统管理员。
显示的是 tongbao build 生成的网站，再次生成后自动换成新的；还没有生成过，就先生成。
其他机器访问需要 TLS，见 tongbao.toml 的 [server] 和 docs/operations.md。

--preview 在本机预览：不用登录，不核对，只能从本机访问。`,
		Example: "  tongbao serve\n  tongbao serve --addr 0.0.0.0:8443\n  tongbao serve --preview --watch",
		Args:    arguments(0, 0, "零个参数"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.preview {
				return runPreview(cmd.Context(), a, o)
			}
			return runServe(cmd.Context(), a, o)
		},
	}
	cmd.Flags().StringVar(&o.addr, "addr", "", "监听的地址，主机:端口（默认 tongbao.toml 中的 address，没有则 127.0.0.1:8080）")
	cmd.Flags().BoolVar(&o.watch, "watch", false, "内容、数据或样式有变化时自动重新生成")
	cmd.Flags().BoolVar(&o.preview, "preview", false, "在本机预览，不用登录")
	return cmd
}

const defaultAddress = "127.0.0.1:8080"

func runPreview(ctx context.Context, a *app, o serveOptions) error {
	arc, err := a.open()
	if err != nil {
		return err
	}
	changed, err := departures(arc)
	if err != nil {
		return err
	}
	warnOf(a, changed)
	s, err := site.New(arc, a.theme, arc.Derived("preview"), account.Editor)
	if err != nil {
		return err
	}
	return s.Preview(ctx, site.PreviewOptions{
		Addr: cmp.Or(o.addr, defaultAddress), Watch: o.watch,
		Ready: func(url string) {
			fmt.Fprintf(a.stdout, "%s 通报库：%s\n按 Ctrl+C 结束。\n", arc.Settings.City, url)
		},
		Built: func(r site.Result, err error) { a.sayBuilt(r, s.Public(), err) },
	})
}

func runServe(ctx context.Context, a *app, o serveOptions) error {
	arc, err := a.open()
	if err != nil {
		return err
	}
	return site.Serve(ctx, arc, site.ServeOptions{
		Addr: cmp.Or(o.addr, arc.Settings.Server.Address, defaultAddress), Watch: o.watch, Theme: a.theme, Version: a.version, Log: a.log(arc), Workbook: sheet.WriteTable,
		Check: func(arc *archive.Archive) error { return a.mayPublish(arc, false) },
		Ready: func(url, setUp string) {
			fmt.Fprintf(a.stdout, "%s 通报库：%s\n", arc.Settings.City, url)
			if setUp != "" {
				fmt.Fprintf(a.stdout, "还没有系统管理员。请打开这个链接设置第一个（一小时内有效，只能用一次）：\n  %s\n", setUp)
			}
			fmt.Fprintln(a.stdout, "按 Ctrl+C 结束。")
		},
		Built: func(r site.Result, err error) { a.sayBuilt(r, arc.Derived(), err) },
	})
}

func (a *app) sayBuilt(r site.Result, where string, err error) {
	if err != nil {
		fmt.Fprintf(a.stderr, "tongbao：%v\n仍显示上一次的网站。\n", err)
		return
	}
	fmt.Fprintln(a.stderr, built(r, where))
}

// log writes what the server does to standard error, for a service manager to keep.
func (a *app) log(arc *archive.Archive) *slog.Logger {
	if arc.Settings.Server.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(a.stderr, nil))
	}
	return slog.New(slog.NewTextHandler(a.stderr, nil))
}
