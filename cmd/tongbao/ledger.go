package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"tongbao/archive"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
	"tongbao/site"
)

func newNotesLedgerCommand(a *app) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "ledger [期间]",
		Short: "把批示和办理情况存为督办台账（Excel）",
		Long: `把已签发的批示存为一个 Excel 文件：一行一个承办单位，有期限、状态、签收、报结、销号时间和最近进展。
不写期间就是全部，写期间就只要这一期通报上的批示。可以在服务运行时使用。`,
		Example: "  tongbao notes ledger -o 督办台账.xlsx\n  tongbao notes ledger 2021q3",
		Args:    arguments(0, 1, "最多一个期间，如 2021q3"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runNotesLedger(cmd.Context(), a, append(args, "")[0], out)
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "督办台账.xlsx", "写到哪个文件")
	return cmd
}

func runNotesLedger(ctx context.Context, a *app, key, out string) error {
	if key != "" {
		period, err := record.ParsePeriod(key)
		if err != nil {
			return usageError{err}
		}
		key = period.Key
	}
	if info, err := os.Stat(filepath.Dir(out)); err != nil || !info.IsDir() {
		return fmt.Errorf("没有 %s 这个文件夹", filepath.Dir(out))
	}
	arc, err := a.open()
	if err != nil {
		return err
	}
	table, err := site.Ledger(ctx, arc, a.theme, a.version, key)
	if err != nil {
		return err
	}
	if len(table.Rows) == 0 {
		fmt.Fprintln(a.stdout, "没有已签发的批示，没有写文件。")
		return nil
	}
	var body bytes.Buffer
	if err := sheet.WriteTable(&body, table.Name, table.Head, table.Rows); err != nil {
		return err
	}
	if err := archive.Replace(out, body.Bytes()); err != nil {
		return fmt.Errorf("写入 %s：%w", out, err)
	}
	fmt.Fprintf(a.stdout, "已写出 %d 行：%s\n", len(table.Rows), out)
	return nil
}
