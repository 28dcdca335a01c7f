// Command readtext reads the text of a built bulletin page by the Go rule, to be compared with the browser's. Usage: readtext
// BULLETIN, with the page on standard input.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"tongbao/site/annotation"
)

func main() {
	text, err := annotation.ReadText(os.Stdin, os.Args[1], 0)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	type passage struct {
		Section string `json:"section"`
		Key     string `json:"key"`
		Text    string `json:"text"`
	}
	list := []passage{}
	for _, s := range text.Sections {
		for _, p := range s.Passages {
			list = append(list, passage{s.Key, p.Key, p.Text})
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(list); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
