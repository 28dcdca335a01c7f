// Package download writes the tables of a bulletin as files that a reader takes along.
//
// In: the data of one bulletin (docs/schema: rankings, cases), as a file system. Out: CSV files by name: UTF-8 with its
// mark, CRLF, and no cell that a spreadsheet program would run. It touches neither clock nor disk.
package download

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// The lists of cases; a ranking's file is named by its key, such as network-county.csv.
const (
	HighStars = "high-stars.csv"
	Overdue   = "overdue.csv"
)

type rankings struct {
	Tables []table `json:"tables"`
}

type table struct {
	Key     string `json:"key"`
	Metrics []struct {
		Key   string `json:"key"`
		Label string `json:"label"`
		Unit  string `json:"unit"`
	} `json:"metrics"`
	Rows []struct {
		Name         string `json:"name"`
		Rank         int    `json:"rank"`
		PreviousRank int    `json:"previous_rank"`
		Cells        map[string]struct {
			Text string `json:"text"`
		} `json:"cells"`
	} `json:"rows"`
}

type cases struct {
	HighStars []struct {
		CaseNo string `json:"case_no"`
		Name   string `json:"name"`
		Star   int    `json:"star"`
		Reason string `json:"reason"`
	} `json:"high_stars"`
	Overdue []struct {
		Name  string `json:"name"`
		Count int    `json:"count"`
	} `json:"overdue"`
}

// Files are the tables of the bulletin whose data folder is given, by name. A list that the bulletin does not have has no
// file. The error names the file that cannot be read.
func Files(data fs.FS) (map[string][]byte, error) {
	var r rankings
	var c cases
	for name, into := range map[string]any{"rankings.json": &r, "cases.json": &c} {
		body, err := fs.ReadFile(data, name)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(body, into); err != nil {
			return nil, fmt.Errorf("%s：%w", name, err)
		}
	}
	out := map[string][]byte{}
	for _, t := range r.Tables {
		out[t.Key+".csv"] = write(t.lines())
	}
	if len(c.HighStars) > 0 {
		out[HighStars] = write(c.highStars())
	}
	if len(c.Overdue) > 0 {
		out[Overdue] = write(c.overdue())
	}
	return out, nil
}

func (t table) lines() [][]string {
	head := []string{"名次", "受理单位", "上期名次"}
	for _, m := range t.Metrics {
		label := m.Label
		if m.Unit != "" && m.Unit != "%" {
			label += "（" + m.Unit + "）"
		}
		head = append(head, label)
	}
	out := [][]string{head}
	for _, r := range t.Rows {
		line := []string{place(r.Rank), r.Name, place(r.PreviousRank)}
		for _, m := range t.Metrics {
			line = append(line, r.Cells[m.Key].Text)
		}
		out = append(out, line)
	}
	return out
}

// place is a rank; 0 is none.
func place(rank int) string {
	if rank == 0 {
		return ""
	}
	return strconv.Itoa(rank)
}

func (c cases) highStars() [][]string {
	out := [][]string{{"序号", "诉求编号", "承办单位", "星级", "评星原因"}}
	for i, s := range c.HighStars {
		out = append(out, []string{strconv.Itoa(i + 1), s.CaseNo, s.Name, strconv.Itoa(s.Star), s.Reason})
	}
	return out
}

func (c cases) overdue() [][]string {
	out := [][]string{{"序号", "承办单位", "件数（件）"}}
	for i, o := range c.Overdue {
		out = append(out, []string{strconv.Itoa(i + 1), o.Name, strconv.Itoa(o.Count)})
	}
	return out
}

func write(lines [][]string) []byte {
	out := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(out)
	w.UseCRLF = true
	for _, line := range lines {
		for i := range line {
			line[i] = inert(line[i])
		}
		w.Write(line) // a buffer takes all
	}
	w.Flush()
	return out.Bytes()
}

// inert keeps a spreadsheet program from reading a cell as a formula (OWASP, CSV injection). What has no base is --- in
// exports and stays as it is.
func inert(text string) string {
	if text == "" || strings.Trim(text, "-—") == "" || !strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return text
	}
	if _, err := strconv.ParseFloat(strings.TrimSuffix(text, "%"), 64); err == nil {
		return text
	}
	return "'" + text
}
