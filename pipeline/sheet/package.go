package sheet

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/klauspost/compress/flate"
)

// parts are the parts of an admitted workbook, opened by name. Only the parts that are needed are ever opened: pictures,
// macros, links and embedded objects stay shut.
type parts struct{ byName map[string]*zip.File }

func openPackage(r io.ReaderAt, size int64) (parts, error) {
	zr, err := zip.NewReader(r, size)
	if err != nil {
		return parts{}, err
	}
	if err := admit(r, zr); err != nil {
		return parts{}, err
	}
	zr.RegisterDecompressor(zip.Deflate, func(r io.Reader) io.ReadCloser { return flate.NewReader(r) })
	p := parts{map[string]*zip.File{}}
	for _, f := range zr.File {
		p.byName[strings.ToLower(f.Name)] = f
	}
	return p, nil
}

// errPart marks an error with the part it is in.
func errPart(name string, err error) error { return fmt.Errorf("部件 %s：%w", name, err) }

// open opens a part for one pass. Reading on to its end compares its checksum.
func (p parts) open(name string) (*xmlReader, io.Closer, error) {
	f, ok := p.byName[strings.ToLower(name)]
	if !ok {
		return nil, nil, errPart(name, errors.New("缺失"))
	}
	if err := admitSize(f); err != nil {
		return nil, nil, err
	}
	r, err := f.Open()
	if err != nil {
		return nil, nil, errPart(name, errors.New("无法展开"))
	}
	if f.UncompressedSize64 > aheadFrom {
		r = readAhead(r)
	}
	return newXMLReader(r), r, nil
}

// each passes every tag of a part to one, to the part's end.
func (p parts) each(name string, one func(x *xmlReader, t tag) error) error {
	x, closer, err := p.open(name)
	if err != nil {
		return err
	}
	defer closer.Close()
	for {
		t, err := x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = one(x, t)
		}
		if err != nil {
			return errPart(name, broken(err))
		}
	}
}

func (p parts) size(name string) uint64 {
	if f, ok := p.byName[strings.ToLower(name)]; ok {
		return f.UncompressedSize64
	}
	return 0
}

// broken words what went wrong with the bytes themselves.
func broken(err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, zip.ErrChecksum):
		return errors.New("校验和不符，文件已损坏")
	case errors.As(err, &corrupt), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, zip.ErrFormat):
		return errors.New("压缩数据已损坏")
	}
	return err
}

func (p parts) has(name string) bool {
	_, ok := p.byName[strings.ToLower(name)]
	return ok
}

// target resolves a relationship's target, which is relative to the folder of the part that has it.
func target(folder, to string) string {
	if strings.HasPrefix(to, "/") {
		return strings.TrimPrefix(path.Clean(to), "/")
	}
	return path.Join(folder, to)
}
