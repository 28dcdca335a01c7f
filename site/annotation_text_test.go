package site_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/site/annotation"
	"tongbao/site/series"
)

// The text that notes count in is that of the files, on every page of the example: each paragraph under its key, word for word
// as its Markdown says, and each figure of a ranking under its cell key.
func TestPagesSayWhatTheirFilesSay(t *testing.T) {
	root, s := example(t)
	_, err := s.Build(context.Background())
	must(t, err)
	pages, err := filepath.Glob(filepath.Join(s.Public(), "bulletins", "2*", "index.html"))
	must(t, err)
	if len(pages) < 4 {
		t.Fatalf("%d pages", len(pages))
	}
	paragraphs, cells := 0, 0
	for _, page := range pages {
		key := filepath.Base(filepath.Dir(page))
		file, err := os.Open(page)
		must(t, err)
		defer file.Close()
		text, err := annotation.ReadText(file, key, 0)
		must(t, err)
		bulletin := []series.Bulletin{{Period: series.Period{Key: key}}}
		must(t, series.AddWords(os.DirFS(filepath.Join(root, "content")), bulletin))
		for _, section := range bulletin[0].Sections {
			paragraphs += comparePassages(t, text, section)
		}
		cells += compareCells(t, text, filepath.Join(root, "data/bulletins", key, "rankings.json"))
	}
	t.Logf("%d paragraphs and %d cells on %d pages", paragraphs, cells, len(pages))
}

func comparePassages(t *testing.T, text annotation.Text, section series.Section) int {
	t.Helper()
	read, there := text.Section(section.Key)
	if !there {
		t.Errorf("%s has no section %s", text.Bulletin, section.Key)
	}
	n := 0
	for _, p := range section.Paragraphs {
		words := strings.Join(strings.Fields(p.Text), " ")
		if words == "" {
			continue
		}
		n++
		if got, found := read.Passage(p.Anchor); p.Anchor != section.Key && (!found || got.Text != words) {
			t.Errorf("%s %s: the page says %q, the file %q", text.Bulletin, p.Anchor, got.Text, words)
		}
	}
	own := 0
	for _, p := range read.Passages {
		if !p.Cell() {
			own++
		}
	}
	if own != n {
		t.Errorf("%s %s: %d paragraphs on the page, %d in the file", text.Bulletin, section.Key, own, n)
	}
	return n
}

// compareCells holds every cell of the page that has a key to be one of the data, and every table to have its figures.
func compareCells(t *testing.T, text annotation.Text, file string) int {
	t.Helper()
	raw, err := os.ReadFile(file)
	must(t, err)
	var data struct {
		Tables []struct {
			Key  string
			Rows []struct {
				Unit  string
				Cells map[string]struct{ Text string }
			}
		}
	}
	must(t, json.Unmarshal(raw, &data))
	n := 0
	for _, table := range data.Tables {
		for _, row := range table.Rows {
			for _, section := range text.Sections {
				cell, found := section.Passage(table.Key + "/" + row.Unit + "/assigned")
				if found {
					n++
				}
				if want := row.Cells["assigned"].Text; found && cell.Text != want {
					t.Errorf("%s: the page says %q, the data %q", cell.Key, cell.Text, want)
				}
			}
		}
	}
	if n == 0 {
		t.Errorf("%s: no cells", file)
	}
	return n
}
