package markdown

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestHTML(t *testing.T) {
	for typed, want := range map[string]string{
		"请核对":                         "<p>请核对</p>",
		"第一行\n第二行\n\n另一段":             "<p>第一行<br>第二行</p><p>另一段</p>",
		"**重要**，*请*看":                 "<p><strong>重要</strong>，<em>请</em>看</p>",
		"- 甲\n- 乙":                    "<ul><li>甲</li><li>乙</li></ul>",
		"1. 甲\n2. 乙":                  "<ol><li>甲</li><li>乙</li></ol>",
		"> 原话\n\n答":                   "<blockquote><p>原话</p></blockquote><p>答</p>",
		"用`a < b`":                    "<p>用<code>a &lt; b</code></p>",
		"```\n<b>\n```":               "<pre>&lt;b&gt;</pre>",
		"[通报](/bulletins/2021q3/)":    `<p><a href="/bulletins/2021q3/" rel="noopener noreferrer nofollow">通报</a></p>`,
		"<https://example.com/?a&b>":  `<p><a href="https://example.com/?a&amp;b" rel="noopener noreferrer nofollow">https://example.com/?a&amp;b</a></p>`,
		"<b>请核对</b>":                  "<p>&lt;b&gt;请核对&lt;/b&gt;</p>",
		"<script>alert(1)</script>":   "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
		"&lt;b&gt;":                   "<p>&amp;lt;b&amp;gt;</p>",
		"# 不是标题\n---":                 "<p># 不是标题<br>---</p>",
		"    四个空格":                    "<p>四个空格</p>",
		"[x](javascript:alert(1))":    "<p>x（javascript:alert(1)）</p>",
		"<javascript:alert(1)>":       "<p>&lt;javascript:alert(1)&gt;</p>",
		"![x](https://example.com/a)": `<p><a href="https://example.com/a" rel="noopener noreferrer nofollow">x</a></p>`,
		`C:\数据\*.xlsx`:                `<p>C:\数据*.xlsx</p>`,
		"𠮷野家 🎉":                       "<p>𠮷野家 🎉</p>",
	} {
		if got := string(HTML(typed)); got != want {
			t.Errorf("%q:\n got %s\nwant %s", typed, got, want)
		}
	}
}

func TestLeads(t *testing.T) {
	for to, want := range map[string]bool{
		"https://example.com/": true, "http://example.com": true, "/notes/": true, "../2021q2/#overview": true, "#note-a": true, "?q=1": true,
		"": false, "//example.com": false, `/\example.com`: false, "javascript:alert(1)": false, "JavaScript:alert(1)": false, "data:text/html,x": false,
		"java\tscript:alert(1)": false, "http://a@b/": false, "https:example.com": false, "file:///etc/passwd": false, " javascript:x": false,
	} {
		if Leads(to) != want {
			t.Errorf("%q leads: %v", to, !want)
		}
	}
}

// Quotes in quotes end somewhere.
func TestDepth(t *testing.T) {
	got := string(HTML(strings.Repeat("> ", 2000) + "深"))
	if n := strings.Count(got, "<blockquote>"); n > deepest || !strings.Contains(got, "深") {
		t.Errorf("%d deep: %.80s", n, got)
	}
}

var attributes = regexp.MustCompile(`^(href|rel)$`)

// Nothing that is typed is lost but the marks of Markdown: every word is there. And whatever is typed, the markup holds only the elements of Parse, and links that lead to where they may.
func FuzzHTML(f *testing.F) {
	for _, seed := range []string{"**a**", "[x](javascript:alert(1))", "<img src=x onerror=alert(1)>", "> - `x`\n\n```\n</pre><script>", "[a]: http://x\n\n[a]", `[x](<" onclick="a>)`, "![x](data:a)", "&#106;avascript:", "[x](&#106;avascript:alert(1))", "<java\nscript:x>"} {
		f.Add(seed)
	}
	allowed := map[string]bool{"p": true, "ul": true, "ol": true, "li": true, "blockquote": true, "pre": true, "code": true, "em": true, "strong": true, "a": true, "br": true}
	f.Add("    文")
	f.Add("- 文\n\n      文\n\t\t文")
	f.Fuzz(func(t *testing.T, typed string) {
		if got, want := strings.Count(string(HTML(typed)), "文"), strings.Count(typed, "文"); got < want && !strings.ContainsAny(typed, "[]`~") {
			t.Fatalf("%q lost words: %s", typed, HTML(typed))
		}
		for z := html.NewTokenizer(strings.NewReader(string(HTML(typed)))); z.Next() != html.ErrorToken; {
			token := z.Token()
			if token.Type != html.StartTagToken && token.Type != html.SelfClosingTagToken {
				continue
			}
			if !allowed[token.Data] {
				t.Fatalf("%q makes <%s>", typed, token.Data)
			}
			for _, a := range token.Attr {
				if !attributes.MatchString(a.Key) || a.Key == "href" && !Leads(a.Val) {
					t.Fatalf("%q makes %s=%q", typed, a.Key, a.Val)
				}
			}
		}
	})
}
