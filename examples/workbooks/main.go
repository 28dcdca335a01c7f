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
	to := flag.String("to", "examples/fuxin/exports/2021q3", "folder to write the exports to")
	flag.Parse()
	if err := writeAll(*from, *to); err != nil {
		fmt.Fprintln(os.Stderr, "workbooks:", err)
		os.Exit(1)
	}
}

// export is one file of the office: its name and how its bytes come from the published tables.
type export struct {
	name  string
	build func(from string) ([]byte, error)
}

func exports() []export {
	return []export{
		{"三季度网络诉求办理情况汇总.xlsx", networkWorkbook},
		{"三季度热线诉求办理情况汇总.xlsx", hotlineWorkbook},
		{"高星件.xlsx", highStarWorkbook},
		{"领导批示登记.xlsx", instructionLedger},
		{"超三十天未报诉求列表.csv", overdueList},
		{"运行概况.csv", overviewList},
	}
}

func writeAll(from, to string) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	for _, e := range exports() {
		data, err := e.build(from)
		if err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
		if err := os.WriteFile(filepath.Join(to, e.name), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
