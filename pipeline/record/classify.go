package record

import (
	"slices"
	"strings"

	"tongbao/pipeline/sheet"
)

// sort puts a row below a header where it belongs: data, or skipped with the reason.
func (r *Reader) sort(g grid, t *Table, row sheet.Row) {
	text := rowText(row)
	skip := func(reason string) { t.Skipped = append(t.Skipped, Skipped{row.Number, reason, shorten(text)}) }
	only, lonely := lonelyText(row)
	switch {
	case row.Blank():
		skip("空行")
	case r.isNote(firstText(row)):
		skip("备注")
	case r.isTotal(t, row):
		skip("合计行")
	case lonely && row.Cell(t.column("unit")).Kind == sheet.Empty && len(t.Columns) > 1:
		skip("说明文字：" + shorten(only))
	default:
		t.Counts.Rows++
		t.rows = append(t.rows, row)
	}
}

func firstText(row sheet.Row) string {
	for _, c := range row.Cells {
		if c.Kind != sheet.Empty {
			return c.Text
		}
	}
	return ""
}

func (r *Reader) isNote(text string) bool {
	flat := flatten(text)
	return slices.ContainsFunc(r.notes, func(n string) bool {
		return strings.HasPrefix(flat, n+":") || strings.HasPrefix(flat, n+"。") || flat == n
	})
}

// isTotal looks for 合计 and its kin in the columns that name the row.
func (r *Reader) isTotal(t *Table, row sheet.Row) bool {
	for _, field := range []string{"serial", "rank", "unit", "case_no"} {
		if col := t.column(field); col > 0 && r.totals[normalise(row.Cell(col).Text)] {
			return true
		}
	}
	return false
}

// classify decides channel and group of a ranking: from its nearest title, then the titles above, then the sheet's
// name, then the file's. A source that names two channels decides nothing.
func (r *Reader) classify(g grid, t *Table) []sheet.Problem {
	if t.Kind == KindCases {
		return r.classifyCases(g, t)
	}
	if t.Kind != KindRanking {
		return nil
	}
	sources := titleSources(g, t)
	var why []string
	var from string
	if t.Channel, from = r.channel(sources, false); t.Channel != "" {
		why = append(why, "渠道取自"+from)
	}
	if t.Group, from = decide(r.groups, sources); t.Group != "" {
		why = append(why, "类别取自"+from)
	}
	t.Why = strings.Join(why, "，")
	if t.Channel != "" && t.Group != "" {
		return nil
	}
	return []sheet.Problem{{
		Place: t.Place, Severity: sheet.Error, Code: "unknown-table", Value: t.Title,
		Message:  "看不出这张排名表属于哪个渠道、哪一类单位",
		Expected: "标题、工作表名或文件名里有“网络”或“热线”，以及“县区”“市直”“其他单位”或“地市”",
		Hint:     "请在表格上方加一行标题，如“县区热线诉求办理情况”",
	}}
}

// classifyCases decides the channel of a table of cases, where its rows do not state their own.
func (r *Reader) classifyCases(g grid, t *Table) []sheet.Problem {
	if t.Channel != "" {
		t.Why = "渠道取自导出格式“" + t.Profile + "”"
		return nil
	}
	stated := t.column("platform") > 0 || t.column("source") > 0
	channel, from := r.channel(titleSources(g, t), stated)
	if t.Channel = channel; channel != "" {
		t.Why = "渠道取自" + from
	}
	if channel != "" || stated {
		return nil
	}
	return []sheet.Problem{{
		Place: t.Place, Severity: sheet.Error, Code: "unknown-channel", Value: shorten(t.Title),
		Message:  "看不出这些工单属于网络平台还是热线平台",
		Expected: "文件名、工作表名或标题里有“网络”或“热线”，或有“受理渠道”一列",
		Hint:     "请改文件名，如“热线平台工单.xlsx”；或运行 tongbao profile add 记下这种导出的渠道",
	}}
}

// channelOf decides the channel of one case: by its platform, by its table, by its source.
func (r *caseReading) channelOf(l *sheet.Line) string {
	if key := r.channelWord(l, colPlatform); key != "" {
		return key
	}
	if r.table.Channel != "" {
		return r.table.Channel
	}
	return r.channelWord(l, colSource)
}

// noChannel rejects a row whose words say nothing of a channel, and names the word that the vocabulary lacks.
func (r *caseReading) noChannel(l *sheet.Line) bool {
	col := colSource
	if len(r.field(l, colPlatform).Text) > 0 {
		col = colPlatform
	}
	word := shorten(oneSpace(string(r.field(l, col).Text)))
	return r.reject(l, col, word, "看不出“"+word+"”属于哪个渠道，没有计入", "网络或热线",
		"请在文件名里写明渠道；或在通报库的 data/headers.toml 里，给 [[channel]] 的 sources 加上这种来源")
}

func (r *caseReading) channelWord(l *sheet.Line, col int) string {
	text := r.field(l, col).Text
	if len(text) == 0 {
		return ""
	}
	key, known := r.channelWords[string(text)]
	if !known {
		plain := []source{{"", r.brands.Replace(flatten(string(text)))}}
		if key, _ = decide(r.sources, plain); key == "" {
			key, _ = decide(r.channels, []source{{"", string(text)}})
		}
		if len(r.channelWords) < maxWords {
			r.channelWords[string(text)] = key
		}
	}
	return key
}

// channel decides by titles. The platform's own name, which ends in 热线, decides only where nothing else does.
func (r *Reader) channel(sources []source, otherwise bool) (key, from string) {
	plain := make([]source, len(sources))
	for i, s := range sources {
		plain[i] = source{s.name, r.brands.Replace(flatten(s.text))}
	}
	if key, from = decide(r.channels, plain); key != "" || otherwise {
		return key, from
	}
	return decide(r.channels, sources)
}

type source struct{ name, text string }

func titleSources(g grid, t *Table) []source {
	var sources []source
	titles := strings.Split(t.Title, " · ")
	for _, title := range slices.Backward(titles) {
		sources = append(sources, source{"标题“" + shorten(title) + "”", title})
	}
	return append(sources, source{"工作表名“" + g.Name + "”", g.Name}, source{"文件名", g.file})
}

func decide(choices []Words, sources []source) (key, from string) {
	for _, s := range sources {
		var hits []string
		flat := flatten(s.text)
		for _, c := range choices {
			if slices.ContainsFunc(c.Words, func(w string) bool { return strings.Contains(flat, flatten(w)) }) {
				hits = append(hits, c.Key)
			}
		}
		if len(hits) == 1 {
			return hits[0], s.name
		}
	}
	return "", ""
}
