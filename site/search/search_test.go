package search_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"tongbao/site/search"
	"tongbao/site/series"
)

func indexOf(t testing.TB, bulletins []search.Bulletin) *search.Index {
	t.Helper()
	files, err := search.Files(bulletins, map[string]string{"环保局": "市生态环境局"})
	if err != nil {
		t.Fatal(err)
	}
	x, err := search.Open(mapped(files))
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func mapped(files map[string][]byte) fstest.MapFS {
	out := fstest.MapFS{}
	for name, body := range files {
		out[name] = &fstest.MapFile{Data: body}
	}
	return out
}

func example(t testing.TB) []search.Bulletin {
	t.Helper()
	bulletins, err := series.Load(os.DirFS("../../examples/fuxin/data"))
	if err != nil {
		t.Fatal(err)
	}
	if err := series.AddWords(os.DirFS("../../examples/fuxin/content"), bulletins); err != nil {
		t.Fatal(err)
	}
	return search.Documents(bulletins)
}

func small(texts ...string) []search.Bulletin {
	b := search.Bulletin{Period: "2021q3", Label: "2021年三季度", Title: "通报", Sections: []search.Section{{Key: "overview", Title: "总体情况"}}}
	for i, text := range texts {
		b.Docs = append(b.Docs, search.Document{Kind: search.Text, Anchor: fmt.Sprint("p", i), Text: text})
	}
	return []search.Bulletin{b}
}

// homes are the ways in which bulletins are kept: in a tail alone, in shards alone, in the tail of an archive that has
// shards. The other bulletins there are of filler that no query is about.
func homes(bulletins []search.Bulletin) map[string][]search.Bulletin {
	var older []search.Bulletin
	for i := range 8 {
		filler := search.Document{Section: -1, Kind: search.Text, Text: strings.Repeat("ἄλφα βῆτα ", 4000)}
		older = append(older, search.Bulletin{Period: fmt.Sprint(1999-i, "q1"), Docs: []search.Document{filler}})
	}
	join := func(n int) []search.Bulletin { return append(append([]search.Bulletin{}, bulletins...), older[:n]...) }
	return map[string][]search.Bulletin{"tail": bulletins, "shards": join(8 - len(bulletins)), "both": join(8)}
}

func TestSearch(t *testing.T) {
	for home, bulletins := range homes(small(
		"海州区酒吧噪音扰民，市公安局细河公安分局办理。", "满意率为82.24%，环比下降0.72个百分点。", "诉求编号5512861，ＡＢＣ公司 Wi-Fi。",
		"拖欠农民工工资，已清欠17万元。", "第一行\n第二行，𠮷林路。", "海州区海州区", "開發區環保局",
	)) {
		t.Run(home, func(t *testing.T) { testSearch(t, indexOf(t, bulletins)) })
	}
}

func testSearch(t *testing.T, x *search.Index) {
	for _, c := range []struct {
		query string
		paths string
		loose bool
	}{
		{"酒吧噪音", "p0", false},
		{"吧噪", "p0", false},            // across words
		{"噪", "p0", false},             // one character
		{"。", "p0 p1 p2 p3 p4", false}, // punctuation is text, the last character of a document too
		{"82.24%", "p1", false},
		{"５５１２８６１", "p2", false},    // full width
		{"abc公司wi-fi", "p2", false}, // case and spaces
		{"海州区 公安", "p0", false},     // both
		{"海州区", "p0 p5", false},
		{"一行第二", "p4", false}, // over a line end
		{"𠮷林", "p4", false},   // beyond the basic plane
		{"滿意率為", "p1", false}, // traditional
		{"开发区", "p6", false},  // of a traditional text
		{"２.７３", "p1", true},  // another figure
		{"0.72", "p1", false},
		{"农民工的工资被拖欠了怎么办", "p3", true},
		{"海州区区", "", true}, // every pair is there, the text is not: shown only as like
		{"没有这样的字样存在", "", true},
		{"", "", false},
		{"   ", "", false},
	} {
		r, err := x.Search(c.query, search.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var paths []string
		for _, h := range r.Hits {
			paths = append(paths, strings.TrimPrefix(h.Path, "bulletins/2021q3/#"))
		}
		got := strings.Join(paths, " ")
		if c.query == "海州区区" {
			if !r.Loose {
				t.Errorf("%q is taken for exact", c.query)
			}
			continue
		}
		if got != c.paths || r.Loose != c.loose {
			t.Errorf("%q: %s (loose %v), want %s (%v)", c.query, got, r.Loose, c.paths, c.loose)
		}
	}
}

func TestMarksAreWhatWasTyped(t *testing.T) {
	x := indexOf(t, small("𠮷林路ＡＢＣ，海州区海州区"))
	for query, want := range map[string]string{"林路abc": "林路ＡＢＣ", "海州区": "海州区海州区", "𠮷": "𠮷"} {
		r, err := x.Search(query, search.Options{})
		if err != nil || len(r.Hits) != 1 {
			t.Fatalf("%q: %v, %v", query, r, err)
		}
		units := utf16.Encode([]rune(r.Hits[0].Text))
		got := ""
		for _, m := range r.Hits[0].Marks {
			got += string(utf16.Decode(units[m[0]:m[1]]))
		}
		if got != want {
			t.Errorf("%q marks %q, want %q", query, got, want)
		}
	}
}

// Every piece of every text of the example is found, and every hit holds it: 1,000 pieces of one to eight characters.
func TestEverySubstringIsFound(t *testing.T) {
	bulletins := many(t, 27)
	x, looked := indexOf(t, bulletins), lookedThrough(bulletins)
	random := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		b := bulletins[random.IntN(len(bulletins))]
		d := b.Docs[random.IntN(len(b.Docs))]
		runes := []rune(strings.Join(strings.Fields(d.Text), ""))
		length := min(1+random.IntN(8), len(runes))
		at := random.IntN(len(runes) - length + 1)
		query := string(runes[at : at+length])
		want := looked.count(query)
		r, err := x.Search(query, search.Options{Limit: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		if r.Loose || r.Count != want || len(r.Hits) != want || r.About {
			t.Fatalf("%q: %d hits, %d given (loose %v), want %d", query, r.Count, len(r.Hits), r.Loose, want)
		}
	}
}

// folded is the searchable form as a string.
func folded(text string) string { return string(utf16.Decode(search.Fold(text))) }

func TestPages(t *testing.T) {
	x := indexOf(t, many(t, 27))
	all := found(t, x, "阜蒙县", search.Options{Limit: 1 << 20})
	for _, sort := range []string{search.ByTime, search.ByFit} {
		all = found(t, x, "阜蒙县", search.Options{Limit: 1 << 20, Sort: sort})
		few := found(t, x, "阜蒙县", search.Options{Limit: 5, Offset: 5, Sort: sort})
		if len(few.Hits) != 5 || few.Hits[0].Path != all.Hits[5].Path || few.Count < all.Count {
			t.Errorf("%s: the second page holds %d hits from %s of %d", sort, len(few.Hits), few.Hits[0].Path, few.Count)
		}
	}
}

func found(t testing.TB, x *search.Index, query string, o search.Options) search.Results {
	t.Helper()
	r, err := x.Search(query, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// holding looks through all texts: the paths of the documents that hold a piece of text and are wanted, the newest first.
func holding(bulletins []search.Bulletin, texts looked, query string, o search.Options) []string {
	out := []string{}
	query, o.Unit = folded(query), folded(o.Unit)
	i := 0
	for _, b := range bulletins {
		for _, d := range b.Docs {
			key := ""
			if d.Section >= 0 {
				key = b.Sections[d.Section].Key
			}
			text := texts[i]
			i++
			if strings.Contains(text, query) && strings.Contains(text, o.Unit) &&
				strings.HasPrefix(b.Period, o.Periods) && (o.Kind == "" || o.Kind == d.Kind) &&
				(o.Channel == "" || o.Channel == d.Channel) && (o.Section == "" || o.Section == key) {
				out = append(out, "bulletins/"+b.Period+"/#"+d.Anchor)
			}
		}
	}
	return out
}

func TestUnitsAreFoundByOtherNames(t *testing.T) {
	x := indexOf(t, small("市生态环境局立案查处", "旧环保局大楼"))
	for query, want := range map[string]string{"环保局": "", "环保局 立案": "市生态环境局 立案", "环保": ""} {
		r, err := x.Search(query, search.Options{})
		if err != nil || r.Instead != want || r.Loose || r.Count != 1 {
			t.Errorf("%q: %+v, %v; want instead %q", query, r, err, want)
		}
	}
}

func TestSameBulletinsSameBytes(t *testing.T) {
	one, err := search.Files(example(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	two, _ := search.Files(example(t), nil)
	if len(one) != len(two) {
		t.Fatal("other files")
	}
	for name, body := range one {
		if string(body) != string(two[name]) {
			t.Errorf("%s differs", name)
		}
	}
}

func TestNoBulletins(t *testing.T) {
	x := indexOf(t, nil)
	if r, err := x.Search("海州区", search.Options{}); err != nil || r.Count != 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

// Where many texts hold the pieces of what is asked for, but few all of it, the few are found without reading the many.
func TestFewTextsAreRead(t *testing.T) {
	texts := []string{"甲乙丙丁戊"}
	for range 400 {
		texts = append(texts, "甲乙，丙丁戊。"+strings.Repeat("ἄλφα", 60))
	}
	files, err := search.Files(homes(small(texts...))["shards"], nil)
	if err != nil {
		t.Fatal(err)
	}
	counted := counting{mapped(files), map[string]bool{}}
	x, err := search.Open(counted)
	if err != nil {
		t.Fatal(err)
	}
	if r := found(t, x, "甲乙丙丁戊", search.Options{}); len(r.Hits) != 1 || r.Missing {
		t.Errorf("%+v", r)
	}
	read := 0
	for name := range counted.read {
		if strings.HasPrefix(name, "t") {
			read++
		}
	}
	if read != 1 {
		t.Errorf("%d texts are read for one hit", read)
	}
}

// A browser learns from a text which traditional characters stand in it, also those that NFKC gives.
func TestTextsBringTheirTraditionalCharacters(t *testing.T) {
	for home, bulletins := range homes(small("開發區環保局，滿\uf9dd")) { // the last is a compatible form of a character that stays
		files, err := search.Files(bulletins, nil)
		if err != nil {
			t.Fatal(err)
		}
		there := false
		for _, body := range files {
			there = there || strings.Contains(unpacked(t, body), `"traditional":"區区滿满環环發发開开"`)
		}
		if !there {
			t.Errorf("%s: they are not in any file", home)
		}
	}
}

// counting notes which files are read.
type counting struct {
	fstest.MapFS
	read map[string]bool
}

func (c counting) Open(name string) (fs.File, error) {
	c.read[name] = true
	return c.MapFS.Open(name)
}

func (c counting) ReadFile(name string) ([]byte, error) {
	c.read[name] = true
	return c.MapFS.ReadFile(name)
}
