// Command workbooks turns the published tables of the example city back into the files an office would have exported:
// merged headings, percentages typed two ways, totals, notes and a CSV from an old system. The example archive is
// built from these files, so that it meets the same mess a real office brings.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	from := flag.String("from", "examples/fuxin/published", "folder of the published tables")
	to := flag.String("to", "examples/fuxin/exports", "folder to write each quarter's folder of exports to")
	flag.Parse()
	if err := writeAll(*from, *to); err != nil {
		fmt.Fprintln(os.Stderr, "workbooks:", err)
		os.Exit(1)
	}
}

// export is one file of the office: its name and how its bytes come from a quarter's tables.
type export struct {
	name  string
	build func(quarter) ([]byte, error)
}

// exports lists the files of a quarter. Nobody's words are invented: only the published quarter has instructions.
func (q quarter) exports() []export {
	all := []export{
		{q.name + "网络诉求办理情况汇总.xlsx", networkWorkbook},
		{q.name + "热线诉求办理情况汇总.xlsx", hotlineWorkbook},
		{"高星件.xlsx", highStarWorkbook},
		{"超三十天未报诉求列表.csv", overdueList},
		{"运行概况.csv", overviewList},
	}
	if !q.sample {
		all = append(all, export{"领导批示登记.xlsx", instructionLedger})
	}
	for i := range all {
		all[i].name = q.fileName(all[i].name)
	}
	return all
}

// writeAll writes the exports of every quarter, each into a folder of its period.
func writeAll(from, to string) error {
	published, err := readPublished(from)
	if err != nil {
		return err
	}
	for _, q := range append(invent(published), published) {
		if err := q.write(filepath.Join(to, q.key)); err != nil {
			return err
		}
	}
	return nil
}

func (q quarter) write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, e := range q.exports() {
		data, err := e.build(q)
		if err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, e.name), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
