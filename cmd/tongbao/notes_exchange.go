package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"tongbao/archive"
	"tongbao/pipeline/record"
	"tongbao/site"
	"tongbao/site/account"
	"tongbao/site/annotation"
)

// The formats of an export.
const (
	formatLedger = "csv"
	formatLD     = "jsonld"
)

type notesExportOptions struct{ out, format, as, url string }

func (o *notesExportOptions) arguments(cmd *cobra.Command, args []string) error {
	switch {
	case o.format != formatLedger && o.format != formatLD:
		return usageError{fmt.Errorf("--format %q 不认识，应为 csv 或 jsonld", o.format)}
	case o.format == formatLD:
		return nil
	case o.as != "" || o.url != "":
		return usageError{errors.New("--as 和 --url 与 --format jsonld 同用")}
	}
	return arguments(1, 1, "一个期间，如 2021q4")(cmd, args)
}

func (o *notesExportOptions) run(ctx context.Context, a *app, args []string) error {
	if o.format == formatLedger {
		return runNotesExport(ctx, a, args[0], o.out)
	}
	for _, key := range args {
		if _, err := record.ParsePeriod(key); err != nil {
			return usageError{err}
		}
	}
	arc, err := a.open()
	if err != nil {
		return err
	}
	address, err := siteURL(arc, o.url)
	if err != nil {
		return err
	}
	raw, n, err := site.ExportNotes(ctx, arc, a.version, site.NoteExport{Bulletins: args, As: o.as, URL: address})
	if err != nil {
		return userWords(err)
	}
	if o.out == "" {
		_, err = a.stdout.Write(raw)
		return err
	}
	if err := archive.Replace(o.out, raw); err != nil {
		return fmt.Errorf("写入 %s：%w", o.out, err)
	}
	fmt.Fprintf(a.stdout, "已写出 %d 条：%s\n", n, o.out)
	return nil
}

// siteURL is the site's address as addresses of annotations begin with it.
func siteURL(arc *archive.Archive, given string) (string, error) {
	if given == "" {
		return site.PublicURL(arc), nil
	}
	if u, err := url.Parse(given); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", usageError{fmt.Errorf("--url %q 应为完整地址，如 https://tongbao.office.example/", given)}
	}
	return strings.TrimSuffix(given, "/") + "/", nil
}

type notesImportOptions struct {
	as, url   string
	dry, json bool
}

func newNotesImportCommand(a *app) *cobra.Command {
	var o notesImportOptions
	cmd := &cobra.Command{
		Use:   "import 文件",
		Short: "把 W3C 网页批注（JSON-LD）收为一个账号的批注",
		Long: `把文件中的批注收为 --as 所写账号的批注，权限和本人在网页上写的一样。没有注明可见范围的，只有本人可见。
收过的不再收，本库导出的也不再收；引文在通报里找不到、或不止一处的，逐条列出，不收。批示不能导入。
文件可以是一条批注、一组批注，或一个批注集。其中的通报地址应以本站地址（public_url）开头；文件写的是别的地址，用 --url 说明。`,
		Example: "  tongbao notes import 批注.jsonld --as juzhang --dry-run\n  tongbao notes import 批注.jsonld --as juzhang",
		Args:    arguments(1, 1, "一个文件"),
		RunE:    func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), a, args[0]) },
	}
	cmd.Flags().StringVar(&o.as, "as", "", "收为这个账号的批注（必写）")
	cmd.Flags().StringVar(&o.url, "url", "", "文件中本站的地址（默认用设置中的 public_url）")
	cmd.Flags().BoolVar(&o.dry, "dry-run", false, "只说会怎样，不写")
	cmd.Flags().BoolVar(&o.json, "json", false, "以 JSON 输出")
	return cmd
}

// importReport is what is said of an import.
type importReport struct {
	File     string          `json:"file"`
	DryRun   bool            `json:"dryRun"`
	Added    int             `json:"added"`
	Known    int             `json:"known"`    // there before
	Missing  int             `json:"missing"`  // pages that the file only names
	Unplaced []unplacedShown `json:"unplaced"` //
}

