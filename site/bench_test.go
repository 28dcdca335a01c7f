package site_test

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// BenchmarkBuildBesideHugo builds an archive of many bulletins with tongbao and with plain Hugo on the same folder, turn
// about, and prints pages a second and the ratio of CPU seconds. It needs TONGBAO and HUGO, the two programs: make
// bench builds and names them.
func BenchmarkBuildBesideHugo(b *testing.B) {
	tongbao, hugo := os.Getenv("TONGBAO"), os.Getenv("HUGO")
	if tongbao == "" || hugo == "" {
		b.Fatal("run make bench: it sets TONGBAO and HUGO")
	}
	for _, bulletins := range []int{40, 160} {
		b.Run(fmt.Sprintf("bulletins=%d", bulletins), func(b *testing.B) { besideHugo(b, tongbao, hugo, bulletins) })
	}
}

const rounds = 5

func besideHugo(b *testing.B, tongbao, hugo string, bulletins int) {
	root := manyBulletins(b, bulletins)
	ours := func() *exec.Cmd { return exec.Command(tongbao, "-C", root, "build") }
	cpu(b, ours()) // unpacks the theme, warms the disk
	theme, err := filepath.Glob(filepath.Join(root, ".tongbao/theme/*/tongbao"))
	if err != nil || len(theme) != 1 {
		b.Fatalf("unpacked themes: %v, %v", theme, err)
	}
	var mine, plain, ratios []float64
	for i := range rounds {
		out := filepath.Join(b.TempDir(), fmt.Sprint(i))
		m := cpu(b, ours())
		p := cpu(b, exec.Command(hugo, "--source", root, "--themesDir", filepath.Dir(theme[0]), "--theme", "tongbao",
			"--config", filepath.Join(theme[0], "hugo.toml")+","+filepath.Join(root, "hugo.toml"),
			"--destination", out, "--noBuildLock", "--quiet", "--cacheDir", filepath.Join(root, ".tongbao/cache")))
		if got, want := pages(b, filepath.Join(root, ".tongbao/public")), pages(b, out); got != want {
			b.Fatalf("tongbao made %d pages, Hugo %d", got, want)
		}
		mine, plain, ratios = append(mine, m), append(plain, p), append(ratios, m/p)
	}
	n := float64(pages(b, filepath.Join(root, ".tongbao/public")))
	b.ReportMetric(n/median(mine), "pages/CPU-s")
	b.ReportMetric(n/median(plain), "hugo-pages/CPU-s")
	b.ReportMetric(median(ratios), "CPU-ratio")
	b.ReportMetric(0, "ns/op")
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

// cpu runs a program and gives its user and system seconds.
func cpu(b *testing.B, c *exec.Cmd) float64 {
	b.Helper()
	if out, err := c.CombinedOutput(); err != nil {
		b.Fatalf("%s: %v\n%s", c.Path, err, out)
	}
	return (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Round(time.Millisecond).Seconds()
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
	for _, name := range []string{"hugo.toml", "tongbao.toml"} {
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
