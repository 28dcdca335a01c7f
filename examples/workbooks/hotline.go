package main

type hotlineTable struct {
	file   string
	layout layout
}

// hotlineWorkbook stacks all groups on one sheet, as printed on one page.
func hotlineWorkbook(q quarter) ([]byte, error) {
	const columns = 11
	b := newBook()
	p := b.page("热线", true, rankingWidths(columns)...)
	p.banner(q.title("热线诉求办理情况汇总"), columns, p.looks.title)
	for i, h := range hotlineTables() {
		if i > 0 {
			p.row += 2
		}
		p.ranking(q.tables[h.file], h.layout)
	}
	p.row++
	p.banner("注：评星量含往期诉求在本期评定的件数。", columns, p.looks.remark)
	return b.bytes()
}

func hotlineTables() []hotlineTable {
	rates := []string{"办结率", "满意率", "优秀率"}
	return []hotlineTable{
		{hotCountyFile, layout{
			title:     "县区热线诉求办理情况",
			headings:  map[string]string{"交办总量": "交办\n总量", "3星": "3 星", "5星": "5 星", "办件天数": "办件\n天数"},
			textRates: rates,
		}},
		{hotDepartFile, layout{
			title:    "市直部门（单位）热线诉求办理情况",
			headings: map[string]string{"交办总量": "交办\n总量"},
			total:    true,
		}},
		{hotOtherFile, layout{
			title:     "其他单位热线诉求办理情况",
			headings:  map[string]string{"交办总量": "交办\n总量", "5星": "5 星"},
			textRates: rates,
		}},
	}
}
