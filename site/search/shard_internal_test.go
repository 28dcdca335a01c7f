package search

import (
	"encoding/binary"
	"errors"
	"math"
	"testing"
)

// A difference so large that the sum comes round again is damage, not an earlier term.
func TestTermsThatComeRound(t *testing.T) {
	shard := func(steps ...uint64) []byte {
		data := binary.AppendUvarint(nil, uint64(len(steps)))
		for _, step := range steps {
			data = binary.AppendUvarint(data, step)
		}
		for range steps {
			data = append(data, 1) // one document each
		}
		for range steps {
			data = append(data, 0) // the first
		}
		return data
	}
	if s, err := decodeShard(shard(5, 7), 1); err != nil || s.terms[1] != 12 {
		t.Fatal(s, err)
	}
	if s, err := decodeShard(shard(5, math.MaxUint64-2), 1); !errors.Is(err, ErrDamaged) {
		t.Errorf("%v, %v", s, err)
	}
}
