package main

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	_ "modernc.org/sqlite"

	"tongbao/site/search"
)

// fts5 compares the reader in Go with SQLite's full text search over single characters: how many documents there are, and the
// ten newest with their texts. Both are in memory and warm, and take turns.
func fts5(all []search.Bulletin) error {
	files, err := search.Files(all, nil)
	if err != nil {
		return err
	}
	x, err := search.Open(search.InMemory(files))
	if err != nil {
		return err
	}
	db, err := filled(all)
	if err != nil {
		return err
	}
	defer db.Close()
	random := rand.New(rand.NewPCG(81, uint64(len(all))))
	for _, of := range []struct {
		name string
		draw func() string
	}{
		{"single characters", func() string { return piece(all, random, 1) }},
		{"two to six", func() string { return piece(all, random, 2+random.IntN(5)) }},
		{"two words", func() string { return piece(all, random, 2) + " " + piece(all, random, 1) }},
	} {
		if err := turns(of.name, x, db, of.draw); err != nil {
			return err
		}
	}
	return nil
}

func turns(name string, x *search.Index, db *sql.DB, draw func() string) error {
	var ours, theirs []time.Duration
	queries := make([]string, 200)
	for i := range queries {
		queries[i] = draw()
	}
	for round := range 4 {
		for _, q := range queries {
			start := time.Now()
			if _, err := x.Search(q, search.Options{}); err != nil {
				return err
			}
			mine := time.Since(start)
			start = time.Now()
			if err := askFTS5(db, q); err != nil {
				return err
			}
			if round > 0 { // the first warms
				ours, theirs = append(ours, mine), append(theirs, time.Since(start))
			}
		}
	}
	slices.Sort(ours)
	slices.Sort(theirs)
	at := func(list []time.Duration, percent int) float64 {
		return float64(list[len(list)*percent/100].Microseconds()) / 1000
	}
	fmt.Printf("%-18s p50 %7.3f ms beside %7.3f ms of FTS5; p99 %7.3f beside %7.3f: %.2f of it\n", name,
		at(ours, 50), at(theirs, 50), at(ours, 99), at(theirs, 99), at(ours, 99)/at(theirs, 99))
	return nil
}

func filled(all []search.Bulletin) (*sql.DB, error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`create table doc(id integer primary key, text text); create virtual table found using fts5(text, content='', tokenize='unicode61')`); err != nil {
		return nil, err
	}
	tx, err := db.Begin()
	if err != nil {
		return nil, err
	}
	doc, err := tx.Prepare(`insert into doc values (?, ?)`)
	if err != nil {
		return nil, err
	}
	words, err := tx.Prepare(`insert into found(rowid, text) values (?, ?)`)
	if err != nil {
		return nil, err
	}
	id := 0
	for _, b := range slices.Backward(all) {
		for _, d := range b.Docs {
			id++
			if _, err := doc.Exec(id, d.Text); err != nil {
				return nil, err
			}
			if _, err := words.Exec(id, apart(d.Text)); err != nil {
				return nil, err
			}
		}
	}
	if err := tx.Commit(); err != nil {
		return nil, err
	}
	_, err = db.Exec(`insert into found(found) values ('optimize')`)
	return db, err
}

// apart puts a space between characters, so that each is a token.
func apart(text string) string {
	var out strings.Builder
	for _, r := range text {
		out.WriteRune(r)
		out.WriteByte(' ')
	}
	return out.String()
}

func askFTS5(db *sql.DB, query string) error {
	var phrases []string
	for _, word := range strings.Fields(query) {
		phrases = append(phrases, `"`+strings.TrimSpace(apart(word))+`"`)
	}
	match := strings.Join(phrases, " ")
	var count int
	if err := db.QueryRow(`select count(*) from found where found match ?`, match).Scan(&count); err != nil {
		return err
	}
	rows, err := db.Query(`select doc.text from found join doc on doc.id = found.rowid where found match ? order by found.rowid desc limit 10`, match)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return err
		}
	}
	return rows.Err()
}
