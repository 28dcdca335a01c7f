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

// many are the example's bulletins again and again, the newest first, each with a period of its own.
func many(t testing.TB, n int) []search.Bulletin {
	t.Helper()
	model := example(t)
	out := make([]search.Bulletin, n)
	for i := range out {
		out[i] = model[i%len(model)]
		quarter := 4*2021 + 2 - i
		out[i].Period = fmt.Sprintf("%dq%d", quarter/4, quarter%4+1)
	}
	return out
}
