package record

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"
)

func TestOddTexts(t *testing.T) {
	plain := oddHead + "\n" + oddRow + "\n"
	tabs := strings.ReplaceAll(plain, ",", "\t")
	with := func(lines ...string) []byte { return []byte(strings.Join(lines, "\n") + "\n") }
	const file = "热线工单.csv"
	runOdd(t, []odd{
		// encodings
		{"UTF-8", file, []byte(plain), oddGood},
		{"UTF-8 with a mark", file, []byte("\ufeff" + plain), oddGood},
		{"GB18030", file, gb(plain), oddGood},
		{"GB18030, four-byte characters", file, gb(oddHead + "\nA1,2021-8-2,㐀𠮷局,2021-8-5,5,满意\n"), "cases hotline 1=1+0; A1 㐀𠮷局 r=2021-08-02 c=2021-08-05 *5 satisfied=true"},
		{"UTF-16 little-endian", file, utf16(unicode.LittleEndian, plain), oddGood},
		{"UTF-16 big-endian", file, utf16(unicode.BigEndian, plain), oddGood},
		{"UTF-16, tabs, named xlsx", "热线.XLSX", utf16(unicode.LittleEndian, tabs), oddGood + " | disguised-text"},
		{"bytes of no encoding", file, []byte("诉求编号,受理时间\n\xff\xfe\xfd,1\n"), " | unreadable-file"},
		{"NUL", file, []byte("诉求编号\x00,受理时间\n"), " | unreadable-file"},
		{"UTF-16 cut in the middle of a character", file, utf16(unicode.LittleEndian, plain)[:61], "cases hotline 0=0+0 | no-rows"},
		// separators
		{"tabs", "热线.txt", []byte(tabs), oddGood},
		{"semicolons", file, []byte(strings.ReplaceAll(plain, ",", ";")), oddGood},
		{"sep= line", file, []byte("sep=|\n" + strings.ReplaceAll(plain, ",", "|")), oddGood},
		{"sep= line in GB18030", file, gb("sep=|\n" + strings.ReplaceAll(plain, ",", "|")), oddGood},
		{"sep= with a full-width character", file, []byte("sep=，\n" + strings.ReplaceAll(plain, ",", "，")), oddGood},
		{"Chinese commas within texts", file, with(oddHead+",标题", oddRow+",路灯，不亮；很久"), oddGood},
		{"semicolons within texts of a tab table", "热线.txt", []byte(strings.ReplaceAll(plain, ",", "\t") + "A2\t2021-8-2\t阜蒙县;彰武县\t\t\t\n"), "cases hotline 2=2+0; A1 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true; A2 阜蒙县;彰武县 r=2021-08-02"},
		// line ends
		{"CRLF", file, []byte(strings.ReplaceAll(plain, "\n", "\r\n")), oddGood},
		{"CR", file, []byte(strings.ReplaceAll(plain, "\n", "\r")), oddGood},
		{"no line end at the end", file, []byte(strings.TrimSpace(plain)), oddGood},
		{"blank lines", file, with("", oddHead, "", "", oddRow, "", ""), oddGood},
		{"blank rows of commas", file, with(oddHead, ",,,,,", oddRow, ",,,,,"), oddGood},
		{"mixed line ends", file, []byte(oddHead + "\r\n" + oddRow + "\n"), oddGood},
		// quotes
		{"everything quoted", file, with(`"`+strings.ReplaceAll(oddHead, ",", `","`)+`"`, `"`+strings.ReplaceAll(oddRow, ",", `","`)+`"`), oddGood},
		{"line end within quotes", file, with(oddHead+",标题", oddRow+",\"第一行", "第二行\""), oddGood},
		{"doubled quotes", file, with(oddHead+",标题", oddRow+`,"他说""好"""`), oddGood},
		{"quote within a bare field", file, with(oddHead+",标题", oddRow+`,12"管道`), oddGood},
		{"quote that never ends", file, with(oddHead+",标题", oddRow+`,"管道`), "cases hotline 0=0+0 | bad-quotes"},
		{"text behind a closing quote", file, with(oddHead+",标题", oddRow+`,"管"道`), "cases hotline 0=0+0 | bad-quotes"},
		// ragged rows
		{"short row", file, with(oddHead, "A1,2021-8-2,阜蒙县"), "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02"},
		{"trailing commas", file, with(oddHead, oddRow+",,,,"), oddGood},
		{"a comma too many", file, with(oddHead, "A1,2021-8-2,阜蒙县,2021-8-5,5,满意,多", oddRow, oddRow), "cases hotline 3=2+1; A1 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true; A1 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true | rejected-row"},
		{"last line cut", file, []byte(oddHead + "\n" + oddRow + "\nA2,2021-8"), "cases hotline 2=1+1; A1 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true | cut-file bad-date rejected-row"},
		{"columns without a header", file, with(oddHead+",,", oddRow+",x,y", "A2,2021-8-2,阜蒙县,,,,x,y", "A3,2021-8-2,阜蒙县,,,,x,y"), "cases hotline 3=3+0; A1 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true; A2 阜蒙县 r=2021-08-02; A3 阜蒙县 r=2021-08-02"},
		// headers
		{"title above", file, with("诉求查询明细结果", oddHead, oddRow), oddGood},
		{"title and remarks above", file, with("一季度,,,", "单位：件,,,,,导出时间：2021-10-8", oddHead, oddRow), oddGood},
		{"header with line breaks, brackets and spaces", file, with("诉求 编号,\"受理\n时间\",承办单位（全称）,办结时间：,评星(星),满意度*", oddRow), oddGood},
		{"header with invisible characters", file, with("诉求\u200b编号,受理\u00a0时间,\ufeff承办单位,办结时间,评星,满意度", oddRow), oddGood},
		{"full-width header", file, with("诉求编号,受理时间,承办单位,办结时间,评星，,满意度", oddRow), "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02 c=2021-08-05 satisfied=true"},
		{"header not in the first column", file, with(",,"+oddHead, ",,"+oddRow), oddGood},
		{"header again", file, with(oddHead, oddRow, oddHead, strings.Replace(oddRow, "A1", "A2", 1)), "cases hotline 2=2+0; A1 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true; A2 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true"},
		{"header only", file, with(oddHead), "cases hotline 0=0+0 | no-rows"},
		{"two columns for one field", file, with("诉求编号,登记时间,受理时间,所有办理部门,承办单位,办结时间", "A1,2021-7-1,2021-8-2,某部门,阜蒙县,2021-8-5"), "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02 c=2021-08-05"},
		{"sixty columns", file, with(oddHead+strings.Repeat(",备用", 54), oddRow+strings.Repeat(",x", 54)), oddGood},
		{"header in another order", file, with("满意度,评星,办结时间,承办单位,受理时间,诉求编号", "满意,5,2021-8-5,阜蒙县,2021-8-2,A1"), oddGood},
		{"nothing that is known", file, with("科室,职责", "甲,乙"), " | no-table"},
		// rows that are no data
		{"total", file, with(oddHead, oddRow, "合计,,1,,,"), oddGood},
		{"total with a number in the number's column", file, with("序号,"+oddHead, "1,"+oddRow, "合计,1,,,,,"), oddGood},
		{"subtotal between", file, with(oddHead, oddRow, "小计,,,,,", strings.Replace(oddRow, "A1", "A2", 1)), "cases hotline 2=2+0; A1 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true; A2 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true"},
		{"note", file, with(oddHead, oddRow, "注：数据截至10月8日,,,,,"), oddGood},
		{"a line of text", file, with(oddHead, oddRow, "制表人某某,,,,,"), oddGood},
		// channels
		{"channel from the title", "导出.csv", with("网络诉求明细", oddHead, oddRow), "cases network 1=1+0; A1 @network 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true"},
		{"channel from a column", "导出.csv", with(oddHead+",受理渠道", oddRow+",网络平台"), "cases  1=1+0; A1 @network 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true"},
		{"channel from the source", "导出.csv", with(oddHead+",诉求来源", oddRow+",微信公众号"), "cases  1=1+0; A1 @network 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true"},
		{"channel unknown", "导出.csv", with(oddHead, oddRow), "cases  1=0+1 | unknown-channel rejected-row"},
		{"channel of one row unknown", "导出.csv", with(oddHead+",诉求来源", oddRow+",微信", "A2,2021-8-2,阜蒙县,,,,现场"), "cases  2=1+1; A1 @network 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true | rejected-row"},
		{"the platform's name says nothing", "12345热线.csv", with(oddHead+",诉求来源", oddRow+",网站"), "cases  1=1+0; A1 @network 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true"},
		// what looks like one thing and is another
		{"unquoted commas in most rows", file, with("诉求编号,受理时间,派单时间,地址,承办单位", "A1,2021-8-2,2021-8-2,市,海州区,阜蒙县", "A2,2021-8-2,2021-8-2,市,海州区,阜蒙县", "A3,2021-8-2,2021-8-2,市,彰武县"), "cases hotline 3=1+2; A3 彰武县 r=2021-08-02 d=2021-08-02 | rejected-row"},
		{"a second table with its columns exchanged", file, with("诉求编号,受理时间,承办单位,办结时间", "A1,2021-8-2,阜蒙县,2021-8-5", "", "诉求编号,办结时间,承办单位,受理时间", "A2,2021-8-5,阜蒙县,2021-8-2"), "cases hotline 2=2+0; A1 阜蒙县 r=2021-08-02 c=2021-08-05; A2 阜蒙县 r=2021-08-05 c=2021-08-02 | second-table closed-early"},
		{"a ranking above the cases", file, with("县区热线排名", "受理单位,交办总量,办结率", "阜蒙县,5,80%", "", "热线工单明细", oddHead, oddRow), "ranking hotlinecounty 1=1+0; cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true"},
		{"a broken row among whole ones", file, with(oddHead, strings.Repeat(oddRow+"\n", 12)+"A4,2021-8-2,阜蒙县"), "cases hotline 13=12+1; A1 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true; A1 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true; A1 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true; A1 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true; A1 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true; A1 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true; A1 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true; A1 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true; A1 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true; A1 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true; A1 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true; A1 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true | rejected-row"},
		{"numbers rounded to zeros", file, with(oddHead, strings.Replace(oddRow, "A1", "202107050000000000", 1), strings.Replace(oddRow, "A1", "2021070500000012", 1)), "cases hotline 2=2+0; ? 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true; 2021070500000012 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true | lost-digits"},
		{"no unit column", file, with("诉求编号,受理时间,工单状态", "A1,2021-8-2,已办结"), "cases hotline 1=0+1 | no-unit-column rejected-row"},
		{"the unit stands in another column", file, with("诉求编号,受理时间,批转单位,所有办理部门,工单状态", "A1,2021-8-2,,阜蒙县,已办结"), "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02"},
		{"the platform's name within a source", "工单.csv", with(oddHead+",诉求来源", oddRow+",12345热线APP"), "cases  1=1+0; A1 @network 阜蒙县 r=2021-08-02 c=2021-08-05 *5 satisfied=true"},
		{"no-break space within a time", file, with(oddHead, strings.Replace(oddRow, "2021-8-2", "2021-08-02\u00a009:00", 1)), "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02T09:00:00 c=2021-08-05 *5 satisfied=true"},
		{"twelve in the evening", file, with(oddHead, strings.Replace(oddRow, "2021-8-5", "2021-8-5 晚上 12:10", 1)), "cases hotline 1=1+0; A1 阜蒙县 r=2021-08-02 *5 satisfied=true | bad-date"},
		{"a footer with figures", file, with(oddHead, oddRow, "共100件,,,,,", "第1页 共5页,,,,,"), oddGood},
		{"a header beyond the first rows", file, with(strings.Repeat("说明,\n", 70)+oddHead, oddRow), oddGood},
	})
}
