package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"tongbao/archive"
	"tongbao/pipeline"
	"tongbao/pipeline/record"
	"tongbao/site"
	"tongbao/site/account"
)

type pdfOptions struct {
	out, browser, as string
	with             []string
	edition          int
	notes, force     bool
}

func newPDFCommand(a *app) *cobra.Command {
	var o pdfOptions
	cmd := &cobra.Command{
		Use:   "pdf 期间",
		Short: "把一期通报存为可打印的 PDF",
		Long: `把一期通报按公文格式（A4，GB/T 9704）存为 PDF：每页22行、每行28字，宽表横排，页码连续。
用本机已装的 Chromium、Chrome 或 Edge 排版，会自己找到；不需要连接外网。
--with 一并打印网上的批注和批示，以 --as 账号能看到的为限；在已有服务的档案里用，服务运行时也可以。
先核对（同 tongbao check 期间），有错误就不生成，除非加 --force。`,
		Example: `  tongbao pdf 2021q3
  tongbao pdf 2021q3 --notes --out 送阅.pdf
  tongbao pdf 2021q3 --edition 1
  tongbao pdf 2021q3 --with notes,instructions --as zhangsan`,
		Args: arguments(1, 1, "一个期间，如 2021q3"),
		RunE: func(cmd *cobra.Command, args []string) error { return runPDF(cmd.Context(), a, o, args[0]) },
	}
	cmd.Flags().StringVarP(&o.out, "out", "o", "", "PDF 文件（默认 当前文件夹/<期间>.pdf）")
	cmd.Flags().BoolVar(&o.notes, "notes", false, "右侧留出批示栏")
	cmd.Flags().StringSliceVar(&o.with, "with", nil, "一并打印：notes 批注（编号，列在最后）、instructions 批示（印在版头）；要写 --as")
	cmd.Flags().StringVar(&o.as, "as", "", "只印这个账号能看到的批注和批示")
	cmd.Flags().IntVar(&o.edition, "edition", 0, "已印发的第几版（默认为现在的内容）")
	cmd.Flags().StringVar(&o.browser, "browser", "", "浏览器程序的位置（默认自己找）")
	cmd.Flags().BoolVar(&o.force, "force", false, "核对有错误也生成")
	return cmd
}

func runPDF(ctx context.Context, a *app, o pdfOptions, wish string) error {
	if err := o.checkWith(); err != nil {
		return usageError{err}
	}
	period, err := record.ParsePeriod(wish)
	if err != nil {
		return usageError{err}
	}
	arc, err := a.open()
	if err != nil {
		return err
	}
	folder, err := bulletinFolder(arc, period, o.edition)
	if err != nil {
		return err
	}
	if o.out == "" {
		o.out = folder + ".pdf"
	}
	if err := mayOverwrite(o.out); err != nil {
		return err
	}
	if err := a.mayPrint(arc, period, o.force); err != nil {
		return err
	}
	data, err := a.printed(ctx, arc, o, folder)
	if err != nil {
		return err
	}
	if err := archive.Replace(o.out, data); err != nil {
		return fmt.Errorf("写入 %s：%w", o.out, err)
	}
	fmt.Fprintf(a.stdout, "已生成 %s（%.1f MB）\n", o.out, float64(len(data))/1e6)
	return nil
}

// checkWith refuses what nobody can print: notes are somebody's to see.
func (o pdfOptions) checkWith() error {
	for _, part := range o.with {
		if part != "notes" && part != "instructions" {
			return fmt.Errorf("--with 写了 %q，应为 notes、instructions", part)
		}
	}
	if (len(o.with) > 0) != (o.as != "") {
		return errors.New("--with 和 --as 要一起写：批注和批示只印给能看到的人")
	}
	return nil
}

// printed is the PDF: the bulletin alone, or as somebody with an account sees it.
func (a *app) printed(ctx context.Context, arc *archive.Archive, o pdfOptions, folder string) ([]byte, error) {
	role, p := account.Editor, site.PrintOptions{Path: "bulletins/" + folder + "/", Browser: o.browser, Notes: o.notes, With: o.with}
	if o.as != "" {
		reader, err := site.OpenReader(ctx, arc, a.version, o.as)
		if err != nil {
			return nil, err
		}
		defer reader.Close()
		role, p.Reader = reader.User.Role, reader
	}
	s, err := site.New(arc, a.theme, arc.Derived("print"), role)
	if err != nil {
		return nil, err
	}
	data, err := s.Print(ctx, p)
	if o.as != "" && errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("%s 看不到这一期通报", o.as)
	}
	return data, err
}

// bulletinFolder is the name of the bulletin's page. That the period is there is seen by the check.
func bulletinFolder(arc *archive.Archive, period record.Period, edition int) (string, error) {
	if edition == 0 {
		return period.Key, nil
	}
	name := fmt.Sprintf("%s-e%d", period.Key, edition)
	if _, err := os.Stat(arc.Path("content", "bulletins", name, "index.md")); err != nil {
		return "", fmt.Errorf("%s没有第%d版（tongbao publish --list %s 列出已印发的各版）", period.Label(), edition, period.Key)
	}
	return name, nil
}

// mayPrint checks the bulletin: what is printed goes out of the house as what is published does.
func (a *app) mayPrint(arc *archive.Archive, period record.Period, force bool) error {
	found, err := pipeline.Check(arc, period.Key)
	if err != nil {
		return err
	}
	wrong := onlyErrors(found)
	if len(wrong) == 0 {
		return nil
	}
	printChecked(plainText{a.stderr}, wrong, true)
	if force {
		fmt.Fprintln(a.stderr, "没有通过核对，仍按要求生成。")
		return nil
	}
	fmt.Fprintln(a.stderr, "没有通过核对，没有生成。改正后再运行；确认无误可加 --force。")
	return errProblems
}

// mayOverwrite refuses to lose a file that is no PDF, or to find out at the end that there is no such folder.
func mayOverwrite(path string) error {
	if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		return fmt.Errorf("没有 %s 这个文件夹", filepath.Dir(path))
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	head := make([]byte, 5)
	if _, err := file.Read(head); err != nil || !bytes.Equal(head, []byte("%PDF-")) {
		return fmt.Errorf("%s 已存在而不是 PDF，不会替换：请用 --out 换一个文件名", path)
	}
	return nil
}
