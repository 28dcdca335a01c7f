package page

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"tongbao/pipeline/record"
)

// Index writes the bulletin's own page. Its front matter carries a digest of itself: while nobody edited it, it follows
// the settings; once a person did, it is theirs and only reported.
func Index(p record.Period, i Imprint, old []byte) (File, []Kept) {
	path := ContentDir(p) + "/index.md"
	fresh := frontOf(p, i)
	front, body, ok := splitFront(old)
	if len(bytes.TrimSpace(old)) > 0 && (!ok || !untouchedFront(front) || strings.TrimSpace(body) != "") {
		return File{path, old}, []Kept{{Path: path, Key: "index", Reason: "已被人工修改，保留原文"}}
	}
	return File{path, []byte("+++\n" + fresh + "digest = \"" + digest(fresh) + "\"\n+++\n")}, nil
}

var digestLine = regexp.MustCompile(`(?m)^digest = "([0-9a-f]+)"\n`)

func untouchedFront(front string) bool {
	m := digestLine.FindStringSubmatch(front)
	return m != nil && digest(digestLine.ReplaceAllString(front, "")) == m[1]
}

func frontOf(p record.Period, i Imprint) string {
	var out bytes.Buffer
	title := i.Title
	if title == "" {
		title = p.Label() + "诉求办理情况"
	}
	field := func(key, value string) { fmt.Fprintf(&out, "%s = %s\n", key, quoted(value)) }
	field("title", title)
	field("period", p.Key)
	fmt.Fprintf(&out, "year = %d\n", p.Year)
	field("period_label", p.Label())
	field("period_start", p.Start())
	if i.Date != "" {
		fmt.Fprintf(&out, "date = %s\n", i.Date)
	}
	if i.Number > 0 {
		fmt.Fprintf(&out, "number = %d\n", i.Number)
	}
	field("masthead", i.Masthead)
	field("issuer", i.Issuer)
	field("report_to", i.ReportTo)
	field("copy_to", i.CopyTo)
	field("distribute", i.Distribute)
	field("contact", i.Contact)
	fmt.Fprintf(&out, "copies = %d\n", i.Copies)
	return out.String()
}

// quoted writes a TOML basic string on one line.
func quoted(text string) string {
	var out strings.Builder
	out.WriteByte('"')
	for _, c := range text {
		switch {
		case c == '"' || c == '\\':
			out.WriteByte('\\')
			out.WriteRune(c)
		case c < 0x20 || c == 0x7f:
			fmt.Fprintf(&out, `\u%04x`, c)
		default:
			out.WriteRune(c)
		}
	}
	out.WriteByte('"')
	return out.String()
}
