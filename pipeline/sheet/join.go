package sheet

import (
	"errors"
	"io"
	"slices"
)

// sharedJoin reads the shared strings beside the rows that use them. Spreadsheet programs number them as they first
// appear, so a row's new strings stand right behind those of the row before: one pass over either part is enough, and
// of each stretch only what the wanted columns name is kept. Where a workbook numbers them otherwise, a wanted column
// comes to name a string that has been passed over; then [rowStream.readShared] looks first at the whole sheet.
type sharedJoin struct {
	*sharedStrings
	workbook *workbook
	x        *xmlReader
	closer   io.Closer
	names    []int // of the row at hand
}

func (w *workbook) joinShared() (*sharedJoin, error) {
	j := &sharedJoin{sharedStrings: &sharedStrings{used: &bitset{}, offsets: []uint32{0}}, workbook: w}
	if !w.has(w.strings) {
		return j, nil
	}
	var err error
	j.x, j.closer, err = w.open(w.strings)
	return j, err
}

// Close ends the reading.
func (j *sharedJoin) Close() error {
	if j.closer == nil {
		return nil
	}
	return j.closer.Close()
}

// follow reads on as far as a row's cells need; known is false where they name what has been passed over.
func (j *sharedJoin) follow(r *rowReader) (known bool, err error) {
	j.names = j.names[:0]
	most := -1
	for _, c := range r.cells {
		if c.stored != storedShared {
			continue
		}
		i := digits(r.text[c.from:c.to])
		if i < j.count && !j.used.has(i) {
			return false, nil
		}
		if most = max(most, i); i >= j.count {
			j.names = append(j.names, i)
		}
	}
	return true, j.readTo(most)
}

// readTo reads the strings up to a number and keeps those that the row at hand names.
func (j *sharedJoin) readTo(most int) error {
	for j.count <= most && j.x != nil {
		if slices.Contains(j.names, j.count) {
			j.used.append(j.count, len(j.offsets)-1)
		}
		err := j.one(j.x)
		if errors.Is(err, io.EOF) {
			return nil // the row's cell will be found to name nothing
		}
		if err != nil {
			return errPart(j.workbook.strings, broken(err))
		}
	}
	return nil
}

// rest reads to the part's end, where its checksum is compared.
func (j *sharedJoin) rest() error {
	j.names = j.names[:0]
	return j.readTo(maxShared)
}
