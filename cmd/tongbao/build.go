package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"tongbao/archive"
	"tongbao/pipeline"
	"tongbao/pipeline/sheet"
	"tongbao/site"
	"tongbao/site/account"
)

type buildOptions struct {
	output, audience string
	force            bool
}

func newBuildCommand(a *app) *cobra.Command {
	var o buildOptions
	cmd := &cobra.Command{
		Use:   "build",
		Short: "生成网站",
		Long: `生成 tongbao serve 显示的网站；正在运行的服务器随即换成新的。有的通报只给部分角色看（tongbao.toml 中的
audience）时，各角色看到的分别生成。
加 --output 生成一个网站文件夹，可原样放到内网任何网页服务器的任何路径下。没有账号和权限，所以只有人人可看的通报；
给某一角色看的用 --audience。
先核对（同 tongbao check），有错误就不发布，除非加 --force；再生成到新文件夹，完整后才替换旧的。
已印发的通报有改动而没有登记更正（tongbao publish）时也不发布。没有发布成功时，上一次的网站不受影响。`,
		Example: "  tongbao build\n  tongbao build --output /srv/www/tongbao",
		Args:    arguments(0, 0, "零个参数"),
		RunE:    func(cmd *cobra.Command, _ []string) error { return runBuild(cmd.Context(), a, o) },
	}
	cmd.Flags().StringVarP(&o.output, "output", "o", "", "给其他网页服务器用的网站文件夹")
	cmd.Flags().StringVar(&o.audience, "audience", "", "与 --output 同用：含这一角色可看的通报，如 leader")
	cmd.Flags().BoolVar(&o.force, "force", false, "核对有错误，或已印发的通报有未登记的改动，也发布")
	return cmd
}

func runBuild(ctx context.Context, a *app, o buildOptions) error {
	if o.audience != "" && (o.output == "" || !account.Role(o.audience).Valid()) {
		return usageError{errors.New("--audience 应为 reader、unit、leader、editor、auditor 或 administrator，并与 --output 同用")}
	}
	arc, err := a.open()
	if err != nil {
		return err
	}
	if err := a.mayPublish(arc, o.force); err != nil {
		return err
	}
	if o.output == "" {
		return publishSite(ctx, a, arc)
	}
	s, err := site.New(arc, a.theme, o.output, account.Role(o.audience))
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

func publishSite(ctx context.Context, a *app, arc *archive.Archive) error {
	result, err := site.Publish(ctx, arc, a.theme)
	if err != nil {
		return err
	}
	folder, err := site.Published(arc)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.stdout, built(result, folder))
	return nil
}

// mayPublish checks the archive as a whole, and what was published for changes without a correction. What it finds stops
// a build that is not forced.
func (a *app) mayPublish(arc *archive.Archive, force bool) error {
	found, err := pipeline.Check(arc, "")
	if err != nil {
		return err
	}
	changed, err := departures(arc)
	if err != nil {
		return err
	}
	wrong := onlyErrors(found)
	if len(wrong)+len(changed) == 0 {
		return nil
	}
	if len(wrong) > 0 {
		printChecked(plainText{a.stderr}, wrong, true)
	}
	warnOf(a, changed)
	if force {
		fmt.Fprintln(a.stderr, "没有通过核对，仍按要求发布。")
		return nil
	}
	fmt.Fprintln(a.stderr, "没有通过核对，没有发布，上一次的网站不变。改正后再运行；确认无误可加 --force。")
	return errProblems
}

// onlyErrors leaves out the warnings.
func onlyErrors(found []pipeline.Checked) []pipeline.Checked {
	return slices.DeleteFunc(found, func(f pipeline.Checked) bool { return f.Severity != sheet.Error })
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
