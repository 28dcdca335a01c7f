package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"
)

// Head is the end of a chain. The zero Head is that of an empty chain. A head that was written down elsewhere (a backup,
// a log line, a page) is what shows that a tail was cut off.
type Head struct {
	Seq  int64
	Hash Hash
}

// String is the head as people copy it: "SEQ:HEX".
func (h Head) String() string {
	return strconv.FormatInt(h.Seq, 10) + ":" + hex.EncodeToString(h.Hash[:])
}

// ErrHead says that a text is no head.
var ErrHead = errors.New("audit: a head is SEQ:HASH")

// ParseHead reads what String wrote.
func ParseHead(text string) (Head, error) {
	seq, digest, _ := strings.Cut(strings.TrimSpace(text), ":")
	n, err := strconv.ParseInt(seq, 10, 64)
	raw, hexErr := hex.DecodeString(digest)
	if err != nil || hexErr != nil || n < 0 || len(raw) != len(Hash{}) {
		return Head{}, ErrHead
	}
	return Head{n, Hash(raw)}, nil
}

// Append makes the row that follows a head, and the new head. The entry's sequence number is the head's plus one and its
// time is cut to whole microseconds of UTC.
func Append(head Head, e Entry) (Row, Head) {
	e.Seq, e.At = head.Seq+1, e.At.UTC().Truncate(time.Microsecond)
	row := Row{e, sha256.Sum256(e.encode(head.Hash[:]))}
	return row, Head{e.Seq, row.Hash}
}

// Break says what is wrong where a chain breaks.
type Break string

// The ways a chain breaks.
const (
	Altered  Break = "altered"  // the row's hash does not fit it and the row before: edited, swapped or inserted
	Missing  Break = "missing"  // there is no row of this number: deleted, or cut off at the end
	Repeated Break = "repeated" // a row stands where a later number belongs: inserted, or out of order
	Replaced Break = "replaced" // the chain holds in itself, but at the outside head's number it is another one
)

// Broken is the error of a chain that does not hold. Seq is the first sequence number that is not what it was; with
// Replaced it is the outside head's, and the change lies at or before it.
type Broken struct {
	Seq int64
	Why Break
}

func (b *Broken) Error() string {
	return fmt.Sprintf("audit: the chain is broken at %d: %s", b.Seq, b.Why)
}

// Verify goes through all rows in stored order, from the first, and gives the chain's head. It fails with *Broken at the
// first row that does not fit, and with the error of rows as it is. Without an outside head a cut tail, or a chain
// computed anew from some row on, looks whole; with one, both are found.
func Verify(rows iter.Seq2[Row, error], outside *Head) (Head, error) {
	var head Head
	var buffer []byte
	for row, err := range rows {
		if err != nil {
			return head, err
		}
		want := head.Seq + 1
		switch {
		case row.Seq > want:
			return head, &Broken{want, Missing}
		case row.Seq < want:
			return head, &Broken{want, Repeated}
		}
		buffer = row.encode(append(buffer[:0], head.Hash[:]...))
		if sha256.Sum256(buffer) != row.Hash {
			return head, &Broken{want, Altered}
		}
		head = Head{row.Seq, row.Hash}
		if outside != nil && outside.Seq == head.Seq && outside.Hash != head.Hash {
			return head, &Broken{head.Seq, Replaced}
		}
	}
	if outside != nil && outside.Seq > head.Seq {
		return head, &Broken{head.Seq + 1, Missing}
	}
	return head, nil
}
