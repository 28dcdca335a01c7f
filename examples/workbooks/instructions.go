package main

import "time"

// instructionLedger is the register of leaders' instructions. Nobody agreed on how to write a date, so one is a real
// date and the others are text. The instructions are told in our words, and leaders appear by office only.
func instructionLedger(quarter) ([]byte, error) {
	b := newBook()
	p := b.page("批示登记", true, 18, 18, 46, 22, 60, 26)
	p.line(p.looks.heading, "批示日期", "批示领导", "批示文件", "期号", "批示要点", "承办单位")
	p.line(p.looks.cell, nil, "市营商局局长", "《辽宁省12345政务服务便民热线平台专报》", "第33期（总第120期）",
		"做好先进案例的归纳和推广，靠好经验推动各单位更快化解投诉和诉求，并结合为民办实事主题近期集中通报。", "")
	p.put(1, p.row-1, time.Date(2021, time.August, 2, 0, 0, 0, 0, time.UTC), p.looks.date)
	p.line(p.looks.cell, "2021 年 9 月 8 日", "彰武县县长", "《12345平台诉求问题请示单》", nil,
		"交通部门要当作要事来办，与大四镇一起到现场查看，排进当年工作计划，抓紧做开工准备，年底前办结。", "彰武县交通局、大四镇")
	p.line(p.looks.cell, "2021.9.10", "市长", "《关于2021年上半年人民网辽宁频道“领导留言板”留言办理具体问题及整改的函》", nil,
		"赞同所提意见；由政府办牵头开一次专题会，从数据入手找准主要问题，把留言板和12345的工作做扎实。", "市政府办公室")
	p.line(p.looks.cell, "2021-09-22", "市营商局局长", "《辽宁省12345政务服务便民热线平台》", "第45期（总第132期）",
		"指定一名负责同志全程督办，整改情况出来后尽快报告。", "")
	return b.bytes()
}
