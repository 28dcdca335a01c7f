package site

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func write(t *testing.T, path, body string) {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(path), 0o755))
	must(t, os.WriteFile(path, []byte(body), 0o644))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestSwap(t *testing.T) {
	dir := t.TempDir()
	public := filepath.Join(dir, "public")
	for _, text := range []string{"一", "二", "三"} {
		fresh := filepath.Join(dir, "fresh")
		write(t, filepath.Join(fresh, "index.html"), text)
		must(t, swap(fresh, public))
		if got, err := os.ReadFile(filepath.Join(public, "index.html")); err != nil || string(got) != text {
			t.Errorf("published %q, %v; want %q", got, err, text)
		}
		must(t, os.RemoveAll(fresh))
	}
}

// Where two folders cannot be exchanged in one step, a process may be killed between the two renames.
func TestTheOldSiteComesBack(t *testing.T) {
	dir := t.TempDir()
	public := filepath.Join(dir, "public")
	must(t, putBack(public)) // nothing was ever published
	write(t, filepath.Join(asideOf(public), "index.html"), "旧")
	must(t, putBack(public))
	if got, err := os.ReadFile(filepath.Join(public, "index.html")); err != nil || string(got) != "旧" {
		t.Errorf("published %q, %v", got, err)
	}
	write(t, filepath.Join(asideOf(public), "index.html"), "更旧")
	must(t, putBack(public))
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("left: %v, %v", entries, err)
	}
}

// A folder with a person's files is never replaced.
func TestMayReplace(t *testing.T) {
	dir := t.TempDir()
	if err := mayReplace(filepath.Join(dir, "none")); err != nil {
		t.Errorf("a missing folder: %v", err)
	}
	if err := mayReplace(dir); err != nil {
		t.Errorf("an empty folder: %v", err)
	}
	write(t, filepath.Join(dir, "论文.docx"), "x")
	if err := mayReplace(dir); err == nil || !strings.Contains(err.Error(), "不会替换") {
		t.Errorf("a person's folder: %v", err)
	}
	write(t, filepath.Join(dir, markFile), markText)
	if err := mayReplace(dir); err != nil {
		t.Errorf("a site of ours: %v", err)
	}
}

func TestLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"127.0.0.1": true, "localhost": true, "::1": true, "127.8.8.8": true, "": false, "0.0.0.0": false, "::": false, "192.168.1.5": false, "office.lan": false,
	} {
		if got := loopback(host); got != want {
			t.Errorf("loopback(%q) = %v", host, got)
		}
	}
}
