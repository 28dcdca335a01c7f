package pipeline_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"tongbao/archive"
	"tongbao/pipeline"
	"tongbao/pipeline/record"
)

// BenchmarkProse writes and checks one bulletin, in archives of 9 and of 400 bulletins before it: what one costs must not
// grow with the archive. Then it checks all 400, and says what each costs.
func BenchmarkProse(b *testing.B) {
	period, err := record.ParsePeriod("2021q3")
	mustDo(b, err)
	for _, earlier := range []int{9, 400} {
		a := deepArchive(b, earlier)
		b.Run(fmt.Sprintf("write-and-check-after-%d", earlier), func(b *testing.B) {
			for b.Loop() {
				plan, err := pipeline.Prepare(context.Background(), a, period, pipeline.Options{Theme: os.DirFS("..")})
				mustDo(b, err)
				if len(plan.Changes) == 0 {
					b.Fatal("nothing was written")
				}
			}
		})
		b.Run(fmt.Sprintf("check-all-%d", earlier), func(b *testing.B) {
			for b.Loop() {
				_, err := pipeline.Check(a, "")
				mustDo(b, err)
			}
			b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N)/float64(earlier), "ms/bulletin")
		})
	}
}

// deepArchive is the example with its bulletin copied to as many quarters before it.
func deepArchive(b *testing.B, earlier int) *archive.Archive {
	root := b.TempDir()
	mustDo(b, os.CopyFS(root, os.DirFS(example)))
	for _, part := range []string{"data", "content"} {
		from := os.DirFS(filepath.Join(example, part, "bulletins/2021q3"))
		for i := 1; i <= earlier; i++ {
			quarter := 2021*4 + 2 - i
			key := fmt.Sprintf("%dq%d", quarter/4, quarter%4+1)
			to := filepath.Join(root, part, "bulletins", key)
			mustDo(b, os.RemoveAll(to))
			mustDo(b, os.CopyFS(to, from))
		}
	}
	a, err := archive.Open(root)
	mustDo(b, err)
	return a
}
