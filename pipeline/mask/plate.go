package mask

import (
	"strings"
	"unicode/utf8"
)

const (
	provinces = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
	// plateEnds stand in the last place of the plates of police, learners, trailers and others.
	plateEnds = "警学挂港澳领使试超"
)

// findPlates finds number plates (GA 36 中华人民共和国机动车号牌): a province, the letter of the city and five characters,
// or six for new energy. A plate leads to its holder, so only what tells the city and the last character stay: 辽J****5.
func findPlates(found []finding, text string) []finding {
	for i := 3; i < len(text); i++ {
		letter, width := alnumOf(text, i)
		if width == 0 || letter < 'A' || !strings.Contains(provinces, text[i-3:i]) || !utf8.ValidString(text[i-3:i]) {
			continue
		}
		if last, end := plateNumber(text, i+width); end > 0 {
			found = append(found, finding{kindPlate, i - 3, end, text[i-3:i] + string(letter) + "****" + last})
			i = end - 1
		}
	}
	return found
}

// plateNumber reads what follows the letter of the city and returns its last character and the offset after it.
func plateNumber(text string, i int) (last string, end int) {
	if c, width := utf8.DecodeRuneInString(text[i:]); strings.ContainsRune("·•・.- 　", c) {
		i += width
	}
	var number []byte
	for i < len(text) && len(number) <= 6 {
		c, width := alnumOf(text, i)
		if width == 0 {
			break
		}
		number = append(number, c)
		i += width
	}
	if len(number) == 4 && letters(number) <= 2 {
		if c, width := utf8.DecodeRuneInString(text[i:]); width == 3 && strings.ContainsRune(plateEnds, c) {
			return string(c), i + width
		}
	}
	if ordinaryPlate(number) || newEnergyPlate(number) {
		return string(number[len(number)-1:]), i
	}
	return "", 0
}

func ordinaryPlate(n []byte) bool {
	return len(n) == 5 && letters(n) <= 2
}

// newEnergyPlate: small cars have a letter first and perhaps a second one, large cars have it last; the rest is digits.
func newEnergyPlate(n []byte) bool {
	if len(n) != 6 {
		return false
	}
	small := n[0] >= 'A' && n[0] <= 'K' && letters(n[2:]) == 0
	large := n[5] >= 'A' && n[5] <= 'K' && letters(n[:5]) == 0
	return small || large
}

func letters(n []byte) int {
	count := 0
	for _, c := range n {
		if c >= 'A' {
			count++
		}
	}
	return count
}

// alnumOf is the digit or letter at text[i] as upper-case ASCII, full-width ones too; width 0: neither.
func alnumOf(text string, i int) (c byte, width int) {
	if c, width = digitAt(text, i); width > 0 {
		return c, width
	}
	if letterAt(text, i) {
		return text[i] &^ 0x20, 1
	}
	if text[i] != fullWidth || i+2 >= len(text) {
		return 0, 0
	}
	switch r, _ := utf8.DecodeRuneInString(text[i:]); {
	case r >= 'Ａ' && r <= 'Ｚ':
		return byte(r-'Ａ') + 'A', 3
	case r >= 'ａ' && r <= 'ｚ':
		return byte(r-'ａ') + 'A', 3
	}
	return 0, 0
}
