package sample

var (
	channelNames = map[string]string{network: "网络平台", hotline: "热线平台"}
	groupNames   = map[string]string{city: "各市", "county": "县区", "department": "市直部门", "other": "其他单位"}
	labels       = map[string]string{
		"close_rate": "办结率", "transfer_rate": "即时转办率", "on_time_rate": "按时反馈率", "satisfaction_rate": "满意率",
		"callback_rate": "有效回访率", "excellent_rate": "优秀率", "days": "办件天数",
	}
)

var (
	verdictNames  = [...]string{"", "未评价", "非常满意", "满意", "基本满意", "不满意", "非常不满意"}
	callbackNames = [...]string{"", "是", "否"}
)

var (
	networkSources = []string{"网站", "网站", "微信", "微信", "微信", "APP", "APP", "国务院“互联网+督查”", "人民网领导留言板"}
	hotlineSources = []string{"电话", "电话", "电话", "电话", "电话", "电话", "电话", "电话", "电话", "微信"}
	surnames       = []string{"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "马", "朱", "胡", "郭"}
	places         = []string{"示例小区", "示例花园", "示例路", "示例街", "示例村", "示例广场", "示例家园"}
)

var highReasons = []string{
	"多部门联动解决历史遗留问题", "主动上门服务，诉求人送来锦旗", "清欠工人工资", "维修老旧管线，惠及全楼居民", "采纳建议改进工作",
}

var lowReasons = []string{
	"未在规定时间内联系诉求人", "答复内容过于简单", "办理结果与诉求不符", "承诺事项没有落实", "反馈材料不完整",
}

// category is one kind of matter with the sentences that its titles are made of.
type category struct {
	name   string
	titles []string
}

var categories = []category{
	{"供热供水", []string{"室内温度不达标", "自来水水压低，高层用不上水", "停水没有通知", "暖气管道漏水无人维修"}},
	{"物业管理", []string{"电梯经常停运", "物业不清理楼道杂物", "物业费收取标准不透明", "楼道灯损坏无人更换"}},
	{"道路交通", []string{"路面坑洼影响出行", "信号灯时间不合理", "公交车间隔过长", "车辆占道停放，无法通行"}},
	{"劳动社保", []string{"某公司拖欠工资", "咨询养老保险转移接续", "单位未缴纳社会保险", "咨询失业金申领条件"}},
	{"噪声扰民", []string{"夜间施工噪声扰民", "广场舞音响声音过大", "商铺喇叭叫卖扰民", "酒吧夜间噪声大"}},
	{"城市管理", []string{"占道经营影响通行", "路灯不亮", "垃圾箱损坏", "违法搭建侵占公共区域"}},
	{"教育", []string{"咨询入学划片范围", "校外培训机构不退费", "学校门口交通拥堵", "咨询转学手续"}},
	{"医疗卫生", []string{"咨询医保报销比例", "医院挂号困难", "反映诊所收费问题", "咨询疫苗接种安排"}},
	{"环境保护", []string{"工厂排放异味", "河道有污水排入", "露天焚烧垃圾", "工地扬尘没有遮盖"}},
	{"证照办理", []string{"咨询身份证补办流程", "营业执照办理时间过长", "不动产证一直没有办下来", "咨询居住证办理材料"}},
	{"农村农业", []string{"咨询种粮补贴发放时间", "机井损坏影响灌溉", "村路没有硬化", "土地承包合同有争议"}},
	{"其他", []string{"建议增设健身器材", "咨询政策文件内容", "网络信号不好", "表扬工作人员"}},
}
