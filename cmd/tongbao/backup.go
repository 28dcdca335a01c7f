package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"tongbao/site"
	"tongbao/site/store"
)

func newBackupCommand(a *app) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "backup",
		Short: "备份数据库（账号、审计等人写下的内容）",
		Long: `把数据库里的全部内容写成一个文件，服务器不必停止。文件含审计的链尾，请把显示的链尾另外抄存。
通报库的其他内容都是文件夹里的文件，照常复制即可；不要直接复制数据库文件，那样的副本可能是坏的。`,
		Example: "  tongbao backup\n  tongbao backup --output /mnt/backup/tongbao.zip",
		Args:    arguments(0, 0, "零个参数"),
		RunE:    func(cmd *cobra.Command, _ []string) error { return runBackup(cmd.Context(), a, out) },
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "备份文件（默认 database/backups/日期时间.zip）")
	return cmd
}

func runBackup(ctx context.Context, a *app, out string) error {
	arc, err := a.open()
	if err != nil {
		return err
	}
	if out == "" {
		out = arc.Path("database", "backups", time.Now().Format("20060102-150405")+".zip")
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s 已存在，没有改动：请换一个文件名", out)
	}
	if err != nil {
		return err
	}
	m, err := site.Backup(ctx, arc, a.version, file)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		os.Remove(out) // half a backup must not look like one
		return err
	}
	fmt.Fprintf(a.stdout, "已备份到 %s\n%s", out, describeBackup(m))
	return nil
}

func describeBackup(m store.Manifest) string {
	rows := int64(0)
	for _, t := range m.Tables {
		rows += t.Rows
	}
	return fmt.Sprintf("时间 %s，%d 个表共 %d 行，数据库版本 %d\n审计链尾（请另外抄存）：%s\n", m.At.Local().Format("2006-01-02 15:04:05"), len(m.Tables), rows, m.Schema, m.Audit)
}

func newRestoreCommand(a *app) *cobra.Command {
	var check bool
	cmd := &cobra.Command{
		Use:   "restore 备份文件",
		Short: "从备份恢复数据库，或只核验备份",
		Long: `把备份恢复到一个新的、空的数据库：先把原来的数据库文件移走，或在 tongbao.toml 中写一个新的。
可以从 SQLite 的备份恢复到 PostgreSQL，反过来也可以。恢复时核对行数、校验值和审计链，不符就不恢复。
--check 只核验备份是否完整，不恢复。`,
		Example: "  tongbao restore --check database/backups/20261129-120000.zip\n  tongbao restore database/backups/20261129-120000.zip",
		Args:    arguments(1, 1, "一个备份文件"),
		RunE:    func(cmd *cobra.Command, args []string) error { return runRestore(cmd.Context(), a, args[0], check) },
	}
	cmd.Flags().BoolVar(&check, "check", false, "只核验备份，不恢复")
	return cmd
}

func runRestore(ctx context.Context, a *app, name string, check bool) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	if check {
		m, err := store.VerifyBackup(file)
		if err != nil {
			return fmt.Errorf("备份不完整或被改动：%w", err)
		}
		fmt.Fprintf(a.stdout, "备份完整。\n%s", describeBackup(m))
		return nil
	}
	arc, err := a.open()
	if err != nil {
		return err
	}
	m, err := site.Restore(ctx, arc, a.version, file)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "已恢复。\n%s", describeBackup(m))
	return nil
}
