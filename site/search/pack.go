package search

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"fmt"
	"hash/crc32"
	"io"
)

// fileName is a file's kind, its number where there are several of the kind (else -1), and its digest. The digest is CRC-32,
// because browsers offer no other without a secure connection and four bytes a file keep the directory small; the same
// number of the same kind has one content for one digest, with a chance of 1 in 4 billion a change that it has not.
func fileName(kind string, number int, sum uint32) string {
	if number < 0 {
		return fmt.Sprintf("%s-%08x.bin", kind, sum)
	}
	return fmt.Sprintf("%s%d-%08x.bin", kind, number, sum)
}

// Kinds of files.
const (
	metaFile  = "meta"
	shardFile = "s"
	partFile  = "p"
	textFile  = "t"
	dictFile  = "dict"
	spanFile  = "periods"
	tailFile  = "tail"
	namesFile = "names"
	foldName  = "fold"
)

// digest of a file's content before compression; 0 stands for no file, so nothing has it.
func digest(data []byte) uint32 { return max(1, crc32.ChecksumIEEE(data)) }

// packer compresses for every host alike: some compress nothing, and a browser of 2020 can inflate.
type packer struct {
	out   bytes.Buffer
	gzip  *gzip.Writer
	dict  []byte
	check uint32 // of the dictionary
	flate *flate.Writer
}

func newPacker(dict []byte) *packer {
	g, _ := gzip.NewWriterLevel(nil, gzip.BestCompression) // the level is valid
	f, _ := flate.NewWriterDict(nil, flate.BestCompression, dict)
	return &packer{gzip: g, dict: dict, check: crc32.ChecksumIEEE(dict), flate: f}
}

func (p *packer) pack(data []byte) ([]byte, error) {
	p.out.Reset()
	p.gzip.Reset(&p.out)
	if _, err := p.gzip.Write(data); err != nil {
		return nil, err
	}
	err := p.gzip.Close()
	return bytes.Clone(p.out.Bytes()), err
}

// most is how long an unpacked file may be: a damaged or hostile one must not fill the memory.
const most = 64 << 20

// unpack gives a file's content, where it is the one that the digest is of. A host may have unpacked it on the way.
func unpack(data []byte, sum uint32) ([]byte, error) {
	if len(data) < 2 || data[0] != 0x1f || data[1] != 0x8b {
		return checked(data, sum)
	}
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, ErrDamaged
	}
	out, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil || len(out) > most {
		return nil, ErrDamaged
	}
	return checked(out, sum)
}

func checked(data []byte, sum uint32) ([]byte, error) {
	if digest(data) != sum {
		return nil, ErrDamaged
	}
	return data, nil
}
