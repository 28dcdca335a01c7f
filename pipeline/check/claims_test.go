package check_test

import (
	"strings"
	"testing"

	"tongbao/pipeline/check"
	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// row is one sentence and what must be found in it: codes and words of the messages, "" where nothing but notes may be.
type row struct{ text, want string }

func run(t *testing.T, section string, b measure.Bulletin, rows []row) {
	t.Helper()
	lexicon := check.NewLexicon(nil, b, "")
	for _, r := range rows {
		var got []string
		for _, f := range check.Section("x.md", []byte(r.text+"\n"), section, b, lexicon) {
			if f.Severity != sheet.Note {
				got = append(got, string(f.Severity)+" "+f.Code+" "+f.Message)
			}
		}
		all := strings.Join(got, "; ")
		if r.want == "unbound-figure" && strings.Contains(all, "error") || r.want == "" && all != "" {
			t.Errorf("%s\n  found %s", r.text, all)
		}
		for _, w := range strings.Fields(r.want) {
			if !strings.Contains(all, w) {
				t.Errorf("%s\n  found %q, want %s", r.text, all, w)
			}
		}
	}
}

func TestValues(t *testing.T) {
	run(t, "network", synthetic(t), []row{
		{"甲县交办总量333件，满意率93.18%。", ""},
		{"甲县交办总量为332件。", "error wrong-value 333"},
		{"甲县的满意率是九十三点一八。", ""},
		{"甲县满意率93.2%。", ""},
		{"甲县满意率94%。", "wrong-value 93.18%"},
		{"甲、乙县满意率94%。", "wrong-value 乙县"},
		{"甲县、丙县满意率均为93.18%。", ""},
		{"甲县、乙县满意率均为93.18%。", "wrong-value 乙县 78.2%"},
		{"甲县、乙县满意率分别为93.18%、78.2%。", ""},
		{"甲县、乙县满意率分别为78.2%、93.18%。", "wrong-value 甲县 乙县"},
		{"甲县、乙县共交办595件。", ""},
		{"甲县、乙县共交办600件。", "wrong-sum 595"},
		{"甲县、戊县满意率均为93.18%。", "unbound-figure"},
		{"甲县交办三百三十三件。", ""},
		{"甲县交办三百三十件。", "wrong-value 333"},
		{"甲县交办约330件，乙县交办近270件，丙县交办100余件。", ""},
		{"甲县交办约500件。", "wrong-value"},
		{"乙县没有四星件，甲县没有四星件。", "wrong-value 甲县"},
		{"甲县物业类诉求满意率85%。", "unbound-figure"},
		{"甲县教育局满意率85%。", "unbound-figure"},
		{"市民张三在甲县反映，2021年8月2日10时，小区路灯坏了3盏，拖欠工资5万元，打了13次电话。", "unbound-figure 13次"},
		{"甲县接通率97%。", "no-column 接通率"},
		{"2021年二季度甲县满意率为80%。", "unbound-figure"},
		{"各单位要确保满意率达到95%以上。", ""},
		{"子局满意率100%，办件天数1天。", ""},
	})
}

func TestTotals(t *testing.T) {
	b := synthetic(t)
	run(t, "network", b, []row{
		{"县区共交办1045件，市直部门（单位）120件。", ""},
		{"县区共交办1054件。", "wrong-total 1045"},
		{"网络平台四星件共10件，其中甲县6件、丙县2件、戊区1件、市子局1件。", ""},
		{"网络平台四星件共10件，其中甲县6件、丙县2件、戊区1件、市丑局1件。", "wrong-value 市丑局 missing-unit 市子局1件"},
		{"网络平台四星件共10件，其中甲县6件、丙县2件。", ""},
		{"网络平台四星件共11件。", "wrong-total 10"},
		{"共有7个县区参与排名，3个市直部门参与排名。", ""},
		{"共有8个县区参与排名。", "wrong-count 7"},
		{"县区平均办件天数为3.43天。", ""},
	})
}

func TestExtremes(t *testing.T) {
	run(t, "network", synthetic(t), []row{
		{"甲县、丙县满意率并列最高，均为93.18%。", ""},
		{"甲县满意率最高，为93.18%。", "tie-not-said 丙县"},
		{"县区中满意率最高的是甲县、丙县（93.18%）。", ""},
		{"满意率最低的为乙县，为78.2%。", "not-the-extreme 戊区76%"},
		{"戊区满意率最低，为县区最低。", ""},
		{"甲县办件天数最长，为5天，丙县、丁县最短，均为2天。", ""},
		{"甲县办件天数最长，为5天，丙县最短，为2天。", "tie-not-said 丁县"},
		{"甲县、丙县等2个单位满意率并列最高。", ""},
		{"甲县等3个单位满意率并列最高。", "wrong-count 甲县"},
		{"甲县交办量并列最大。", "wrong-word 并列"},
		{"市直部门中，市子局、市丑局满意率最高。", ""},
		{"县区中，甲县办件天数最长，为5天，2个单位办件天数并列最短，均为2天。", ""},
		{"县区中，甲县办件天数最长，为5天，3个单位办件天数并列最短，均为2天。", "wrong-count 丁县"},
		{"甲县交办量较大，戊区交办量不是最小。", ""},
	})
}

func TestLists(t *testing.T) {
	run(t, "network", synthetic(t), []row{
		{"满意率低于80%的单位有3个：市寅局79%、乙县78.2%、戊区76%。", ""},
		{"满意率低于80%的县区有乙县、戊区。", ""},
		{"满意率低于80%的县区有乙县。", "missing-unit 戊区76%"},
		{"满意率低于80%的县区有乙县等。", ""},
		{"满意率低于80%的县区有乙县、戊区、己区。", "wrong-member 己区 90%"},
		{"满意率低于80%的单位有2个。", "wrong-count 3个"},
		{"有2个县区满意率低于80%。", ""},
		{"没有满意率低于80%的县区。", "wrong-count 2个"},
		{"满意率在90%以上的县区有甲县、丙县、己区、庚区。", ""},
		{"交办量超过100件的县区是甲县、乙县、丙县。", ""},
		{"交办量不少于100件的县区是甲县、乙县、丙县。", "missing-unit 丁县"},
		{"产生四星件的县区：甲县6件、丙县2件、戊区1件。", ""},
		{"产生四星件的县区：甲县6件、丙县2件。", "missing-unit 戊区1件"},
		{"乙县、戊区满意率低于80%。", ""},
		{"甲县、戊区满意率低于80%。", "limit-not-met 甲县 93.18%"},
		{"满意率低于80%的县区有乙县、乙县、戊区。", "repeated-unit"},
	})
}

func TestOrder(t *testing.T) {
	run(t, "network", synthetic(t), []row{
		{"甲县、乙县、丙县列前3位，戊区、己区、庚区列后三位。", ""},
		{"综评分列前三名的依次是甲县、乙县、丁县。", "wrong-ends 丙县 丁县"},
		{"综评分后3位的是己区、庚区。", "wrong-count"},
		{"甲县综评分列第1位，庚区居末位，己区排名倒数第二。", ""},
		{"甲县列第二名。", "wrong-rank"},
		{"庚区居倒数第二。", "wrong-rank"},
		{"各县区要第一时间签收。", ""},
		{"网络平台综评分列前3位的依次是甲县、乙县、市子局。", "wrong-ends 丙县 市子局"},
		{"网络平台县区中，市子局满意率最高。", "not-the-extreme 甲县"},
		{"甲县、乙县得分相同，按公布顺序排列。", "not-equal"},
	})
}

func TestStatementsOfAll(t *testing.T) {
	run(t, "network", synthetic(t), []row{
		{"各县区办件天数均不超过5天。", ""},
		{"各县区办件天数均不超过4天。", "not-all 甲县5天"},
		{"所有县区有效回访率均为100%。", "no-column 有效回访率"},
		{"县区办件天数均已达标。", ""},
		{"市直部门满意率均已达标。", "not-all 市寅局79%"},
		{"县区办结率均已达标。", "no-column 办结率"},
		{"甲县满意率达标，乙县满意率未达标。", ""},
		{"满意率低于标准的单位有3个：市寅局、乙县、戊区。", ""},
		{"满意率未达标的单位有三个，即市寅局、乙县、己区。", "wrong-member 己区 missing-unit 戊区"},
		{"三个单位满意率低于80%，两个单位满意率为100%。", ""},
		{"两个单位满意率低于80%。", "wrong-count 3个"},
		{"乙县满意率达标。", "limit-not-met 78.2%"},
	})
}

func TestChanges(t *testing.T) {
	b := synthetic(t)
	run(t, "network", b, []row{
		{"甲县满意率较上季度上升1.25个百分点。", "no-comparison"},
		{"甲县满意率有所上升。", ""},
	})
	before(&b, "jia", 4, map[string]string{"satisfaction_rate": "91.93%", "assigned": "300"})
	before(&b, "yi", 2, map[string]string{"assigned": "262"})
	b.Facts = measure.NewFacts([]measure.Fact{
		{Key: "overview.network.satisfaction_rate.previous", Number: 82.74, Text: "82.74%"},
		{Key: "network-county.satisfaction_rate.rise", Number: 1, Text: "1", Items: []measure.Item{{Unit: record.Unit{ID: "jia"}}}},
		{Key: "network.low-satisfaction", Number: 3, Text: "3", Unit: "个"},
		{Key: "network.low-satisfaction.vs-previous", Number: -2, Text: "减少2个"},
		{Key: "overview.network.satisfaction_rate", Number: 82.24, Text: "82.24%", Label: "满意率"},
		{Key: "overview.network.satisfaction_rate.vs-previous", Number: -0.5, Text: "下降0.5个百分点"},
	})
	run(t, "network", b, []row{
		{"甲县满意率较上季度上升1.25个百分点，比去年同期下降0.3个百分点。", "no-comparison"},
		{"甲县满意率环比上升1.25个百分点。", ""},
		{"甲县满意率环比下降1.25个百分点。", "wrong-direction 上升1.25个百分点"},
		{"甲县满意率环比上升2.25个百分点。", "wrong-change 1.25"},
		{"甲县满意率环比上升1.25%。", "wrong-change 百分点"},
		{"甲县交办量比上期增长11%，乙县交办量与上季度持平。", ""},
		{"甲县交办量比上期增长13.34%。", "wrong-change 11%"},
		{"网络平台满意率为82.24%，较上季度下降0.5个百分点。", ""},
		{"网络平台满意率由82.74%变为82.24%，下降0.5个百分点。", ""},
		{"网络平台满意率由83.74%变为82.24%。", "wrong-total 82.74%"},
		{"网络平台满意率低于标准的单位降至[3](fact:network.low-satisfaction)个。", ""},
		{"网络平台满意率低于标准的单位增至[3](fact:network.low-satisfaction)个。", "wrong-direction 减少2个"},
		{"甲县满意率连续三个季度上升。", ""},
		{"网络平台满意率由82.74%降至82.24%。", ""},
		{"网络平台满意率由82.74%增至82.24%。", "wrong-direction 下降0.5个百分点"},
		{"甲县满意率连续三个季度下降。", "wrong-direction"},
		{"乙县满意率连续三个季度下降。", "no-comparison"},
		{"与上季度相比，甲县名次上升3位。", ""},
		{"与上季度相比，甲县名次下降3位。", "wrong-direction"},
		{"网络平台满意率较上季度上升到82.24%。", "wrong-direction"},
		{"网络平台满意率为82.24%，环比[下降0.5个百分点](fact:overview.network.satisfaction_rate.vs-previous)。", ""},
		{"网络平台满意率为82.24%，同比[下降0.5个百分点](fact:overview.network.satisfaction_rate.vs-previous)。", "wrong-word 环比"},
		{"网络平台满意率为82.24%，环比[上升0.5个百分点](fact:overview.network.satisfaction_rate.vs-previous)。", "stale-figure 下降0.5个百分点"},
		{"网络平台满意率较上季度有所提高。", "wrong-direction 下降0.5个百分点"},
	})
}

func TestOtherTimes(t *testing.T) {
	b := synthetic(t)
	before(&b, "jia", 4, map[string]string{"assigned": "300"})
	b.Facts = measure.NewFacts([]measure.Fact{
		{Key: "network-county.assigned.total.previous", Number: 1000, Text: "1000"},
		{Key: "network-county.assigned.total.vs-previous", Number: 4.5, Text: "增长4.5%"},
	})
	run(t, "network", b, []row{
		{"上季度，丙县列县区第1位。", ""},
		{"上季度列前3位的县区是庚区、己区、戊区。", ""},
		{"上季度乙县满意率最高，丁县满意率达标。", ""},
		{"甲县列第1位，上季度为第4位。", ""},
		{"甲县由上季度第4位升至本季度第1位。", ""},
		{"甲县由上季度第4位升至本季度第2位。", "wrong-rank"},
		{"甲县从二季度的第4位上升到第1位。", ""},
		{"丁县由首位降至第4位。", ""},
		{"丁县连续两个季度居前3位。", ""},
		{"3季度，县区共交办1045件，第3季度办件平稳。", ""},
		{"3季度，县区共交办1054件。", "wrong-total 1045"},
		{"2季度，县区共交办1054件。", "unbound-figure"},
		{"县区交办1045件，较上季度的1000件增加45件。", ""},
		{"县区交办1045件，较上季度的1010件增加45件。", "wrong-total 1000"},
		{"县区共交办1045件，较二季度的1000件多45件。", "unbound-figure"},
		{"县区共交办1045件，较上季度没有减少。", ""},
	})
}

func TestFiguresOfOtherThings(t *testing.T) {
	run(t, "network", synthetic(t), []row{
		{"乙县、戊区满意率低于80%，较进度最快的甲县低15个百分点。", "unbound-figure"},
		{"交办量最多的3个县区是甲县、乙县、丙县，共705件。", ""},
		{"交办量最多的3个县区是甲县、乙县、丁县。", "wrong-ends 丙县 丁县"},
		{"办件天数最长的4个县区是甲县、乙县、己区、庚区。", ""},
		{"满意率最低的两个县区分别为戊区、丁县。", "wrong-ends 乙县 丁县"},
		{"甲县产生四星件6件，乙县262件诉求全部办理。", "unbound-figure"},
		{"甲县交办333件，未办结3件。", "unbound-figure"},
		{"县区共交办1045件，其中甲县333件、乙县262件，两家合计595件。", "unbound-figure"},
		{"甲县、乙县两家合计交办595件。", ""},
		{"甲县、乙县两家合计交办600件。", "wrong-sum 595"},
	})
}

// before gives a county's row what it had in the period before.
func before(b *measure.Bulletin, unit string, rank int, texts map[string]string) {
	for i := range b.Tables[0].Rows {
		r := &b.Tables[0].Rows[i]
		if r.Unit.ID != unit {
			continue
		}
		r.PreviousRank, r.Previous = rank, map[string]record.Value{}
		for metric, text := range texts {
			kind := map[bool]string{true: "rate", false: "count"}[strings.HasSuffix(text, "%")]
			r.Previous[metric], _ = record.ParseValue(sheet.Cell{Text: text}, kind, false)
		}
	}
}

func TestContext(t *testing.T) {
	b := synthetic(t)
	run(t, "problems", b, []row{
		{"## 网络平台满意率\n\n低于80%的单位有3个：市寅局79%、乙县78.2%、戊区76%。", ""},
		{"## 网络平台满意率\n\n低于80%的单位有4个。", "wrong-count"},
		{"**网络平台四星件**。甲县6件、丙县3件。", "wrong-value 丙县"},
		{"1、县区网络诉求情况。\n\n办件天数最短的是丙县、丁县。", ""},
		{"热线平台甲县交办333件。", "no-row 甲县"},
		{"网络平台四星件共10件。甲县处理诉求3件，乙县诉求4件，丙县走访5件。", "unbound-figure"},
		{"网络平台各县区满意率均不低于70%，直办率61.9%，按时办结率85%，不满意率2%。", "unbound-figure"},
		{"> 甲县满意率为94%。", ""},
		{"| 甲县 | 94% |\n|---|---|\n| 乙县 | 95% |", ""},
		{"## 下一步\n\n甲县满意率为94%。", "wrong-value 93.18%"},
	})
}

func TestSlips(t *testing.T) {
	run(t, "next-steps", synthetic(t), []row{
		{"各单位要认真办理，，及时反馈。。", "slip-punctuation"},
		{"各单位要认真办理、及时反馈、", "slip-punctuation"},
		{"各单位要认真办理,及时反馈。", "slip-punctuation"},
		{"各单位要认真办理（含回访，及时反馈。", "slip-punctuation"},
		{"请按（2021）12号文件办理。", "slip-bracket 〔2021〕"},
		{"请按〔2021〕12号文件办理，参见通报（2021年）。", ""},
		{"1）各单位要认真办理，详见 a.b 和 3.14。", ""},
		{"甲县、\n乙县要认真办理。", ""},
		{"甲县、乙县、甲县要认真办理。", "repeated-unit 甲县"},
		{"争取群众理解，挣得市民支持。", "slip-word 争得市民"},
	})
}

// A passage says where: the file's line, the paragraph's key, the sentence.
func TestPassage(t *testing.T) {
	b := synthetic(t)
	text := "+++\ntitle = \"x\"\n+++\n\n第一段。\n{#one data-digest=\"0\"}\n\n乙县办理较好。甲县交办总量为\n332件。\n{#two data-digest=\"0\"}\n"
	found := check.Section("content/x.md", []byte(text), "network", b, check.NewLexicon(nil, b, ""))
	if len(found) != 1 {
		t.Fatalf("found %+v, want one", found)
	}
	p := found[0].Passage
	if p.File != "content/x.md" || p.Line != 8 || p.Paragraph != "two" || !strings.HasPrefix(p.Text, "甲县交办总量为") {
		t.Errorf("passage %+v", *p)
	}
	if len(found[0].Cells) != 1 || found[0].Cells[0] != "network-county/jia/assigned" {
		t.Errorf("cells %v", found[0].Cells)
	}
}
