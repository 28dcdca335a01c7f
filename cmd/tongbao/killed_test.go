//go:build unix

package main

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestPublishingKilled kills tongbao build at times spread over its run: afterwards the site is the old one or the new one, whole,
// and the next build works and leaves nothing behind of the killed one. Every fourth run has the theme to unpack as well.
func TestPublishingKilled(t *testing.T) {
	points := 10
	if os.Getenv("DURABILITY") != "" {
		points = 100
	}
	root := t.TempDir()
	must(t, os.CopyFS(root, os.DirFS("../../examples/fuxin")))
	states := [2]string{"number = 7", "number = 8"}
	var whole [2]string
	took := time.Duration(0)
	for i := range 4 { // the first pair fills caches
		began := time.Now()
		setNumber(t, root, states[1-i%2], states[i%2])
		must(t, build(root).Run())
		took = time.Since(began)
		whole[i%2] = digests(t, root)
	}
	var old, fresh int
	for n := range points {
		was, next := (n+1)%2, n%2
		setNumber(t, root, states[was], states[next])
		if n%4 == 3 {
			must(t, os.RemoveAll(filepath.Join(root, ".tongbao/theme")))
		}
		killedAfter(t, build(root), took*time.Duration(n)/time.Duration(points-1)*21/20)
		switch got := digests(t, root); got {
		case whole[was]:
			old++
		case whole[next]:
			fresh++
		default:
			t.Fatalf("killed at point %d the site is neither: %s", n, first(got, whole[was]))
		}
		if out, err := build(root).CombinedOutput(); err != nil {
			t.Fatalf("the build after point %d: %v\n%s", n, err, out)
		}
		if got := digests(t, root); got != whole[next] {
			t.Fatalf("the build after point %d makes another site: %s", n, first(got, whole[next]))
		}
		noLeftovers(t, root)
	}
	t.Logf("%d kills over %s: %d left the old site, %d the new", points, took.Round(time.Millisecond), old, fresh)
}

func build(root string) *exec.Cmd { return exec.Command("tongbao", "-C", root, "build", "--force") }

func killedAfter(t *testing.T, cmd *exec.Cmd, after time.Duration) {
	t.Helper()
	must(t, cmd.Start())
	timer := time.AfterFunc(after, func() { cmd.Process.Kill() }) // SIGKILL; it may have ended before
	_ = cmd.Wait()                                                // mostly killed
	timer.Stop()
}

// setNumber makes the other state of the archive.
func setNumber(t *testing.T, root, from, to string) {
	t.Helper()
	path := filepath.Join(root, "content/bulletins/2021q3/index.md")
	text, err := os.ReadFile(path)
	must(t, err)
	must(t, os.WriteFile(path, []byte(strings.Replace(string(text), from, to, 1)), 0o644))
}

// digests lists the files of the published site with what is in them.
func digests(t *testing.T, root string) string {
	t.Helper()
	var list strings.Builder
	public := filepath.Join(root, ".tongbao/public")
	must(t, filepath.WalkDir(public, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := os.ReadFile(path)
		fmt.Fprintf(&list, "%s %x\n", strings.TrimPrefix(path, public), sha256.Sum256(body))
		return err
	}))
	return list.String()
}

// first is the first line of a list that another has not.
func first(list, other string) string {
	for line := range strings.Lines(list) {
		if !strings.Contains(other, line) {
			return line
		}
	}
	return "files are missing"
}

func noLeftovers(t *testing.T, root string) {
	t.Helper()
	for _, pattern := range []string{".tongbao/.tongbao-*", ".tongbao/derived-*", ".tongbao/theme/new-*"} {
		if left, err := filepath.Glob(filepath.Join(root, pattern)); err != nil || len(left) > 0 {
			t.Fatalf("left behind: %v, %v", left, err)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
