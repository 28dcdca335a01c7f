package check

// kind is what a token is.
type kind uint8

const (
	kindOther       kind = iota // words that are not understood
	kindFiller                  // words that change nothing
	kindUnit                    // a unit, by one of its names
	kindMetric                  // a metric, a star, an amount such as 受理
	kindChannel                 //
	kindGroup                   //
	kindCity                    // 全市, 全省: no group of units, the whole
	kindNoun                    // 单位, 部门: units of whatever group
	kindNumber                  //
	kindSuperlative             // 最高
	kindOperator                // 低于
	kindEach                    // 各, 均, 都
	kindPaired                  // 分别
	kindEvery                   // 所有
	kindTied                    // 并列
	kindEqual                   // 得分相同
	kindTogether                // 共, 合计
	kindEnd                     // 前3位
	kindRank                    // 第3位, 居首
	kindEtc                     // 等, 等5个单位
	kindPart                    // 其中
	kindBase                    // 上季度
	kindCompared                // 环比
	kindThan                    // 较
	kindDirection               // 上升
	kindTo                      // 到, 至: 上升到
	kindReached                 // 增至: the figure that follows is what it rose to
	kindVerdict                 // 达标
	kindModal                   // 要, 力争: a demand and no statement
	kindNone                    // 没有, 未产生
	kindRanked                  // 参与排名
	kindInvolved                // 涉及
	kindMean                    // 平均
	kindAbout                   // 约
	kindFrom                    // 由: 由81件变为87件
	kindStreak                  // 连续三个季度
	kindBeyond                  // 以上
	kindPeriod                  // 三季度
	kindOf                      // 的
	kindIs                      // 为, 是, 有
	kindComma                   //
	kindColon                   //
	kindJoin                    // 、 和
	kindOpen                    // (
	kindClose                   // )
	kindStop                    // 。；
	kindQuote                   // what stands in “” or 《》: not the bulletin's own statement
)

