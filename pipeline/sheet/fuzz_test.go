package sheet

import (
	"os"
	"path/filepath"
	"testing"
)

// FuzzRead feeds any bytes: no panic, and what is read keeps its places in order.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("../../examples/fuxin/exports/*/*")
	if err != nil || len(files) == 0 {
		f.Fatalf("no example exports to start from: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		check(f, err)
		f.Add(data)
	}
	f.Add([]byte("sep=;\na;b\n\"1\n2\";3\n"))
	f.Add([]byte(oleMagic))
	f.Fuzz(func(t *testing.T, data []byte) {
		book, _ := Read("f", data)
		for _, s := range book.Sheets {
			last := 0
			for _, r := range s.Rows {
				if r.Number <= last {
					t.Fatalf("row %d after row %d", r.Number, last)
				}
				last = r.Number
			}
		}
	})
}
