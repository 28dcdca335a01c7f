package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"tongbao/site"
	"tongbao/site/carrier"
	"tongbao/site/reminder"
)

func newRemindersCommand(a *app) *cobra.Command {
	var dryRun, asJSON bool
	cmd := &cobra.Command{
		Use:   "reminders",
		Short: "查看邮件和机器人提醒的发送情况，或试发",
		Long: `列出三十天内的提醒：何时、怎样、发给谁、是否发出。提醒由 tongbao serve 自动发送，每条只发一次；
设置在 tongbao.toml 的 [reminders]，见 docs/operations.md。服务器运行时也可以用。`,
		Example: "  tongbao reminders\n  tongbao reminders --dry-run\n  tongbao reminders test --to bianji",
		Args:    arguments(0, 0, "零个参数"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if dryRun {
				return listDue(cmd.Context(), a, asJSON)
			}
			return listDelivered(cmd.Context(), a, asJSON)
		},
	}
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "只列出现在应发而没有发的，不发送")
	cmd.Flags().BoolVar(&asJSON, "json", false, "以 JSON 输出，供脚本使用")
	cmd.AddCommand(newRemindersTestCommand(a))
	return cmd
}

var carrierNames = map[string]string{reminder.ByMail: "邮件", reminder.ByWebhook: "机器人"}

func listDue(ctx context.Context, a *app, asJSON bool) error {
	arc, err := a.open()
	if err != nil {
		return err
	}
	list, err := site.DueReminders(ctx, arc, a.version)
	if err != nil || asJSON {
		return errors.Join(err, a.json(append([]site.DueReminder{}, list...)))
	}
	if len(list) == 0 {
		fmt.Fprintln(a.stdout, "现在没有要发的提醒。")
		return nil
	}
	rows := [][]string{{"方式", "发给", "内容"}}
	for _, d := range list {
		rows = append(rows, []string{carrierNames[d.Carrier], toWhom(d.To), d.Subject})
	}
	printTable(plainText{a.stdout}, "", rows)
	return nil
}

func toWhom(name string) string {
	if name == "" {
		return "（群）"
	}
	return name
}

// listed is how far back deliveries are listed.
const listed = 30 * 24 * time.Hour

func listDelivered(ctx context.Context, a *app, asJSON bool) error {
	arc, err := a.open()
	if err != nil {
		return err
	}
	list, names, err := site.Delivered(ctx, arc, a.version, time.Now().Add(-listed))
	if err != nil {
		return err
	}
	if asJSON {
		return a.json(append([]reminder.Delivery{}, list...))
	}
	if len(list) == 0 {
		fmt.Fprintln(a.stdout, "三十天内没有发过提醒。")
		return nil
	}
	rows := [][]string{{"时间", "方式", "发给", "事项", "对象", "结果", "说明"}}
	for _, d := range list {
		rows = append(rows, []string{d.At.Local().Format("2006-01-02 15:04"), carrierNames[d.Carrier], toWhom(names[d.Recipient]), string(d.Kind), d.Object, stateOf(d), d.Error})
	}
	printTable(plainText{a.stdout}, "", rows)
	return nil
}

func stateOf(d reminder.Delivery) string {
	if d.Stuck(time.Now()) {
		return "不知是否送达"
	}
	return map[reminder.State]string{
		reminder.Sending: "正在发送", reminder.Sent: "已发出", reminder.Waiting: "稍后再发", reminder.Failed: "没有发出", reminder.Unknown: "不知是否送达",
	}[d.State]
}

func newRemindersTestCommand(a *app) *cobra.Command {
	var to string
	cmd := &cobra.Command{
		Use:     "test",
		Short:   "试发一条提醒",
		Long:    "按 tongbao.toml 的设置，向一个账号的电子邮箱试发一封邮件，并向机器人试发一条。不记入审计。",
		Example: "  tongbao reminders test --to bianji",
		Args:    arguments(0, 0, "零个参数"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if to == "" {
				return usageError{errors.New("请写明发给哪个账号：--to 用户名")}
			}
			return tryReminders(cmd.Context(), a, to)
		},
	}
	cmd.Flags().StringVar(&to, "to", "", "收件的用户名")
	return cmd
}

func tryReminders(ctx context.Context, a *app, to string) error {
	arc, err := a.open()
	if err != nil {
		return err
	}
	said, err := site.TryReminders(ctx, arc, a.version, to)
	if err != nil {
		return userWords(err)
	}
	failed := false
	for _, by := range slices.Sorted(maps.Keys(said)) {
		if said[by] == nil {
			fmt.Fprintf(a.stdout, "%s：已发出\n", carrierNames[by])
			continue
		}
		failed = true
		fmt.Fprintf(a.stderr, "%s：没有发出：%s\n", carrierNames[by], sendWords(said[by]))
	}
	if failed {
		return errors.New("试发没有全部成功，见上")
	}
	return nil
}

// sendWords puts what a carrier fails with into words, and keeps the carrier's own.
func sendWords(err error) string {
	switch {
	case errors.Is(err, carrier.ErrUncertain):
		return fmt.Sprintf("已交出，但没有得到答复，不知是否送达（%v）", err)
	case errors.Is(err, carrier.ErrRefused):
		return fmt.Sprintf("对方拒收（%v）", err)
	}
	return err.Error()
}
