package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"

	"github.com/spf13/cobra"

	"tongbao/archive"
)

// app is what every command shares.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	theme          fs.FS
	version        string
	dir            string // of the archive
}

func newRootCommand(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "tongbao",
		Short: "把 12345 热线的导出变成通报，并发布为可检索的通报库",
		Long: `tongbao 读取 12345 热线系统的导出（.xlsx、.csv），核对数据、计算排名、写出通报各栏目，
并生成一个可以放在内网任何网页服务器上的通报库。

一般的用法：
  tongbao init 我市          新建通报库
  （把导出放进 我市/exports/2021q3/）
  tongbao ingest 2021q3      读取导出，写出数据和栏目
  tongbao serve --preview    在本机浏览器里看`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("没有 %q 这个命令（tongbao --help 列出全部命令）", args[0])}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.PersistentFlags().StringVarP(&a.dir, "archive", "C", ".", "通报库所在文件夹")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{errors.New(flagMistake(err.Error()))} })
	root.AddCommand(newInitCommand(a), newInspectCommand(a), newIngestCommand(a), newDiffCommand(a), newFactsCommand(a), newRankCommand(a), newCheckCommand(a), newPublishCommand(a), newBuildCommand(a), newServeCommand(a), newUserCommand(a), newBackupCommand(a), newRestoreCommand(a), newAuditCommand(a), newDoctorCommand(a), newNotesCommand(a), newRemindersCommand(a), newPDFCommand(a), newSearchCommand(a), newUnitsCommand(a), newProfileCommand(a), newSampleCommand(a), newVersionCommand(a))
	inChinese(root)
	return root
}

// flagMistake words what cobra and pflag say of a wrong flag.
func flagMistake(said string) string {
	for _, m := range []struct{ pattern, words string }{
		{`^unknown (?:shorthand )?flag: (.+)$`, "没有这个选项：$1"},
		{`^flag needs an argument: (.+)$`, "选项后面要写内容：$1"},
		{`^invalid argument "(.*)" for "(.+)" flag: .*$`, "选项 $2 不能写作 $1"},
		{`^bad flag syntax: (.+)$`, "选项的写法不对：$1"},
	} {
		if p := regexp.MustCompile(m.pattern); p.MatchString(said) {
			return "命令行有误：" + p.ReplaceAllString(said, m.words)
		}
	}
	return "命令行有误：" + said
}

// inChinese words what cobra itself says.
func inChinese(root *cobra.Command) {
	root.SetUsageTemplate(usageTemplate)
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Short = "查看某个命令的说明"
		case "completion":
			c.Short = "生成命令行补全脚本（bash、zsh、fish、powershell）"
		}
		c.InitDefaultHelpFlag()
		c.DisableFlagsInUseLine = true
		c.Use += " [选项]"
		c.Flags().Lookup("help").Usage = "查看说明"
	}
	root.InitDefaultHelpFlag()
	root.Flags().Lookup("help").Usage = "查看说明"
}

const usageTemplate = `用法：{{if and .Runnable (not .HasAvailableSubCommands)}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} 命令{{end}}{{if .HasExample}}

示例：
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

命令：{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

选项：
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

通用选项：
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

“{{.CommandPath}} 命令 --help”查看某个命令的说明。{{end}}
`

// arguments checks the number of arguments and says in Chinese what is missing.
func arguments(low, high int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < low || high >= 0 && len(args) > high {
			return usageError{fmt.Errorf("%s 需要%s（tongbao %s --help 查看说明）", cmd.Name(), what, cmd.Name())}
		}
		return nil
	}
}

func (a *app) open() (*archive.Archive, error) { return archive.Open(a.dir) }

func (a *app) json(value any) error {
	e := json.NewEncoder(a.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(value)
}
