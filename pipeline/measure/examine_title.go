package measure

import (
	"fmt"
	"regexp"
	"strconv"

	"tongbao/pipeline/sheet"
)

// counted finds a number of units in a title: 14地市, 7个县区. 前10个单位 and the like count something else.
var counted = regexp.MustCompile(`(?:^|[^0-9前后第])(\d{1,3})个?(?:地市|县区|县（市）区|县\(市\)区|市直部门|部门|单位)`)

// examineTitle finds a table that has not as many rows as its title says.
func examineTitle(t Table) []Finding {
	m := counted.FindStringSubmatch(t.Title)
	if m == nil {
		return nil
	}
	n, _ := strconv.Atoi(m[1]) // up to three digits
	if n == len(t.Rows) {
		return nil
	}
	return []Finding{{
		Code: "title-count", Severity: sheet.Warning, Cells: []string{t.Key() + ".units"},
		Message: fmt.Sprintf("%s表的标题写作“%s”，表里有%d个单位", t.name(), t.Title, len(t.Rows)),
		Hint:    "请核对表里是否多了或漏了单位，或改标题里的数字",
	}}
}
