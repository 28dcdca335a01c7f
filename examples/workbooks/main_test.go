package main

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

var published = filepath.Join("..", "fuxin", "published")

// The committed exports of every quarter must be what the generator writes, or the example would no longer follow its
// tables.
func TestCommittedExportsAreCurrent(t *testing.T) {
	fresh, committed := t.TempDir(), filepath.Join("..", "fuxin", "exports")
	if err := writeAll(published, fresh); err != nil {
		t.Fatal(err)
	}
	want, got := files(t, fresh), files(t, committed)
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if !bytes.Equal(got[name], want[name]) {
			t.Errorf("%s is not current; regenerate with: make golden", name)
		}
	}
	if len(got) != len(want) || len(want) != 6+3*5 {
		t.Errorf("%d files committed, %d made", len(got), len(want))
	}
}

func files(t *testing.T, root string) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(root, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		short, _ := filepath.Rel(root, name)
		out[short] = data
	}
	return out
}
