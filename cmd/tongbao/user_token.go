package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"tongbao/site"
	"tongbao/site/account"
)

func newUserTokenCommand(a *app) *cobra.Command {
	var days int
	var purpose string
	var list, revoke bool
	cmd := &cobra.Command{
		Use:   "token 用户名",
		Short: "给程序一个访问令牌，或作废这个账号的全部令牌",
		Long: `程序带着访问令牌（Authorization: Bearer 令牌）以这个账号的身份使用 /annotations/ 和 /api/，能做的事和本人一样，
不能打开其他页面，不能管理账号。令牌只显示这一次，库里只存校验值；停用账号、改密码、改角色、退出其全部登录时一并作废。`,
		Example: "  tongbao user token bianji --days 30 --purpose 批注同步\n  tongbao user token bianji --list\n  tongbao user token bianji --revoke",
		Args:    arguments(1, 1, "一个用户名"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if list && revoke {
				return usageError{errors.New("--list 和 --revoke 只能写一个")}
			}
			return a.withOffice(cmd.Context(), func(ctx context.Context, o *site.Office) error {
				u, err := userNamed(ctx, o, args[0])
				switch {
				case err != nil:
					return err
				case list:
					return listTokens(ctx, a, o, u)
				case revoke:
					return endTokens(ctx, a, o, u)
				}
				return addToken(ctx, a, o, u, purpose, days)
			})
		},
	}
	cmd.Flags().IntVar(&days, "days", 90, "有效天数")
	cmd.Flags().StringVar(&purpose, "purpose", "", "用途，列表和审计中可见")
	cmd.Flags().BoolVar(&list, "list", false, "列出有效的令牌，不显示令牌本身")
	cmd.Flags().BoolVar(&revoke, "revoke", false, "作废这个账号的全部令牌")
	return cmd
}

func addToken(ctx context.Context, a *app, o *site.Office, u account.User, purpose string, days int) error {
	token, session, err := o.Accounts.AddToken(ctx, console(), u.ID, purpose, time.Duration(days)*24*time.Hour)
	if err != nil {
		return err
	}
	fmt.Fprintf(plainText{a.stdout}, "%s 的访问令牌，只显示这一次，%s 前有效：\n  %s\n", u.Name, session.Expires.Local().Format("2006-01-02 15:04"), token)
	return nil
}

func listTokens(ctx context.Context, a *app, o *site.Office, u account.User) error {
	list, err := o.Accounts.Tokens(ctx, console(), u.ID)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		fmt.Fprintln(plainText{a.stdout}, u.Name+" 没有有效的访问令牌。")
		return nil
	}
	rows := [][]string{{"编号", "用途", "给出", "到期", "上次使用"}}
	for _, t := range list {
		used := "—"
		if t.Seen.After(t.Created) {
			used = t.Seen.Local().Format("2006-01-02 15:04")
		}
		rows = append(rows, []string{t.ID, t.Agent, t.Created.Local().Format("2006-01-02 15:04"), t.Expires.Local().Format("2006-01-02 15:04"), used})
	}
	printTable(plainText{a.stdout}, "", rows)
	return nil
}

func endTokens(ctx context.Context, a *app, o *site.Office, u account.User) error {
	if err := o.Accounts.EndTokens(ctx, console(), u.ID); err != nil {
		return err
	}
	fmt.Fprintln(plainText{a.stdout}, "已作废 "+u.Name+" 的全部访问令牌。")
	return nil
}
