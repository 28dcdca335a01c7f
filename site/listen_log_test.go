package site

import (
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// lines is a log that tests read while it is written, with a signal for each line.
type lines struct {
	mu   sync.Mutex
	text strings.Builder
	came chan struct{}
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text.Write(p)
	l.came <- struct{}{}
	return len(p), nil
}

// A failed handshake is in the log as a line like every other, without the address it came from.
func TestFailedHandshakesAreLoggedWithoutAddresses(t *testing.T) {
	said := &lines{came: make(chan struct{}, 10)}
	s := httptest.NewUnstartedServer(nil)
	s.Config = newServer(http.NotFoundHandler())
	s.Config.ErrorLog = connectionLog(slog.New(slog.NewTextHandler(said, nil)))
	s.TLS = &tls.Config{MinVersion: tls.VersionTLS13}
	s.StartTLS()
	defer s.Close()
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Write([]byte("no TLS at all, and long enough to be seen as none\n")); err != nil {
		t.Fatal(err)
	}
	<-said.came
	conn.Close()
	said.mu.Lock()
	defer said.mu.Unlock()
	if text := said.text.String(); !strings.Contains(text, "level=WARN") || !strings.Contains(text, "TLS handshake error") || strings.Contains(text, "127.0.0.1") {
		t.Error(text)
	}
	if got := withoutAddresses("read tcp [fe80::1%eth0]:8443->[2001:db8::7]:51000: timeout"); got != "read tcp …->…: timeout" {
		t.Error(got)
	}
}