// vocabulary is what official prose about hotlines says beside names of units, by kind and key. Words of one key mean
// the same thing.
var vocabulary = []struct {
	kind  kind
	key   string
	words string
}{
	{kindChannel, "network", "网络平台 12345网络平台 市12345网络平台 市网络平台 网络诉求 网络渠道 网络端 网络交办件 网络排名 市平台网络"},
	{kindChannel, "hotline", "热线平台 话务平台 12345热线平台 12345话务平台 市12345热线平台 市12345话务平台 市热线平台 热线诉求 话务诉求 话务渠道 热线交办件 热线排名 电话渠道"},
	{kindFiller, "brand", "12345 12345平台 12345热线 12345政务服务便民热线平台 12345政务服务热线平台 12345政务服务便民热线 12345政务服务热线 12345便民热线 市民热线 政务服务便民热线 政务服务热线 便民热线 市12345平台 市12345热线 省平台 市平台 平台 本平台"},

	{kindGroup, "county", "县区 县(区) 区县 县(市)区 各县区 各县(区) 县区分平台"},
	{kindGroup, "department", "市直部门(单位) 市直部门 市直单位 市直 市直各部门 各市直部门 各市直部门(单位)"},
	{kindGroup, "other", "其他单位 其它单位"},
	{kindGroup, "city", "地市 各地市 各市 地区 各地区 城市"},
	{kindCity, "", "全市 市本级 全省 我省"},
	{kindNoun, "", "单位 承办单位 部门 承办部门 责任单位 各单位 各部门 各承办单位 部门(单位)"},

	{kindMetric, "satisfaction_rate", "满意率 群众满意率 回访满意率 市民满意率 群众满意度 满意度"},
	{kindMetric, "close_rate", "办结率 综合办结率"},
	{kindMetric, "excellent_rate", "优秀率"},
	{kindMetric, "callback_rate", "有效回访率"},
	{kindMetric, "transfer_rate", "即时转办率"},
	{kindMetric, "on_time_rate", "按时反馈率"},
	{kindMetric, "connect_rate", "接通率 话务接通率 电话接通率"},
	{kindMetric, "praise_rate", "好评率"},
	{kindMetric, "days", "办件天数 平均办理天数 平均办件天数 平均天数 办理天数 平均办结天数 平均办理时间 平均用时 办件时长"},
	{kindMetric, "score", "综评分 综合评分 综合得分"},
	{kindMetric, "assigned", "交办总量 交办量 交办 交办件 交办诉求 承办 承办量"},
	{kindMetric, "received", "受理量 受理总量 受理 办件量"},
	{kindMetric, "closed", "办结量 办结 办结件"},
	{kindMetric, "direct", "直办 直接办理 直接答复"},
	{kindMetric, "transferred", "转部门办理 转办 转办部门 转办量"},
	{kindMetric, "fed_back", "办理反馈 反馈 反馈量"},
	{kindMetric, "superior", "上级平台交办 上级平台交办留言 上级平台 上级交办"},
	{kindMetric, "low-stars", "低星件 低星 低星诉求"},
	{kindMetric, "high-stars", "高星件 高星 高星诉求"},
	{kindMetric, "overdue", "超期未报 超期未办结 超期未报诉求 超期件 逾期未办结 超期未报件"},
	{kindMetric, "rated", "评星量"},
	{kindMetric, "rank", "名次 位次"},

	{kindSuperlative, "max", "最高 最大 最多 最长 最慢"},
	{kindSuperlative, "min", "最低 最小 最少 最短 最快"},

	{kindOperator, "<", "低于 不足 小于 不到 少于 未达到 未达 达不到 没有达到 没达到 尚未达到"},
	{kindOperator, ">", "高于 超过 大于 多于 超出 超"},
	{kindOperator, ">=", "不低于 不少于 未低于"},
	{kindOperator, "<=", "不超过 未超过 不高于 不多于 没有超过"},

	{kindEach, "", "各 均 都 均已 皆 全部 各有"},
	{kindPaired, "", "分别 依次"},
	{kindEvery, "", "所有"},
	{kindEqual, "", "得分相同 综评分相同 分数相同 得分一致 同分"},
	{kindTied, "", "并列 同列 同为"},
	{kindTogether, "", "共 共计 合计 总计"},
	{kindPart, "", "其中"},
	{kindRanked, "", "参与排名 参加排名 参与网络排名 参与热线排名 参加网络排名 参加热线排名 参与网络平台排名 参与热线平台排名 参评 排名的单位 纳入排名"},
	{kindInvolved, "", "涉及"},
	{kindMean, "", "平均"},
	{kindAbout, "~", "约 大约 将近"},
	{kindAbout, "<", "近"},
	{kindAbout, ">", "逾"},
	{kindBeyond, ">=", "以上 及以上"},
	{kindBeyond, "<=", "以下 及以下 以内 之内"},
	{kindNone, "", "没有 未产生 无 未出现 没有产生"},

	{kindRank, "1", "居首 居首位 位居榜首 榜首 首位 排名首位 位居首位 列首位"},
	{kindRank, "-1", "末位 垫底 居末位 列末位 倒数第一 倒数首位 最后一位 最后一名"},

	{kindBase, "vs-previous", "上季度 上期 上月 上周 上一季度 上一期 上个月 上个季度"},
	{kindCompared, "vs-previous", "环比"},
	{kindCompared, "vs-year-before", "同比"},
	{kindBase, "vs-year-before", "去年同期 上年同期 同期 去年 上年"},
	{kindThan, "", "较 比 与 同 相比 相较"},
	{kindDirection, "up", "延长 回升 上升 提高 增长 增加 提升 上涨 增多 升高 多了 高了"},
	{kindDirection, "down", "下降 降低 减少 回落 下滑 缩短 下跌 压减 少了 低了"},
	{kindDirection, "same", "持平"},
	{kindTo, "", "到 至"},
	{kindReached, "up", "增至 升至"},
	{kindReached, "down", "降至 减至"},
	{kindFrom, "", "由 从"},
	{kindStreak, "", "连续两个季度 连续三个季度 连续四个季度 连续多个季度 连续两期 连续三期 连续三个月 连续多期"},
	{kindVerdict, "fail", "低于标准 低于考核标准 低于规定标准 未达到标准 未达标 不达标 没有达标 未达到考核标准"},
	{kindVerdict, "pass", "达标 达到考核标准 达到标准 达到了考核标准 符合考核标准 符合标准 达到考核要求"},
	{kindModal, "", "要 须 必须 应当 应 力争 确保 争取 目标 计划 拟 规定 要求 原则上 标准为 逐步 进一步 需 需要 如果 若 凡"},

	{kindOf, "", "的 得"},
	{kindIs, "", "为 是 有 达 达到 达到了 共有 仅有 只有 有的 即 包括 主要有 主要是 在于"},
	{kindJoin, "", "、 和 及 以及 与 并"},
	{kindComma, "", "，"},
	{kindColon, "", "："},
	{kindOpen, "", "( [ 〔"},
	{kindClose, "", ") ] 〕"},
	{kindStop, "", "。 ； ！ ？"},

	{kindFiller, "", "了 也 又 还 已 已经 仅 只 就 则 且 产生 获得 获 被 评为 评定 评定为 各类 群众 市民 诉求 诉求件 留言 件数 数量 情况 中 里 内 上 在 方面 办理质量 在办理质量方面 本季度 本期 本月 本周 此外 另外 另有 同时 名单 较大 较高 较低 较长 较多 较少 较好 列 位列 位居 排名 排 居 分列 排在 名列 略有 有所 小幅 大幅 明显 稳步 继续 总体 整体 方面看 看 变为 变成 由高到低 由低到高 由多到少 依次为 详见下表 具体 具体为 具体是 当期 未报结 未报 未办结 未反馈 向 省 被省平台"},

	// Words that hold one of the above and mean something else.
	{kindOther, "", "倒数第 主要 重要 首要 需求 响应 反应 供应 适应 应对 对应 应急 将来 行为 因为 认为 成为 作为 以为 所有制 拥有 有关 有效 有力 有序 公有 国有 没有什么 和谐 及时 普及 涉嫌 与会 参与 公共 共同体 共享 首都 都市 各自 各界 各项 各级 各方 各种 目前 前期 前往 之前 以前 此前 提前 日前 当前 较为 比如 对比 同意 同志 同步 共同 同样 合同 到位 到场 得到 直到 至今 甚至 以至 至少 不同 相同 办理情况 批示 减少不满意 平台交办留言 无法 无关 无故 未来 未能 未按 要素 简要 纪要 要点 摘要 标准 考核标准 目标任务 同比例 最近 最终 最后 最佳 最好 大多 许多 多次 多个 近日 近期 附近 约谈 预约 节约 超市 超期办理 逾期 是否 还是 总是 凡是 于是 但是 尤其是 特别是 为了 为主 为民 为何 为此 提高效率 提升效能 提高认识 上级 里程 市里 上报 上门 上传 上访 中心 中国 其中一 排查 排除 列入 系列 列为 列明 居民 位置 单位内部 被动 还款 受理员"},
}

