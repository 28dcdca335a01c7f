package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/user"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"tongbao/site"
	"tongbao/site/account"
)

func newUserCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "user",
		Short: "查看、添加、停用账号",
		Long: `列出账号。“user add”添加；“user disable”“user enable”“user role”“user reset”“user unlock”改变一个账号。
服务器正在运行时，请在网页的“用户管理”中做这些事（数据库在 PostgreSQL 时两处都可以）。`,
		Example: "  tongbao user\n  tongbao user add bianji --role editor\n  tongbao user add fumeng --role unit --unit fumeng\n  tongbao user reset bianji",
		Args:    arguments(0, 0, "零个参数"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withOffice(cmd.Context(), func(ctx context.Context, o *site.Office) error { return listUsers(ctx, a, o) })
		},
	}
	cmd.AddCommand(newUserAddCommand(a))
	cmd.AddCommand(newUserTokenCommand(a))
	for _, act := range userActs {
		cmd.AddCommand(newUserActCommand(a, act))
	}
	return cmd
}

// withOffice opens the archive's accounts for an act.
func (a *app) withOffice(ctx context.Context, act func(context.Context, *site.Office) error) error {
	arc, err := a.open()
	if err != nil {
		return err
	}
	o, err := site.OpenOffice(ctx, arc, a.version)
	if err != nil {
		return err
	}
	defer o.Close()
	return userWords(act(ctx, o))
}

// console is who works at this machine, for the audit.
func console() account.Actor {
	if u, err := user.Current(); err == nil {
		return account.Console(u.Username)
	}
	return account.Console("console")
}

func listUsers(ctx context.Context, a *app, o *site.Office) error {
	users, err := o.Accounts.Users(ctx, console())
	if err != nil {
		return err
	}
	if len(users) == 0 {
		fmt.Fprintln(a.stdout, "还没有账号。用 tongbao user add 添加，或运行 tongbao serve 后打开显示的链接。")
		return nil
	}
	rows := [][]string{{"用户名", "姓名", "角色", "单位", "状态", "上次登录"}}
	for _, u := range users {
		state := "正常"
		if u.Disabled {
			state = "已停用"
		}
		seen := "—"
		if !u.SignedIn.IsZero() {
			seen = u.SignedIn.Local().Format("2006-01-02 15:04")
		}
		rows = append(rows, []string{u.Name, u.Display, roleNames[u.Role], u.Unit, state, seen})
	}
	printTable(plainText{a.stdout}, "", rows)
	return nil
}

var roleNames = map[account.Role]string{
	account.Reader: "读者", account.Unit: "承办单位", account.Leader: "领导", account.Editor: "编辑", account.Auditor: "审计管理员", account.Administrator: "系统管理员",
}

type userAddOptions struct {
	account.NewUser
	role     string
	generate bool
	stdin    bool
}

func newUserAddCommand(a *app) *cobra.Command {
	var o userAddOptions
	cmd := &cobra.Command{
		Use:   "add 用户名",
		Short: "添加账号",
		Long: `添加账号。密码在终端上输入两次，不显示；脚本里用 --password-stdin，或用 --generate 生成一个并显示。
角色：reader 读者、unit 承办单位（加 --unit）、leader 领导、editor 编辑、auditor 审计管理员、administrator 系统管理员。`,
		Args: arguments(1, 1, "一个用户名"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Name, o.Role = args[0], account.Role(o.role)
			return a.withOffice(cmd.Context(), func(ctx context.Context, office *site.Office) error { return addUser(ctx, a, office, o) })
		},
	}
	cmd.Flags().StringVar(&o.role, "role", "reader", "角色")
	cmd.Flags().StringVar(&o.Unit, "unit", "", "角色为 unit 时：所属承办单位在 units.toml 中的 id")
	cmd.Flags().StringVar(&o.Display, "display", "", "姓名")
	cmd.Flags().StringVar(&o.Office, "office", "", "部门、职务")
	cmd.Flags().StringVar(&o.Email, "email", "", "电子邮箱，收提醒用")
	cmd.Flags().BoolVar(&o.generate, "generate", false, "生成密码并显示")
	cmd.Flags().BoolVar(&o.stdin, "password-stdin", false, "从标准输入读密码（第一行）")
	return cmd
}

// addUser makes the account and sets its password at once: whoever sits at the machine hands both over.
func addUser(ctx context.Context, a *app, office *site.Office, o userAddOptions) error {
	password, err := a.newPassword(o)
	if err != nil {
		return err
	}
	u, token, err := office.Accounts.AddUser(ctx, console(), o.NewUser)
	if err != nil {
		return err
	}
	in, err := office.Accounts.SetPassword(ctx, account.Origin{}, token, password)
	if err != nil {
		return fmt.Errorf("账号 %s 已添加，但密码没有设置：%w（改用 tongbao user reset %s）", u.Name, userWords(err), u.Name)
	}
	if err := office.Accounts.SignOut(ctx, in.Actor); err != nil {
		return err
	}
	fmt.Fprintf(plainText{a.stdout}, "已添加 %s（%s）\n", u.Name, roleNames[u.Role])
	if o.generate {
		fmt.Fprintf(a.stdout, "密码：%s\n", password)
	}
	return nil
}

