package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tongbao/site"
	"tongbao/site/answers"
	"tongbao/site/search"
)

type searchOptions struct {
	search.Options
	json bool
}

func newSearchCommand(a *app) *cobra.Command {
	var o searchOptions
	cmd := &cobra.Command{
		Use:   "search 词语…",
		Short: "在历期通报里查找",
		Long: `在历期通报的正文、排名表和高星件里查找，列出所在的期间、栏目和段落，新的在前。
只查通报：网上的批注和批示按各人的权限看，在网站上登录后查。
词语可以是任意一段文字、数字或编号，哪怕一个字；几个词用空格分开，都出现的才列出。
没有原样出现的，当作一句问话，列出最相近的段落。与网站上的查找结果一致。
问排名和数据的，如“三季度满意率最低的县区”“阜蒙县 历次排名”，先给出答案和怎样理解的。`,
		Example: "  tongbao search 酒吧噪音\n  tongbao search 阜蒙县 满意率 --period 2021\n  tongbao search 5512861 --json\n  tongbao search 三季度满意率最低的县区",
		Args:    arguments(1, -1, "要找的词语"),
		RunE:    func(_ *cobra.Command, args []string) error { return runSearch(a, o, strings.Join(args, " ")) },
	}
	cmd.Flags().IntVar(&o.Limit, "limit", 10, "最多列出几条")
	cmd.Flags().StringVar(&o.Periods, "period", "", "只找这些期间，如 2021、2021q3")
	cmd.Flags().StringVar(&o.Kind, "kind", "", "只找一类：text 正文，case 典型案例、高星件和超期件，ranking 排名表，title 标题，instruction 领导批示")
	cmd.Flags().StringVar(&o.Channel, "channel", "", "只找一个渠道：network、hotline")
	cmd.Flags().StringVar(&o.Section, "section", "", "只找一个栏目，如 overview、high-stars")
	cmd.Flags().StringVar(&o.Unit, "unit", "", "只找提到这个单位的")
	cmd.Flags().StringVar(&o.Sort, "sort", search.ByTime, "次序：time 新的在前，fit 最合的在前")
	cmd.Flags().BoolVar(&o.json, "json", false, "以 JSON 输出，供脚本使用")
	return cmd
}

func runSearch(a *app, o searchOptions, query string) error {
	if o.Sort != search.ByTime && o.Sort != search.ByFit {
		return usageError{fmt.Errorf("--sort %q 不认识，应为 time 或 fit", o.Sort)}
	}
	arc, err := a.open()
	if err != nil {
		return err
	}
	index, err := site.SearchIndex(arc)
	if err != nil {
		return err
	}
	found, err := index.Search(query, o.Options)
	if err != nil {
		return err
	}
	rankings, err := site.Rankings(arc, a.theme)
	if err != nil {
		return err
	}
	answer, err := rankings.Answer(query)
	if err != nil {
		return err
	}
	if o.json {
		return a.json(struct {
			Answer *answers.Answer `json:"answer,omitempty"`
			search.Results
		}{answer, found})
	}
	if answer != nil {
		printAnswer(a.stdout, answer)
	}
	printFound(plainText{a.stdout}, found, answer != nil)
	return nil
}

// printFound lists hits; answered tells that the question has its answer above them.
func printFound(w plainText, found search.Results, answered bool) {
	if found.Missing {
		fmt.Fprintln(w, "部分检索文件缺失，下面列出的可能不全；请重新生成网站。")
	}
	switch {
	case found.Count == 0 && found.Missing:
	case found.Count == 0 && answered:
	case found.Count == 0:
		fmt.Fprintf(w, "没有找到“%s”。可以换短一些的词，或用 tongbao units 查单位的名称。\n", found.Query)
	case found.Instead != "":
		fmt.Fprintf(w, "没有“%s”，按登记的名称查找“%s”，有 %d 处：\n", found.Query, found.Instead, found.Count)
	case found.Loose && answered:
		fmt.Fprintf(w, "相近的段落有 %d 处：\n", found.Count)
	case found.Loose:
		fmt.Fprintf(w, "没有原样出现的“%s”，相近的有 %d 处：\n", found.Query, found.Count)
	case found.About:
		fmt.Fprintf(w, "约 %d 处：\n", found.Count)
	default:
		fmt.Fprintf(w, "%d 处：\n", found.Count)
	}
	for _, h := range found.Hits {
		place := h.Label
		if h.Section != "" {
			place += " › " + h.Section
		}
		fmt.Fprintf(w, "\n%s  %s\n    %s\n", place, h.Path, h.Excerpt(60))
	}
}

// printAnswer prints each ranking of an answer as a table: a row a unit, a column a period.
func printAnswer(w io.Writer, a *answers.Answer) {
	fmt.Fprintf(w, "理解为：%s\n", strings.Join(a.Understood, " · "))
	for _, t := range a.Tables {
		head := []string{"单位"}
		for _, p := range t.Periods {
			label := p.Label
			if p.Sample {
				label += "（示例）"
			}
			head = append(head, label)
		}
		changed := slices.ContainsFunc(t.Rows, func(r answers.Row) bool { return r.Change != nil })
		if changed {
			head = append(head, "变化")
		}
		rows := [][]string{head}
		for _, r := range t.Rows {
			row := append([]string{r.Name}, figures(t, r)...)
			if changed {
				row = append(row, change(r.Change, t))
			}
			rows = append(rows, row)
		}
		fmt.Fprintf(w, "\n%s%s\n", t.Title(), answerNote(t))
		if len(t.Rows) > 0 {
			printTable(plainText{w}, "  ", rows)
		}
	}
	fmt.Fprintln(w)
}

// answerNote is what the figures say as a whole.
func answerNote(t answers.Table) string {
	note := ""
	if t.Count != nil {
		note += fmt.Sprintf("：%d个单位中有%d个", t.Of, *t.Count)
	}
	if t.Difference != nil {
		note += "：相差" + amount(math.Abs(*t.Difference), t)
	}
	if t.Broken {
		note += "：评分办法改变，不能直接相比"
	}
	return note
}

// figures are a row's values, each with its place and mark where it has them.
func figures(t answers.Table, r answers.Row) []string {
	var out []string
	for i, v := range r.Values {
		text := t.Figure(v)
		if r.Places != nil && r.Places[i] > 0 {
			text += fmt.Sprintf("（第%d位）", r.Places[i])
		}
		if r.FewCases != nil && r.FewCases[i] {
			text += "（件数过少）"
		}
		out = append(out, text)
	}
	return out
}

func change(v *float64, t answers.Table) string {
	switch {
	case v == nil:
		return "—"
	case *v == 0:
		return "持平"
	case t.Metric == "rank" && *v < 0:
		return fmt.Sprintf("升%g位", -*v)
	case t.Metric == "rank":
		return fmt.Sprintf("降%g位", *v)
	case *v < 0:
		return "−" + amount(-*v, t)
	}
	return "+" + amount(*v, t)
}

// amount is a difference with what it is counted in.
func amount(v float64, t answers.Table) string {
	switch t.Unit {
	case "%":
		return fmt.Sprintf("%.2f个百分点", v)
	case "分":
		return fmt.Sprintf("%.2f分", v)
	}
	return strconv.FormatFloat(v, 'f', -1, 64) + t.Unit
}
