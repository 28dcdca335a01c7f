package record

import (
	"os"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"tongbao/pipeline/sheet"
)

func TestParseValue(t *testing.T) {
	text := func(s string) sheet.Cell { return sheet.Cell{Kind: sheet.Text, Text: s} }
	number := func(s string) sheet.Cell { return sheet.Cell{Kind: sheet.Number, Text: s} }
	percent := func(s string) sheet.Cell { return sheet.Cell{Kind: sheet.Percent, Text: s} }
	cases := []struct {
		cell sheet.Cell
		kind string
		want Value
	}{
		{text("333"), "count", Value{Known, 333, "333"}},
		{text("３３３"), "count", Value{Known, 333, "333"}},
		{text("'42,871"), "count", Value{Known, 42871, "42871"}},
		{text("253件"), "count", Value{Known, 253, "253"}},
		{text("16.8万件"), "count", Value{Known, 168000, "16.8万"}},
		{text("16.8 万 件"), "count", Value{Known, 168000, "16.8万"}},
		{text("4.32天"), "days", Value{Known, 4.32, "4.32"}},
		{number("0"), "days", Value{Known, 0, "0"}},
		{text("95.76%"), "rate", Value{Known, 95.76, "95.76%"}},
		{text("９５．７６％"), "rate", Value{Known, 95.76, "95.76%"}},
		{text("98.48"), "rate", Value{Known, 98.48, "98.48%"}},
		{percent("0.9576"), "rate", Value{Known, 95.76, "95.76%"}},
		{percent("0.957642857"), "rate", Value{Known, 95.76, "95.76%"}},
		{percent("1"), "rate", Value{Known, 100, "100%"}},
		{number("1"), "rate", Value{Known, 1, "1%"}},
		{number("9.94"), "score", Value{Known, 9.94, "9.94"}},
		{text("---"), "rate", Value{State: NoBase, Text: "---"}},
		{text("—"), "rate", Value{State: NoBase, Text: "---"}},
		{text("/"), "rate", Value{State: NoBase, Text: "---"}},
		{sheet.Cell{}, "count", Value{}},
	}
	for _, c := range cases {
		got, err := ParseValue(c.cell, c.kind, false)
		if err != nil || got != c.want {
			t.Errorf("ParseValue(%q, %s) = %+v, %v; want %+v", c.cell.Text, c.kind, got, err, c.want)
		}
	}
	for _, c := range []struct{ text, kind string }{
		{"三百", "count"}, {"3.5", "count"}, {"-1", "count"}, {"101%", "rate"}, {"-5%", "rate"}, {"1e999", "score"}, {"NaN", "days"}, {"1 2 x", "count"},
	} {
		if got, err := ParseValue(text(c.text), c.kind, false); err == nil {
			t.Errorf("ParseValue(%q, %s) = %+v, want an error", c.text, c.kind, got)
		}
	}
	if _, err := ParseValue(sheet.Cell{Kind: sheet.Failed, Text: "#REF!"}, "count", false); err == nil {
		t.Error("an error value of a formula was read as a figure")
	}
}

// A column decides whether its bare rates are fractions.
func TestFractions(t *testing.T) {
	column := func(texts ...string) []sheet.Cell {
		var cells []sheet.Cell
		for _, text := range texts {
			cells = append(cells, sheet.Cell{Kind: sheet.Number, Text: text})
		}
		return cells
	}
	for _, c := range []struct {
		cells []sheet.Cell
		want  bool
	}{
		{column("0.95", "1", "0.76"), true}, {column("98.48", "1", "99.25"), false}, {column("95.76%", "---", ""), false},
		{column("0.95", "95.76%", "---"), true}, {append(column("0.5"), sheet.Cell{Kind: sheet.Percent, Text: "0.5"}), true}, {nil, false},
	} {
		if got := Fractions(c.cells); got != c.want {
			t.Errorf("Fractions(%v) = %v", c.cells, got)
		}
	}
	got, err := ParseValue(column("0.76")[0], "rate", true)
	if err != nil || got != (Value{Known, 76, "76%"}) {
		t.Errorf("0.76 in a column of fractions = %+v, %v", got, err)
	}
}

func TestParsePeriod(t *testing.T) {
	for key, want := range map[string][2]string{
		"2021q3": {"2021年三季度", "2021-07-01"}, "2021-08": {"2021年8月", "2021-08-01"}, "2021-w35": {"2021年第35周", "2021-08-30"},
		"2021h2": {"2021年下半年", "2021-07-01"}, "2021": {"2021年全年", "2021-01-01"},
	} {
		p, err := ParsePeriod(key)
		if err != nil || p.Label() != want[0] || p.Start() != want[1] {
			t.Errorf("ParsePeriod(%q) = %s, %s, %v; want %v", key, p.Label(), p.Start(), err, want)
		}
	}
	for _, bad := range []string{"", "2021q5", "2021-13", "2021q", "../2021", "21q3", "2021-w54", "2021Q3 "} {
		if _, err := ParsePeriod(bad); err == nil {
			t.Errorf("ParsePeriod(%q) was accepted", bad)
		}
	}
}

