package ledger

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tongbao/site/annotation"
)

var east = time.FixedZone("UTC+8", 8*3600)

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, east)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

// column gives a row's value by its head, as text.
func column(t *testing.T, table Table, row int, head string) string {
	t.Helper()
	for i, name := range table.Head {
		if name != head {
			continue
		}
		if moment, ok := table.Rows[row][i].(time.Time); ok {
			if moment.IsZero() {
				return ""
			}
			return moment.Format("2006-01-02 15:04")
		}
		return fmt.Sprint(table.Rows[row][i])
	}
	t.Fatalf("no column %s", head)
	return ""
}

func names() Names {
	n := Plain()
	n.Unit = func(id string) string { return map[string]string{"fumeng": "阜蒙县", "zhangwu": "彰武县"}[id] }
	n.Metric = func(id string) string { return map[string]string{"assigned": "交办总量"}[id] }
	n.Section = func(id string) string { return map[string]string{"network": "网络平台交办情况"}[id] }
	return n
}

func TestInstructions(t *testing.T) {
	list := []annotation.Instruction{
		{
			ID: "a", Number: annotation.Number{Year: 2021, Serial: 3}, Kind: annotation.Supervise, Text: "限期整改", State: annotation.Signed, Signed: at("2021-10-22 23:30"), Signer: annotation.Person{Name: "甲", Office: "示例职务"},
			Target: annotation.Target{Bulletin: "2021q3", Section: "network", Passage: "network-county/fumeng/assigned"},
			Tasks: []annotation.Task{
				{Unit: "fumeng", Lead: true, State: annotation.Received, Deadline: "2021-11-05", Asked: "2021-11-20", Received: at("2021-10-23 09:00")},
				{Unit: "zhangwu", State: annotation.Reported, Deadline: "2021-10-30", Received: at("2021-10-23 10:00"), Reported: at("2021-10-29 17:00")},
			},
			Steps: []annotation.Step{
				{Act: annotation.Progress, Unit: "fumeng", Text: "第一次", At: at("2021-10-25 09:00")},
				{Act: annotation.Progress, Unit: "fumeng", Text: "第二次", At: at("2021-10-26 09:00")},
				{Act: annotation.AskExtension, Unit: "fumeng", Text: "牵涉面广", Until: "2021-11-01", At: at("2021-10-26 10:00")},
				{Act: annotation.RefuseExtension, Unit: "fumeng", Text: "不宜再拖", At: at("2021-10-27 10:00")},
				{Act: annotation.AskExtension, Unit: "fumeng", Text: "等材料", Until: "2021-11-05", At: at("2021-10-28 10:00")},
				{Act: annotation.GrantExtension, Unit: "fumeng", Until: "2021-11-05", At: at("2021-10-29 10:00")},
				{Act: annotation.Report, Unit: "zhangwu", Text: "已办结", At: at("2021-10-29 17:00")},
			},
		},
		{ID: "b", Kind: annotation.Remark, Text: "已阅", State: annotation.Signed, Signed: at("2021-10-23 08:00"), Target: annotation.Target{Bulletin: "2021q3"}},
		{ID: "c", Kind: annotation.Handle, Text: "撤回的", State: annotation.Withdrawn, Signed: at("2021-10-23 08:00"), Tasks: []annotation.Task{{Unit: "fumeng", Lead: true, State: annotation.Sent, Deadline: "2021-10-24"}}},
	}
	table := Instructions(list, names(), "2021-11-04", east)
	if len(table.Rows) != 4 {
		t.Fatalf("%d rows", len(table.Rows))
	}
	for _, c := range []struct {
		row        int
		head, want string
	}{
		{0, "编号", "批〔2021〕3号"}, {1, "编号", "批〔2021〕3号"}, {3, "编号", ""}, {0, "系统编号", "a"},
		{0, "序号", "1"}, {1, "序号", "1"}, {2, "序号", "2"}, {3, "序号", "3"},
		{0, "批示日期", "2021-10-22 00:00"}, {0, "所涉内容", "网络平台交办情况 · 阜蒙县 · 交办总量"}, {2, "所涉内容", "全文"},
		{0, "主办/会办", "主办"}, {1, "主办/会办", "会办"}, {2, "主办/会办", ""}, {1, "承办单位", "彰武县"},
		{0, "办理期限", "2021-11-05 00:00"}, {2, "办理期限", ""}, {0, "状态", "办理中"}, {1, "状态", "已报办结"}, {2, "状态", "已签发"}, {3, "状态", "已撤回"},
		{0, "期限情况", "三天内到期"}, {1, "期限情况", ""}, {3, "期限情况", ""}, // withdrawn is due no more
		{0, "签收时间", "2021-10-23 09:00"}, {1, "报结时间", "2021-10-29 17:00"}, {0, "报结时间", ""},
		{0, "最近进展", "2021-10-26 第二次"}, {1, "最近进展", "2021-10-29 已办结"}, {2, "最近进展", ""},
		{0, "延期情况", "2021-10-26 申请延期到 2021-11-01：牵涉面广\n2021-10-27 不同意：不宜再拖\n2021-10-28 申请延期到 2021-11-05：等材料\n2021-10-29 同意延期到 2021-11-05"},
	} {
		if got := column(t, table, c.row, c.head); got != c.want {
			t.Errorf("row %d, %s: %q, want %q", c.row, c.head, got, c.want)
		}
	}
	for i, row := range table.Rows {
		if len(row) != len(table.Head) {
			t.Errorf("row %d has %d values for %d columns", i, len(row), len(table.Head))
		}
	}
}

