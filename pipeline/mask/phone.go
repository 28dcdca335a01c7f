package mask

import "regexp"

var phoneWords = []string{"电话", "电话号", "号码", "手机", "手机号", "联系方式", "微信", "微信号", "致电", "拨打", "回电", "来电"}

// phoneEnds are the last characters of what personPhone matches, which is slower to ask.
var phoneEnds = []string{"电话", "座机", "固话", "号码", "联系方式", "人", "市民", "居民", "业主", "家庭", "家中", "住宅", "联系", "固定", "来电"}

// personPhone ends where a telephone number of a citizen begins. Whose telephone it is must be said right before it:
// an office's number is published on purpose and stays.
var personPhone = regexp.MustCompile(`(?:诉求人|来电人|反映人|联系人|投诉人|举报人|申请人|当事人|本人|市民|居民|业主|家庭|家中|住宅)` +
	`的?(?:联系|家庭|固定|来电)?(?:电话|座机|固话|号码|联系方式)?(?:号码)?$` +
	`|(?:诉求人|来电人|反映人|投诉人|举报人|申请人|当事人|市民)[：: ]?(?:\p{Han}某{1,2}|\p{Han}{1,2}(?:先生|女士))[，,、 （(]*(?:联系)?(?:电话|座机)$`)

// mobile reads 13800138000, 8613800138000 and 138 0013 8000; after a word for telephones also other pieces.
func (r *run) mobile(a int) (finding, int) {
	n := r.mobilePieces(a)
	if n == 0 {
		return finding{}, 0
	}
	last := r.pieces[a+n-1]
	first := last.to - 11 // a country code stays
	return finding{kindMobile, r.at[first], last.end, hideMiddle(string(r.digits[first:last.to]), 3, 4)}, n
}

func (r *run) mobilePieces(a int) int {
	digits := r.solid(a)
	if code := len(digits) - 11; code == 0 || code > 0 && isCountryCode(digits[:code]) {
		if validMobile(digits[code:]) {
			return 1
		}
	}
	if digits, ok := r.shaped(a, 3, 4, 4); ok && validMobile(digits) && r.alone(a, 3) {
		return 3
	}
	if !endsInAny(r.before(a), phoneWords) {
		return 0
	}
	for n := 2; a+n <= len(r.pieces); n++ {
		digits := r.digits[r.pieces[a].from:r.pieces[a+n-1].to]
		if len(digits) < 11 {
			continue
		}
		if len(digits) == 11 && validMobile(string(digits)) {
			return n
		}
		break
	}
	return 0
}

// mobileAt tells a mobile number of the usual shapes at piece a, whatever stands around it.
func (r *run) mobileAt(a int) bool {
	digits, ok := r.shaped(a, 3, 4, 4)
	if !ok {
		digits, ok = r.shaped(a, 11)
	}
	return ok && validMobile(digits)
}

// validMobile: numbers of mobile telephones are 13 to 19 and nine digits (电信网编号计划).
func validMobile(n string) bool {
	return n[0] == '1' && n[1] >= '3'
}

func isCountryCode(digits string) bool {
	return digits == "86" || digits == "0086"
}

// landline reads 6613525, 0418-6613525, (0418)6613525 and 661-3525 after the words for a citizen's telephone. The
// area code and the exchange stay.
func (r *run) landline(a int) (finding, int) {
	n := r.landlinePieces(a)
	if n == 0 || !r.ofPerson(a) {
		return finding{}, 0
	}
	last := r.pieces[a+n-1]
	return finding{kindLandline, r.at[last.to-4], last.end, "****"}, n
}

func (r *run) landlinePieces(a int) int {
	digits := r.solid(a)
	if digits[0] != '0' {
		return r.subscriber(a)
	}
	if len(digits) > 4 {
		return oneIf(len(digits) >= 10 && len(digits) <= 12)
	}
	if a+1 < len(r.pieces) {
		if n := r.subscriber(a + 1); n > 0 {
			return n + 1
		}
	}
	return 0
}

// subscriber reads the seven or eight digits after the area code, and returns the number of pieces.
func (r *run) subscriber(a int) int {
	for _, lengths := range [...][]int{{7}, {8}, {3, 4}, {4, 4}} {
		if digits, ok := r.shaped(a, lengths...); ok && digits[0] >= '2' {
			return len(lengths)
		}
	}
	return 0
}

func oneIf(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// ofPerson looks back no further than a name and its words can reach.
func (r *run) ofPerson(a int) bool {
	before := r.before(a)
	if i := len(before) - 60; i > 0 {
		before = before[i:]
	}
	return endsInAny(before, phoneEnds) && personPhone.MatchString(before)
}
