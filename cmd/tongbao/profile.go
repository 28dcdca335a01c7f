package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"

	"tongbao/archive"
	"tongbao/pipeline"
	"tongbao/pipeline/measure"
)

func newProfileCommand(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "profile",
		Short: "查看、记下导出格式：哪个表头是哪个字段",
		Long: `热线系统换了表头用词，程序认不出来时，用 profile add 回答一次：哪一列是什么。
回答记在通报库的 profiles/ 里，以后同样的表头自动照此读取。不带子命令时列出已记下的格式。`,
		Example: "  tongbao profile\n  tongbao profile add 旧系统 导出.xlsx\n  tongbao profile add 旧系统 导出.xlsx --set 件号=case_no --set 科室=unit --channel hotline",
		Args:    arguments(0, 0, "零个参数"),
		RunE:    func(*cobra.Command, []string) error { return runProfiles(a, asJSON) },
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "以 JSON 输出，供脚本使用")
	cmd.AddCommand(newProfileAddCommand(a), newProfileFieldsCommand(a))
	return cmd
}

func runProfiles(a *app, asJSON bool) error {
	arc, err := a.open()
	if err != nil {
		return err
	}
	if asJSON {
		return a.json(arc.Profiles)
	}
	if len(arc.Profiles) == 0 {
		fmt.Fprintln(a.stdout, "还没有记下导出格式。表头认得出来时不需要；认不出来时：tongbao profile add 名称 文件")
		return nil
	}
	rows := [][]string{{"名称", "渠道", "列数", "文件"}}
	for _, p := range arc.Profiles {
		rows = append(rows, []string{p.Name, measure.ChannelNames[p.Channel], strconv.Itoa(len(p.Columns)), p.File()})
	}
	printTable(a.stdout, "", rows)
	return nil
}

func newProfileFieldsCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "fields",
		Short: "列出全部字段和它们常见的表头",
		Args:  arguments(0, 0, "零个参数"),
		RunE: func(*cobra.Command, []string) error {
			fields, err := pipeline.Fields(a.theme)
			if err != nil {
				return err
			}
			var rows [][]string
			for _, f := range fields {
				rows = append(rows, []string{f.Key, strings.Join(f.Names, "、")})
			}
			printTable(a.stdout, "", rows)
			return nil
		},
	}
}

type profileOptions struct {
	channel string
	set     []string
}

func newProfileAddCommand(a *app) *cobra.Command {
	var o profileOptions
	cmd := &cobra.Command{
		Use:   "add 名称 文件",
		Short: "记下一种导出格式",
		Long: `读出文件的表头，逐列确定是什么字段，写入 profiles/。在终端上运行时，逐一询问认不出的列；
也可以用 --set 直接给出（可写多次，字段留空表示不读）。tongbao profile fields 列出全部字段。`,
		Args: arguments(2, 2, "一个名称和一个文件"),
		RunE: func(_ *cobra.Command, args []string) error { return runProfileAdd(a, o, args[0], args[1]) },
	}
	cmd.Flags().StringVar(&o.channel, "channel", "", "这种导出的渠道：network 或 hotline")
	cmd.Flags().StringArrayVar(&o.set, "set", nil, "表头=字段")
	return cmd
}

func runProfileAdd(a *app, o profileOptions, name, path string) error {
	arc, err := a.open()
	if err != nil {
		return err
	}
	if o.channel != "" && measure.ChannelNames[o.channel] == "" {
		return usageError{fmt.Errorf("渠道 %q 不认识，应为 network 或 hotline", o.channel)}
	}
	h, err := pipeline.ReadHeader(arc, a.theme, path)
	if err != nil {
		return err
	}
	p := archive.Profile{Name: name, Fingerprint: h.Fingerprint, Channel: o.channel, Columns: map[string]string{}}
	for _, c := range h.Columns {
		if p.Columns[c.Header] == "" { // of two columns with one header the first that is known counts
			p.Columns[c.Header] = c.Field
		}
	}
	for _, pair := range o.set {
		header, field, ok := strings.Cut(pair, "=")
		if !ok {
			return usageError{fmt.Errorf("--set %q 应写作 表头=字段", pair)}
		}
		p.Columns[header] = field
	}
	if stdin, ok := a.stdin.(*os.File); ok && len(o.set) == 0 && isatty.IsTerminal(stdin.Fd()) {
		ask(plainText{a.stdout}, bufio.NewScanner(stdin), h, &p)
	}
	if err := pipeline.AddProfile(arc, h, p); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "已记下导出格式“%s”：%s\n", name, p.File())
	printColumns(plainText{a.stdout}, h, p)
	if arc, err = a.open(); err != nil {
		return err
	}
	if h, err = pipeline.ReadHeader(arc, a.theme, path); err == nil && h.Kind == "" {
		fmt.Fprintln(a.stdout, "这些列还不成一张可读的表：工单至少要有 case_no，以及 received、dispatched、closed、status、satisfaction 等中的两列。")
	}
	return err
}

// ask goes through the columns that are not known; an empty answer leaves one unread.
func ask(w io.Writer, in *bufio.Scanner, h pipeline.Header, p *archive.Profile) {
	for _, c := range h.Columns {
		for c.Field == "" {
			fmt.Fprintf(w, "“%s”是什么？（字段名，如 case_no、unit、received；直接回车表示不读）", c.Header)
			if !in.Scan() {
				return
			}
			answer := strings.TrimSpace(in.Text())
			if answer == "" || slices.Contains(h.Fields, answer) {
				p.Columns[c.Header] = answer
				break
			}
			fmt.Fprintf(w, "没有这个字段。可用的有：%s\n", strings.Join(h.Fields, "、"))
		}
	}
	for p.Channel == "" && h.Channel == "" {
		fmt.Fprint(w, "这种导出属于哪个渠道？（network 网络，hotline 热线；直接回车表示从表里或文件名看）")
		if !in.Scan() {
			return
		}
		answer := strings.TrimSpace(in.Text())
		if answer == "" {
			return
		}
		if measure.ChannelNames[answer] != "" {
			p.Channel = answer
		}
	}
}

func printColumns(w io.Writer, h pipeline.Header, p archive.Profile) {
	rows := [][]string{{"表头", "当作"}}
	for _, c := range h.Columns {
		field := p.Columns[c.Header]
		if field == "" {
			field = "（不读）"
		}
		rows = append(rows, []string{c.Header, field})
	}
	printTable(w, "  ", rows)
}
