package main

import (
	"encoding/json"
	"fmt"
	"html"
	"math/rand/v2"
	"path/filepath"
	"strings"

	"tongbao/site/search"
)

// question is what a reader may ask, and what a text that answers it holds.
type question struct {
	Query string   `json:"query"`
	Holds []string `json:"holds"`
}

type asked struct {
	Pieces    []string   `json:"pieces"`
	Questions []question `json:"questions"`
}

// dataFolder holds each bulletin as data, the newest first.
const dataFolder = "data"

// pages writes a page a bulletin, a page a section, the same as data, and the queries.
func pages(all []search.Bulletin, dir string) error {
	for i, b := range all {
		data, err := json.Marshal(b)
		if err != nil {
			return err
		}
		if err := write(filepath.Join(dir, dataFolder, fmt.Sprintf("%05d.json", i)), data); err != nil {
			return err
		}
		body := ""
		for i, s := range b.Sections {
			part := fmt.Sprintf("<h2 id=%q>%s</h2>", s.Key, s.Title)
			for _, d := range b.Docs {
				if d.Section == i {
					part += fmt.Sprintf("<p id=%q>%s</p>", d.Anchor, html.EscapeString(d.Text))
				}
			}
			body += part
			if err := write(filepath.Join(dir, "section", b.Period, s.Key+".html"), page(b.Title, part)); err != nil {
				return err
			}
		}
		if err := write(filepath.Join(dir, "page", b.Period+".html"), page(b.Title, body)); err != nil {
			return err
		}
	}
	body, err := json.Marshal(queries(all))
	if err != nil {
		return err
	}
	return write(filepath.Join(dir, "queries.json"), body)
}

func page(title, body string) []byte {
	return []byte(`<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>` + title + `</title></head><body><main data-pagefind-body><h1>` + title + "</h1>" + body + "</main></body></html>")
}

// queries are ten pieces of each length from one to eight, all 汉字, and the questions about topics.
func queries(all []search.Bulletin) asked {
	random := rand.New(rand.NewPCG(77, uint64(len(all))))
	var out asked
	for length := 1; length <= 8; length++ {
		for range 10 {
			out.Pieces = append(out.Pieces, piece(all, random, length))
		}
	}
	for _, t := range topics {
		for _, q := range t.asked {
			out.Questions = append(out.Questions, question{q, []string{t.thing, t.wrong}})
		}
	}
	return out
}

func piece(all []search.Bulletin, random *rand.Rand, length int) string {
	for {
		b := all[random.IntN(len(all))]
		text := []rune(b.Docs[random.IntN(len(b.Docs))].Text)
		at := random.IntN(len(text))
		if at+length > len(text) {
			continue
		}
		if found := string(text[at : at+length]); strings.IndexFunc(found, func(r rune) bool { return r < 0x4e00 || r > 0x9fff }) < 0 {
			return found
		}
	}
}
