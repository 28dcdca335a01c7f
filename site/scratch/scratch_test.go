package scratch

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// TestMain makes a folder and waits to be killed where it runs as a process of its own.
func TestMain(m *testing.M) {
	if parent := os.Getenv("SCRATCH_PARENT"); parent != "" {
		d, err := New(parent, "new-")
		if err != nil {
			panic(err)
		}
		fmt.Println(d.Path)
		select {}
	}
	os.Exit(m.Run())
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

// What a killed process left goes with the next folder; what a living one works in stays, and so does everything else.
func TestOnlyTheDeadAreSwept(t *testing.T) {
	parent := t.TempDir()
	living, err := New(parent, "new-")
	must(t, err)
	other := exec.Command(os.Args[0])
	other.Env = append(os.Environ(), "SCRATCH_PARENT="+parent)
	out, err := other.StdoutPipe()
	must(t, err)
	must(t, other.Start())
	lines := bufio.NewScanner(out)
	lines.Scan()
	killed := lines.Text()
	must(t, os.WriteFile(filepath.Join(killed, "half"), nil, 0o644))
	must(t, os.Mkdir(filepath.Join(parent, "new-without-lock"), 0o755))
	must(t, os.Mkdir(filepath.Join(parent, "public"), 0o755))

	second, err := New(parent, "new-")
	must(t, err)
	for _, path := range []string{living.Path, killed, second.Path} {
		if _, err := os.Stat(path); err != nil {
			t.Errorf("beside living ones: %v", err)
		}
	}
	must(t, second.Remove())
	must(t, other.Process.Kill())
	other.Wait() // killed
	third, err := New(parent, "new-")
	must(t, err)
	if _, err := os.Stat(killed); !os.IsNotExist(err) {
		t.Errorf("the killed one's folder: %v", err)
	}
	must(t, third.Remove())
	must(t, living.Remove())
	if got := names(t, parent); len(got) != 1 || got[0] != "public" {
		t.Errorf("left: %v", got)
	}
}

func TestManyAtOnce(t *testing.T) {
	parent := t.TempDir()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 50 {
				d, err := New(parent, "new-")
				if err != nil {
					t.Error(err)
					return
				}
				if err := os.WriteFile(filepath.Join(d.Path, "half"), nil, 0o644); err != nil {
					t.Errorf("deleted under its owner: %v", err)
				}
				if err := d.Remove(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if got := names(t, parent); len(got) != 0 {
		t.Errorf("left: %v", got)
	}
}
