package record

import (
	"regexp"
	"strings"
)

var (
	mobile   = regexp.MustCompile(`1[3-9]\d{9}`)
	identity = regexp.MustCompile(`\d{17}[\dXx]`)
)

// Mask hides personal data in free text: mobile numbers (138****8000) and identity numbers (110105********0123).
// An 18-digit number whose check digit is wrong is no identity number and stays, as do case numbers and landlines.
func Mask(text string) string {
	text = identity.ReplaceAllStringFunc(text, func(n string) string {
		if !validIdentity(n) {
			return n
		}
		return n[:6] + "********" + n[14:]
	})
	return maskMobiles(text)
}

// maskMobiles leaves alone an eleven-digit run that is part of a longer number.
func maskMobiles(text string) string {
	var out strings.Builder
	last := 0
	for _, at := range mobile.FindAllStringIndex(text, -1) {
		if digitAt(text, at[0]-1) || digitAt(text, at[1]) {
			continue
		}
		out.WriteString(text[last:at[0]+3] + "****" + text[at[1]-4:at[1]])
		last = at[1]
	}
	return out.String() + text[last:]
}

func digitAt(text string, i int) bool {
	return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9'
}

// validIdentity checks the last digit by ISO 7064 MOD 11-2, as GB 11643-1999 prescribes.
func validIdentity(n string) bool {
	sum, weight := 0, 1
	for i := 16; i >= 0; i-- {
		weight = weight * 2 % 11
		sum += int(n[i]-'0') * weight
	}
	return "10X98765432"[sum%11] == strings.ToUpper(n[17:])[0]
}