func TestParseDate(t *testing.T) {
	for text, want := range map[string]string{
		"2021-8-2": "2021-08-02", "2021/08/02": "2021-08-02", "2021.9.10": "2021-09-10", "2021 年 9 月 8 日": "2021-09-08", "２０２１年９月８日": "2021-09-08",
	} {
		if got, ok := ParseDate(text); !ok || got != want {
			t.Errorf("ParseDate(%q) = %q, %v; want %q", text, got, ok, want)
		}
	}
	for _, bad := range []string{"8月2日", "2021-02-30", "昨天", ""} {
		if got, ok := ParseDate(bad); ok || got != bad {
			t.Errorf("ParseDate(%q) = %q, %v; want it back unread", bad, got, ok)
		}
	}
}

func TestRegisterOfTheExample(t *testing.T) {
	r := exampleRegister(t)
	for _, group := range [][]string{
		{"阜蒙县", "阜蒙县政府"}, {"高新产业开发区", "高新开发区", "开发区管委会"}, {"细河区", "细河"}, {"市生态环境局", "环保局"},
		{"市烟草局", "市烟草专卖局"}, {"阜新银保监分局", "市银监局"}, {"阜新移动分公司", "阜新移动公司"}, {"阜新联通分公司", "阜新联通公司"},
		{"阜新电信分公司", "阜新电信公司"}, {"市交通运输局", "市交通局", "交通局"}, {"市住建局", "住建局"}, {"市营商局", "市营商环境建设局"},
	} {
		first := r.Find(group[0])
		for _, name := range group {
			if u := r.Find(name); !u.Registered || u.ID != first.ID {
				t.Errorf("%s is not %s", name, group[0])
			}
		}
	}
	for _, pair := range [][2]string{
		{"阜新邮政集团", "市邮政管理局"}, {"市医疗保障局", "彰武县医疗保障局"}, {"市公安局", "市交警支队"}, {"市水利局", "市水务有限公司"},
		{"市公用设施中心", "市住房和基础设施建设中心"}, {"市住房和基础设施建设中心", "市住房公积金管理中心"}, {"市商务局", "市营商局"},
	} {
		a, b := r.Find(pair[0]), r.Find(pair[1])
		if a.ID == b.ID || !a.Registered || !b.Registered {
			t.Errorf("%s and %s must be two registered units", pair[0], pair[1])
		}
	}
}

func TestUnknownUnitIsKeptApart(t *testing.T) {
	r := exampleRegister(t)
	a, b := r.Find("市住建管理局"), r.Find("市住建管理处")
	if a.Registered || a.ID == b.ID || a.Name != "市住建管理局" || !strings.HasPrefix(a.ID, "x-") {
		t.Errorf("unknown units = %+v and %+v", a, b)
	}
	if again := r.Find(" 市住建\n管理局"); again.ID != a.ID {
		t.Error("white space makes another unit")
	}
	if like := r.Suggest("市住建管理局"); len(like) == 0 || like[0] != "市住建局" {
		t.Errorf("suggestions = %v, want 市住建局 first", like)
	}
}

func TestNewRegisterSaysWhatIsWrong(t *testing.T) {
	_, wrong := NewRegister([]RegisterEntry{
		{Unit: Unit{ID: "a", Name: "甲局"}, Aliases: []string{"甲"}},
		{Unit: Unit{ID: "b", Name: "乙局", Parent: "none"}, Aliases: []string{"甲"}},
		{Unit: Unit{ID: "B C", Name: "丙局"}},
		{Unit: Unit{ID: "a", Name: "丁局"}},
	}, []Distinct{{Units: []string{"a", "zz"}}}, "2021-07-01")
	all := strings.Join(wrong, "\n")
	for _, part := range []string{"“甲”同时属于", `"B C"`, `id "a" 重复`, `"none"`, `"zz"`} {
		if !strings.Contains(all, part) {
			t.Errorf("nothing said about %s in:\n%s", part, all)
		}
	}
}

