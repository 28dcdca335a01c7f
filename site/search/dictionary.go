package search

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"math/bits"
)

// The bulletins of an office say much the same in the same words, and texts are small, so each is packed as what follows a
// dictionary that a reader fetches once: as the rest of a gzip file whose beginning is the dictionary, so that browsers,
// which know gzip and no dictionaries, unpack the two together.

// dictionaryBytes is how long a dictionary is at most; deflate looks back 32 kB.
const dictionaryBytes = 16 << 10

// dictionary is the text of one bulletin, or nothing where texts have too little of it in common to make up for it in a first
// query. It is the bulletin that was the newest when there were last as many as a power of two: one more bulletin seldom
// changes the dictionary, and with it all texts.
func (p *packer) dictionary(bulletins []Bulletin) (*follower, error) {
	if len(bulletins) < 2 {
		return nil, nil
	}
	at := 1<<(bits.Len(uint(len(bulletins)))-1) - 1
	words, err := texted(bulletins[at])
	if err != nil {
		return nil, err
	}
	dict := bytes.Join(words, nil)
	dict = dict[:min(len(dict), dictionaryBytes)]
	others, err := texted(bulletins[at/2])
	if err != nil {
		return nil, err
	}
	with := newFollower(dict)
	saved := 0
	for _, text := range others {
		a, err := p.packText(text)
		if err != nil {
			return nil, err
		}
		b, err := with.pack(text)
		if err != nil {
			return nil, err
		}
		saved += len(a) - len(b)
	}
	packed, err := p.pack(dict)
	if err != nil || saved*hitsShown <= len(packed)*len(others) {
		return nil, err
	}
	return with, nil
}

// hitsShown is how many texts a first query reads.
const hitsShown = 10

func texted(b Bulletin) ([][]byte, error) {
	var out [][]byte
	for _, piece := range pieces(b) {
		body, err := json.Marshal(piece.withTraditional())
		if err != nil {
			return nil, err
		}
		out = append(out, body)
	}
	return out, nil
}

// follower packs what follows a dictionary.
type follower struct {
	out   bytes.Buffer
	dict  []byte
	check uint32 // of the dictionary
	flate *flate.Writer
}

func newFollower(dict []byte) *follower {
	f := &follower{dict: dict, check: crc32.ChecksumIEEE(dict)}
	f.flate, _ = flate.NewWriterDict(nil, quick, dict) // the level is valid
	return f
}

// pack gives deflate, and the check and length of both, as a gzip file ends, until it is called again.
func (f *follower) pack(data []byte) ([]byte, error) {
	f.out.Reset()
	f.flate.Reset(&f.out)
	if _, err := f.flate.Write(data); err != nil {
		return nil, err
	}
	if err := f.flate.Close(); err != nil {
		return nil, err
	}
	end := binary.LittleEndian.AppendUint32(nil, crc32.Update(f.check, crc32.IEEETable, data))
	f.out.Write(binary.LittleEndian.AppendUint32(end, uint32(len(f.dict)+len(data)))) // #nosec G115 -- modulo 2^32, as RFC 1952 has it
	return f.out.Bytes(), nil
}

// unpackAfter reads what a follower packed; the seal within stands for the check.
func unpackAfter(data, dict []byte) ([]byte, error) {
	return inflated(flate.NewReaderDict(bytes.NewReader(data), dict))
}
