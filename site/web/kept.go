package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// A file is what is sent of one: its bytes, the same compressed where that helps, and a tag of the content. The tag is weak,
// because compression changes the bytes and not the meaning.
type file struct {
	info   os.FileInfo
	body   []byte
	packed []byte // nil where compression does not help
	tag    string
}

// kept holds the files that were asked for lately, so that each is read and compressed once a build.
type kept struct {
	mu    sync.Mutex
	files map[string]*file
	bytes int
}

const (
	keptBytes  = 64 << 20 // all together; then all are forgotten and those in use come back
	packedFrom = 1 << 10  // shorter ones fit one packet anyhow
)

func newKept() *kept { return &kept{files: map[string]*file{}} }

// still gives the file at a path where it is kept and info says that it is the same as when it was read. It was looked for
// within its folder then, so the path has to be that of then as well.
func (k *kept) still(name string, info os.FileInfo) (*file, bool) {
	k.mu.Lock()
	f, ok := k.files[name]
	k.mu.Unlock()
	return f, ok && os.SameFile(f.info, info) && f.info.ModTime().Equal(info.ModTime()) && f.info.Size() == info.Size()
}

// get reads the file at a path, whose info and opened content are those of this moment.
func (k *kept) get(name string, info os.FileInfo, opened io.Reader) (*file, error) {
	f, err := read(name, info, opened)
	if err != nil {
		return nil, err
	}
	k.put(name, f)
	return f, nil
}

func (k *kept) put(name string, f *file) {
	size := len(f.body) + len(f.packed)
	k.mu.Lock()
	defer k.mu.Unlock()
	if old, ok := k.files[name]; ok {
		k.bytes -= len(old.body) + len(old.packed)
		delete(k.files, name)
	}
	if k.bytes+size > keptBytes {
		clear(k.files)
		k.bytes = 0
	}
	if size <= keptBytes/4 {
		k.files[name] = f
		k.bytes += size
	}
}

func read(name string, info os.FileInfo, opened io.Reader) (*file, error) {
	body, err := io.ReadAll(opened)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	sum := sha256.Sum256(body)
	f := &file{info: info, body: body, tag: `W/"` + hex.EncodeToString(sum[:12]) + `"`}
	if compressible(name) && len(body) >= packedFrom {
		f.packed = compressed(body)
	}
	return f, nil
}

// compressible files are text; the search index is compressed already.
func compressible(name string) bool {
	return contentTypes[path.Ext(name)] != "" && path.Ext(name) != ".bin"
}

func compressed(body []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(body) // a buffer never fails
	if w.Close() != nil || out.Len() >= len(body) {
		return nil
	}
	return out.Bytes()
}
