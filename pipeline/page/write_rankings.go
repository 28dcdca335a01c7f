package page

import (
	"fmt"

	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
)

func (p prose) overview() []paragraph {
	when := p.Period.Name() + "，"
	volume := sentence(
		p.clause("共受理各类群众诉求", "overview.received", "件"),
		p.clause("其中直办", "overview.direct", "件"), p.clause("转部门办理", "overview.transferred", "件"),
		p.clause("各部门办理反馈", "overview.fed_back", "件"), p.clause("办结", "overview.closed", "件"),
	)
	if volume != "" {
		volume = when + plain(p.imprint.Issuer) + volume
	}
	quality := sentence(
		p.clause("全市即时转办率为", "overview.transfer_rate", ""), p.clause("按时反馈率为", "overview.on_time_rate", ""),
		p.clause("办结率为", "overview.close_rate", ""),
	)
	network := of("网络平台", sentence(
		p.clause("优秀率为", "overview.network.excellent_rate", ""),
		p.clause("有效回访率为", "overview.network.callback_rate", ""),
		p.clause("满意率为", "overview.network.satisfaction_rate", ""),
	))
	hotline := of("热线平台", sentence(
		p.clause("接通率为", "overview.hotline.connect_rate", ""),
		p.clause("有效回访率为", "overview.hotline.callback_rate", ""),
		p.clause("好评率为", "overview.hotline.praise_rate", ""),
		p.clause("群众满意率为", "overview.hotline.satisfaction_rate", ""),
		p.clause("平均办件天数为", "overview.hotline.days", "天"),
	))
	return orElse([]paragraph{
		{"overview-volume", volume},
		{"overview-quality", quality + network + hotline},
		{"overview-superior", sentence(p.clause("受理上级平台交办留言", "overview.superior", "件"))},
		{"overview-tables", p.tableTotals()},
	}, "overview-none", "本期没有运行概况和排名数据。")
}

// of says whose figures a sentence states.
func of(whose, text string) string {
	if text == "" {
		return ""
	}
	return whose + text
}

// tableTotals says how many cases the ranked units were given, channel by channel.
func (p prose) tableTotals() string {
	var channels []string
	for _, channel := range []string{"network", "hotline"} {
		parts := joined("、", []string{
			p.clause("县区", channel+"-county.assigned.total", "件"),
			p.clause("市直部门（单位）", channel+"-department.assigned.total", "件"),
			p.clause("其他单位", channel+"-other.assigned.total", "件"),
		}, "")
		if parts != "" {
			channels = append(channels, measure.ChannelNames[channel]+"平台交办"+parts)
		}
	}
	if len(channels) == 0 {
		return ""
	}
	return "参与排名的单位中，" + joined("；", channels, "。")
}

func (p prose) channel(channel string) []paragraph {
	var out []paragraph
	for _, t := range p.Tables {
		if t.Channel == channel {
			out = append(out, paragraph{t.Key() + "-summary", p.ranking(t)})
		}
	}
	none := fmt.Sprintf("本期没有%s平台的排名数据。", measure.ChannelNames[channel])
	return orElse(out, channel+"-none", none)
}

func (p prose) ranking(t measure.Table) string {
	if t.Group == "city" {
		return lead("全省情况", p.cities(t))
	}
	key := t.Key()
	scope := sentence(
		p.clause(p.Period.Name()+"，共有", key+".units", "个"+measure.GroupNames[t.Group]+"参与排名"),
		p.clause("交办诉求", key+".assigned.total", "件"),
	)
	return lead(measure.GroupNames[t.Group]+"诉求办理情况", scope+p.volume(t)+p.quality(key)+p.ends(t))
}

func (p prose) quality(table string) string {
	return sentence(
		p.best(table, "satisfaction_rate", "满意率"), p.full(table+".excellent_rate.full", "优秀率"),
		p.full(table+".on_time_rate.full", "按时反馈率"),
	)
}

// volume says who got the most cases; on the hotline, whose bulletin speaks of closed cases, also who closed the most.
func (p prose) volume(t measure.Table) string {
	if len(t.Rows) < 2 {
		return "" // nothing to compare
	}
	most := p.extreme(t.Key()+".assigned.max", "交办量", "最大", "件")
	if t.Channel != "hotline" {
		return sentence(most)
	}
	assigned, _ := p.Facts.Get(t.Key() + ".assigned.max")
	closed, _ := p.Facts.Get(t.Key() + ".closed.max")
	if len(assigned.Items) == 1 && len(closed.Items) == 1 && assigned.Items[0].Unit.ID == closed.Items[0].Unit.ID {
		return fmt.Sprintf("%s交办量、办结量均最大，分别为%s件、%s件。", plain(assigned.Items[0].Unit.Name),
			bind(assigned.Text, assigned.Key), bind(closed.Text, closed.Key))
	}
	return sentence(most, p.extreme(t.Key()+".closed.max", "办结量", "最大", "件"))
}

// best names the highest rate; where that is 100 %, all who reach it.
func (p prose) best(table, metric, what string) string {
	if _, some := p.Facts.Get(table + "." + metric + ".full"); some {
		return p.full(table+"."+metric+".full", what)
	}
	return p.extreme(table+"."+metric+".max", what, "最高", "")
}

// ends names the first and last three; a tie across the cut is said, for the cut then follows the published order only or, of a
// table computed from cases, the number of cases.
func (p prose) ends(t measure.Table) string {
	table, order := t.Key(), "按公布顺序排列。"
	if t.Computed {
		order = "按交办量由多到少排列。"
	}
	top, ok := p.Facts.Get(table + ".top")
	if !ok {
		return ""
	}
	bottom, _ := p.Facts.Get(table + ".bottom")
	text := sentence(
		"综评分列前"+bind(top.Text, top.Key)+"位的依次是"+names(top.Items),
		"列后"+bind(bottom.Text, bottom.Key)+"位的依次是"+names(bottom.Items),
	)
	for _, end := range []string{".top.tied", ".bottom.tied"} {
		if ties, tied := p.Facts.Get(table + end); tied {
			text += names(ties.Items) + "得分相同，" + order
		}
	}
	return text
}

// cities says where the city itself stands among the province's.
func (p prose) cities(t measure.Table) string {
	for _, r := range t.Rows {
		if r.Unit.ID != p.imprint.HomeUnit {
			continue
		}
		figure := func(before, metric, after string) string {
			if v := r.Value(metric); v.State == record.Known {
				return before + bind(v.Text, measure.CellKey(t, r, metric)) + after
			}
			return ""
		}
		name := plain(r.Unit.Name)
		where := p.clause(p.Period.Name()+"，共有", t.Key()+".units", "个地区参与排名")
		if score := figure(name+"网络诉求综评分为", "score", ""); score != "" && r.Rank > 0 {
			where = sentence(p.clause(p.Period.Name()+"，在参与排名的", t.Key()+".units", "个地区中"), score,
				fmt.Sprintf("列第%s位", bind(fmt.Sprint(r.Rank), measure.CellKey(t, r, "rank"))))
			name = ""
		} else {
			where = sentence(where)
		}
		return where + sentence(figure(name+"交办总量为", "assigned", "件"), figure("办结率为", "close_rate", ""),
			figure("满意率为", "satisfaction_rate", ""), figure("办件天数为", "days", "天"))
	}
	return sentence(p.clause(p.Period.Name()+"，共有", t.Key()+".units", "个地区参与排名"),
		p.extreme(t.Key()+".satisfaction_rate.max", "满意率", "最高", ""))
}
