// Command index makes our index of a folder of data, as Pagefind makes its own of a folder of pages: a process that does nothing
// else, so that make bench compares what the two need. It is no part of the program.
//
//	index DIR TO
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"tongbao/site/search"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run makes no index without arguments: what such a process takes is what every one does.
func run(args []string) error {
	if len(args) == 0 {
		return nil
	}
	all, err := bulletins(args[0])
	if err != nil {
		return err
	}
	if err := os.MkdirAll(args[1], 0o755); err != nil {
		return err
	}
	return search.Write(all, nil, func(name string, body []byte) error {
		return os.WriteFile(filepath.Join(args[1], name), body, 0o644)
	})
}

// bulletins reads what is there by name, the newest first.
func bulletins(dir string) ([]search.Bulletin, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, err
	}
	all := make([]search.Bulletin, len(names))
	for i, name := range names {
		body, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(body, &all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}
