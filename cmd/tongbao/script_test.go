package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"tongbao": main})
}

// TestScripts runs the program as its user does: each testdata/script/*.txtar is a story. $EXAMPLE is the repository's
// example archive.
func TestScripts(t *testing.T) {
	example, err := filepath.Abs("../../examples/fuxin")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("EXAMPLE", example)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"archive": copyArchive},
	})
}

// copyArchive makes a copy of the example without what is generated: archive DIR.
func copyArchive(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: archive DIR")
	}
	for _, part := range []string{"hugo.toml", "tongbao.toml", "units.toml"} {
		data, err := os.ReadFile(filepath.Join(ts.Getenv("EXAMPLE"), part))
		ts.Check(err)
		ts.Check(os.MkdirAll(ts.MkAbs(args[0]), 0o755))
		ts.Check(os.WriteFile(filepath.Join(ts.MkAbs(args[0]), part), data, 0o644))
	}
	for _, part := range []string{"rules", "exports"} {
		ts.Check(os.CopyFS(filepath.Join(ts.MkAbs(args[0]), part), os.DirFS(filepath.Join(ts.Getenv("EXAMPLE"), part))))
	}
}
