package search_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"tongbao/site/search"
)

// Filters give what looking through all texts gives, alone and together, in shards and in the tail.
func TestFilters(t *testing.T) {
	for _, n := range []int{4, 24, 27} {
		bulletins := many(t, n)
		x, texts := indexOf(t, bulletins), lookedThrough(bulletins)
		if want := []string{"hotline", "network"}; !slices.Equal(x.Channels(), want) {
			t.Errorf("channels %v, want %v", x.Channels(), want)
		}
		random := rand.New(rand.NewPCG(5, 6))
		one := func(from ...string) string { return from[random.IntN(len(from))] }
		some := 0
		for range 250 {
			query := one("满意率", "县", "阜蒙县", "办结", "1", "教育局", "情况", "网络", "。")
			o := search.Options{
				Limit: 1 << 20, Periods: one("", "", "2021", "2020q4", "2019", "1900"), Channel: one("", "network", "hotline", "letters"),
				Section: one(append(x.Sections(), "", "", "", "none")...), Unit: one("", "", "市公安局", "彰武县"),
				Kind: one("", "", search.Text, search.Case, search.Title, search.Ranking, search.Instruction),
			}
			want := holding(bulletins, texts, query, o)
			r := found(t, x, query, o)
			if r.Loose {
				r = search.Results{}
			}
			var got []string
			for _, h := range r.Hits {
				path, anchor, _ := strings.Cut(h.Path, "#")
				got = append(got, path+"#"+anchor)
			}
			if r.Count != len(want) || r.About || r.Missing || !slices.Equal(got, want) {
				t.Fatalf("%d bulletins, %s %+v: %d hits (about %v), want %d", n, query, o, r.Count, r.About, len(want))
			}
			if len(want) > 0 {
				some++
			}
		}
		if some < 25 {
			t.Errorf("only %d of the queries have hits", some)
		}
	}
}

// What a document is about comes from where it stands.
func TestChannelsAndKindsOfTheExample(t *testing.T) {
	x := indexOf(t, example(t))
	for _, c := range []struct {
		query            string
		o                search.Options
		section, channel string
	}{
		{"上作出批示", search.Options{Kind: search.Instruction}, "instructions", ""},
		{"酒吧噪音", search.Options{Kind: search.Case}, "high-stars", ""},
		{"退回农民工保证金", search.Options{Section: "typical-cases", Kind: search.Case}, "typical-cases", ""},
		{"阜新网络诉求综评分", search.Options{Channel: "network"}, "network", "network"},
		{"热线平台交办情况", search.Options{Kind: search.Title}, "hotline", "hotline"},
		{"市水务有限公司", search.Options{Kind: search.Ranking, Channel: "hotline"}, "hotline", "hotline"},
	} {
		r := found(t, x, c.query, c.o)
		if r.Loose || r.Count == 0 || r.Hits[0].SectionKey != c.section || r.Hits[0].Channel != c.channel {
			t.Errorf("%s %+v: %+v", c.query, c.o, r)
		}
	}
}

func TestFitPutsTitlesAndHeadingsFirst(t *testing.T) {
	b := small("热线办结率一句", "热线平台情况见下。热线受理，热线转办，热线办结。", "热线", "据热线平台情况分析")
	b[0].Sections = append(b[0].Sections, search.Section{Key: "hotline", Title: "热线平台情况"})
	b[0].Docs[3].Section = 1
	b[0].Docs = append(b[0].Docs, search.Document{Section: 1, Kind: search.Title, Anchor: "hotline", Text: "热线平台情况"})
	for home, bulletins := range homes(b) {
		x := indexOf(t, bulletins)
		for query, want := range map[string]string{
			"热线平台情况": "hotline p3 p1",       // the heading itself, what stands below it, the rest
			"热线":     "hotline p3 p1 p2 p0", // heading, below it, four times, at once; at once and longer is no better
			"热线 办结率": "p0",
		} {
			var got []string
			for _, h := range found(t, x, query, search.Options{Sort: search.ByFit}).Hits {
				_, anchor, _ := strings.Cut(h.Path, "#")
				got = append(got, anchor)
			}
			if strings.Join(got, " ") != want && query != "热线" || len(got) > 2 && strings.Join(got[:3], " ") != want[:len("hotline p3 p1")] {
				t.Errorf("%s, %s: %v, want %s", home, query, got, want)
			}
		}
	}
}

// Who may read only some bulletins has an index made of those, in which nothing is of others: no hit, no count, no name and
// no byte of any file.
func TestNothingOfOtherBulletins(t *testing.T) {
	model := many(t, 30)
	for i := range model {
		secret := fmt.Sprintf("密件%d甲%d", i*7919+100003, i)
		model[i].Docs = append([]search.Document{{Section: -1, Kind: search.Text, Text: secret + "专报"}}, model[i].Docs...)
	}
	random := rand.New(rand.NewPCG(8, 9))
	for range 3 {
		var seen, unseen []search.Bulletin
		for _, b := range model {
			if random.IntN(3) > 0 {
				seen = append(seen, b)
			} else {
				unseen = append(unseen, b)
			}
		}
		files, err := search.Files(seen, nil)
		if err != nil {
			t.Fatal(err)
		}
		x, err := search.Open(mapped(files))
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range unseen {
			for name, body := range files {
				if text := unpacked(t, body); strings.Contains(text, b.Docs[0].Text) || strings.Contains(text, `"`+b.Period+`"`) {
					t.Errorf("%s holds something of %s", name, b.Period)
				}
			}
		}
		looked := lookedThrough(seen)
		for range 1000 {
			b := unseen[random.IntN(len(unseen))]
			text := []rune(b.Docs[random.IntN(len(b.Docs))].Text)
			at := random.IntN(len(text))
			query := strings.Join(strings.Fields(string(text[at:min(len(text), at+1+random.IntN(12))])), "")
			if random.IntN(4) == 0 {
				query = b.Docs[0].Text
			}
			r := found(t, x, query, search.Options{Limit: 1 << 20})
			if want := looked.count(query); query != "" && !r.Loose && r.Count != want || r.Loose && want > 0 {
				t.Fatalf("%q: %d hits, the readable bulletins have %d", query, r.Count, want)
			}
			for _, h := range r.Hits {
				if !slices.ContainsFunc(seen, func(b search.Bulletin) bool { return b.Period == h.Period }) {
					t.Fatalf("%q: a hit of %s", query, h.Period)
				}
			}
		}
	}
}

// looked are all texts, folded.
type looked []string

func lookedThrough(bulletins []search.Bulletin) (out looked) {
	for _, b := range bulletins {
		for _, d := range b.Docs {
			out = append(out, folded(d.Text))
		}
	}
	return out
}

func (l looked) count(query string) (n int) {
	query = folded(query)
	for _, text := range l {
		if strings.Contains(text, query) {
			n++
		}
	}
	return n
}
