package check

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// figure is a number as prose states it. Step is the place value of its last digit (16.8万 is stated to the thousand),
// measure the word that follows (件, %, 个百分点; "" where none does). About says that it is no exact one: ~ 约, < 近,
// > 余 and 逾.
type figure struct {
	value, step float64
	measure     string
	about       string
	chinese     bool // written 三十
}

// fits tells whether an exact value is what the figure states: equal, or rounded to the stated place. Nothing but the
// whole rounds to 100 %.
func (f figure) fits(x float64) bool {
	switch {
	case f.about == "<":
		return x < f.value && x >= 0.9*f.value
	case f.about == ">":
		return x >= f.value && x <= 1.1*f.value
	case f.about == "~":
		return math.Abs(x-f.value) <= 0.05*math.Abs(f.value)
	case f.measure == "%" && (f.value == 100 || f.value == 0):
		return x == f.value
	}
	return math.Abs(x-f.value) <= f.step/2+1e-9
}

// measures are the measure words of statistics, longer ones first.
var measures = []string{
	"个百分点", "百分点", "个工作日", "工作日", "人次", "%", "件", "个", "家", "天", "位", "名", "分", "次", "通", "星",
}

// foreign are measures that begin with a measure of ours and are none: 10分钟, 3个月.
var foreign = []string{
	"分钟", "分之", "个月", "个小时", "个半", "分局", "分公司", "位于", "家庭", "星期", "次日", "天然", "通知", "通报", "通过", "天内", "个工作日内", "工作日内", "件事",
}

// readNumber reads the figure that begins at i, and gives where it ends.
func readNumber(plain []rune, i int) (figure, int, bool) {
	f, end, ok := readArabic(plain, i)
	if !ok {
		f, end, ok = readChinese(plain, i)
	}
	if !ok {
		return figure{}, i, false
	}
	f, end = f.surplus(plain, end)
	f, end = f.scaled(plain, end)
	f, end = f.surplus(plain, end)
	rest := plain[end:min(len(plain), end+6)]
	if slices.ContainsFunc(foreign, func(w string) bool { return hasPrefix(rest, w) }) {
		return f, end, !f.chinese
	}
	for _, m := range measures {
		if f.measure == "" && hasPrefix(rest, m) {
			f.measure = m
			end += len([]rune(m))
		}
	}
	if hasPrefix(plain[end:], "左右") {
		f.about = "~"
		end += 2
	}
	return f, end, f.measure != "" || !f.chinese
}

// surplus takes the 余 or 多 of 300余件.
func (f figure) surplus(plain []rune, i int) (figure, int) {
	if i < len(plain) && (plain[i] == '余' || plain[i] == '多') {
		f.about = ">"
		return f, i + 1
	}
	return f, i
}

func (f figure) scaled(plain []rune, i int) (figure, int) {
	if i >= len(plain) {
		return f, i
	}
	scale := map[rune]float64{'万': 1e4, '亿': 1e8}[plain[i]]
	if scale == 0 {
		return f, i
	}
	f.value, f.step = math.Round(f.value*scale*100)/100, f.step*scale
	return f, i + 1
}

func hasPrefix(text []rune, word string) bool {
	i := 0
	for _, c := range word {
		if i >= len(text) || text[i] != c {
			return false
		}
		i++
	}
	return true
}

func isDigit(c rune) bool { return c >= '0' && c <= '9' }

// readArabic reads digits, with commas between thousands and decimals.
func readArabic(plain []rune, i int) (figure, int, bool) {
	from := i
	for i < len(plain) && (isDigit(plain[i]) || isThousands(plain, from, i)) {
		i++
	}
	if i == from {
		return figure{}, i, false
	}
	f := figure{step: 1}
	if i-from > mostDigits {
		return f, i, true // the number of a card or a document: no figure of ours
	}
	if i+1 < len(plain) && plain[i] == '.' && isDigit(plain[i+1]) {
		i++
		for i < len(plain) && isDigit(plain[i]) {
			f.step /= 10
			i++
		}
	}
	value, err := strconv.ParseFloat(strings.NewReplacer(",", "", "，", "").Replace(string(plain[from:i])), 64)
	f.value = value
	return f, i, err == nil
}

// mostDigits is the longest a figure gets, commas included. Longer runs of digits are numbers of something.
const mostDigits = 15

func isComma(c rune) bool { return c == ',' || c == '，' }

// isThousands tells whether the comma at i parts thousands.
func isThousands(plain []rune, from, i int) bool {
	if !isComma(plain[i]) || i == from || i-from > 3 && !isComma(plain[i-4]) || i+3 >= len(plain) {
		return false
	}
	for _, c := range plain[i+1 : i+4] {
		if !isDigit(c) {
			return false
		}
	}
	return i+4 >= len(plain) || !isDigit(plain[i+4])
}

var chineseDigits = map[rune]float64{
	'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9,
}
var chinesePlaces = map[rune]float64{'十': 10, '百': 100, '千': 1000}

// readChinese reads 三十, 一百零五, 两, and 百分之九十八点五.
func readChinese(plain []rune, i int) (figure, int, bool) {
	if hasPrefix(plain[i:], "百分之") {
		f, end, ok := readChinese(plain, i+3)
		f.measure = "%"
		return f, end, ok
	}
	from, sum, digit := i, 0.0, 0.0
	for ; i < len(plain) && i-from < mostDigits; i++ {
		if d, ok := chineseDigits[plain[i]]; ok {
			digit = d
		} else if place, ok := chinesePlaces[plain[i]]; ok {
			if digit == 0 {
				digit = 1
			}
			sum, digit = sum+digit*place, 0
		} else {
			break
		}
	}
	f := figure{value: sum + digit, step: 1, chinese: true}
	if i == from {
		return f, i, false
	}
	if i+1 < len(plain) && plain[i] == '点' {
		i = f.decimals(plain, i+1)
	}
	return f, i, true
}

// decimals reads the digits behind 点.
func (f *figure) decimals(plain []rune, i int) int {
	for i < len(plain) {
		d, ok := chineseDigits[plain[i]]
		if !ok {
			break
		}
		f.step /= 10
		f.value += d * f.step
		i++
	}
	return i
}
