package mask

// introducerEnds are the last two characters of each of introducers, for the quick look.
const introducerEnds = "求人 电人 映人 系人 诉人 报人 请人 事人 市民 居民 村民 业主 姓名"

// maskSigns stand in names that are masked already.
const maskSigns = "某*＊×○"

// surnames are the frequent ones and those of the north-east, from practice and not from an official list. Rare ones
// that are mostly ordinary words (和, 时, 应, 成, 都, 满 …) are left out on purpose.
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹" +
	"熊白孟秦邱侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文庞樊兰殷施洪翟安颜倪牛温芦季俞章鲁葛伍申尤毕聂柴焦柳邢岳齐梅庄" +
	"辛管祝左涂谷祁耿牟卜路詹关苗凌费纪靳盛童甄项曲游阳裴席卫屈鲍霍翁隋植甘景薄单包司柏宁柯阮桂闵解强车冉房边佟那富宫栾丛冷敖滕奚娄迟初邸矫由修晁" +
	"仇阚惠蔺缪麻苑郎鞠冀尚欧巩刁封芮晏杭代党岑戚佘古喻商乌鄂"

// wordSurnames begin many ordinary words, so a particle after them proves nothing (诉求人房屋在), and after 市民 not even
// the end of the sentence does (市民安康，).
const wordSurnames = "段欧柳方安于曾常向路金白单解温石江程强施关范钱费卫文游阳任代万余毛齐康史易管项包车房边由修初封党古商富冷惠仇尚司左申严苗景甘宁盛童武龙雷毕祝牛凌纪席伍季章"

// neverGiven do not stand in given names, but in what follows introducing words.
const neverGiven = "的了不我你他她它这那也就把被与及或从已未很每各屋费问题反映话称局院厅处所站队款租很更最又再多次户种件后前间内外楼栋幢室元某"

// placeEnds end the names of places, which begin with surnames as well: 林荫路, 金桂苑.
const placeEnds = "路街巷村屯镇乡县区苑园湾校"

// surnameWords are ordinary words that begin with the character of a surname.
const surnameWords = " " +
	"高度 高兴 高层 高峰 高龄 高速 高价 高空 高温 高压 高考 高中 高校 高铁 高跟 何时 何地 何处 何人 何种 何况 何为 方便 方面 方可 方能 方式 方向 方案 方才 方法 安全 安装 安置 " +
	"安排 安居 安心 安静 安慰 安宁 于近 于昨 于今 于本 于当 于此 于是 于上 于下 于早 于凌 于晚 于年 于月 曾经 曾在 曾向 曾于 曾到 曾因 曾就 曾打 曾拨 曾两 曾三 曾反 曾投 曾致 " +
	"常年 常常 常来 常有 常在 常因 常遇 常住 常见 常委 常务 向市 向平 向有 向相 向物 向社 向开 向该 向本 向区 向县 向政 向热 向工 向单 向公 向法 马上 马路 马桶 马拉 路过 路面 " +
	"路灯 路边 路口 路况 路上 路人 金额 金钱 金融 白天 白白 白色 白事 白血 单位 单元 单独 单方 解决 解释 解答 解除 温度 温馨 温暖 温泉 石头 石油 石块 江边 江南 江河 江水 程序 " +
	"程度 强烈 强行 强制 强调 施工 关于 关注 关心 关键 关闭 关门 关系 关爱 关怀 范围 钱款 钱财 费用 卫生 文明 文件 文化 文体 游客 游玩 游泳 阳台 阳光 任何 任意 任务 代表 代理 " +
	"代办 代为 万分 万一 万元 万人 余下 余款 余额 余热 余震 毛病 毛坯 齐心 齐全 康复 康养 史料 易燃 易拉 管理 管道 管线 管网 管护 管家 管委 管控 项目 包括 包含 包装 车辆 车位 " +
	"车库 车牌 车主 车道 车祸 车险 车站 车上 车流 车费 车票 房产 房子 房东 房本 房主 房顶 房价 房贷 房租 房款 房证 边上 由于 由此 由其 修路 修理 修复 修建 修缮 修车 修房 初步 " +
	"初次 初中 封闭 封堵 封控 封路 党员 党委 党群 古城 古树 古迹 商铺 商户 商品 商店 商贩 富裕 冷暖 冷漠 冷气 惠及 司机 司法 左右 左侧 左转 左腿 左手 左眼 申请 申诉 申报 申领 " +
	"申办 严重 严格 严厉 田地 田间 田园 林地 林业 林木 林荫 周边 周围 周末 周一 周二 周三 周四 周五 周六 周日 周期 周报 夏天 夏季 夏日 夏令 叶子 胡同 胡乱 黄色 黄河 黄金 黄疸 " +
	"黄昏 张贴 张口 张嘴 张罗 梁柱 梁上 苗木 景区 景观 甘愿 宁愿 宁可 盛夏 盛赞 盛情 童年 武力 武术 龙头 雷雨 雷电 毕业 毕竟 祝愿 祝福 牛羊 牛奶 凌晨 纪念 席位 席地 季节 季度 " +
	"章程 陈述 陈旧 陈年 陈情 孙子 孙女 段时 段家 汤药 孔洞 顾客 顾虑 谷物 侯车 许多 许可 尤其 尤为 尚未 尚有 欧式 乌黑 庄稼 庄园 苏醒 洪水 洪涝 杨树 柳树 梅花 桂花 兰花 葛根 " +
	"麻烦 丁字 丁香 仇恨 鲁莽 柴火 柴油 薄弱 乔迁 焦急 焦虑 丛林 郎中 莫名 莫非 邢台 汪洋 肖像 "

