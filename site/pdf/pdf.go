// Package pdf prints a page with a browser that is installed on the machine.
//
// In: the browser's path and a page's address. Out: the bytes of a PDF, its pages numbered. How the page looks on paper
// is the theme's (assets/css/print.css); here is only what a style sheet cannot do.
package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Options say how to print.
type Options struct {
	Notes     bool // leave a wide margin for 批示
	Await     bool // wait until the page says that it is ready to be printed (data-printing on its root element)
	NoSandbox bool // needed by root, which Chromium's sandbox refuses
}

// limit is how long one bulletin may take; the example's takes a second.
const limit = 2 * time.Minute

// marginBoxes is the first Chromium that numbers pages by the style sheet (css-page-3 margin boxes).
const marginBoxes = 131

// Print gives the page at url as a PDF. An error holds what the browser said.
func Print(ctx context.Context, browserPath, url string, o Options) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var said bytes.Buffer
	ctx, cancel = chromedp.NewExecAllocator(ctx, flags(browserPath, o, &said)...)
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
		return nil, failed(browserPath, err, said.String())
	}
	out, err := paper(ctx, o)
	if err != nil {
		return nil, failed(browserPath, err, said.String())
	}
	return out, nil
}

func failed(browserPath string, err error, said string) error {
	return fmt.Errorf("用 %s 生成 PDF：%w%s", browserPath, err, lastWords(said))
}

func flags(browserPath string, o Options, said *bytes.Buffer) []chromedp.ExecAllocatorOption {
	out := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	out = append(out,
		chromedp.ExecPath(browserPath),
		chromedp.CombinedOutput(said),
		chromedp.Flag("no-proxy-server", true), // the page is on this machine, whatever proxy the office has
	)
	if o.NoSandbox {
		out = append(out, chromedp.NoSandbox)
	}
	return out
}

// paper prints the page that is open, once its letters are there.
func paper(ctx context.Context, o Options) ([]byte, error) {
	version, err := chromedp.CallBrowser(ctx, browser.GetVersion, cdp.Empty{})
	if err != nil {
		return nil, err
	}
	ready := "document.fonts.ready.then(() => true)"
	if o.Notes {
		ready = "document.documentElement.classList.add('print-notes'); " + ready
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](ready, chromedp.EvalAwaitPromise)); err != nil {
		return nil, err
	}
	if o.Await {
		state, err := chromedp.Run(ctx, chromedp.Evaluate[string](whenReady, chromedp.EvalAwaitPromise))
		if err == nil && state != "ready" {
			err = errors.New("页面没有读到要一并打印的内容")
		}
		if err != nil {
			return nil, err
		}
	}
	return chromedp.Run(ctx, chromedp.PrintToPDF(settings(version.Product)))
}

// whenReady gives what the page says once it says something.
const whenReady = `new Promise((done) => {
  const look = () => document.documentElement.dataset.printing ? done(document.documentElement.dataset.printing) : setTimeout(look, 20);
  look();
})`

// footer numbers the pages where the style sheet cannot: 四号 digits between dashes, at the outer edge's distance from
// the paper as GB/T 9704 has it, in the middle because a template knows no left and right pages.
const footer = `<div style="width:100%;margin-bottom:18mm;text-align:center;font:14pt serif">— <span class="pageNumber"></span> —</div>`

// settings choose by the browser's version: from marginBoxes on, the style sheet numbers the pages.
func settings(product string) chromedp.PDFOption {
	yes := true
	return func(p *page.PrintToPDFParams) {
		p.PreferCSSPageSize, p.PrintBackground = &yes, &yes
		if major(product) >= marginBoxes {
			p.GenerateTaggedPDF, p.GenerateDocumentOutline = &yes, &yes
			return
		}
		p.DisplayHeaderFooter, p.HeaderTemplate, p.FooterTemplate = &yes, "<span></span>", footer
	}
}

var versionNumber = regexp.MustCompile(`/(\d+)\.`)

// major is the version of a product such as HeadlessChrome/83.0.4103.61, or 0.
func major(product string) int {
	m := versionNumber.FindStringSubmatch(product)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1]) // 0 where it is no number we know
	return n
}

// lastWords are the end of what the browser printed, for whoever must find out why it did not start.
func lastWords(said string) string {
	const most = 3
	lines := strings.Split(strings.TrimSpace(said), "\n")
	if len(lines) > most {
		lines = lines[len(lines)-most:]
	}
	if text := strings.TrimSpace(strings.Join(lines, "\n")); text != "" {
		return "\n浏览器的输出：" + text
	}
	return ""
}
