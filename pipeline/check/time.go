package check

import (
	"strings"

	"tongbao/pipeline/record"
)

// time gives the end of a date or period that begins at i, i where none does: 2021年, 2021年三季度, 8月2日, 上半年, 1—9月.
func (s *scanner) time(i int) int {
	end := i
	for {
		next := s.timePart(end)
		if next == end {
			return end
		}
		end = next
	}
}

var timeWords = []string{
	"一季度", "二季度", "三季度", "四季度", "第一季度", "第二季度", "第三季度", "第四季度", "1季度", "2季度", "3季度", "4季度",
	"前两季度", "前二季度", "前三季度", "上半年", "下半年", "全年", "今年以来", "截至目前",
}

func (s *scanner) timePart(i int) int {
	rest := s.plain[i:]
	for _, w := range timeWords {
		if hasPrefix(rest, w) {
			return i + len([]rune(w))
		}
	}
	digits := 0
	for digits < len(rest) && (isDigit(rest[digits]) || digits > 0 && strings.ContainsRune("-—–~至", rest[digits])) {
		digits++
	}
	if digits == 0 || digits == len(rest) {
		return i
	}
	switch c := rest[digits]; {
	case c == '年' && digits == 4, c == '月', c == '日' && s.isDay(i), c == '号' && s.isDay(i):
		end := i + digits + 1
		if end < len(s.plain) && c == '月' && s.plain[end] == '份' {
			end++
		}
		return end
	}
	return i
}

// isDay tells the 2日 of 8月2日 from other uses.
func (s *scanner) isDay(i int) bool { return i > 0 && s.plain[i-1] == '月' }

// isOther tells whether words for a time mean another one than the bulletin's own period. Days are within it, or say
// when figures were taken.
func isOther(words string, period record.Period) bool {
	if strings.HasSuffix(words, "日") || strings.HasSuffix(words, "号") || words == "截至目前" {
		return false
	}
	year := strings.TrimSuffix(period.Label(), period.Name())
	words = strings.TrimPrefix(strings.TrimPrefix(words, year), "第")
	words = strings.TrimSuffix(words, "份")
	if before, ok := strings.CutSuffix(words, "季度"); ok && len(before) == 1 && '1' <= before[0] && before[0] <= '4' {
		words = string([]rune("一二三四")[before[0]-'1']) + "季度"
	}
	return words != "" && words != period.Name()
}