func (a *app) newPassword(o userAddOptions) (string, error) {
	switch {
	case o.generate:
		return generatedPassword(), nil
	case o.stdin:
		line, err := bufio.NewReader(a.stdin).ReadString('\n')
		if err != nil && line == "" {
			return "", errors.New("标准输入里没有密码")
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	return a.askPassword()
}

// generatedPassword has 100 bits and no letters that look alike; its groups can be read out.
func generatedPassword() string {
	text := strings.ToLower(rand.Text()[:20])
	return text[:5] + "-" + text[5:10] + "-" + text[10:15] + "-" + strings.ToUpper(text[15:])
}

func (a *app) askPassword() (string, error) {
	in, ok := a.stdin.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) {
		return "", usageError{errors.New("没有终端可以输入密码：请加 --generate 或 --password-stdin")}
	}
	fmt.Fprint(a.stderr, "密码：")
	first, err := term.ReadPassword(int(in.Fd()))
	fmt.Fprint(a.stderr, "\n再输入一次：")
	if err != nil {
		return "", err
	}
	second, err := term.ReadPassword(int(in.Fd()))
	fmt.Fprintln(a.stderr)
	if err != nil {
		return "", err
	}
	if string(first) != string(second) {
		return "", errors.New("两次输入的密码不一样")
	}
	return string(first), nil
}

// A userAct changes one account.
type userAct struct {
	use, short string
	arguments  int
	do         func(ctx context.Context, a *app, o *site.Office, u account.User, args []string) error
}

var userActs = []userAct{
	{"disable 用户名", "停用账号，并退出其全部登录", 1, func(ctx context.Context, _ *app, o *site.Office, u account.User, _ []string) error {
		return o.Accounts.SetDisabled(ctx, console(), u.ID, true)
	}},
	{"enable 用户名", "启用账号", 1, func(ctx context.Context, _ *app, o *site.Office, u account.User, _ []string) error {
		return o.Accounts.SetDisabled(ctx, console(), u.ID, false)
	}},
	{"unlock 用户名", "解除锁定", 1, func(ctx context.Context, _ *app, o *site.Office, u account.User, _ []string) error {
		return o.Accounts.Unlock(ctx, console(), u.ID, "")
	}},
	{"role 用户名 角色 [单位]", "改变角色", 3, func(ctx context.Context, _ *app, o *site.Office, u account.User, args []string) error {
		unit := ""
		if len(args) > 1 {
			unit = args[1]
		}
		return o.Accounts.SetRole(ctx, console(), u.ID, account.Role(args[0]), unit)
	}},
	{"email 用户名 [电子邮箱]", "改变收提醒的电子邮箱；不写则清空", 2, func(ctx context.Context, _ *app, o *site.Office, u account.User, args []string) error {
		email := ""
		if len(args) > 0 {
			email = args[0]
		}
		return o.Accounts.SetEmail(ctx, console(), u.ID, email)
	}},
	{"reset 用户名", "重设密码：原密码作废，显示一次性链接", 1, func(ctx context.Context, a *app, o *site.Office, u account.User, _ []string) error {
		token, err := o.Accounts.ResetPassword(ctx, console(), u.ID)
		if err == nil {
			fmt.Fprintf(a.stdout, "请本人打开（三天内有效，只能用一次）：服务器地址加\n  /invited/%s\n", token)
		}
		return err
	}},
}

func newUserActCommand(a *app, act userAct) *cobra.Command {
	least := 1
	if act.arguments > 2 {
		least = 2
	}
	return &cobra.Command{
		Use: act.use, Short: act.short, Args: arguments(least, act.arguments, "用户名等参数，见用法"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withOffice(cmd.Context(), func(ctx context.Context, o *site.Office) error {
				u, err := userNamed(ctx, o, args[0])
				if err != nil {
					return err
				}
				if err := act.do(ctx, a, o, u, args[1:]); err != nil {
					return err
				}
				fmt.Fprintln(plainText{a.stdout}, "已完成："+u.Name)
				return nil
			})
		},
	}
}

func userNamed(ctx context.Context, o *site.Office, name string) (account.User, error) {
	users, err := o.Accounts.Users(ctx, console())
	if err != nil {
		return account.User{}, err
	}
	for _, u := range users {
		if account.Fold(u.Name) == account.Fold(name) {
			return u, nil
		}
	}
	return account.User{}, account.ErrNotFound
}

// userWords puts what an act on accounts fails with into words.
func userWords(err error) error {
	var weak *account.Weak
	if errors.As(err, &weak) {
		words := map[account.Weakness]string{
			account.TooShort: "密码太短，至少 %d 个字符", account.TooLong: "密码太长，最多 %d 个字符", account.Classes: "密码应含小写字母、大写字母、数字、符号中的至少 %d 类",
			account.Common: "这个密码太常见，或由连续数字、日期组成", account.Named: "密码不要用用户名组成", account.Reused: "不能用最近 %d 次用过的密码",
		}[weak.Why]
		if strings.Contains(words, "%d") {
			words = fmt.Sprintf(words, weak.Limit)
		}
		return errors.New(words)
	}
	for _, known := range []struct {
		err   error
		words string
	}{
		{account.ErrTaken, "这个用户名已有人用"},
		{account.ErrName, "用户名应为 1 至 64 个字母、汉字、数字或 ._-@，以字母、汉字或数字开头"},
		{account.ErrEmail, "电子邮箱应写作 name@office.example，不带姓名"},
		{account.ErrRole, "没有这个角色；角色为 unit 的要写登记册里有的单位（--unit），其他角色不写"},
		{account.ErrNotFound, "没有这个用户（tongbao user 列出全部）"},
		{account.ErrLastAdministrator, "这是最后一个能用的系统管理员，不能停用，也不能改变角色"},
		{account.ErrTokens, fmt.Sprintf("不能再给令牌：一个账号最多 %d 个，有效期 1 至 %d 天，停用的账号不给", account.MostTokens, int(account.LongestToken.Hours()/24))},
		{account.ErrNotLocal, "这个账号的密码由统一登录管理，这里不能改"},
	} {
		if errors.Is(err, known.err) {
			return errors.New(known.words)
		}
	}
	return err
}
