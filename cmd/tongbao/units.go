package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tongbao/archive"
	"tongbao/pipeline"
	"tongbao/pipeline/measure"
)

func newUnitsCommand(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "units",
		Short: "查看、测试、登记承办单位",
		Long: `列出登记册（units.toml）里的承办单位。
“units test 名称…”看一个名称会认作哪个单位；“units add”登记一个新单位。`,
		Example: "  tongbao units\n  tongbao units test 环保局 市住建管理局\n  tongbao units add --id zhujian --name 市住建局 --alias 住建局 --group network=department",
		Args:    arguments(0, 0, "零个参数"),
		RunE:    func(*cobra.Command, []string) error { return runUnits(a, asJSON) },
	}
	cmd.PersistentFlags().BoolVar(&asJSON, "json", false, "以 JSON 输出，供脚本使用")
	cmd.AddCommand(newUnitsTestCommand(a, &asJSON), newUnitsAddCommand(a))
	return cmd
}

func runUnits(a *app, asJSON bool) error {
	arc, err := a.open()
	if err != nil {
		return err
	}
	if asJSON {
		return a.json(arc.Units.Units)
	}
	if len(arc.Units.Units) == 0 {
		fmt.Fprintln(a.stdout, "登记册是空的。用 tongbao units add 登记，或直接编辑 "+archive.UnitsFile+"。")
		return nil
	}
	rows := [][]string{{"id", "名称", "类别", "上级", "别名"}}
	for _, u := range arc.Units.Units {
		rows = append(rows, []string{u.ID, u.Name, groupsText(u.Groups), u.Parent, strings.Join(u.Aliases, "、")})
	}
	printTable(a.stdout, "", rows)
	fmt.Fprintf(a.stdout, "\n共 %d 个单位\n", len(arc.Units.Units))
	return nil
}

// groupsText says 网络县区，热线县区.
func groupsText(groups map[string]string) string {
	var parts []string
	for _, channel := range slices.Backward(slices.Sorted(maps.Keys(groups))) { // network before hotline
		parts = append(parts, nameOr(measure.ChannelNames, channel)+nameOr(measure.GroupNames, groups[channel]))
	}
	return strings.Join(parts, "，")
}

func nameOr(names map[string]string, key string) string {
	if name, ok := names[key]; ok {
		return name
	}
	return key
}

func newUnitsTestCommand(a *app, asJSON *bool) *cobra.Command {
	return &cobra.Command{
		Use:     "test 名称…",
		Short:   "看名称会认作哪个单位；有不认识的，退出码为 3",
		Example: "  tongbao units test 环保局",
		Args:    arguments(1, -1, "至少一个名称"),
		RunE:    func(_ *cobra.Command, args []string) error { return runUnitsTest(a, *asJSON, args) },
	}
}

func runUnitsTest(a *app, asJSON bool, names []string) error {
	arc, err := a.open()
	if err != nil {
		return err
	}
	matches, err := pipeline.MatchUnits(arc, names)
	if err != nil {
		return err
	}
	if asJSON {
		err = a.json(matches)
	} else {
		printMatches(a, matches)
	}
	if err == nil && slices.ContainsFunc(matches, func(m pipeline.UnitMatch) bool { return m.ID == "" }) {
		return errProblems
	}
	return err
}

func printMatches(a *app, matches []pipeline.UnitMatch) {
	for _, m := range matches {
		switch {
		case m.ID != "":
			fmt.Fprintf(a.stdout, "%s：%s（%s）\n", m.Name, m.Unit, m.ID)
		case len(m.Candidates) > 0:
			fmt.Fprintf(a.stdout, "%s：没有登记；相近的有 %s\n", m.Name, strings.Join(m.Candidates, "、"))
		default:
			fmt.Fprintf(a.stdout, "%s：没有登记\n", m.Name)
		}
	}
}

func newUnitsAddCommand(a *app) *cobra.Command {
	var u archive.Unit
	cmd := &cobra.Command{
		Use:   "add",
		Short: "登记一个单位",
		Long: `把一个单位加到 units.toml 末尾；原有内容和注释不动。id、名称或别名与已登记的冲突时拒绝。
类别写作 渠道=类别，渠道为 network 或 hotline，类别为 county、department、other 或 city；同时列入两类写 department+other。`,
		Example: "  tongbao units add --id zhujian --name 市住建局 --alias 住建局 --group network=department --group hotline=department",
		Args:    arguments(0, 0, "零个参数"),
		RunE:    func(*cobra.Command, []string) error { return runUnitsAdd(a, u) },
	}
	cmd.Flags().StringVar(&u.ID, "id", "", "标识，小写字母、数字、连字符，定了就不再改")
	cmd.Flags().StringVar(&u.Name, "name", "", "名称，通报里这样称呼")
	cmd.Flags().StringSliceVar(&u.Aliases, "alias", nil, "别名，可写多次")
	cmd.Flags().StringVar(&u.Parent, "parent", "", "上级单位的 id（如县区的局归县区）")
	cmd.Flags().StringToStringVar(&u.Groups, "group", nil, "类别，渠道=类别，可写多次")
	return cmd
}

func runUnitsAdd(a *app, u archive.Unit) error {
	if u.ID == "" || u.Name == "" {
		return usageError{fmt.Errorf("add 需要 --id 和 --name（tongbao units add --help 查看说明）")}
	}
	for channel, groups := range u.Groups {
		for _, group := range strings.Split(groups, "+") {
			if measure.ChannelNames[channel] == "" || measure.GroupNames[group] == "" {
				return usageError{fmt.Errorf("类别 %s=%s 不认识：渠道为 network、hotline，类别为 county、department、other、city", channel, groups)}
			}
		}
	}
	arc, err := a.open()
	if err != nil {
		return err
	}
	if err := pipeline.AddUnit(arc, u); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "已登记 %s（%s）\n", u.Name, u.ID)
	return nil
}
