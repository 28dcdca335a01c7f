package archive

import (
	"bytes"
	"io"
	"strings"
)

// newReader skips the byte order mark that Windows Notepad puts in front of a saved file.
func newReader(data []byte) io.Reader {
	return bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
}

func key(parts []string) string { return strings.Join(parts, ".") }
