package store

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"tongbao/site/store/storetest"
)

// BenchmarkWrite is one acknowledged note with its audit entry and its key, by so many clients at once.
func BenchmarkWrite(b *testing.B) {
	for name, dsn := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		for _, clients := range []int{1, 16, 64} {
			b.Run(fmt.Sprintf("%s/%d", name, clients), func(b *testing.B) {
				s, _ := openTest(b, dsn(b))
				var n atomic.Int64
				b.SetParallelism(max(1, clients/2)) // times two processors
				if clients == 1 {
					for b.Loop() {
						id := fmt.Sprint(n.Add(1))
						if _, err := put(s, id, id, "批示"); err != nil {
							b.Fatal(err)
						}
					}
				} else {
					b.RunParallel(func(pb *testing.PB) {
						for pb.Next() {
							id := fmt.Sprint(n.Add(1))
							if _, err := put(s, id, id, "批示"); err != nil {
								b.Error(err)
							}
						}
					})
				}
				b.ReportMetric(float64(n.Load())/b.Elapsed().Seconds(), "writes/s")
			})
		}
	}
}

// BenchmarkRead is one row in a transaction of its own.
func BenchmarkRead(b *testing.B) {
	for name, dsn := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			s, _ := openTest(b, dsn(b))
			mustPut(b, s, "a")
			b.RunParallel(func(pb *testing.PB) {
				var body string
				for pb.Next() {
					err := s.Read(context.Background(), func(tx *Tx) error {
						_, err := tx.One([]any{&body}, "SELECT body FROM notes WHERE id = ?", "a")
						return err
					})
					if err != nil {
						b.Error(err)
					}
				}
			})
		})
	}
}
