package sheet

// refusal is the answer to a file that cannot be read: what it is, what was expected, what to do.
func refusal(file string, kind format) Problem {
	p := Problem{
		Place: Place{File: file}, Severity: Error, Code: "unreadable-file",
		Expected: ".xlsx 工作簿，或 .csv 文本",
	}
	switch kind {
	case formatEmpty:
		p.Code, p.Message, p.Hint = "empty-file", "文件是空的", "请重新导出"
	case formatEncrypted:
		p.Code, p.Message = "encrypted", "工作簿设有打开密码，无法读取"
		p.Hint = "请用表格软件打开，取消“文件 › 保护”里的密码，再另存为 .xlsx"
	case formatOldExcel:
		p.Code, p.Message = "old-excel", "这是旧版 Excel 97–2003 工作簿（.xls），不能直接读取"
		p.Hint = "请用表格软件打开，另存为“Excel 工作簿（.xlsx）”"
	case formatBrokenZip:
		p.Code, p.Message = "truncated", "文件不完整或已损坏：像是 .xlsx，但压缩包打不开"
		p.Hint = "请重新导出或重新拷贝；若表格软件能修复，修复后另存为 .xlsx"
	case formatXLSB:
		p.Code, p.Message, p.Hint = "xlsb", "这是二进制工作簿（.xlsb），不能读取", "请另存为“Excel 工作簿（.xlsx）”"
	case formatOpenOffice:
		p.Code, p.Message, p.Hint = "opendocument", "这是 OpenDocument 文件（.ods 等），不能读取", "请另存为“Excel 工作簿（.xlsx）”"
	default:
		p.Message, p.Hint = "不是表格文件（"+formatName(kind)+"）", "请放入热线系统导出的 .xlsx 或 .csv，其他文件移出此文件夹"
	}
	return p
}

func formatName(kind format) string {
	switch kind {
	case formatOLE:
		return "旧版 Office 或 WPS 文档"
	case formatDocument:
		return "文字或演示文稿"
	case formatOtherZip, formatArchive:
		return "压缩包"
	case formatPDF:
		return "PDF"
	case formatImage:
		return "图片"
	default:
		return "无法识别的二进制内容"
	}
}
