// Command searchall answers many queries by the Go reader, to be compared with the browser's. Usage: searchall ARCHIVE, with
// a JSON list of queries and options on standard input.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"tongbao"
	"tongbao/archive"
	"tongbao/site"
	"tongbao/site/answers"
	"tongbao/site/search"
)

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(dir string) error {
	a, err := archive.Open(dir)
	if err != nil {
		return err
	}
	index, err := site.SearchIndex(a)
	if err != nil {
		return err
	}
	rankings, err := site.Rankings(a, tongbao.Theme)
	if err != nil {
		return err
	}
	var queries []struct {
		Query   string
		Options search.Options
	}
	if err := json.NewDecoder(os.Stdin).Decode(&queries); err != nil {
		return err
	}
	type result struct {
		Answer *answers.Answer `json:"answer,omitempty"`
		search.Results
	}
	all := make([]result, len(queries))
	for i, q := range queries {
		if all[i].Results, err = index.Search(q.Query, q.Options); err != nil {
			return err
		}
		if all[i].Answer, err = rankings.Answer(q.Query); err != nil {
			return err
		}
	}
	return json.NewEncoder(os.Stdout).Encode(all)
}
