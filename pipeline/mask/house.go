package mask

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// findHouses finds what stands below the road or the estate in an address: building, unit, flat. The road and the
// estate stay, as in the bulletins that are published; below them there is one household.
func findHouses(found []finding, text string) []finding {
	if !containsAny(text, houseWords) && !containsAny(text, houseMarks) {
		return found
	}
	for i := 0; i < len(text); {
		if end := houseAt(text, i); end > 0 {
			found = append(found, finding{kindHouse, i, end, "＊＊"})
			i = end
			continue
		}
		i = skipFigure(text, i)
	}
	return found
}

// skipFigure goes to where the next address may begin: it never begins within a figure.
func skipFigure(text string, i int) int {
	if end := figureAt(text, i, 1, len(text)); end > 0 {
		return end
	}
	_, width := utf8.DecodeRuneInString(text[i:])
	return i + width
}

// houseAt returns the offset after the address that begins at i; 0: none does. The doubtful forms also stand in plans,
// scores and counts, so they need the estate or the road before them.
func houseAt(text string, i int) int {
	end, doubtful := buildingWithin(text, i)
	if end == 0 {
		end = flatInUnit(text, unitAt(text, i))
	}
	if end == 0 {
		end, doubtful = hyphenated(text, i)
	}
	if end == 0 {
		end, doubtful = flatOfRoad(text, i), true
	}
	if end == 0 {
		return 0
	}
	before := strings.TrimRight(text[:i], " 　")
	if endsInAny(before, officePlaces) || strings.HasSuffix(before, ".") || doubtful && !lived(before) {
		return 0
	}
	return end
}

// lived tells the name of an estate or a road, or a house number of a road.
func lived(before string) bool {
	street := strings.TrimSuffix(before, "号")
	if street == before {
		return endsInAny(before, livingPlaces)
	}
	return street != "" && alnumAt(street, len(street)-1)
}

// buildingWithin reads 3号楼, with the unit, storey and flat that follow. A building alone is doubtful.
func buildingWithin(text string, i int) (end int, doubtful bool) {
	b, word := buildingAt(text, i)
	if b == 0 {
		return 0, false
	}
	next := b
	if strings.HasPrefix(text[b:], " ") {
		next++
	}
	if u := unitAt(text, next); u > 0 {
		return max(u, flatInUnit(text, u)), word == "楼" && !strings.HasSuffix(text[:u], "单元")
	}
	if end, _ := hyphenated(text, next); end > 0 {
		return end, false
	}
	if end := flatInUnit(text, next); end > 0 {
		return end, word == "楼" // the third storey of anything: 3楼301
	}
	if word == "楼" || word == "#" || counted(text[b:], word) {
		return 0, false
	}
	return b, true
}

// buildingAt reads 3号楼, 甲3号楼, 3A栋, 3#楼, 5幢 and A座, and returns the word after the figure as well.
func buildingAt(text string, i int) (end int, word string) {
	if letterAt(text, i-1) {
		return 0, ""
	}
	j := oneOf(text, i, buildingLetters)
	if f := figureAt(text, max(i, j), 1, 4); f > 0 {
		end, word = wordAt(text, max(f, oneOf(text, f, buildingLetters)), buildingWords)
	} else if j > 0 {
		end, word = wordAt(text, j, letterBuildings)
	}
	if strings.HasPrefix(text[end:], "梯") || j > 0 && word == "#" {
		return 0, "" // 3号楼梯, v3#432
	}
	return end, word
}

// counted tells 小区8幢住宅, a number of buildings, from 小区8幢, the eighth.
func counted(after, word string) bool {
	if word == "座" {
		c, _ := utf8.DecodeRuneInString(after)
		return unicode.Is(unicode.Han, c)
	}
	if word != "栋" && word != "幢" {
		return false
	}
	if after != "" && alnumAt(after, 0) {
		return true // 小区5栋320户
	}
	for _, noun := range buildingNouns {
		if strings.HasPrefix(after, noun) {
			return true
		}
	}
	return false
}

func unitAt(text string, i int) int {
	f := figureAt(text, i, 1, 3)
	if f == 0 {
		return 0
	}
	end, _ := wordAt(text, f, []string{"单元", "门"})
	return end
}

func containsAny(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
