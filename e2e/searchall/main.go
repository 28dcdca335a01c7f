// Command searchall answers many queries by the Go reader, to be compared with the browser's. Usage: searchall ARCHIVE, with
// the queries as a JSON list on standard input.
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
	var queries []string
	if err := json.NewDecoder(os.Stdin).Decode(&queries); err != nil {
		return err
	}
	type result struct {
		Answer *answers.Answer `json:"answer,omitempty"`
		search.Results
	}
	all := make([]result, len(queries))
	for i, q := range queries {
		if all[i].Results, err = index.Search(q, search.Options{}); err != nil {
			return err
		}
		if all[i].Answer, err = rankings.Answer(q); err != nil {
			return err
		}
	}
	return json.NewEncoder(os.Stdout).Encode(all)
}
