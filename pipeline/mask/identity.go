package mask

import (
	"strings"
	"time"
)

var (
	identityWords = []string{"身份证", "身份证号", "身份证号码", "身份证编号", "公民身份号码", "证件号", "证件号码"}
	// codeWords introduce numbers that only look like those of a person.
	codeWords = []string{"编号", "单号", "案号", "文号", "代码", "流水号", "批次号"}
)

// identity reads 18 digits (GB 11643-1999), in one piece or as 110105 19491231 002X, or the 15 of the cards before it.
func (r *run) identity(a int) (finding, int) {
	before := r.before(a)
	introduced := endsInAny(before, identityWords)
	if !introduced && endsInAny(before, codeWords) {
		return finding{}, 0
	}
	for _, lengths := range [...][]int{{18}, {17}, {6, 8, 4}, {6, 8, 3}, {15}} {
		digits, ok := r.shaped(a, lengths...)
		if !ok {
			continue
		}
		n := len(lengths)
		end := r.pieces[a+n-1].end
		if len(digits) == 17 {
			digits, end = digits+"X", r.pieces[a+n-1].x
		}
		if end > 0 && validIdentity(digits, introduced) {
			return finding{kindIdentity, r.start(a), end, hideMiddle(digits, 6, len(digits)/4)}, n
		}
	}
	return finding{}, 0
}

// hideMiddle keeps head digits in front and tail digits behind.
func hideMiddle(digits string, head, tail int) string {
	return digits[:head] + strings.Repeat("*", len(digits)-head-tail) + digits[len(digits)-tail:]
}

// validIdentity asks for a day of birth and the check digit; after the words 身份证号 a mistyped digit is a person's too.
func validIdentity(n string, introduced bool) bool {
	if len(n) == 15 {
		return introduced && plausibleDay("19"+n[6:12])
	}
	return n[0] != '0' && plausibleDay(n[6:14]) && (introduced || checkDigit(n))
}

func plausibleDay(n string) bool {
	day, err := time.Parse("20060102", n)
	return err == nil && day.Year() >= 1900 && day.Year() < 2100
}

// checkDigit verifies the last digit by ISO 7064 MOD 11-2, as GB 11643-1999 prescribes.
func checkDigit(n string) bool {
	sum, weight := 0, 1
	for i := 16; i >= 0; i-- {
		weight = weight * 2 % 11
		sum += int(n[i]-'0') * weight
	}
	return "10X98765432"[sum%11] == n[17]
}

// card reads the number of a bank card: 16 to 19 digits with the check digit of ISO/IEC 7812-1, in one piece or in
// fours. Letters beside it make it part of a code.
func (r *run) card(a int) (finding, int) {
	if endsInAny(r.before(a), codeWords) || letterAt(r.text, r.start(a)-1) {
		return finding{}, 0
	}
	for _, lengths := range [...][]int{{4, 4, 4, 4, 3}, {4, 4, 4, 4, 2}, {4, 4, 4, 4, 1}, {4, 4, 4, 4}, {16}, {17}, {18}, {19}} {
		digits, ok := r.shaped(a, lengths...)
		n := len(lengths)
		if !ok || !issued(digits) || !luhn(digits) || n > 1 && !r.alone(a, n) {
			continue
		}
		end := r.pieces[a+n-1].end
		if !letterAt(r.text, end) {
			return finding{kindCard, r.start(a), end, hideMiddle(digits, 4, 4)}, n
		}
	}
	return finding{}, 0
}

// issued knows the first digits of cards in China: 银联 62 with 16 to 19 digits, its older 955880 (工商银行) with 19, and
// the 16 digits of Visa, Mastercard and JCB. Case numbers begin with a year.
func issued(n string) bool {
	switch {
	case n[:2] == "62":
		return true
	case len(n) == 19:
		return n[:4] == "9558"
	}
	return len(n) == 16 && (n[0] == '4' || n[0] == '5' && n[1] >= '1' && n[1] <= '5' || n[:2] == "35")
}

func luhn(n string) bool {
	sum := 0
	for i := range len(n) {
		d := int(n[len(n)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return sum%10 == 0
}
