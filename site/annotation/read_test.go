package annotation

import (
	"strings"
	"testing"
)

// somePage is what the theme makes of a bulletin, as far as the rule looks at it.
const somePage = `<!doctype html><main data-bulletin><h1>通报</h1>
<section id="overview" class="section" data-section="overview"><h2>一、总体情况</h2><div class="prose">
<p id="overview-volume">受理<a data-fact="overview.received" href="#sources">16.8万</a>件，
   环比<em>增长</em>约3%。<span data-note-skip>¶</span></p>
<p>没有键的一段，𠮷野家。</p><ul><li>第一条</li><li>第二条<p>其中一款</p></li></ul><script>no()</script>
<p id="overview-volume">同名的键。</p><p> </p></div></section>
<section data-section="network"><h2>二</h2><div class="prose"><p id="network-county-summary">甲</p></div>
<figure><figcaption>表</figcaption><table><tr><td id="network-county/fumeng/rank">1<small>（2）</small></td>
<th scope="row" id="network-county/fumeng"><bdi>阜蒙县</bdi></th><td id="network-county/fumeng/assigned">
    333
  </td><td id="network-county/fumeng/days"></td><td>无键</td></tr></table></figure></section></main>`

// A page becomes passages under their keys: what layouts put between and around them leaves no trace.
func TestReadText(t *testing.T) {
	text, err := ReadText(strings.NewReader(somePage), "2021q3", 1)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range text.Sections {
		for _, p := range s.Passages {
			got = append(got, s.Key+" | "+p.Key+" | "+p.Text)
		}
	}
	want := []string{
		"overview | overview-volume | 受理16.8万件， 环比增长约3%。",
		"overview | overview~1 | 没有键的一段，𠮷野家。",
		"overview | overview~2 | 第一条",
		"overview | overview~3 | 第二条",
		"overview | overview~4 | 其中一款",
		"overview | overview~5 | 同名的键。",
		"network | network-county-summary | 甲",
		"network | network-county/fumeng/rank | 1（2）",
		"network | network-county/fumeng | 阜蒙县",
		"network | network-county/fumeng/assigned | 333",
		"network | network-county/fumeng/days | ",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Layout does not move a selector: other spacing, wrappers and marks give the same digest; another word gives another.
func TestTextIsFreeOfLayout(t *testing.T) {
	digest := func(page string) string {
		text, err := ReadText(strings.NewReader(page), "2021q3", 1)
		if err != nil {
			t.Fatal(err)
		}
		return text.Digest
	}
	same := strings.NewReplacer("<em>", "<mark><em>", "</em>", "</em></mark>", "<h2>", "<h2 class=new>新", "，\n   环", "， 环", "<figure>", "<div><figure>").Replace(somePage)
	if digest(somePage) != digest(same) {
		t.Error("layout changed the text")
	}
	if digest(somePage) == digest(strings.Replace(somePage, "333", "334", 1)) {
		t.Error("another figure, the same digest")
	}
}

func FuzzReadText(f *testing.F) {
	f.Add(somePage)
	f.Add(`<section data-section=a><div class=prose><p id=a~1>x<p id=a~1>y`)
	f.Fuzz(func(t *testing.T, page string) {
		text, err := ReadText(strings.NewReader(page), "2021q3", 1)
		if err != nil {
			return
		}
		for _, s := range text.Sections {
			seen := map[string]bool{}
			for _, p := range s.Passages {
				if seen[p.Key] || !passageKey.MatchString(p.Key) || squeeze(p.Text) != p.Text {
					t.Fatalf("%q in %q: twice, no key, or not squeezed: %q", p.Key, s.Key, p.Text)
				}
				seen[p.Key] = true
			}
		}
	})
}