func TestFormerNamesHoldForTheirTime(t *testing.T) {
	entries := []RegisterEntry{
		{Unit: Unit{ID: "a", Name: "甲局"}, Former: []FormerName{{Name: "旧局", Until: "2018-12-31"}}},
		{Unit: Unit{ID: "b", Name: "乙局"}, Former: []FormerName{{Name: "旧局", From: "2019-01-01", Until: "2020-12-31"}, {Name: "老局", Until: "2015-12-31"}}},
	}
	for day, want := range map[string]string{"2018-01-01": "a", "2019-07-01": "b", "2021-07-01": "a"} {
		r, wrong := NewRegister(entries, nil, day)
		if got := r.Find("旧局").ID; got != want || len(wrong) > 0 && day < "2021" {
			t.Errorf("旧局 on %s = %s, want %s (%v)", day, got, want, wrong)
		}
		if got := r.Find("老局").ID; got != "b" {
			t.Errorf("老局 on %s = %s: a former name that nobody else has still means its unit", day, got)
		}
	}
}

func TestCasesRollUpToTheRankedUnit(t *testing.T) {
	r := exampleRegister(t)
	for name, want := range map[string]string{
		"阜蒙县教育局": "阜蒙县", "彰武县医疗保障局": "彰武县", "市公安局细河公安分局": "细河区", "市医疗保障局": "市医疗保障局", "大四镇": "彰武县",
	} {
		if got := r.Ranked(r.Find(name), "hotline"); got.Name != want {
			t.Errorf("cases of %s rank for %s, want %s", name, got.Name, want)
		}
	}
}

// Two headers that mean one field: the one that stands first in the vocabulary is read, wherever it stands.
func TestBetterHeaderWins(t *testing.T) {
	r := testReader(t)
	tables, _ := r.Find(bookOf([]string{"诉求编号", "批转单位", "承办单位", "登记时间", "办结时间"}))
	if len(tables) != 1 || tables[0].column("unit") != 3 || tables[0].Columns[1].Field != "" {
		t.Errorf("tables = %+v, want the unit in column 3", tables)
	}
}

func TestProfileKnowsItsHeader(t *testing.T) {
	r := testReader(t)
	header := []string{"件号", "科室", "到件", "结件", "满意度"}
	if tables, _ := r.Find(bookOf(header)); len(tables) > 0 {
		t.Fatal("the header is known without a profile")
	}
	spaced := bookOf([]string{"件 号", "科室（全称）", "到件", "结件", "满意度"})
	columns := r.columns(newGrid("a.csv", spaced.Sheets[0]), spaced.Sheets[0].Rows[:1])
	r.UseProfiles([]Profile{{Name: "旧系统", Fingerprint: Fingerprint(columns), Channel: "hotline", Columns: map[string]string{
		"件号": "case_no", "科室": "unit", "到件": "received", "结件": "closed",
	}}})
	tables, _ := r.Find(bookOf(header))
	if len(tables) != 1 || tables[0].Kind != KindCases || tables[0].Channel != "hotline" || tables[0].Profile != "旧系统" || tables[0].column("closed") != 4 {
		t.Errorf("tables = %+v", tables)
	}
}

func testReader(t *testing.T) *Reader {
	t.Helper()
	var words Vocabulary
	data, err := os.ReadFile("../../data/headers.toml")
	if err != nil {
		t.Fatal(err)
	}
	if err := toml.Unmarshal(data, &words); err != nil {
		t.Fatal(err)
	}
	return NewReader(words, nil, exampleRegister(t))
}

func bookOf(rows ...[]string) sheet.Book {
	s := sheet.Sheet{}
	for i, texts := range rows {
		row := sheet.Row{Number: i + 1}
		for _, text := range texts {
			row.Cells = append(row.Cells, sheet.Cell{Kind: sheet.Text, Text: text})
		}
		s.Rows = append(s.Rows, row)
	}
	return sheet.Book{File: "a.csv", Sheets: []sheet.Sheet{s}}
}

func exampleRegister(t *testing.T) *Register {
	t.Helper()
	var file struct {
		Units []struct {
			ID      string            `toml:"id"`
			Name    string            `toml:"name"`
			Aliases []string          `toml:"aliases"`
			Parent  string            `toml:"parent"`
			Groups  map[string]string `toml:"groups"`
		} `toml:"unit"`
		Distinct []Distinct `toml:"distinct"`
	}
	data, err := os.ReadFile("../../examples/fuxin/units.toml")
	if err != nil {
		t.Fatal(err)
	}
	if err := toml.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	var entries []RegisterEntry
	for _, u := range file.Units {
		entries = append(entries, RegisterEntry{Unit: Unit{ID: u.ID, Name: u.Name, Parent: u.Parent, Groups: u.Groups}, Aliases: u.Aliases})
	}
	r, wrong := NewRegister(entries, file.Distinct, "2021-07-01")
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	return r
}
