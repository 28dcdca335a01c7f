package record

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Period is the time a bulletin covers. Its text form is the key of folders and addresses: 2021q3, 2021-08,
// 2021-w35, 2021h1, 2021.
type Period struct {
	Key  string
	Year int
	kind byte // q, h, w, m or y
	part int
}

var periodForms = []struct {
	kind    byte
	pattern *regexp.Regexp
	last    int
}{
	{'q', regexp.MustCompile(`^(\d{4})q([1-4])$`), 4},
	{'h', regexp.MustCompile(`^(\d{4})h([12])$`), 2},
	{'w', regexp.MustCompile(`^(\d{4})-w(\d{2})$`), 53},
	{'m', regexp.MustCompile(`^(\d{4})-(\d{2})$`), 12},
	{'y', regexp.MustCompile(`^(\d{4})()$`), 0},
}

// ParsePeriod reads the text form; the error names the forms there are.
func ParsePeriod(text string) (Period, error) {
	for _, form := range periodForms {
		m := form.pattern.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		year, _ := strconv.Atoi(m[1]) // the pattern holds digits only
		part, _ := strconv.Atoi("0" + m[2])
		if form.last > 0 && (part < 1 || part > form.last) {
			break
		}
		return Period{Key: text, Year: year, kind: form.kind, part: part}, nil
	}
	return Period{}, fmt.Errorf("期间 %q 无法识别：应写作 2021q3（季度）、2021-08（月）、2021-w35（周）、2021h1（半年）或 2021（年）", text)
}

var digits = []string{"", "一", "二", "三", "四"}

// Name is how prose speaks of it within its year: 三季度, 上半年, 8月, 第35周, 全年.
func (p Period) Name() string {
	switch p.kind {
	case 'q':
		return digits[p.part] + "季度"
	case 'h':
		return []string{"上半年", "下半年"}[p.part-1]
	case 'w':
		return fmt.Sprintf("第%d周", p.part)
	case 'm':
		return fmt.Sprintf("%d月", p.part)
	default:
		return "全年"
	}
}

// Label is its full name: 2021年三季度.
func (p Period) Label() string { return fmt.Sprintf("%d年%s", p.Year, p.Name()) }

// Start is its first day as 2021-07-01: what chooses the rule and orders bulletins. Weeks begin on Monday and count by
// ISO 8601, where the fourth of January is always in the first.
func (p Period) Start() string {
	month := 1
	switch p.kind {
	case 'w':
		fourth := time.Date(p.Year, time.January, 4, 0, 0, 0, 0, time.UTC)
		monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7)
		return monday.AddDate(0, 0, 7*(p.part-1)).Format(time.DateOnly)
	case 'q':
		month = 3*p.part - 2
	case 'h':
		month = 6*p.part - 5
	case 'm':
		month = p.part
	}
	return fmt.Sprintf("%04d-%02d-01", p.Year, month)
}

// End is its last day as 2021-09-30.
func (p Period) End() string {
	start, _ := time.Parse(time.DateOnly, p.Start()) // Start gives a date
	end := start
	switch p.kind {
	case 'q':
		end = start.AddDate(0, 3, -1)
	case 'h':
		end = start.AddDate(0, 6, -1)
	case 'm':
		end = start.AddDate(0, 1, -1)
	case 'w':
		end = start.AddDate(0, 0, 6)
	default:
		end = start.AddDate(1, 0, -1)
	}
	return end.Format(time.DateOnly)
}

// Previous is the period right before, for 环比; YearBefore the same one of last year, for 同比.
func (p Period) Previous() Period {
	if p.kind == 'y' {
		return p.YearBefore()
	}
	if p.kind == 'w' {
		start, _ := time.Parse(time.DateOnly, p.Start()) // Start gives a date
		year, week := start.AddDate(0, 0, -7).ISOWeek()
		return p.at(year, week)
	}
	if p.part == 1 {
		return p.at(p.Year-1, map[byte]int{'q': 4, 'h': 2, 'm': 12}[p.kind])
	}
	return p.at(p.Year, p.part-1)
}

// YearBefore is described at Previous.
func (p Period) YearBefore() Period { return p.at(p.Year-1, p.part) }

// at is the period of the same kind in another place.
func (p Period) at(year, part int) Period {
	p.Year, p.part = year, part
	switch p.kind {
	case 'q', 'h':
		p.Key = fmt.Sprintf("%d%c%d", year, p.kind, part)
	case 'w':
		p.Key = fmt.Sprintf("%d-w%02d", year, part)
	case 'm':
		p.Key = fmt.Sprintf("%d-%02d", year, part)
	default:
		p.Key = fmt.Sprint(year)
	}
	return p
}

// Measure is how prose counts periods of its kind: 三个季度, 三个月.
func (p Period) Measure() string {
	return map[byte]string{'q': "个季度", 'h': "个半年", 'w': "周", 'm': "个月", 'y': "年"}[p.kind]
}
