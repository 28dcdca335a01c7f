package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tongbao/archive"
	"tongbao/pipeline/record"
	"tongbao/site"
	"tongbao/site/annotation"
)

func newNotesCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "notes",
		Short: "把网上的批示和办理情况带回下一期通报；批注的导出和导入",
		Long: `“notes export 期间”把这一期间内签发、可以引用的批示和办理情况写成批示登记表，供 tongbao ingest 起草“领导批示”栏目。
“notes export --format jsonld”把批注和批示写成 W3C 网页批注（JSON-LD），“notes import”把这样的文件收为批注。`,
		Args: arguments(0, 0, "零个参数"),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newNotesExportCommand(a), newNotesImportCommand(a), newNotesLedgerCommand(a))
	return cmd
}

// exportName is the file that an export makes among the period's exports; its own earlier one is replaced.
const exportName = "网上批示登记.csv"

func newNotesExportCommand(a *app) *cobra.Command {
	var o notesExportOptions
	cmd := &cobra.Command{
		Use:   "export 期间",
		Short: "把可引用的批示写成批示登记表；或把批注写成 JSON-LD",
		Long: `把期间内签发、领导同意引用的批示写成 exports/<期间>/` + exportName + `，一行一条，带承办单位和办理情况；
再运行 tongbao ingest，“领导批示”栏目就按它起草。再次运行时替换自己写的文件，不动别的文件。

--format jsonld 把批注、回复和批示写成一个 W3C 网页批注集（JSON-LD），不写期间就是全部；不写 -o 就写到标准输出。
加 --as 用户名，是这个账号看得到的；不加，是多人看得到的，个人批注不在内。服务器正在运行时也可以用。`,
		Example: "  tongbao notes export 2021q4\n  tongbao ingest 2021q4\n  tongbao notes export --format jsonld --as juzhang -o 批注.jsonld",
		Args:    o.arguments,
		RunE:    func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), a, args) },
	}
	cmd.Flags().StringVarP(&o.out, "output", "o", "", "写到另一个文件")
	cmd.Flags().StringVar(&o.format, "format", formatLedger, "csv 批示登记表，或 jsonld 批注")
	cmd.Flags().StringVar(&o.as, "as", "", "jsonld：这个账号看得到的")
	cmd.Flags().StringVar(&o.url, "url", "", "jsonld：网站的地址（默认用设置中的 public_url）")
	return cmd
}

func runNotesExport(ctx context.Context, a *app, key, out string) error {
	period, err := record.ParsePeriod(key)
	if err != nil {
		return usageError{err}
	}
	arc, err := a.open()
	if err != nil {
		return err
	}
	list, err := site.Quotable(ctx, arc, a.version, period.Start(), period.End())
	if err != nil {
		return err
	}
	if len(list) == 0 {
		fmt.Fprintf(a.stdout, "%s没有可以引用的批示，没有写文件。\n", period.Label())
		return nil
	}
	if out == "" {
		out = filepath.Join(arc.ExportsDir(period.Key), exportName)
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	body, err := instructionLedger(arc, list)
	if err != nil {
		return err
	}
	if err := archive.Replace(out, body); err != nil {
		return fmt.Errorf("写入 %s：%w", out, err)
	}
	fmt.Fprintf(a.stdout, "已写出 %d 条批示：%s\n", len(list), out)
	return nil
}

// instructionLedger is the table that ingest reads: officials by office, units by name.
func instructionLedger(arc *archive.Archive, list []annotation.Instruction) ([]byte, error) {
	out := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(out)
	rows := [][]string{{"批示编号", "批示日期", "批示领导", "批示文件", "期号", "批示要点", "承办单位", "批示办理情况"}}
	for _, i := range list {
		rows = append(rows, []string{
			i.Number.String(), i.Signed.Local().Format("2006-01-02"), cmp.Or(i.Signer.Office, i.Signer.Name), cmp.Or(arc.Settings.Masthead, "12345 通报"),
			issueNo(arc, i.Target.Bulletin), i.Text, unitsOf(arc, i), outcomeOf(arc, i),
		})
	}
	err := w.WriteAll(rows)
	return out.Bytes(), err
}

// issueNo is 〔2021〕第7期, "" where the bulletin has no number.
func issueNo(arc *archive.Archive, bulletin string) string {
	period, err := record.ParsePeriod(bulletin)
	if n := arc.Settings.Bulletins[bulletin].Number; err == nil && n > 0 {
		return fmt.Sprintf("〔%d〕第%d期", period.Year, n)
	}
	return ""
}

func unitsOf(arc *archive.Archive, i annotation.Instruction) string {
	var names []string
	for _, t := range i.Tasks {
		names = append(names, registeredName(arc, t.Unit))
	}
	return strings.Join(names, "、")
}

// outcomeOf is what each unit said last of how far it is, or that it has not.
func outcomeOf(arc *archive.Archive, i annotation.Instruction) string {
	var parts []string
	for _, t := range i.Tasks {
		said := ""
		for _, s := range i.Steps {
			if s.Unit == t.Unit && (s.Act == annotation.Progress || s.Act == annotation.Report) {
				said = strings.Join(strings.Fields(s.Text), " ")
			}
		}
		if said != "" {
			parts = append(parts, registeredName(arc, t.Unit)+"反馈，"+strings.TrimRight(said, "。"))
		}
	}
	return strings.Join(parts, "；")
}

func registeredName(arc *archive.Archive, id string) string {
	for _, u := range arc.Units.Units {
		if u.ID == id {
			return u.Name
		}
	}
	return id
}
