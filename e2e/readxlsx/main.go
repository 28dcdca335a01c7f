// Command readxlsx prints the sheets of a workbook as JSON, read by excelize: a second opinion on the workbooks that pages
// make. Usage: readxlsx FILE
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/xuri/excelize/v2"
)

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(name string) error {
	book, err := excelize.OpenFile(name)
	if err != nil {
		return err
	}
	defer book.Close()
	sheets := map[string][][]string{}
	for _, sheet := range book.GetSheetList() {
		if sheets[sheet], err = book.GetRows(sheet); err != nil {
			return err
		}
	}
	return json.NewEncoder(os.Stdout).Encode(sheets)
}
