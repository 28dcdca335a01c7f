package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/mattn/go-isatty"

	"tongbao/pipeline"
)

// bar shows on a terminal how far a long reading is: file, share, rows, rows a second, time left. Anywhere else, and for
// work that ends at once, it shows nothing.
type bar struct {
	w       io.Writer
	start   time.Time
	shown   time.Time
	visible bool
}

// The bar appears after a moment and changes a few times a second.
const (
	barAfter = 300 * time.Millisecond
	barEvery = 150 * time.Millisecond
	barWidth = 24
)

func newBar(w io.Writer, quiet bool) *bar {
	file, ok := w.(*os.File)
	if quiet || !ok || !isatty.IsTerminal(file.Fd()) {
		w = nil
	}
	return &bar{w: w, start: time.Now()}
}

func (b *bar) show(p pipeline.Progress) {
	now := time.Now()
	if b.w == nil || now.Sub(b.start) < barAfter || now.Sub(b.shown) < barEvery {
		return
	}
	b.shown, b.visible = now, true
	fmt.Fprint(b.w, "\r\x1b[K")
	fmt.Fprint(plainText{b.w}, barText(p, now.Sub(b.start)))
}

// barText is one line: [████░░] 43% 168,000 行 210,000 行/秒 约剩 3 秒 热线平台工单.csv.
func barText(p pipeline.Progress, since time.Duration) string {
	share := 0.0
	if p.Total > 0 {
		share = float64(p.Read) / float64(p.Total)
	}
	full := int(share * barWidth)
	line := fmt.Sprintf("[%s%s] %3.0f%%  %d 行", strings.Repeat("█", full), strings.Repeat("░", barWidth-full), share*100, p.Rows)
	if s := since.Seconds(); s > 0 && p.Rows > 0 {
		line += fmt.Sprintf("  %.0f 行/秒", float64(p.Rows)/s)
	}
	if share > 0.02 && share < 1 {
		line += fmt.Sprintf("  约剩 %.0f 秒", since.Seconds()*(1-share)/share+0.5)
	}
	return line + "  " + p.File
}

// clear takes the bar away before the results are printed.
func (b *bar) clear() {
	if b.visible {
		fmt.Fprint(b.w, "\r\x1b[K")
	}
}
