// Package evidence joins what stands behind the figures of a bulletin's words: how each was computed, from which cells, and
// where those were read.
//
// In: the data of one bulletin (docs/schema: summary, rankings, sources), as a file system. Out: the one JSON file that
// the page asks for when a reader opens a figure. It touches neither clock nor disk, and does not look into the data:
// a build has hundreds of bulletins and a reader opens a figure of one, so the reader's browser does.
package evidence

import (
	"bytes"
	"fmt"
	"io/fs"
)

// Name is the file's name beside the bulletin's page.
const Name = "evidence.json"

// File is {"summary": …, "rankings": …, "sources": …} of the bulletin whose data folder is given. The error names the file
// that cannot be read.
func File(data fs.FS) ([]byte, error) {
	parts := []string{"summary", "rankings", "sources"}
	var bodies [][]byte
	size := 0
	for _, part := range parts {
		body, err := fs.ReadFile(data, part+".json")
		if err != nil {
			return nil, err
		}
		bodies = append(bodies, body)
		size += len(body)
	}
	var out bytes.Buffer
	out.Grow(size * 2 / 3) // a third of a data file is indentation
	for i, body := range bodies {
		fmt.Fprintf(&out, "%c%q:", "{,,"[i], parts[i])
		writeDense(&out, body)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// writeDense leaves out line ends and indentation. JSON has no line end within a string, so nothing else is lost.
func writeDense(out *bytes.Buffer, body []byte) {
	for len(body) > 0 {
		end := bytes.IndexByte(body, '\n')
		if end < 0 {
			end = len(body)
		}
		out.Write(bytes.TrimSuffix(body[:end], []byte("\r")))
		body = body[min(end+1, len(body)):]
		for len(body) > 0 && (body[0] == ' ' || body[0] == '\t') {
			body = body[1:]
		}
	}
}