type unplacedShown struct {
	Entry  int    `json:"entry"` // from 1
	ID     string `json:"id,omitempty"`
	Quote  string `json:"quote,omitempty"`
	Reason string `json:"reason"`
}

func (o *notesImportOptions) run(ctx context.Context, a *app, file string) error {
	if o.as == "" {
		return usageError{errors.New("请用 --as 写明收为哪个账号的批注")}
	}
	arc, err := a.open()
	if err != nil {
		return err
	}
	address, err := siteURL(arc, o.url)
	if err != nil {
		return err
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("读取 %s：%w", file, err)
	}
	got, missing, err := site.ImportNotes(ctx, arc, a.version, raw, site.NoteImport{As: o.as, URL: address, By: console(), Dry: o.dry})
	if _, bad := errors.AsType[*annotation.BadField](err); bad {
		return fmt.Errorf("%s 不是 JSON", file)
	}
	report := importReport{File: file, DryRun: o.dry, Added: got.Added, Known: got.Known, Missing: missing, Unplaced: []unplacedShown{}}
	for _, u := range got.Unplaced {
		report.Unplaced = append(report.Unplaced, unplacedShown{u.Entry, u.ID, u.Quote, unplacedWords(u.Why)})
	}
	if err != nil {
		return errors.Join(userWords(err), o.say(a, report))
	}
	return o.say(a, report)
}

func (o *notesImportOptions) say(a *app, r importReport) error {
	if o.json {
		return a.json(r)
	}
	w := plainText{a.stdout}
	verb := "收下"
	if r.DryRun {
		verb = "可收"
	}
	fmt.Fprintf(w, "%s：%s %d 条，已有 %d 条，没有收 %d 条\n", r.File, verb, r.Added, r.Known, len(r.Unplaced))
	for _, u := range r.Unplaced {
		fmt.Fprintf(w, "  第%d条 %s\n    %s\n", u.Entry, shortened(u.Quote), u.Reason)
	}
	if r.Missing > 0 {
		fmt.Fprintf(w, "另有 %d 页只写了地址，内容不在文件里\n", r.Missing)
	}
	return nil
}

// shortened is a quote as a list shows it.
func shortened(quote string) string {
	quote = strings.Join(strings.Fields(quote), " ")
	if runes := []rune(quote); len(runes) > 40 {
		quote = string(runes[:40]) + "…"
	}
	if quote == "" {
		return "（没有引文）"
	}
	return "“" + quote + "”"
}

// unplacedWords says why an annotation was not taken.
func unplacedWords(err error) string {
	if field, ok := errors.AsType[*annotation.BadField](err); ok {
		words, known := map[string]string{
			"json": "写法不对，或太长", "@context": "没有写 W3C 批注的 @context", "type": "不是批注", "target": "没有对象，或不止一个对象、一段文字",
			"motivation": "批示由领导在网页上签发，不能导入", "body": "文字太长，或不是文字", "visibility": "可见范围不认识", "canonical": "canonical 不是地址", "iri": "地址太长",
		}[field.Field]
		if known {
			return words
		}
		return "有内容不对：" + field.Field
	}
	if _, ok := errors.AsType[*annotation.BadTarget](err); ok {
		return "对象不是本站的通报，或位置写法不对（文件中本站的地址用 --url 说明）"
	}
	for _, known := range []struct {
		err   error
		words string
	}{
		{annotation.ErrElsewhere, "引文在通报里找不到，或不止一处"},
		{annotation.ErrNotFound, "没有这一期通报，或这个账号不能阅读；是回复的，所回复的批注不在库中"},
		{annotation.ErrGone, "所回复的批注已删除"},
		{annotation.ErrTooMany, "数量已到上限"},
		{account.ErrForbidden, "这个账号没有权限"},
	} {
		if errors.Is(err, known.err) {
			return known.words
		}
	}
	return err.Error()
}
