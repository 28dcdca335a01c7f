package site

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"tongbao/site/pdf"
	"tongbao/site/web"
)

// PrintOptions say what to print and with what.
type PrintOptions struct {
	Path    string // of a page of the site, such as bulletins/2021q3/
	Browser string // its program, or "" for the first that is found
	Notes   bool   // leave a wide margin for 批示
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
	if _, err := s.render(ctx, aside); err != nil {
		return nil, fmt.Errorf("生成网站：%w", err)
	}
	if _, err := os.Stat(filepath.Join(aside, filepath.FromSlash(o.Path), "index.html")); err != nil {
		return nil, err
	}
	return printFrom(ctx, aside, o)
}

// printFrom serves a folder for as long as the browser reads it.
func printFrom(ctx context.Context, folder string, o PrintOptions) ([]byte, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: web.Preview(folder, localNames("127.0.0.1")), ReadHeaderTimeout: headerTimeout}
	go server.Serve(listener) // ends with Close, which is all there is to say
	defer server.Close()
	url := fmt.Sprintf("http://%s/%s", listener.Addr(), o.Path)
	return pdf.Print(ctx, o.Browser, url, pdf.Options{Notes: o.Notes, NoSandbox: os.Getuid() == 0})
}
