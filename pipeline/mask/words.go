package mask

// The words of addresses. They are Chinese as people write it, not a standard.
const (
	numerals        = "一二三四五六七八九十百零〇两"
	buildingLetters = "甲乙丙丁ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	hyphens         = "-－‐‑–—"
	// measures follow a number of something, never a flat.
	measures = "户个人名平米㎡套间万元年件余多家月天次辆台吨千百亿公分秒时点度处条组栋幢座层例项日号米%％℃～~/" + hyphens
)

var (
	// houseWords: without one of them only figures with hyphens or a # can be a house.
	houseWords      = []string{"楼", "单元", "室", "栋", "幢", "座"}
	houseMarks      = []string{"-", "#", "－", "＃", "‐", "‑", "–", "—"}
	buildingWords   = []string{"号住宅楼", "号公寓楼", "号楼", "#楼", "＃楼", "#", "＃", "栋", "幢", "座", "楼"}
	letterBuildings = []string{"号楼", "栋", "幢", "座"}
	buildingNouns   = []string{"楼", "居民楼", "住宅", "房", "建筑", "别墅", "高层", "多层", "小高层", "危", "违", "旧", "老", "平房", "单体", "已", "未", "共", "均", "全"}
	sides           = []string{"东户", "西户", "中户", "南户", "北户", "东侧", "西侧", "东门", "西门", "中门"}
	// officePlaces are where people work: their buildings and rooms are no household.
	officePlaces = []string{"政府", "机关", "中心", "大厅", "委", "局", "法院", "检察院", "医院", "学校", "中学", "小学", "大学", "学院",
		"幼儿园", "产业园", "工业园", "科技园", "公园", "园区", "厂", "公司", "市场", "商场", "商城", "广场", "大厦", "酒店", "宾馆", "银行",
		"车站", "派出所", "综合楼", "办公楼", "教学楼", "营业厅", "开发区", "线路", "道路", "公路", "铁路", "日期", "工期"}
	livingPlaces = []string{"小区", "社区", "花园", "家园", "嘉园", "佳园", "公寓", "新村", "新城", "苑", "庭", "湾", "里", "郡", "墅", "轩",
		"府", "家属院", "大院", "号院", "家属楼", "宿舍", "村", "屯", "期", "A区", "B区", "C区", "D区", "东区", "西区", "南区", "北区",
		"路", "街", "巷", "胡同"}
	officeRooms = []string{"会议", "办公", "教室", "诊", "病房", "窗口", "机房", "大厅", "档案", "接待"}
)
