package sheet

import "io"

// A part of this size is inflated by a second goroutine while the first one reads what it gives.
const (
	aheadFrom   = 1 << 20
	aheadBuffer = 128 << 10
)

// ahead is a reader whose bytes another goroutine fetches.
type ahead struct {
	source io.Closer
	full   chan piece
	free   chan []byte
	stop   chan struct{}
	now    piece
	at     int
}

type piece struct {
	data []byte
	err  error
}

func readAhead(r io.ReadCloser) *ahead {
	const pieces = 3
	a := &ahead{source: r, full: make(chan piece, pieces), free: make(chan []byte, pieces), stop: make(chan struct{})}
	for range pieces {
		a.free <- make([]byte, aheadBuffer)
	}
	go a.fetch(r)
	return a
}

func (a *ahead) fetch(r io.Reader) {
	defer close(a.full)
	for {
		select {
		case <-a.stop:
			return
		case buf := <-a.free:
			p := filled(r, buf)
			a.full <- p // has room for every buffer there is
			if p.err != nil {
				return
			}
		}
	}
}

// filled reads until the buffer is full or the reader ends, and keeps how it ended.
func filled(r io.Reader, buf []byte) piece {
	n := 0
	for n < len(buf) {
		m, err := r.Read(buf[n:])
		n += m
		if err != nil {
			return piece{buf[:n], err}
		}
	}
	return piece{buf, nil}
}

// Read gives what has been fetched.
func (a *ahead) Read(p []byte) (int, error) {
	for a.at == len(a.now.data) {
		if a.now.err != nil {
			return 0, a.now.err
		}
		if a.now.data != nil {
			a.free <- a.now.data[:cap(a.now.data)]
		}
		a.now, a.at = <-a.full, 0
	}
	n := copy(p, a.now.data[a.at:])
	a.at += n
	return n, nil
}

// Close ends the fetching and waits for it, so that nothing reads from the file any more.
func (a *ahead) Close() error {
	close(a.stop)
	for range a.full {
	}
	return a.source.Close()
}
