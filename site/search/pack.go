package search

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
)

// fileName is a file's kind, its number where there are several of the kind (else -1), and a digest: of its content, or, of
// shards and texts, of all that are written together, because so many digests would be the most of a manifest. The digest is
// CRC-32, because browsers offer no other without a secure connection; two contents have one with a chance of 1 in 4
// billion a change.
func fileName(kind string, number int, sum uint32) string {
	if number < 0 {
		return fmt.Sprintf("%s-%08x.bin", kind, sum)
	}
	return fmt.Sprintf("%s%d-%08x.bin", kind, number, sum)
}

// Kinds of files.
const (
	shardFile = "s"
	textFile  = "t"
	dictFile  = "dict"
	spanFile  = "periods"
	tailFile  = "tail"
	namesFile = "names"
	foldName  = "fold"
)

// digest of contents before compression, one after another; 0 stands for no file, so nothing has it.
func digest(contents ...[]byte) uint32 {
	sum := uint32(0)
	for _, c := range contents {
		sum = crc32.Update(sum, crc32.IEEETable, c)
	}
	return max(1, sum)
}

// seal ends a content with a check of it and of the name it goes by, which has no digest of it alone.
func seal(content []byte, number int, sum uint32) []byte {
	return binary.BigEndian.AppendUint32(content, sealOf(content, number, sum))
}

func sealOf(content []byte, number int, sum uint32) uint32 {
	name := binary.BigEndian.AppendUint32(nil, sum)
	return digest(binary.BigEndian.AppendUint32(name, uint32(number)), content)
}

// unseal gives what was sealed for a name.
func unseal(data []byte, number int, sum uint32) ([]byte, error) {
	end := len(data) - 4
	if end < 0 || binary.BigEndian.Uint32(data[end:]) != sealOf(data[:end], number, sum) {
		return nil, ErrDamaged
	}
	return data[:end], nil
}

// packer compresses for every host alike: some compress nothing, and a browser of 2020 can inflate. A compressor is a megabyte, so
// an index is written with one of each sort.
type packer struct {
	out     bytes.Buffer
	other   bytes.Buffer
	best    *gzip.Writer
	quick   *gzip.Writer // for many short files, of which more work makes hardly less
	numbers *gzip.Writer // for contents in which little comes twice
}

const quick = 6

func newPacker() *packer {
	b, _ := gzip.NewWriterLevel(nil, gzip.BestCompression) // the levels are valid
	q, _ := gzip.NewWriterLevel(nil, quick)
	n, _ := gzip.NewWriterLevel(nil, gzip.HuffmanOnly)
	return &packer{best: b, quick: q, numbers: n}
}

// What the methods give is theirs again when they are called the next time.

func (p *packer) pack(data []byte) ([]byte, error) { return into(&p.out, p.best, data) }

func (p *packer) packText(data []byte) ([]byte, error) { return into(&p.out, p.quick, data) }

// packNumbers takes the shorter of two ways.
func (p *packer) packNumbers(data []byte) ([]byte, error) {
	a, err := into(&p.out, p.numbers, data)
	if err != nil {
		return nil, err
	}
	b, err := into(&p.other, p.quick, data)
	if len(a) < len(b) {
		return a, err
	}
	return b, err
}

func into(out *bytes.Buffer, w *gzip.Writer, data []byte) ([]byte, error) {
	out.Reset()
	w.Reset(out)
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	err := w.Close()
	return out.Bytes(), err
}

// most is how long an unpacked file may be: a damaged or hostile one must not fill the memory.
const most = 64 << 20

// unpack gives a file's content. A host may have unpacked it on the way.
func unpack(data []byte) ([]byte, error) {
	if len(data) < 2 || data[0] != 0x1f || data[1] != 0x8b {
		return data, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, ErrDamaged
	}
	return inflated(r)
}

func inflated(r io.Reader) ([]byte, error) {
	out, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil || len(out) > most {
		return nil, ErrDamaged
	}
	return out, nil
}

func checked(data []byte, sum uint32) ([]byte, error) {
	if digest(data) != sum {
		return nil, ErrDamaged
	}
	return data, nil
}
