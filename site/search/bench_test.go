package search_test

import (
	"fmt"
	"testing"

	"tongbao/site/search"
)

// BenchmarkFiles writes the index of the example's bulletins, as often as it takes to have so many, and reports its size.
func BenchmarkFiles(b *testing.B) {
	for _, n := range []int{40, 160} {
		b.Run(fmt.Sprintf("bulletins=%d", n), func(b *testing.B) {
			bulletins := many(b, n)
			size := 0
			for b.Loop() {
				files, err := search.Files(bulletins, nil)
				if err != nil {
					b.Fatal(err)
				}
				size = 0
				for _, body := range files {
					size += len(body)
				}
			}
			b.ReportMetric(float64(size)/1000, "kB")
		})
	}
}

func many(b *testing.B, n int) []search.Bulletin {
	b.Helper()
	model := example(b)
	var out []search.Bulletin
	for i := range n {
		out = append(out, model[i%len(model)])
	}
	return out
}
