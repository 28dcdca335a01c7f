package prose

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// hostile are texts that mean something to Markdown, HTML, Hugo or a template.
var hostile = []string{
	"{{< youtube abc >}}", "{{% nosuch %}}", "{{ .Site.Title }}", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
	"</p><h1>x</h1>", "<!-- comment -->", "&lt;b&gt;", "&amp;", "&#60;", "**bold**", "_em_", "`code`", "```", "~~~", "~~del~~",
	"# heading", "## 标题", "1. one", "12) x", "- item", "+ item", "* item", "> quote", "---", "***", "===", "+++", "| a | b |",
	"[x](javascript:alert(1))", "![x](http://example.com/a.png)", "[x]: http://example.com", "http://example.com/?a=b&c=d",
	"www.example.com", "a@example.com", "<http://example.com>", `back\slash`, `\*`, `"quotes" 'single' -- dash...`, "#", "\\",
	"{#id .class}", "{#overview-volume data-digest=\"abc\"}", ": definition", "[^1]", "$x$", "^sup^", "==mark==", ":smile:", "a  b",
	"1.5", "100%", "2021.9.10", "C++", "张三（化名）", "“引号”", "…", "*", "_", "!", "![", "]", "(", "a_b_c", "5 * 3 * 2", "x<y>z", "a|b",
}

// What plain writes is shown exactly as it was, alone on a line and in the middle of a sentence.
func TestPlainShowsTheText(t *testing.T) {
	for _, text := range hostile {
		for _, frame := range [][2]string{{"", ""}, {"三季度，", "。"}, {"**甲县**。", ""}, {"[", "](fact:a.b)"}} {
			if got := shown(t, frame[0]+plain(text)+frame[1]); got != strip(frame)(text) {
				t.Errorf("plain(%q) between %q shows %q", text, frame, got)
			}
		}
	}
}

func FuzzPlain(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsFunc(text, func(c rune) bool {
			return c < ' ' || c == 0x7f || c == 0xfffd || direction(c) != 0 || c >= 0x80 && c < 0xa0
		}) {
			return // control characters are replaced, directions closed
		}
		want := strings.Join(strings.Fields(text), " ")
		if got := shown(t, "x"+plain(text)+"y"); got != "x"+want+"y" {
			t.Errorf("plain(%q) shows %q", text, got)
		}
	})
}

func TestPlainClosesDirections(t *testing.T) {
	if got := plain("甲\u202e乙"); !strings.HasSuffix(got, "乙\u202c\u2069") {
		t.Errorf("an override stays open: %q", got)
	}
	if got := plain("甲\u202e乙\u202c"); strings.Count(got, "\u202c") != 1 {
		t.Errorf("a closed override is closed again: %q", got)
	}
}

var tags = regexp.MustCompile(`<[^>]*>`)

// shown renders Markdown with everything switched on that Hugo could have on, and gives the visible text.
func shown(t *testing.T, markdown string) string {
	t.Helper()
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList, extension.DefinitionList, extension.Footnote))
	var out bytes.Buffer
	if err := md.Convert([]byte(markdown), &out); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(html.UnescapeString(tags.ReplaceAllString(out.String(), "")), "\n")
}

// strip gives what is visible of a frame around a text.
func strip(frame [2]string) func(string) string {
	visible := func(s string) string {
		return strings.NewReplacer("**", "", "[", "", "](fact:a.b)", "").Replace(s)
	}
	return func(text string) string {
		return visible(frame[0]) + strings.Join(strings.Fields(text), " ") + visible(frame[1])
	}
}
