package pipeline_test

import (
	"path/filepath"
	"strings"
	"testing"
)

type summaryFile struct {
	Facts map[string]struct {
		Number float64
		Text   string
		Cells  []string
		Items  []struct{ Name, Text, Cell string }
	}
}

// The facts behind the prose are the published bulletin's own, where its tables bear it out.
func TestFactsOfTheExample(t *testing.T) {
	var s summaryFile
	readJSON(t, filepath.Join(ingested(t), "data/bulletins/2021q3/summary.json"), &s)
	cases := []struct {
		key, text string
		items     string // names, or names with their texts
	}{
		{"overview.received", "16.8万", ""},
		{"overview.network.satisfaction_rate", "82.24%", ""},
		{"network-county.assigned.max", "333", "阜蒙县"},
		{"network-county.satisfaction_rate.max", "93.18%", "太平区"},
		{"network-county.excellent_rate.full", "3", "高新产业开发区 清河门区 太平区"},
		{"network-department.units", "29", ""},
		{"network-department.top", "3", "市税务局 市生态环境局 市医疗保障局"},
		{"network-department.bottom", "3", "市烟草专卖局 市营商局 阜新供电公司"},
		{"network-department.bottom.tied", "2", "市应急管理局 市烟草专卖局"},
		{"network.low-satisfaction", "10", "阜矿集团78.26% 市交通运输局77.78% 市卫健委77.42% 新邱区77.14% 海州区76% " +
			"阜新银保监分局75% 阜新供电公司75% 阜蒙县70.45% 市退役军人事务局66.67% 市烟草专卖局50%"},
		{"network.low-satisfaction.few", "2", "市退役军人事务局 市烟草专卖局"},
		{"network-department.bottom.few", "1", "市烟草专卖局"},
		{"hotline.low-satisfaction", "1", "市国资委75%"},
		{"hotline-county.closed.max", "9370", "阜蒙县"},
		{"hotline-department.closed.max", "9680", "市住建局"},
		{"network.stars-4", "21", ""},
		{"network.stars-3", "4", ""},
		{"hotline.stars-3", "37", ""}, // the published 32 leaves out 市水务有限公司
		{"hotline.stars-4", "653", ""},
		{"hotline.low-stars", "690", ""}, // the published 645 is wrong: domain facts §7.1
		{"hotline-department.days.min", "0", "市财政局"},
		{"hotline-department.days.max", "4", "市住建局 市水利局"},
		{"high-stars", "21", ""},
		{"overdue", "72", ""},
		{"overdue.units", "12", ""},
	}
	for _, c := range cases {
		fact, ok := s.Facts[c.key]
		if !ok {
			t.Errorf("no fact %s", c.key)
			continue
		}
		if fact.Text != c.text {
			t.Errorf("%s = %q, want %q", c.key, fact.Text, c.text)
		}
		var names, figures []string
		for _, i := range fact.Items {
			names, figures = append(names, i.Name), append(figures, i.Name+i.Text)
		}
		if got := strings.Join(names, " "); c.items != "" && got != c.items && strings.Join(figures, " ") != c.items {
			t.Errorf("%s lists %s, want %s", c.key, strings.Join(figures, " "), c.items)
		}
	}
}

// Every cell a fact comes from is a cell of the rankings.
func TestFactCellsExist(t *testing.T) {
	root := ingested(t)
	var s summaryFile
	var r rankings
	readJSON(t, filepath.Join(root, "data/bulletins/2021q3/summary.json"), &s)
	readJSON(t, filepath.Join(root, "data/bulletins/2021q3/rankings.json"), &r)
	cells := map[string]bool{}
	for _, table := range r.Tables {
		for _, row := range table.Rows {
			cells[table.Key+"/"+row.Unit+"/rank"] = true
			for metric := range row.Cells {
				cells[table.Key+"/"+row.Unit+"/"+metric] = true
			}
		}
	}
	for key, fact := range s.Facts {
		for _, cell := range fact.Cells {
			if !cells[cell] {
				t.Errorf("fact %s names the cell %s, which no table has", key, cell)
			}
		}
	}
}
