package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"

	"tongbao/site/search"
	"tongbao/site/series"
)

// traffic says how many bytes a reader moves with the index, for the first query and for ten, beside one file of all texts: for
// the artificial archive, whose texts have little in common, and for the example's bulletins with other figures, which
// differ as little as the bulletins of one office do.
func traffic(words []string) error {
	for _, n := range []int{4, 12, 24, 40, 400, 4000} {
		alike, err := repeated(n, words)
		if err != nil {
			return err
		}
		for name, all := range map[string][]search.Bulletin{"artificial": bulletins(n, words), "alike": alike} {
			if name == "alike" && n > 400 {
				continue
			}
			if err := beside(name, n, all); err != nil {
				return err
			}
		}
	}
	return nil
}

func beside(name string, n int, all []search.Bulletin) error {
	files, err := search.Files(all, nil)
	if err != nil {
		return err
	}
	whole, err := packed(all)
	if err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(79, uint64(n)))
	first, ten := 0, 0
	const rounds = 10
	for round := range rounds {
		counted := &counting{FS: search.InMemory(files), seen: map[string]bool{}}
		x, err := search.Open(counted)
		if err != nil {
			return err
		}
		for i := range 10 {
			if _, err := x.Search(piece(all, random, 2+(round+i)%7), search.Options{}); err != nil {
				return err
			}
			if i == 0 {
				first += counted.bytes
			}
		}
		ten += counted.bytes
	}
	fmt.Printf("%-10s %5d bulletins: first query %6.1f kB, ten %6.1f kB; one file of all texts %7.1f kB\n", name, n, float64(first)/rounds/1000, float64(ten)/rounds/1000, float64(whole)/1000)
	return nil
}

func packed(all []search.Bulletin) (int, error) {
	body, err := json.Marshal(all)
	if err != nil {
		return 0, err
	}
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if _, err := w.Write(body); err != nil {
		return 0, err
	}
	err = w.Close()
	return out.Len(), err
}

// counting counts the bytes of the files that are read, each once.
type counting struct {
	fs.FS
	seen  map[string]bool
	bytes int
}

func (c *counting) ReadFile(name string) ([]byte, error) {
	body, err := fs.ReadFile(c.FS, name)
	if !c.seen[name] {
		c.seen[name] = true
		c.bytes += len(body)
	}
	return body, err
}

var figures = regexp.MustCompile(`[0-9]+`)

// repeated are the example's bulletins with other figures, and other cases and instructions.
func repeated(n int, words []string) ([]search.Bulletin, error) {
	loaded, err := series.Load(os.DirFS("examples/fuxin/data"))
	if err != nil {
		return nil, err
	}
	if err := series.AddWords(os.DirFS("examples/fuxin/content"), loaded); err != nil {
		return nil, err
	}
	model := search.Documents(loaded)
	c := corpus{random: rand.New(rand.NewPCG(80, uint64(n))), words: words}
	out := make([]search.Bulletin, n)
	for i := range out {
		b := model[i%len(model)]
		quarter := 4*2021 + 2 - i
		b.Period = fmt.Sprintf("%dq%d", quarter/4, quarter%4+1)
		docs := make([]search.Document, len(b.Docs))
		for k, d := range b.Docs {
			d.Text = figures.ReplaceAllStringFunc(d.Text, func(s string) string {
				return strconv.Itoa(c.random.IntN(9*pow(len(s))) + pow(len(s)))
			})
			if d.Kind == search.Case || d.Kind == search.Instruction {
				d.Text = c.sentence()
			}
			docs[k] = d
		}
		b.Docs = docs
		out[i] = b
	}
	return out, nil
}

// pow is the smallest number of so many digits.
func pow(digits int) int {
	out := 1
	for range min(digits, 9) - 1 {
		out *= 10
	}
	return out
}
