package record

import (
	"strings"
	"testing"
)

func TestOddValues(t *testing.T) {
	var inputs []odd
	add := func(name, header, row, want string) {
		inputs = append(inputs, odd{name, "热线工单.csv", []byte(header + "\n" + row + "\n"), want})
	}
	received := func(text, want string) {
		result := "cases hotline 1=1+0; A1 r=" + want + " direct"
		if want == "" {
			result = "cases hotline 1=0+1 | bad-date rejected-row"
		}
		add("time "+text, "诉求编号,受理时间,承办单位,办理方式", "A1,\""+text+"\",,直办", result)
	}
	for _, c := range [][2]string{
		{"2021-8-2", "2021-08-02"}, {"2021/08/02", "2021-08-02"}, {"2021.8.2", "2021-08-02"}, {"2021年8月2日", "2021-08-02"},
		{"2021 年 8 月 2 日", "2021-08-02"}, {"2021年08月02日15时30分", "2021-08-02T15:30:00"}, {"2021-8-2 9:05", "2021-08-02T09:05:00"},
		{"2021-08-02 15:30:45", "2021-08-02T15:30:45"}, {"2021-08-02T15:30:45", "2021-08-02T15:30:45"}, {"2021-08-02T15:30:45+08:00", "2021-08-02T15:30:45"},
		{"2021-08-02 15:30:45.123", "2021-08-02T15:30:45"}, {"20210802", "2021-08-02"}, {"202108021530", "2021-08-02T15:30:00"},
		{"20210802153045", "2021-08-02T15:30:45"}, {"2021-8-2 下午 3:30", "2021-08-02T15:30:00"}, {"2021-8-2 上午9:05", "2021-08-02T09:05:00"},
		{"2021-8-2 中午12:10", "2021-08-02T12:10:00"}, {"2021-8-2 下午12:10", "2021-08-02T12:10:00"}, {"2021-8-2 上午12:10", "2021-08-02T00:10:00"},
		{"2021-8-2 3:30 PM", "2021-08-02T15:30:00"}, {"２０２１－８－２", "2021-08-02"}, {"44410", "2021-08-02"}, {"44410.5", "2021-08-02T12:00:00"},
		{"'2021-8-2", "2021-08-02"}, {"2021-8-2\n15:30", "2021-08-02T15:30:00"}, {"2020-2-29", "2020-02-29"}, {"2021-08-02 24:00", "2021-08-03"},
		{"2021-2-29", ""}, {"2021-13-1", ""}, {"2021-8-32", ""}, {"21-8-2", ""}, {"15:30", ""}, {"8月2日", ""}, {"2021-8-2 25:00", ""},
		{"2021-8-2 9:61", ""}, {"1899-1-1", ""}, {"2201-1-1", ""}, {"昨天", ""}, {"2021-8-2-3-4-5-6-7", ""}, {"99999999999999", ""}, {"1", ""},
	} {
		received(c[0], c[1])
	}
	star := func(text, want string) {
		add("star "+text, "诉求编号,受理时间,承办单位,办结时间,评星", "A1,2021-8-2,阜蒙县,,\""+text+"\"", "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02"+want)
	}
	for _, c := range [][2]string{
		{"5", " *5"}, {"５", " *5"}, {"5星", " *5"}, {"５星", " *5"}, {"五星", " *5"}, {"五星级", " *5"}, {"十五星", " *15"}, {"25", " *25"}, {"0", " *0"},
		{"5.0", " *5"}, {"", ""}, {"---", ""}, {"未评价", ""}, {"4.5", " | bad-star"}, {"30", " | bad-star"}, {"-1", " | bad-star"}, {"很好", " | bad-star"},
	} {
		star(c[0], c[1])
	}
	word := func(text, want string) {
		add("satisfaction "+text, "诉求编号,受理时间,承办单位,办结时间,满意度", "A1,2021-8-2,阜蒙县,,"+text, "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02"+want)
	}
	for _, c := range [][2]string{
		{"满意", " satisfied=true"}, {" 非常 满意 ", " satisfied=true"}, {"基本满意", " satisfied=true"}, {"不满意", " satisfied=false"},
		{"未评价", ""}, {"/", ""}, {"一般", ""}, {"还行吧", " | unknown-word"},
	} {
		word(c[0], c[1])
	}
	number := func(text, want string) {
		add("number "+text, "诉求编号,受理时间,承办单位,办结时间", text+",2021-8-2,阜蒙县,", want)
	}
	const rest = " 阜蒙县 r=2021-08-02"
	number("0012345", "cases hotline 1=1+0; 0012345"+rest)
	number("'5604764", "cases hotline 1=1+0; 5604764"+rest)
	number("202107010000123456", "cases hotline 1=1+0; 202107010000123456"+rest)
	number("5.1E+17", "cases hotline 1=1+0; ?"+rest+" | lost-digits")
	number("2.02107E+13", "cases hotline 1=1+0; ?"+rest+" | lost-digits")
	number("FX2021E12", "cases hotline 1=1+0; FX2021E12"+rest)
	number("=1+1", "cases hotline 1=1+0; =1+1"+rest)
	number("", "cases hotline 1=0+1 | rejected-row")
	unit := func(text, want string) {
		add("unit "+text, "诉求编号,受理时间,承办单位,派单时间,办理方式", "A1,2021-8-2,"+text, "cases hotline "+want)
	}
	const day = " r=2021-08-02"
	unit("阜蒙县政府,,", "1=1+0; A1 阜蒙县"+day)
	unit("　阜 蒙 县　,,", "1=1+0; A1 阜蒙县"+day)
	unit("市市场监督管理局,,", "1=1+0; A1 市市场监督管理局"+day)
	unit("环保局,,", "1=1+0; A1 市生态环境局"+day)
	unit("阜新邮政集团,,", "1=1+0; A1 阜新邮政集团"+day)
	unit("市邮政管理局,,", "1=1+0; A1 市邮政管理局"+day)
	unit("某新单位,,", "1=1+0; A1 某新单位"+day)
	unit("王示例13800138000,,", "1=1+0; A1 王示例138****8000"+day)
	unit(",,直办", "1=1+0; A1"+day+" direct")
	unit(",,", "1=1+0; A1"+day+" direct")
	unit(",2021-8-3,", "1=0+1 | rejected-row")
	unit(",,转办", "1=0+1 | rejected-row")
	unit("阜蒙县,,直接答复", "1=1+0; A1"+day+" direct")
	unit("阜蒙县,,奇怪的方式", "1=1+0; A1 阜蒙县"+day+" | unknown-word")
	unit("---,2021-8-3,转办", "1=0+1 | rejected-row")
	flag := func(name, header, value, want string) {
		add(name+" "+value, "诉求编号,受理时间,承办单位,办结时间,"+header, "A1,2021-8-2,阜蒙县,,"+value, "cases hotline 1=1+0; A1 阜蒙县"+day+want)
	}
	flag("repeat", "旧工单编号", "20210701001", " repeat")
	flag("repeat", "是否重复", "是", " repeat")
	flag("repeat", "是否重复", "否", "")
	flag("interim", "暂报结", "是", " interim")
	flag("interim", "暂报结", "", "")
	add("closed before it came", "诉求编号,受理时间,承办单位,办结时间", "A1,2021-8-2,阜蒙县,2021-8-1", "cases hotline 1=1+0; A1 阜蒙县"+day+" c=2021-08-01 | closed-early")
	add("very long text", "诉求编号,受理时间,承办单位,办结时间,诉求内容", "A1,2021-8-2,阜蒙县,,"+strings.Repeat("长", 100_000), "cases hotline 1=1+0; A1 阜蒙县"+day)
	add("rare characters", "诉求编号,受理时间,承办单位,办结时间,诉求分类", "A1,2021-8-2,阜蒙县,,喆𠮷😀", "cases hotline 1=1+0; A1 阜蒙县"+day)
	runOdd(t, inputs)
}
