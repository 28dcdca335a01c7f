package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"tongbao/pipeline"
	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
)

func newRankCommand(a *app) *cobra.Command {
	var o pipeline.RankOptions
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "rank 期间",
		Short: "看排名；换一个评分办法或去掉几件诉求，谁升谁降",
		Long: `不加选项时列出一期的排名。--rule 用另一个评分办法重排（不用平台公布的综评分）；--without 去掉几件诉求后
由工单重算。两者都列出名次的变化，以及谁的分档、谁的满意率是否达标随之改变。只看，不写任何文件。`,
		Example: "  tongbao rank 2021q3 --table network-county\n  tongbao rank 2021q3 --rule 2024\n  tongbao rank 2021q3 --without 5604764,5950691",
		Args:    arguments(1, 1, "一个期间，如 2021q3"),
		RunE:    func(cmd *cobra.Command, args []string) error { return runRank(cmd.Context(), a, o, asJSON, args[0]) },
	}
	cmd.Flags().StringVar(&o.Rule, "rule", "", "用这个评分办法重排（rules/*.toml 里的 name）")
	cmd.Flags().StringSliceVar(&o.Without, "without", nil, "去掉这些诉求编号后重算，可写多次或用逗号分开")
	cmd.Flags().StringVar(&o.Table, "table", "", "只看一张表，如 network-county")
	cmd.Flags().BoolVar(&asJSON, "json", false, "以 JSON 输出，供脚本使用")
	_ = cmd.RegisterFlagCompletionFunc("rule", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		arc, err := a.open()
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return pipeline.RuleNames(arc), cobra.ShellCompDirectiveNoFileComp
	})
	return cmd
}

func runRank(ctx context.Context, a *app, o pipeline.RankOptions, asJSON bool, text string) error {
	period, err := record.ParsePeriod(text)
	if err != nil {
		return usageError{err}
	}
	arc, err := a.open()
	if err != nil {
		return err
	}
	o.Theme = a.theme
	ranked, err := pipeline.Rank(ctx, arc, period, o)
	if err != nil {
		return err
	}
	if ranked.Errors > 0 {
		fmt.Fprintf(a.stderr, "导出里有 %d 处错误，排名可能不全：tongbao ingest %s --dry-run 列出\n", ranked.Errors, period.Key)
	}
	if asJSON {
		return a.json(ranked)
	}
	printRanked(plainText{a.stdout}, ranked, o)
	return nil
}

func printRanked(w io.Writer, r *pipeline.Ranked, o pipeline.RankOptions) {
	fmt.Fprintf(w, "%s　评分办法：%s", r.Label, r.Rule)
	if o.Rule != "" {
		fmt.Fprintf(w, " → %s", r.NewRule)
	}
	if len(r.Without) > 0 {
		fmt.Fprintf(w, "　去掉 %d 件诉求，由工单重算", len(r.Without))
	}
	fmt.Fprintln(w)
	replay := o.Rule != "" || o.Without != nil
	for _, t := range r.Tables {
		fmt.Fprintf(w, "\n%s（%s）\n", t.Title, t.Key)
		switch {
		case t.Note != "":
			fmt.Fprintln(w, "  "+t.Note)
		case replay:
			printTable(w, "  ", moves(t))
		default:
			printTable(w, "  ", standing(t))
		}
		for _, change := range t.Changes {
			fmt.Fprintln(w, "  "+change)
		}
	}
}

func standing(t measure.Replay) [][]string {
	rows := [][]string{{"名次", "单位", "综评分", "分档"}}
	for _, r := range t.Rows {
		rows = append(rows, []string{rankText(r.Rank), r.Name, scoreText(r.Score), r.Tier})
	}
	return rows
}

func moves(t measure.Replay) [][]string {
	rows := [][]string{{"名次", "变化", "单位", "原分", "新分"}}
	for _, r := range t.Rows {
		rows = append(rows, []string{rankText(r.Rank) + "→" + rankText(r.NewRank), moveText(r), r.Name, scoreText(r.Score), scoreText(r.NewScore)})
	}
	return rows
}

func rankText(rank int) string {
	if rank == 0 {
		return "—"
	}
	return fmt.Sprint(rank)
}

func moveText(r measure.Replayed) string {
	switch {
	case r.Rank == 0 || r.NewRank == 0 || r.Rank == r.NewRank:
		return "—"
	case r.NewRank < r.Rank:
		return fmt.Sprintf("↑%d", r.Rank-r.NewRank)
	}
	return fmt.Sprintf("↓%d", r.NewRank-r.Rank)
}

func scoreText(score *float64) string {
	if score == nil {
		return "—"
	}
	return fmt.Sprintf("%.2f", *score)
}
