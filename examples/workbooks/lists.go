package main

import (
	"bytes"
	"encoding/csv"
	"io"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// overdueList has a byte order mark, as Excel's "CSV UTF-8" writes it, and a title line above the heading.
func overdueList(q quarter) ([]byte, error) {
	t := q.tables[overdueFile]
	var buffer bytes.Buffer
	buffer.WriteString("\uFEFF")
	title := make([]string, len(t.header))
	title[0] = "超三十天未报诉求列表"
	err := writeCSV(&buffer, append([][]string{title, t.header}, t.rows...))
	return buffer.Bytes(), err
}

// overviewList is in GB18030, as Excel's plain "CSV" comes out of a Chinese Windows.
func overviewList(q quarter) ([]byte, error) {
	t := q.tables[overviewFile]
	var buffer bytes.Buffer
	encoded := simplifiedchinese.GB18030.NewEncoder().Writer(&buffer)
	err := writeCSV(encoded, append([][]string{t.header}, t.rows...))
	return buffer.Bytes(), err
}

func writeCSV(w io.Writer, records [][]string) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	return out.WriteAll(records)
}
