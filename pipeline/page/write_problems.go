package page

import (
	"fmt"

	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
)

func (p prose) problems() []paragraph {
	return orElse([]paragraph{
		{"low-stars-network", lead("网络平台低星件", p.lowStars("network"))},
		{"low-stars-hotline", lead("热线平台低星件", p.lowStars("hotline"))},
		{"low-satisfaction-network", lead("网络平台满意率", p.lowSatisfaction("network"))},
		{"low-satisfaction-hotline", lead("热线平台满意率", p.lowSatisfaction("hotline"))},
		{"low-close-rate", lead("办结率", p.lowCloseRate())},
		{"overdue", lead("超期未报诉求", p.overdueText())},
		{"days-hotline", lead("热线平台办件天数", p.days())},
	}, "problems-none", "本期数据中没有需要列出的问题。")
}

func (p prose) lowStars(channel string) string {
	total, ok := p.Facts.Get(channel + ".low-stars")
	if !ok {
		return ""
	}
	name := measure.ChannelNames[channel]
	if total.Number == 0 {
		return fmt.Sprintf("%s，%s平台没有产生低星件。", p.Period.Name(), name)
	}
	text := sentence(fmt.Sprintf("%s，%s平台共产生低星件%s件", p.Period.Name(), name, bind(total.Text, total.Key)),
		p.clause("其中四星", channel+".stars-4", "件"), p.clause("三星", channel+".stars-3", "件"))
	for _, star := range []struct{ key, name string }{{"stars-4", "四星"}, {"stars-3", "三星"}} {
		for _, group := range []string{"county", "department", "other"} {
			if f, ok := p.Facts.Get(channel + "-" + group + "." + star.key); ok {
				text += fmt.Sprintf("产生%s件的%s：%s。", star.name, measure.GroupNames[group], each(f.Items, "件"))
			}
		}
	}
	return text
}

func (p prose) lowSatisfaction(channel string) string {
	limit, stated := p.Rule.Thresholds.LowSatisfaction[channel]
	if !stated || !p.measured(channel, "satisfaction_rate") {
		return ""
	}
	percent := record.FormatNumber(limit) + "%"
	f, some := p.Facts.Get(channel + ".low-satisfaction")
	if !some {
		return fmt.Sprintf("各单位满意率均不低于%s。", percent)
	}
	if len(f.Items) == 1 {
		return fmt.Sprintf("满意率低于%s的单位有%s个，为%s。", percent, bind(f.Text, f.Key), each(f.Items, ""))
	}
	return fmt.Sprintf("满意率低于%s的单位有%s个，由高到低分别是%s。", percent, bind(f.Text, f.Key), each(f.Items, ""))
}

// measured tells whether any local table of the channel has the metric.
func (p prose) measured(channel, metric string) bool {
	for _, group := range []string{"county", "department", "other"} {
		if _, ok := p.Facts.Get(channel + "-" + group + "." + metric + ".min"); ok {
			return true
		}
	}
	return false
}

func (p prose) lowCloseRate() string {
	var groups []string
	for _, group := range []string{"county", "department", "other"} {
		groups = append(groups, among(group, p.extreme("network-"+group+".close_rate.min", "网络平台办结率", "最低", "")))
	}
	return joined("；", groups, "。")
}

func (p prose) overdueText() string {
	units, ok := p.Facts.Get("overdue.units")
	if !ok {
		return ""
	}
	return sentence(
		fmt.Sprintf("超过%d天未报结的诉求共%s件", p.Rule.Thresholds.OverdueDays, p.figure("overdue")),
		fmt.Sprintf("涉及%s个单位", bind(units.Text, units.Key)),
	) + "详见下表。"
}

func (p prose) days() string {
	text := ""
	if mean, ok := p.Facts.Get("overview.hotline.days"); ok && p.Rule.Thresholds.MeanDays > 0 {
		limit := record.FormatNumber(p.Rule.Thresholds.MeanDays)
		verdict := "未超过"
		if mean.Number > p.Rule.Thresholds.MeanDays {
			verdict = "超过"
		}
		text = fmt.Sprintf("热线平台平均办件天数为%s天，%s%s个工作日的标准。", bind(mean.Text, mean.Key), verdict, limit)
	}
	var groups []string
	for _, group := range []string{"county", "department", "other"} {
		table := "hotline-" + group + ".days."
		groups = append(groups, among(group, p.extreme(table+"max", "办件天数", "最长", "天"), p.extreme(table+"min", "", "最短", "天")))
	}
	return text + joined("；", groups, "。")
}

// among says in which group something holds: 县区中，细河区办件天数最长，为5天.
func among(group string, clauses ...string) string {
	if rest := joined("，", clauses, ""); rest != "" {
		return measure.GroupNames[group] + "中，" + rest
	}
	return ""
}

// nextSteps asks for what this period's facts call for, and for nothing else.
func (p prose) nextSteps() []paragraph {
	return orElse([]paragraph{
		{"step-low-stars", lead("逐件跟踪低星件", p.stepLowStars())},
		{"step-callback", lead("做好回访和解释", p.stepCallback())},
		{"step-overdue", lead("抓紧清理超期件", p.stepOverdue())},
	}, "steps-none", "本期数据没有提出新的工作要求，请各单位按既定标准做好诉求办理。")
}

func (p prose) stepLowStars() string {
	counts := joined("、", []string{p.positive("网络平台", "network.low-stars", "件"), p.positive("热线平台", "hotline.low-stars", "件")}, "")
	if counts == "" {
		return ""
	}
	return "各单位要对照审核意见，对本期低星件（" + counts + "）逐件核实解决情况，补报办理结果和佐证材料；答复中承诺的事项要定期跟进，完成后及时补报。"
}

// positive states a figure unless it is zero.
func (p prose) positive(before, key, after string) string {
	if f, ok := p.Facts.Get(key); !ok || f.Number == 0 {
		return ""
	}
	return p.clause(before, key, after)
}

func (p prose) stepCallback() string {
	counts := joined("、", []string{
		p.clause("网络平台", "network.low-satisfaction", "个"), p.clause("热线平台", "hotline.low-satisfaction", "个"),
	}, "")
	if counts == "" {
		return ""
	}
	return "满意率低于标准的单位（" + counts + "）要逐件回访不满意诉求，说明办理情况和政策依据；诉求不合理的，在办理意见中写明理由。"
}

func (p prose) stepOverdue() string {
	if _, ok := p.Facts.Get("overdue"); !ok {
		return ""
	}
	return "对超期未报的" + p.figure("overdue") + "件诉求，责任单位要列明原因和完成时限，尽快办结；一时不能办结的，先向群众反馈阶段进展。"
}
