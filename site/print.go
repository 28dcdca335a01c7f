package site

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"tongbao/site/pdf"
	"tongbao/site/web"
)

// PrintOptions say what to print and with what.
type PrintOptions struct {
	Path    string   // of a page of the site, such as bulletins/2021q3/
	Browser string   // its program, or "" for the first that is found
	Notes   bool     // leave a wide margin for 批示
	With    []string // what is printed as well: notes, instructions; needs a Reader
	Reader  *Reader  // who may see what, nil for the bulletin alone; the site must be what their role reads
}

// Print gives a page as a PDF. The site is built aside for it and shown to the browser on a loopback address; what is
// published stays as it is. It answers pdf.ErrNoBrowser before anything is built, and fs.ErrNotExist for a page that
// the site does not have.
func (s *Site) Print(ctx context.Context, o PrintOptions) ([]byte, error) {
	if o.Browser == "" {
		found, err := pdf.Find(pdf.ThisMachine())
		if err != nil {
			return nil, err
		}
		o.Browser = found
	}
	if err := os.MkdirAll(s.archive.Derived(), 0o755); err != nil {
		return nil, err
	}
	aside, err := os.MkdirTemp(s.archive.Derived(), "print-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(aside)
	shown := *s
	shown.server = o.Reader != nil // the page's script asks the server for what is printed as well
	if _, err := shown.render(ctx, aside); err != nil {
		return nil, fmt.Errorf("生成网站：%w", err)
	}
	if _, err := os.Stat(filepath.Join(aside, filepath.FromSlash(o.Path), "index.html")); err != nil {
		return nil, err
	}
	handler := web.Preview(aside, localNames("127.0.0.1"))
	if o.Reader != nil {
		handler = o.Reader.handler(s.archive, aside)
	}
	return printFrom(ctx, handler, o)
}

// printFrom answers for as long as the browser reads.
func printFrom(ctx context.Context, handler http.Handler, o PrintOptions) ([]byte, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: headerTimeout}
	go server.Serve(listener) // ends with Close, which is all there is to say
	defer server.Close()
	url := fmt.Sprintf("http://%s/%s", listener.Addr(), o.Path)
	if o.Reader != nil {
		url += "?print=" + strings.Join(o.With, ",")
	}
	return pdf.Print(ctx, o.Browser, url, pdf.Options{Notes: o.Notes, Await: o.Reader != nil, NoSandbox: os.Getuid() == 0})
}
