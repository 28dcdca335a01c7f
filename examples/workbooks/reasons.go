package main

// reasons are what a unit may be praised for in an invented quarter. They name no person and no firm. Where a unit has few
// cases, one high star would lift it to the top, so most are the larger ones.
type reasons struct {
	file, unit string
	reasons    []string
}

func praiseworthy() []reasons {
	return []reasons{
		{countyFile, "阜蒙县", []string{"硬化村内道路2公里", "为村组更换老旧供水管线", "清理河道垃圾并落实日常管护", "帮助务工人员追回拖欠工资", "为偏远村组加装路灯"}},
		{countyFile, "彰武县", []string{"修复过水路面并加装护栏", "协调多方补发拖欠工资", "改造农村危旧变压器", "帮助困难家庭办理临时救助"}},
		{countyFile, "海州区", []string{"疏通老旧小区排水管网", "拆除占道违建并恢复绿化", "为无物业小区更换损坏门禁和路灯"}},
		{countyFile, "细河区", []string{"联合执法解决夜间噪音扰民", "更换小区破损井盖20处", "协调补缴社区公益岗位保险费"}},
		{countyFile, "太平区", []string{"整治背街小巷积水", "修缮老旧楼房屋面防水"}},
		{departmentFile, "市公安局", []string{"在学校周边增设减速带", "找回群众遗失的重要证件", "调整路口信号配时缓解拥堵", "跨部门核实解决多年户籍问题"}},
		{departmentFile, "市住建局", []string{"协调解决商品房办证遗留问题", "集中抢修供热二次管网", "增设街路垃圾箱30个", "维修桥梁破损栏杆"}},
		{departmentFile, "市人社局", []string{"帮助务工人员追回工资12万元", "协调补缴养老保险并办理退休", "现场办理社保卡领取问题"}},
		{departmentFile, "市医疗保障局", []string{"为患者补办异地就医备案", "上门帮助行动不便群众办理慢性病待遇"}},
		{departmentFile, "市市场监督管理局", []string{"组织退还群众预付消费款"}},
		{departmentFile, "市税务局", []string{"协调补缴职工社会保险费"}},
	}
}
