package mask

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// flatInUnit reads what follows a unit: 5层501室, 501, 五楼东户. i is 0 when there is no unit.
func flatInUnit(text string, i int) int {
	if i == 0 {
		return 0
	}
	if f := figureAt(text, i, 1, 2); f > 0 {
		if storey, _ := wordAt(text, f, []string{"层", "楼"}); storey > 0 {
			i = storey
		}
	}
	if end := flatAt(text, i); end > 0 {
		return end
	}
	end, _ := wordAt(text, i, sides)
	return end
}

// flatAt reads 501室 and 501. Without its word the figure must be a storey and a door, and no count of something.
func flatAt(text string, i int) int {
	f := figureAt(text, i, 3, 4)
	if f == 0 {
		return 0
	}
	if end, _ := wordAt(text, f, []string{"号室", "室", "号"}); end > 0 {
		return end
	}
	if !door(text[i:f]) || alnumAt(text, f) {
		return 0
	}
	for _, room := range officeRooms {
		if strings.HasPrefix(text[f:], room) {
			return 0
		}
	}
	if c, _ := utf8.DecodeRuneInString(text[f:]); strings.ContainsRune(measures, c) {
		return 0
	}
	return f
}

// door: 501 is the first door of the fifth storey; 2021 rather is a year.
func door(figure string) bool {
	var digits []byte
	for i := 0; i < len(figure); {
		d, width := digitAt(figure, i)
		if width == 0 {
			return false
		}
		digits = append(digits, d)
		i += width
	}
	n, err := strconv.Atoi(string(digits))
	return err == nil && n/100 >= 1 && n/100 <= 60 && n%100 >= 1 && n%100 <= 40 && (n < 1900 || n > 2099)
}

// hyphenated reads 12-3-502 and, doubtful without its word 室, 2-501.
func hyphenated(text string, i int) (end int, doubtful bool) {
	if alnumAt(text, i-1) || strings.ContainsRune(hyphens+"./第", lastRune(text[:i])) || endsInAny(trimIntroduction(text[:i]), codeWords) {
		return 0, false
	}
	at := i
	for parts := 1; parts <= 4; parts++ {
		if end = flatAt(text, at); end > 0 && parts > 1 && !strings.ContainsRune(hyphens, runeAt(text, end)) {
			return end, parts == 2 && !strings.HasSuffix(text[:end], "室")
		}
		f := figureAt(text, at, 1, 3)
		if f == 0 || text[at] == '0' || !strings.ContainsRune(hyphens, runeAt(text, f)) {
			return 0, false
		}
		_, width := utf8.DecodeRuneInString(text[f:])
		at = f + width
	}
	return 0, false
}

// flatOfRoad reads 15号501室 and 501室.
func flatOfRoad(text string, i int) int {
	if f := figureAt(text, i, 1, 4); f > 0 && strings.HasPrefix(text[f:], "号") && figureAt(text, f+len("号"), 3, 4) > 0 {
		i = f + len("号")
	}
	if f := figureAt(text, i, 3, 4); f > 0 && strings.HasPrefix(text[f:], "室") {
		return f + len("室")
	}
	return 0
}
