package site_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"tongbao"
	"tongbao/archive"
	"tongbao/site"
	"tongbao/site/account"
)

// BenchmarkBuildBesideHugo builds an archive of many bulletins with Site.Build and with plain Hugo on the same folder, turn
// about, and prints pages a CPU second, the ratio of CPU seconds and the peak memory of both. It needs HUGO, the
// program: make bench builds and names it. The check of the words before a publication is no part of it (BENCH=prose).
func BenchmarkBuildBesideHugo(b *testing.B) {
	hugo := os.Getenv("HUGO")
	if hugo == "" {
		b.Fatal("run make bench: it sets HUGO")
	}
	for _, bulletins := range []int{40, 160} {
		b.Run(fmt.Sprintf("bulletins=%d", bulletins), func(b *testing.B) { besideHugo(b, hugo, bulletins) })
	}
}

// TestBuildNamedArchive builds the archive that BUILD_ARCHIVE names: the benchmark runs it as a process of its own, whose
// time and memory can be measured like Hugo's.
func TestBuildNamedArchive(t *testing.T) {
	root := os.Getenv("BUILD_ARCHIVE")
	if root == "" {
		t.Skip("part of the benchmark")
	}
	a, err := archive.Open(root)
	must(t, err)
	s, err := site.New(a, tongbao.Theme, a.Derived("public"), account.Editor)
	must(t, err)
	_, err = s.Build(context.Background())
	must(t, err)
}

const rounds = 5

func besideHugo(b *testing.B, hugo string, bulletins int) {
	root := manyBulletins(b, bulletins)
	ours := func() *exec.Cmd {
		c := exec.Command(os.Args[0], "-test.run=^TestBuildNamedArchive$")
		c.Env = append(os.Environ(), "BUILD_ARCHIVE="+root)
		return c
	}
	cpu(b, ours()) // unpacks the theme, warms the disk
	theme, err := filepath.Glob(filepath.Join(root, ".tongbao/theme/*/tongbao"))
	if err != nil || len(theme) != 1 {
		b.Fatalf("unpacked themes: %v, %v", theme, err)
	}
	if err := os.RemoveAll(filepath.Join(theme[0], "content/server")); err != nil { // pages that a folder for any web server does not have
		b.Fatal(err)
	}
	derived := filepath.Join(filepath.Dir(theme[0]), "derived") // Hugo gets the data that tongbao derives; making it is part of tongbao's time
	a, err := archive.Open(root)
	if err != nil {
		b.Fatal(err)
	}
	if err := site.Derive(a, tongbao.Theme, nil, derived); err != nil {
		b.Fatal(err)
	}
	var mine, plain, ratios, peaks, hugoPeaks []float64
	for i := range rounds {
		out := filepath.Join(b.TempDir(), fmt.Sprint(i))
		m, peak := cpu(b, ours())
		p, hugoPeak := cpu(b, exec.Command(hugo, "--source", root, "--themesDir", filepath.Dir(theme[0]), "--theme", "tongbao,derived",
			"--config", filepath.Join(theme[0], "hugo.toml")+","+filepath.Join(root, "hugo.toml"),
			"--destination", out, "--noBuildLock", "--quiet", "--cacheDir", filepath.Join(root, ".tongbao/cache")))
		if got, want := pages(b, filepath.Join(root, ".tongbao/public")), pages(b, out); got != want {
			b.Fatalf("tongbao made %d pages, Hugo %d", got, want)
		}
		mine, plain, ratios = append(mine, m), append(plain, p), append(ratios, m/p)
		peaks, hugoPeaks = append(peaks, peak), append(hugoPeaks, hugoPeak)
	}
	n := float64(pages(b, filepath.Join(root, ".tongbao/public")))
	b.ReportMetric(n/median(mine), "pages/CPU-s")
	b.ReportMetric(n/median(plain), "hugo-pages/CPU-s")
	b.ReportMetric(median(ratios), "CPU-ratio")
	b.ReportMetric(median(peaks), "peak-MB")
	b.ReportMetric(median(hugoPeaks), "hugo-peak-MB")
	b.ReportMetric(0, "ns/op")
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

// cpu runs a program and gives its user and system seconds, and its peak memory in megabytes.
func cpu(b *testing.B, c *exec.Cmd) (seconds, megabytes float64) {
	b.Helper()
	if out, err := c.CombinedOutput(); err != nil {
		b.Fatalf("%s: %v\n%s", c.Path, err, out)
	}
	usage := c.ProcessState.SysUsage().(*syscall.Rusage)
	return (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Round(time.Millisecond).Seconds(), float64(usage.Maxrss) / 1024
}

func pages(b *testing.B, root string) int {
	b.Helper()
	n := 0
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".html") {
			n++
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// manyBulletins makes an archive that holds the example's bulletin under many periods.
func manyBulletins(b *testing.B, n int) string {
	b.Helper()
	const example = "../examples/fuxin"
	root := b.TempDir()
	for _, name := range []string{"hugo.toml", "tongbao.toml", "units.toml"} {
		data, err := os.ReadFile(filepath.Join(example, name))
		if err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, name), data, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	for i := range n {
		period := fmt.Sprintf("%dq%d", 1980+i/4, i%4+1)
		for _, part := range []string{"data", "content"} {
			if err := copyPeriod(filepath.Join(example, part, "bulletins/2021q3"), filepath.Join(root, part, "bulletins", period), period); err != nil {
				b.Fatal(err)
			}
		}
	}
	return root
}

func copyPeriod(from, to, period string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(from, e.Name()))
		if err != nil {
			return err
		}
		text := strings.NewReplacer("2021q3", period, "year = 2021", "year = "+period[:4]).Replace(string(data))
		if err := os.WriteFile(filepath.Join(to, e.Name()), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
