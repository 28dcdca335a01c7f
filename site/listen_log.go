package site

import (
	"log"
	"log/slog"
	"regexp"
	"strings"
)

// connectionLog writes what net/http says of broken connections (failed TLS handshakes, panics of an answer) into the server's log, as
// a warning and without anybody's address: whence people come is in the audit, which not everybody may read.
func connectionLog(to *slog.Logger) *log.Logger { return log.New(connectionLines{to}, "", 0) }

type connectionLines struct{ to *slog.Logger }

func (l connectionLines) Write(line []byte) (int, error) {
	l.to.Warn("connection", "error", strings.TrimSpace(withoutAddresses(string(line))))
	return len(line), nil
}

// hostPort are the addresses that Go's messages name, with ports and zones: 192.0.2.1:443, [fe80::1%eth0]:443.
var hostPort = regexp.MustCompile(`\d{1,3}(\.\d{1,3}){3}:\d+|\[[0-9A-Fa-f:.]+(%[^\]]*)?\]:\d+`)

func withoutAddresses(text string) string { return hostPort.ReplaceAllString(text, "…") }
