package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"tongbao/site"
	"tongbao/site/audit"
)

func newAuditCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "核验审计记录",
		Long:  `审计记录由审计管理员在网页上查看和导出。“audit verify”在本机核验全部记录是否完整，服务器不必停止。`,
		Args:  arguments(0, 0, "零个参数"),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newAuditVerifyCommand(a))
	return cmd
}

func newAuditVerifyCommand(a *app) *cobra.Command {
	var head string
	cmd := &cobra.Command{
		Use:     "verify",
		Short:   "核验审计链",
		Long:    `逐条核验审计链，显示链尾。加 --head 与另外抄存的链尾（备份、日志里也有）相比，末尾被删也能发现。`,
		Example: "  tongbao audit verify\n  tongbao audit verify --head 1024:9f86d0…",
		Args:    arguments(0, 0, "零个参数"),
		RunE:    func(cmd *cobra.Command, _ []string) error { return runAuditVerify(cmd.Context(), a, head) },
	}
	cmd.Flags().StringVar(&head, "head", "", "另外抄存的链尾，序号:校验值")
	return cmd
}

func runAuditVerify(ctx context.Context, a *app, text string) error {
	var outside *audit.Head
	if text != "" {
		head, err := audit.ParseHead(text)
		if err != nil {
			return usageError{fmt.Errorf("链尾 %q 应写作 序号:校验值", text)}
		}
		outside = &head
	}
	arc, err := a.open()
	if err != nil {
		return err
	}
	head, err := site.VerifyAudit(ctx, arc, a.version, outside)
	var broken *audit.Broken
	if errors.As(err, &broken) {
		return fmt.Errorf("审计记录从第 %d 条起不完整：%s", broken.Seq, map[audit.Break]string{
			audit.Altered: "这一条被改动、调换或插入过", audit.Missing: "缺少这一条，或末尾被截去", audit.Repeated: "这里多出一条，或次序被改动", audit.Replaced: "与另外抄存的链尾不符，此前有改动",
		}[broken.Why])
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "审计记录完整，共 %d 条。链尾（请另外抄存）：\n%s\n", head.Seq, head)
	return nil
}
