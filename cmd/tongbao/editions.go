package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"tongbao/archive"
	"tongbao/pipeline"
	"tongbao/pipeline/page"
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
		out = append(out, departureText(d))
	}
	return out, nil
}

func departureText(d pipeline.Departure) string {
	edition := fmt.Sprintf("%s第%d版（%s）", d.Label, d.Edition, d.Date)
	frozen := fmt.Sprintf("content/bulletins/%s-e%d 和 data/bulletins/%[1]s-e%[2]d", d.Period, d.Edition)
	switch {
	case d.Unknown:
		return fmt.Sprintf("%s第%d版没有登记，却有定稿。如果印发时中断过，请重新运行 tongbao publish %s；否则请移走 %s，或从备份恢复 data/bulletins/%[3]s/%[5]s",
			d.Label, d.Edition, d.Period, frozen, page.EditionsFile)
	case d.Frozen:
		return fmt.Sprintf("%s的定稿被改动：%s。请从备份恢复 %s", edition, few(d.Files), frozen)
	}
	return fmt.Sprintf("%s印发以后有改动：%s。请运行 tongbao publish %s --reason \"更正的原因\"", edition, few(d.Files), d.Period)
}

// few names the first three and the number of the rest.
func few(names []string) string {
	const most = 3
	if len(names) <= most {
		return strings.Join(names, "、")
	}
	return strings.Join(names[:most], "、") + " 等 " + strconv.Itoa(len(names)) + " 个文件"
}