func TestNotes(t *testing.T) {
	list := []annotation.Note{
		{
			ID: "a", Kind: annotation.Comment, Body: "请核对", Visibility: annotation.Leaders, Author: annotation.Person{Name: "甲", Office: "示例职务"}, Created: at("2021-10-22 09:30"),
			Target:  annotation.Target{Bulletin: "2021q3", Section: "network", Passage: "p", Quote: annotation.Quote{Exact: "为93.18%"}},
			Mapping: annotation.Mapping{State: annotation.Edited, Section: "network", Passage: "p", Old: "为93.18%", New: "为92.18%"},
			Replies: []annotation.Reply{{Body: "已改", Author: annotation.Person{Name: "乙"}, Created: at("2021-10-22 10:00")}, {Body: "好", Author: annotation.Person{Name: "甲"}, Created: at("2021-10-22 10:30")}},
		},
		{ID: "b", Kind: annotation.Highlight, Visibility: annotation.Private, Resolved: at("2021-10-23 09:00"), ResolvedBy: annotation.Person{Name: "丙"}, Body: strings.Repeat("长", 40_000)},
	}
	table := Notes(list, names(), east)
	for _, c := range []struct {
		row        int
		head, want string
	}{
		{0, "位置", "网络平台交办情况"}, {0, "原文", "为93.18%"}, {0, "原文情况", "原文已更正"}, {0, "现在的文字", "为92.18%"}, {1, "原文情况", "未变"}, {1, "位置", "全文"},
		{0, "谁能看", "领导"}, {0, "时间", "2021-10-22 09:30"}, {0, "处理", "未处理"}, {1, "处理", "已处理"}, {1, "处理人", "丙"}, {1, "种类", "只标记"},
		{0, "回复", "乙（2021-10-22 10:00）：已改\n甲（2021-10-22 10:30）：好"},
	} {
		if got := column(t, table, c.row, c.head); got != c.want {
			t.Errorf("row %d, %s: %q, want %q", c.row, c.head, got, c.want)
		}
	}
	if long := column(t, table, 1, "批注内容"); !strings.HasSuffix(long, "请在网页上看）") || len([]rune(long)) > 32_000 {
		t.Errorf("a text that no cell keeps is not cut: %d", len([]rune(long)))
	}
}