// weakChannels name a channel where figures follow; elsewhere they are words like others (通过热线反映).
var weakChannels = map[string]string{"网络": "network", "热线": "hotline", "话务": "hotline"}

// metricNames are what messages call a metric.
var metricNames = map[string]string{
	"assigned": "交办总量", "received": "受理量", "closed": "办结量", "direct": "直办", "transferred": "转部门办理", "fed_back": "办理反馈",
	"superior": "上级平台交办", "low-stars": "低星件", "high-stars": "高星件", "overdue": "超期未报诉求", "satisfaction_rate": "满意率",
	"close_rate": "办结率", "excellent_rate": "优秀率", "callback_rate": "有效回访率", "transfer_rate": "即时转办率", "on_time_rate": "按时反馈率",
	"connect_rate": "接通率", "praise_rate": "好评率", "days": "办件天数", "score": "综评分", "rated": "评星量",
	"stars-3": "三星件", "stars-4": "四星件", "stars-5": "五星件", "stars-10": "10星件", "stars-15": "15星件", "stars-25": "25星件",
	"stars-below-3": "3星以下", "stars-above-5": "5星以上", "rank": "名次",
}

// classOf tells which figures a metric has: rate, days, score or count.
func classOf(metric string) string {
	switch metric {
	case "satisfaction_rate", "close_rate", "excellent_rate", "callback_rate", "transfer_rate", "on_time_rate", "connect_rate", "praise_rate":
		return "rate"
	case "days", "score", "rank":
		return metric
	}
	return "count"
}
