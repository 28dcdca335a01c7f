package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"

	"tongbao/site/search"
)

// topic is what cases are about, in words that texts use: what, what is wrong with it, what was done. Asked are ways in which a
// reader may ask for it.
type topic struct {
	thing, wrong, done string
	asked              []string
}

// corpus makes bulletins of artificial cities from a seed: twelve sections each of filler sentences made of real words, in
// which stand cases of places and topics. The newest is first.
type corpus struct {
	random *rand.Rand
	words  []string
}

const sectionsEach = 12

func bulletins(n int, words []string) []search.Bulletin {
	c := corpus{random: rand.New(rand.NewPCG(12345, uint64(n))), words: words}
	out := make([]search.Bulletin, n)
	for i := range out {
		quarter := 4*2021 + 2 - i
		out[i] = c.bulletin(quarter/4, quarter%4)
	}
	return out
}

func (c *corpus) bulletin(year, quarter int) search.Bulletin {
	label := fmt.Sprintf("%d年%s季度", year, []string{"一", "二", "三", "四"}[quarter])
	b := search.Bulletin{Period: fmt.Sprintf("%dq%d", year, quarter+1), Label: label, Title: label + "热线办理情况通报"}
	b.Docs = append(b.Docs, search.Document{Section: -1, Kind: search.Title, Text: b.Title})
	for i := range sectionsEach {
		key := fmt.Sprintf("section-%d", i+1)
		b.Sections = append(b.Sections, search.Section{Key: key, Title: sectionTitles[i]})
		for k := range 3 {
			b.Docs = append(b.Docs, search.Document{Section: i, Kind: search.Text, Anchor: fmt.Sprintf("%s-%d", key, k+1), Text: c.paragraph()})
		}
	}
	return b
}

// paragraph is about 95 characters, with a case in one of three.
func (c *corpus) paragraph() string {
	var out strings.Builder
	if c.random.IntN(3) == 0 {
		out.WriteString(c.sentence())
	}
	for out.Len() < 3*85 {
		for range 3 + c.random.IntN(4) {
			out.WriteString(c.word())
			if c.random.IntN(4) == 0 {
				out.WriteString(glue[c.random.IntN(len(glue))])
			}
		}
		if c.random.IntN(5) == 0 {
			fmt.Fprintf(&out, "%.2f%%", 100*c.random.Float64())
		}
		out.WriteString([]string{"，", "，", "。"}[c.random.IntN(3)])
	}
	return out.String()
}

// sentence is a case.
func (c *corpus) sentence() string {
	t := topics[c.random.IntN(len(topics))]
	place := c.place()
	number := 5000000 + c.random.IntN(3000000)
	switch c.random.IntN(3) {
	case 0:
		return fmt.Sprintf("%s居民反映%s%s，%s%s，诉求编号%d。", place, t.thing, t.wrong, c.office(), t.done, number)
	case 1:
		return fmt.Sprintf("%s%s%s的问题，经核实后%s。", place, t.thing, t.wrong, t.done)
	}
	return fmt.Sprintf("%d号诉求：%s，%s%s，已%s。", number, place, t.thing, t.wrong, t.done)
}

func (c *corpus) place() string {
	return c.pick(placeHeads) + c.pick(placeTails)
}

func (c *corpus) office() string { return "市" + c.pick(offices) }

func (c *corpus) pick(from []string) string { return from[c.random.IntN(len(from))] }

// word draws by Zipf's law, so that some are common and most are rare.
func (c *corpus) word() string {
	return c.words[int(math.Pow(float64(len(c.words)), c.random.Float64()))-1]
}

// vocabulary takes words of two to four characters from OpenCC's list of phrases, in an order of its own.
func vocabulary(path string) ([]string, error) {
	body, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []string
	for line := range strings.Lines(string(body)) {
		word, _, _ := strings.Cut(line, "\t")
		if n := len([]rune(word)); n >= 2 && n <= 4 {
			out = append(out, word)
		}
	}
	random := rand.New(rand.NewPCG(1, 1))
	random.Shuffle(len(out), func(i, k int) { out[i], out[k] = out[k], out[i] })
	return out[:min(20000, len(out))], nil
}
