package main

// networkWorkbook has one sheet per group, each typed by another hand.
func networkWorkbook(q quarter) ([]byte, error) {
	b := newBook()
	for i, s := range networkSheets() {
		t := q.tables[s.file]
		p := b.page(s.name, i == 0, rankingWidths(len(t.header))...)
		p.banner(q.title("网络诉求办理情况汇总"), len(t.header), p.looks.title)
		if q.sample && s.file == cityFile {
			s.layout.title = "各市网络诉求办理情况" // the published 14 are 15, which an invented table need not repeat
		}
		p.ranking(t, s.layout)
		if s.remark != "" {
			p.row++
			p.banner(s.remark, len(t.header), p.looks.remark)
		}
	}
	return b.bytes()
}

type networkSheet struct {
	name, file, remark string
	layout             layout
}

func networkSheets() []networkSheet {
	return []networkSheet{
		{name: "14地市", file: cityFile, layout: layout{
			title: "14 地市网络诉求办理情况",
			headings: map[string]string{
				"3星以下": "3星\n以下", "3星": "3 星", "4星": "4 星", "5星": "5 星", "5星以上": "5 星\n以上",
				"按时反馈率": "按时\n反馈率", "办件天数": "办件\n天数", "即时转办率": "即时\n转办率", "有效回访率": "有效\n回访率",
			},
			textRates: []string{"有效回访率"},
		}},
		{name: "县区", file: countyFile, layout: layout{
			title:    "县区网络诉求办理情况",
			headings: map[string]string{"4星": "4 星", "5星": "5 星", "10星": "10 星", "15星": "15 星"},
			total:    true,
		}},
		{name: "市直部门", file: departmentFile, layout: layout{
			title: "市直部门(单位)网络诉求办理情况",
			headings: map[string]string{
				"4星": "4 星", "10星": "10 星", "15星": "15 星", "25星": "25 星",
				"办件天数": "办件\n天数", "有效回访率": "有效回\n访率",
			},
			textRates:  []string{"办结率", "满意率", "优秀率", "有效回访率"},
			breakAfter: 23,
		}, remark: "注：有效回访率为“---”的，本季度无应回访件。"},
	}
}
