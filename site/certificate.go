package site

import (
	"crypto/tls"
	"os"
	"sync"
	"time"
)

// certificate is a pair of PEM files that may be renewed while the server runs: they are read anew when they change. While the
// new ones cannot be read, as between the two being copied, the old ones serve.
type certificate struct {
	certFile, keyFile string

	mu     sync.Mutex
	loaded *tls.Certificate
	of     time.Time // the later of the files' times
}

func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	changed := later(c.certFile, c.keyFile)
	if c.loaded != nil && changed.Equal(c.of) {
		return c.loaded, nil
	}
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		if c.loaded != nil {
			return c.loaded, nil
		}
		return nil, err
	}
	c.loaded, c.of = &pair, changed
	return c.loaded, nil
}

func later(files ...string) time.Time {
	var latest time.Time
	for _, name := range files {
		if info, err := os.Stat(name); err == nil && info.ModTime().After(latest) {
			latest = info.ModTime()
		}
	}
	return latest
}
