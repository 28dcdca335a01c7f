package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// The committed exports must be what the generator writes, or the example would no longer follow its tables.
func TestCommittedExportsAreCurrent(t *testing.T) {
	fresh, committed := t.TempDir(), filepath.Join("..", "fuxin", "exports", "2021q3")
	if err := writeAll(filepath.Join("..", "fuxin", "published"), fresh); err != nil {
		t.Fatal(err)
	}
	for _, e := range exports() {
		want, err := os.ReadFile(filepath.Join(fresh, e.name))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(committed, e.name))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not current (%v); regenerate with: go run ./examples/workbooks "+
				"-from examples/fuxin/published -to examples/fuxin/exports/2021q3", e.name, err)
		}
	}
}
