package page

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"tongbao/pipeline/measure"
)

// edition copies the example's bulletin into folders of another name and edits it: file, old text, new text, …; an old
// text of "" makes the file, a new text of "" with the old text "*" removes it.
func edition(t *testing.T, folder string, edits ...string) Version {
	t.Helper()
	out := fstest.MapFS{}
	for _, kind := range []string{"content", "data"} {
		entries, err := fs.ReadDir(example, kind+"/bulletins/2021q3")
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			body, err := fs.ReadFile(example, kind+"/bulletins/2021q3/"+e.Name())
			if err != nil {
				t.Fatal(err)
			}
			out[kind+"/bulletins/"+folder+"/"+e.Name()] = &fstest.MapFile{Data: body}
		}
	}
	for i := 0; i < len(edits); i += 3 {
		kind, name := path.Split(edits[i])
		name = kind + "bulletins/" + folder + "/" + name
		switch was, is := edits[i+1], edits[i+2]; {
		case was == "":
			out[name] = &fstest.MapFile{Data: []byte(is)}
		case was == "*":
			delete(out, name)
		case !strings.Contains(string(out[name].Data), was):
			t.Fatalf("%s has no %q", name, was)
		default:
			out[name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(string(out[name].Data), was, is))}
		}
	}
	return Version{out, folder}
}

