package account

import (
	_ "embed"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxPassword bounds what is hashed; NIST SP 800-63B asks for 64 at least.
const maxPassword = 256

// common are words and habits that passwords are made of, lower case, one a line.
//
//go:embed common.txt
var common string

// CheckPassword gives *Weak where the rules refuse a new password of a user, else nil. What was used before is not known
// here.
func (r Rules) CheckPassword(password string, u NewUser) error {
	text := []rune(norm.NFKC.String(password))
	switch {
	case len(text) < r.MinLength:
		return &Weak{TooShort, r.MinLength}
	case len(text) > maxPassword:
		return &Weak{TooLong, maxPassword}
	case classes(text) < r.Classes:
		return &Weak{Classes, r.Classes}
	}
	least := min(8, r.MinLength-2)
	words := commonWords()
	if weight(text, words) < least {
		return &Weak{Common, least}
	}
	for _, own := range []string{u.Name, u.Display} {
		if folded := []rune(Fold(own)); len(folded) >= 2 {
			words[string(folded)] = true
		}
	}
	if weight(text, words) < least {
		return &Weak{Named, least}
	}
	return nil
}

// classes counts which of lower case, upper case, digits and others a password has. Letters without case, as Chinese,
// are others.
func classes(text []rune) int {
	var has [4]int
	for _, r := range text {
		switch {
		case unicode.IsLower(r):
			has[0] = 1
		case unicode.IsUpper(r):
			has[1] = 1
		case unicode.IsDigit(r):
			has[2] = 1
		default:
			has[3] = 1
		}
	}
	return has[0] + has[1] + has[2] + has[3]
}

func commonWords() map[string]bool {
	words := map[string]bool{}
	for word := range strings.FieldsSeq(common) {
		words[word] = true
	}
	return words
}

// The weight of a piece: what is not predictable counts a character each; a word, a sequence or a year counts like two,
// a mobile number like three, what repeats the piece before like one.
const (
	predictable = 2
	phone       = 3
	repeated    = 1
)

// weight is how many characters a password is worth when its predictable pieces are taken together as well as can be.
func weight(text []rune, words map[string]bool) int {
	lower := []rune(strings.ToLower(string(text)))
	plain := []rune(strings.Map(unleet, string(lower)))
	if len(plain) != len(lower) {
		plain = lower
	}
	best := make([]int, len(lower)+1) // of the first i characters
	for i := range lower {
		best[i+1] = best[i] + 1
		for from := range i + 1 {
			if w := piece(lower, plain, from, i+1, words); w > 0 {
				best[i+1] = min(best[i+1], best[from]+w)
			}
		}
	}
	return best[len(lower)]
}

// piece is the weight of the characters in [from, to) as one predictable piece, or 0.
func piece(lower, plain []rune, from, to int, words map[string]bool) int {
	n, text := to-from, string(lower[from:to])
	switch {
	case from >= n && text == string(lower[from-n:from]):
		return repeated
	case n >= 2 && (words[text] || words[string(plain[from:to])]):
		return predictable
	case n >= 4 && (sequence(lower[from:to]) || date(text)):
		return predictable
	case n == 11 && text[0] == '1' && text[1] >= '3' && digits(text):
		return phone
	}
	return 0
}

// unleet undoes what people put for letters.
func unleet(r rune) rune {
	if i := strings.IndexRune("@4310!5$7", r); i >= 0 {
		return rune("aaeioisst"[i])
	}
	return r
}

// rows are keys that lie in line, also read backwards.
const rows = "1234567890-= qwertyuiop[] asdfghjkl;' zxcvbnm,./ 1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol. !@#$%^&*()_+ abcdefghijklmnopqrstuvwxyz 0123456789"

func sequence(text []rune) bool {
	same := true
	for _, r := range text {
		same = same && r == text[0]
	}
	back := make([]rune, 0, len(text))
	for i := len(text) - 1; i >= 0; i-- {
		back = append(back, text[i])
	}
	return same || strings.Contains(rows, string(text)) || strings.Contains(rows, string(back))
}

// date tells whether a text is a year from 1900 to 2099, or a day written YYYYMMDD.
func date(text string) bool {
	if !digits(text) || (text[:2] != "19" && text[:2] != "20") {
		return false
	}
	return len(text) == 4 || len(text) == 8 && text[4:6] >= "01" && text[4:6] <= "12" && text[6:] >= "01" && text[6:] <= "31"
}

func digits(text string) bool { return strings.Trim(text, "0123456789") == "" }
