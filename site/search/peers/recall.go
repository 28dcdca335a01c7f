package main

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"tongbao/site/search"
)

// recall asks the reader in Go, with which a browser test holds the browser's to agree, for pieces of every length, and says
// how many of the documents with each it gives, and how many that it gives have it not.
func recall(all []search.Bulletin) error {
	files, err := search.Files(all, nil)
	if err != nil {
		return err
	}
	x, err := search.Open(search.InMemory(files))
	if err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(78, uint64(len(all))))
	const asked = 64
	there, given, wrong := 0, 0, 0
	for i := range asked {
		query := piece(all, random, 1+i%8)
		held := 0
		for _, b := range all {
			for _, d := range b.Docs {
				if strings.Contains(d.Text, query) {
					held++
				}
			}
		}
		r, err := x.Search(query, search.Options{Limit: 1 << 30})
		if err != nil {
			return err
		}
		there, given = there+held, given+len(r.Hits)
		for _, h := range r.Hits {
			if !strings.Contains(h.Text, query) {
				wrong++
			}
		}
	}
	fmt.Printf("all hits of %d pieces of 1–8 characters: %d of %d found, recall %.4f; %d not exact\n", asked, given, there, float64(given-wrong)/float64(there), wrong)
	return nil
}
