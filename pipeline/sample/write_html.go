package sample

import (
	"html"
	"io"
	"strings"
)

// page writes the table as a web page.
type page struct{ w io.Writer }

func newPage(w io.Writer, name string) (sink, error) {
	_, err := io.WriteString(w, "<html>\n<head><meta charset=\"utf-8\"><title>"+html.EscapeString(name)+
		"</title></head>\n<body>\n<table border=\"1\">\n")
	return page{w}, err
}

func (p page) line(cells []Value) error {
	var out strings.Builder
	out.WriteString("<tr>")
	for _, c := range cells {
		out.WriteString("<td>")
		out.WriteString(strings.ReplaceAll(html.EscapeString(plain(c)), "\n", "<br>"))
		out.WriteString("</td>")
	}
	out.WriteString("</tr>\n")
	_, err := io.WriteString(p.w, out.String())
	return err
}

func (p page) close() error {
	_, err := io.WriteString(p.w, "</table>\n</body>\n</html>\n")
	return err
}
