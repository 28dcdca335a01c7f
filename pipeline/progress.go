package pipeline

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"sync/atomic"
)

// Progress says how far the reading of the exports is.
type Progress struct {
	File  string
	Read  int64 // bytes of all files so far
	Total int64
	Rows  int64 // cases so far
	Done  bool
}

// meter counts what is read, from whichever goroutine, and tells it now and then.
type meter struct {
	tell  func(Progress)
	total int64
	file  string
	start int64 // bytes of the files before
	size  int64 // of the file at hand
	bytes atomic.Int64
	cases int64
}

func newMeter(dir string, names []string, tell func(Progress)) (*meter, error) {
	m := &meter{tell: tell}
	for _, name := range names {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		m.total += info.Size()
	}
	return m, nil
}

// reader counts what is read of the next file, and fails once the run is interrupted.
func (m *meter) reader(ctx context.Context, name string, file *os.File) io.ReaderAt {
	m.start += m.size
	m.file, m.size = name, 0
	if info, err := file.Stat(); err == nil {
		m.size = info.Size()
	}
	m.bytes.Store(0)
	m.report(false)
	return &metered{ctx, file, m}
}

type metered struct {
	ctx  context.Context
	file *os.File
	m    *meter
}

func (r *metered) ReadAt(p []byte, off int64) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.file.ReadAt(p, off)
	r.m.bytes.Add(int64(n))
	return n, err
}

func (m *meter) rows(n int64) {
	m.cases += n
	m.report(false)
}

func (m *meter) done() {
	m.start, m.size = m.total, 0
	m.report(true)
}

func (m *meter) report(done bool) {
	if m.tell != nil {
		m.tell(Progress{m.file, m.start + min(m.bytes.Load(), m.size), m.total, m.cases, done})
	}
}
