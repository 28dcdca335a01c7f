package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"tongbao/archive"
	"tongbao/pipeline"
	"tongbao/pipeline/record"
)

func listEditions(a *app, arc *archive.Archive, period *record.Period, asJSON bool) error {
	all, err := pipeline.Editions(arc, period)
	if err != nil {
		return err
	}
	if asJSON {
		return a.json(all)
	}
	if len(all) == 0 {
		fmt.Fprintln(a.stdout, "还没有印发的通报。用 tongbao publish 印发。")
		return nil
	}
	rows := [][]string{{"期间", "版", "日期", "更正", "原因"}}
	for _, e := range all {
		for _, edition := range e.Editions {
			row := []string{e.Period, fmt.Sprintf("第%d版", edition.Number), edition.Date, "", ""}
			for _, c := range e.Corrections {
				if c.Edition == edition.Number {
					row[3], row[4] = fmt.Sprintf("第%d号，%d处", c.Number, len(c.Changes)+c.More), c.Reason
				}
			}
			rows = append(rows, row)
		}
	}
	printTable(plainText{a.stdout}, "", rows)
	return nil
}

// printPublished reminds whoever reads the exports of a published bulletin again that its changes need a correction.
func printPublished(w io.Writer, arc *archive.Archive, period record.Period) error {
	all, err := pipeline.Editions(arc, &period)
	if err != nil || len(all) == 0 {
		return err
	}
	last := all[0].Last()
	fmt.Fprintf(w, "本期已印发（第%d版，%s），改动须用 tongbao publish %s 登记更正。\n", last.Number, last.Date, period.Key)
	return nil
}

// departures says which published bulletins are not what was published, one sentence each.
func departures(arc *archive.Archive) ([]string, error) {
	found, err := pipeline.Departures(arc)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, d := range found {
		edition := fmt.Sprintf("%s第%d版（%s）", d.Label, d.Edition, d.Date)
		if d.Frozen {
			out = append(out, fmt.Sprintf("%s的定稿被改动：%s。请从备份恢复 content/bulletins/%s-e%d 和 data/bulletins/%[3]s-e%[4]d",
				edition, few(d.Files), d.Period, d.Edition))
			continue
		}
		out = append(out, fmt.Sprintf("%s印发以后有改动：%s。请运行 tongbao publish %s --reason \"更正的原因\"", edition, few(d.Files), d.Period))
	}
	return out, nil
}

// few names the first three and the number of the rest.
func few(names []string) string {
	const most = 3
	if len(names) <= most {
		return strings.Join(names, "、")
	}
	return strings.Join(names[:most], "、") + " 等 " + strconv.Itoa(len(names)) + " 个文件"
}