var (
	// compoundSurnames: what begins with one of them and goes on is no name with the single surname.
	compoundSurnames = []string{"欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文", "长孙", "司徒", "司空", "端木", "百里",
		"呼延", "南宫", "独孤", "轩辕", "澹台", "赫连", "钟离", "公羊", "万俟", "叶赫", "那拉", "爱新觉罗", "完颜", "纳兰"}
	introducers = []string{"诉求人", "来电人", "反映人", "联系人", "投诉人", "举报人", "申请人", "当事人", "市民", "居民", "村民", "业主", "姓名"}
	// collectives are those of introducers that mostly stand for many.
	collectives = []string{"市民", "居民", "村民", "业主"}
	titles      = []string{"先生", "女士", "小姐", "师傅", "老师", "大爷", "大妈", "大娘", "阿姨", "奶奶", "爷爷"}
	// beforeNames may stand right before a name that nothing introduces.
	beforeNames = []string{"感谢", "答谢", "联系", "告知", "回复", "答复", "帮助", "协助", "对", "向", "给", "为", "与", "和", "及", "由", "被", "请", "经"}
	// offices follow the names of officials, who act in public.
	offices = []string{"市长", "副市长", "县长", "副县长", "区长", "副区长", "省长", "副省长", "镇长", "副镇长", "乡长", "副乡长", "局长", "副局长",
		"处长", "副处长", "科长", "副科长", "股长", "所长", "副所长", "站长", "副站长", "院长", "副院长", "校长", "副校长", "部长", "副部长", "厅长", "副厅长",
		"队长", "副队长", "行长", "组长", "副组长", "主席", "副主席", "书记", "副书记", "主任", "副主任", "秘书长", "副秘书长", "常委", "委员", "同志", "总经理",
		"经理", "董事长", "法官", "检察官", "警官", "民警", "科员", "专员", "网格员", "工作人员"}
	// acts follow the name of somebody who turns to the hotline.
	acts = []string{"反映", "来电", "致电", "电话", "手机", "联系", "身份证", "投诉", "举报", "咨询", "求助", "表示", "诉求", "诉称", "拨打", "通过", "建议",
		"要求", "申请", "希望", "认为", "再次", "多次", "本人", "家住", "住址", "住在", "地址", "性别", "年龄", "等人", "夫妇", "一家", "家中", "写信", "留言", "称"}
	// particles prove a name only after surnames that begin few other words.
	particles = []string{"因", "于", "在", "家", "住", "的", "和", "与", "是", "对", "向", "等", "已", "曾", "说", "男", "女", "为", "从", "到", "把", "被"}
	// bodies are the last words of firms and offices.
	bodies = []string{"公司", "厂", "店", "局", "院", "学校", "大学", "中学", "小学", "委员会", "中心", "集团", "合作社", "银行", "酒店", "协会", "政府", "超市", "物业", "小区", "社区", "村委会", "居委会", "单位"}
	// nobody is what person columns say when they name nobody.
	nobody = []string{"匿名", "保密", "不详", "未知", "市民", "居民", "群众", "村民", "业主", "诉求人", "来电人", "先生", "女士", "本人", "热心市民", "无名", "没有",
		"不愿透露", "未提供", "未留", "未登记", "空号", "测试"}
	// wordNames are given names of persons that are words as well.
	wordNames = []string{"高兴", "文明", "方便", "和平", "安全", "平安", "马路", "白天", "黄金", "安静", "明白", "成功", "严重", "严格", "温暖", "路面", "水源",
		"石油", "江南", "江山", "田地", "毛病", "安心", "万一", "单位", "解放", "金融", "金额", "阳光", "康复", "任务", "文化", "文件", "管理", "向上", "向前",
		"常年", "周到", "周边", "周围", "林业", "高级", "高度", "国庆", "建设", "建国", "胜利", "光明", "海洋", "春节", "黎明", "关心", "关注", "史料", "易通"}
)
