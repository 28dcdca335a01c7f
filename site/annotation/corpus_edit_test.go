package annotation

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
)

var (
	testUnits      = []string{"阜蒙县", "彰武县", "海州区", "细河区", "太平区", "新邱区", "清河门区", "市住建局", "市公安局", "市税务局", "市交通运输局", "市医疗保障局", "市水务有限公司", "阜新供电公司", "阜新移动公司", "城建集团", "市国资委", "市卫健委"}
	testDirections = []string{"上升", "下降", "增长", "减少", "增加", "提高", "降低", "延长", "缩短", "持平", "最大", "最小", "最高", "最低", "最长", "最短", "高于", "低于", "超过", "连续"}
	testWords      = []string{"全市", "其中", "据统计", "有关", "进一步", "总体上", "各承办单位", "同期", "截至期末", "主要是", "按口径调整后"}
	testNumber     = regexp.MustCompile(`[0-9]+(?:\.[0-9]+)*[%万]?`)
)

// An edit is one kind of correction. It gives letters that it took from one place to another.
type edit struct {
	name string
	do   func(s *sheet, r *rand.Rand) (moved []letter)
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// splice puts letters in the place of some of a strip.
func (s *sheet) splice(strip, from, to int, words string) {
	p := &s.strips[strip]
	p.letters = slices.Concat(p.letters[:from], s.write(words), p.letters[to:])
}

// swapWord replaces one of some words by another of them, somewhere.
func (s *sheet) swapWord(r *rand.Rand, list []string) {
	for range 200 {
		i := r.IntN(len(s.strips))
		old, now := pick(r, list), pick(r, list)
		words := s.strips[i].words()
		if at := strings.Index(words, old); at >= 0 && old != now {
			start := len([]rune(words[:at]))
			s.splice(i, start, start+len([]rune(old)), now)
			return
		}
	}
}

// stretch is a random stretch of a strip.
func (s *sheet) stretch(r *rand.Rand, most int) (strip, from, to int) {
	strip = r.IntN(len(s.strips))
	n := len(s.strips[strip].letters)
	from = r.IntN(n)
	return strip, from, min(n, from+1+r.IntN(most))
}

// pieces cuts a strip after some marks, and gives two of the pieces in order, false where there are not two.
func (s *sheet) pieces(r *rand.Rand, strip int, ends func(rune) bool) (a, b token, ok bool) {
	var list []token
	from := 0
	letters := s.strips[strip].letters
	for i, l := range letters {
		if ends(l.r) {
			list, from = append(list, token{from, i + 1}), i+1
		}
	}
	if len(list) < 2 {
		return a, b, false
	}
	i := r.IntN(len(list) - 1)
	return list[i], list[i+1+r.IntN(len(list)-i-1)], true
}

// swap lets two pieces of a strip change places; the second goes before the first. What lies between them has as much moved
// around them as they around it.
func (s *sheet) swap(r *rand.Rand, ends func(rune) bool) []letter {
	for range 50 {
		i := r.IntN(len(s.strips))
		a, b, ok := s.pieces(r, i, ends)
		if !ok {
			continue
		}
		p := &s.strips[i]
		moved := slices.Clone(p.letters[a.from:b.to])
		p.letters = slices.Concat(p.letters[:a.from], p.letters[b.from:b.to], p.letters[a.to:b.from], p.letters[a.from:a.to], p.letters[b.to:])
		return moved
	}
	return nil
}

func edits() []edit {
	return []edit{
		{"insert words", func(s *sheet, r *rand.Rand) []letter {
			i, from, _ := s.stretch(r, 1)
			s.splice(i, from, from, pick(r, testWords))
			return nil
		}},
		{"delete words", func(s *sheet, r *rand.Rand) []letter {
			i, from, to := s.stretch(r, 12)
			if to-from < len(s.strips[i].letters) {
				s.splice(i, from, to, "")
			}
			return nil
		}},
		{"replace words", func(s *sheet, r *rand.Rand) []letter {
			i, from, to := s.stretch(r, 8)
			s.splice(i, from, to, pick(r, testWords))
			return nil
		}},
		{"change a figure", func(s *sheet, r *rand.Rand) []letter {
			for range 50 {
				i := r.IntN(len(s.strips))
				words := s.strips[i].words()
				all := testNumber.FindAllStringIndex(words, -1)
				if len(all) == 0 {
					continue
				}
				m := pick(r, all)
				number := []byte(words[m[0]:m[1]])
				at := r.IntN(len(number))
				if number[at] < '0' || number[at] > '9' {
					continue
				}
				// One digit is typed anew; the others stay the letters they were.
				digit := '0' + (number[at]-'0'+1+byte(r.IntN(9)))%10
				start := len([]rune(words[:m[0]])) + at
				s.splice(i, start, start+1, string(rune(digit)))
				return nil
			}
			return nil
		}},
		{"type a figure anew", func(s *sheet, r *rand.Rand) []letter {
			for range 50 {
				i := r.IntN(len(s.strips))
				words := s.strips[i].words()
				if all := testNumber.FindAllStringIndex(words, -1); len(all) > 0 {
					m := pick(r, all)
					start := len([]rune(words[:m[0]]))
					s.splice(i, start, start+len([]rune(words[m[0]:m[1]])), fmt.Sprint(r.IntN(2000)))
					return nil
				}
			}
			return nil
		}},
		{"change a unit", func(s *sheet, r *rand.Rand) []letter { s.swapWord(r, testUnits); return nil }},
		{"change a direction", func(s *sheet, r *rand.Rand) []letter { s.swapWord(r, testDirections); return nil }},
		{"delete a clause", func(s *sheet, r *rand.Rand) []letter {
			i := r.IntN(len(s.strips))
			if a, _, ok := s.pieces(r, i, func(r rune) bool { return isPause(r) || isStop(r) }); ok {
				s.splice(i, a.from, a.to, "")
			}
			return nil
		}},
		{"swap clauses", func(s *sheet, r *rand.Rand) []letter {
			return s.swap(r, func(r rune) bool { return r == '，' || r == '、' })
		}},
		{"swap sentences", func(s *sheet, r *rand.Rand) []letter { return s.swap(r, isStop) }},
		{"swap paragraphs", func(s *sheet, r *rand.Rand) []letter {
			i, j := r.IntN(len(s.strips)), r.IntN(len(s.strips))
			if s.strips[i].section == s.strips[j].section {
				s.strips[i], s.strips[j] = s.strips[j], s.strips[i]
			}
			return nil
		}},
		{"move a paragraph", func(s *sheet, r *rand.Rand) []letter {
			i := r.IntN(len(s.strips))
			p := s.strips[i]
			s.strips = slices.Delete(s.strips, i, i+1)
			j := r.IntN(len(s.strips))
			p.section = s.strips[j].section
			s.strips = slices.Insert(s.strips, j, p)
			return nil
		}},
		{"duplicate a paragraph", func(s *sheet, r *rand.Rand) []letter {
			i := r.IntN(len(s.strips))
			s.strips[i].copied = true
			p := s.strips[i]
			p.letters = s.write(p.words())
			s.strips = slices.Insert(s.strips, i+r.IntN(2), p)
			return nil
		}},
		{"delete a paragraph", func(s *sheet, r *rand.Rand) []letter {
			i := r.IntN(len(s.strips))
			s.strips = slices.Delete(s.strips, i, i+1)
			return nil
		}},
		{"insert a paragraph", func(s *sheet, r *rand.Rand) []letter {
			i, from, to := s.stretch(r, 80)
			p := strip{section: s.strips[i].section, letters: s.write("补充说明：" + string([]rune(s.strips[i].words())[from:to]) + "。")}
			s.strips = slices.Insert(s.strips, r.IntN(len(s.strips)), p)
			return nil
		}},
	}
}