func TestChanges(t *testing.T) {
	const xiaofang = "第9位，交办总量 1，5星 1，办结率 100%，满意率 100%，优秀率 100%，办件天数 5，综评分 10"
	for _, c := range []struct {
		name  string
		edits []string
		want  []Change
	}{
		{"nothing", nil, nil},
		{"a cell, and the fact that repeats it", []string{"data/rankings.json", `"text": "333"`, `"text": "334"`, "data/summary.json", `"text": "333"`, `"text": "334"`},
			[]Change{{ChangedCell, "", "network-county/fumeng/assigned", "县区网络：阜蒙县交办总量", "333", "334"}}},
		{"a fact alone", []string{"data/summary.json", `"text": "16.8万"`, `"text": "16.9万"`},
			[]Change{{ChangedFact, "", "overview.received", "受理总量", "16.8万件", "16.9万件"}}},
		{"a fact of one channel, and what was found by it", []string{"data/summary.json", `"text": "97%"`, `"text": "96%"`, "data/findings.json", "{", "{ "}, []Change{
			{ChangedFact, "", "overview.hotline.connect_rate", "热线接通率", "97%", "96%"},
		}},
		{"findings alone", []string{"data/findings.json", "{", "{ "}, []Change{{ChangedFile, "findings.json", "data/findings.json", "核对结果", "原文件", "已更换"}}},
		{"the units of a fact", []string{"data/summary.json", `"name": "盘锦"`, `"name": "盘锦市"`}, []Change{
			{ChangedFact, "", "network-city.bottom", "地市网络后3位", "3个（抚顺、锦州、盘锦）", "3个（抚顺、锦州、盘锦市）"},
		}},
		{"a fact that is gone", []string{"data/summary.json", `"rule.mean-days": {`, `"rule.days": {`}, []Change{
			{ChangedFact, "", "rule.days", "平均办件天数标准", "", "5天"}, {ChangedFact, "", "rule.mean-days", "平均办件天数标准", "5天", ""},
		}},
		{"a row under another unit", []string{"data/rankings.json", `"unit": "xiaofang"`, `"unit": "x-1"`}, []Change{
			{ChangedCell, "", "network-department/x-1", "市直部门（单位）网络：市消防救援支队", "", xiaofang},
			{ChangedCell, "", "network-department/xiaofang", "市直部门（单位）网络：市消防救援支队", xiaofang, ""},
		}},
		{"settings", []string{"content/index.md", "number = 7", "number = 8", "content/index.md", "2021-10-22", "2021-10-25", "content/20-network.md", `title = "网络平台交办情况"`, `title = "网络"`},
			[]Change{
				{ChangedSetting, "index.md", "number", "期号", "7", "8"}, {ChangedSetting, "index.md", "date", "日期", "2021-10-22", "2021-10-25"},
				{ChangedSetting, "20-network.md", "title", "栏目标题", "网络平台交办情况", "网络"},
			}},
		{"another rule, which makes other exports count", []string{"data/summary.json", `"title": "2021年评分办法（复算）"`, `"title": "新办法"`, "data/sources.json", `"rule": "2021"`, `"rule": "新"`},
			[]Change{{ChangedRule, "", "rule", "评分办法", "2021年评分办法（复算）", "新办法"}}},
		{"what stands beside a rank", []string{"data/rankings.json", `"published_name": "大连",
          "registered": true,
          "rank": 1,`, `"published_name": "大连", "tier": "优秀",
          "registered": true,
          "rank": 3,`},
			[]Change{{ChangedCell, "", "network-city/city-dalian/rank", "地市网络：大连名次", "1（2）", "3（2） 优秀"}}},
		{"a high-star case", []string{"data/cases.json", `"star": 25`, `"star": 24`},
			[]Change{{ChangedCase, "", "high-stars/5604764", "高星件 5604764", "市税务局，25星，补缴10名员工医疗保险", "市税务局，24星，补缴10名员工医疗保险"}}},
		{"a picture", []string{"content/a.jpg", "", "jpeg"}, []Change{{ChangedFile, "a.jpg", "content/a.jpg", "a.jpg", "", "新增"}}},
		{"only the form", []string{"content/20-network.md", "**全省情况**", "全省情况"},
			[]Change{{ChangedFile, "20-network.md", "content/20-network.md", "20-network.md", "原文件", "已更换"}}},
		{"a data file that is gone", []string{"data/topics.json", "*", ""}, []Change{{ChangedFile, "topics.json", "data/topics.json", "诉求分类", "原文件", ""}}},
		{"an export of another name", []string{"data/sources.json", `"file": "运行概况.csv",
      "sha256"`, `"file": "概况.csv",
      "sha256"`}, []Change{
			{ChangedExport, "", "概况.csv", "导出：概况.csv", "", "新增"}, {ChangedExport, "", "运行概况.csv", "导出：运行概况.csv", "原文件", ""},
		}},
		{"another version of the program", []string{"data/sources.json", `"program": "tongbao dev"`, `"program": "tongbao 2"`},
			[]Change{{ChangedFile, "sources.json", "data/sources.json", "数据来源", "原文件", "已更换"}}},
		{"the record of editions", []string{"data/editions.json", "", "{}"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Changes(edition(t, "2021q3-e1"), edition(t, "2021q3", c.edits...))
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

// A rule is told by its title, and by its version where only its file is another.
func TestRuleChanges(t *testing.T) {
	rule := func(title, digest string) measure.Rule { return measure.Rule{Title: title, Digest: digest} }
	for _, c := range []struct {
		name          string
		before, after measure.Rule
		old, now      string
	}{
		{"the same", rule("甲", "1"), rule("甲", "1"), "", ""},
		{"another version", rule("甲", "1"), rule("甲", "2"), "甲（版本 1）", "甲（版本 2）"},
		{"data of before versions were kept", rule("甲", ""), rule("甲", "2"), "甲", "甲（版本 2）"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var old, now string
			for _, change := range ruleChanges(c.before, c.after) {
				old, now = change.Old, change.New
			}
			if old != c.old || now != c.now {
				t.Errorf("%q → %q, want %q → %q", old, now, c.old, c.now)
			}
		})
	}
}

// What a person wrote has no key: it is found by its words, wherever it stands, else by its place.
func TestChangesOfParagraphs(t *testing.T) {
	text := func(blocks ...string) []string {
		return []string{"content/20-network.md", "", "+++\ntitle = \"网络\"\n+++\n\n" + strings.Join(blocks, "\n\n") + "\n"}
	}
	a, b := "**甲县**[333](fact:a)件，[网页](/x/)。\n{#a data-digest=\"0\"}", "乙县1件。\n{#b data-digest=\"0\"}"
	paragraph := func(key, label, was, is string) Change {
		return Change{ChangedParagraph, "20-network.md", key, "网络 " + label, was, is}
	}
	for _, c := range []struct {
		name          string
		before, after []string
		want          []Change
	}{
		{"a figure", text(a, b), text(strings.Replace(a, "333", "334", 1), b), []Change{paragraph("a", "第1段", "甲县333件，网页。", "甲县334件，网页。")}},
		{"moved", text(a, "我的一段。", b), text(b, "我的一段。", a), []Change{{ChangedFile, "20-network.md", "content/20-network.md", "20-network.md", "原文件", "已更换"}}},
		{"removed", text(a, b), text(a), []Change{paragraph("b", "第2段", "乙县1件。", "")}},
		{"own edited", text(a, "我的一段。", b), text(a, "我的二段。", b), []Change{paragraph("a+1", "第2段", "我的一段。", "我的二段。")}},
		{"own added before own", text(a, "我的一段。"), text(a, "# 说明", "我的一段。"), []Change{paragraph("a+1", "第2段", "", "说明")}},
		{"own first", text(a), text("- 一\n- 二", a), []Change{paragraph("start+1", "第1段", "", "一 二")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Changes(edition(t, "2021q3-e1", c.before...), edition(t, "2021q3", c.after...))
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}
