//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// BenchmarkReaders measures whole processes that do the same work on the same file: CPU seconds, memory, and the ratio
// to the peer that is the limit. make bench makes the files and says where they and the peers are.
func BenchmarkReaders(b *testing.B) {
	dir := os.Getenv("BENCH_FILES")
	if dir == "" {
		b.Skip("make bench sets BENCH_FILES")
	}
	for _, rows := range []string{"168000", "1000000"} {
		for _, format := range []string{"xlsx", "xlsx-shared"} {
			file := filepath.Join(dir, rows+"-"+format, "示例数据 热线平台工单.xlsx")
			b.Run(rows+"/"+format, func(b *testing.B) { workbook(b, file, rows == "168000") })
		}
		utf8 := filepath.Join(dir, rows+"-csv-utf8", "示例数据 热线平台工单.csv")
		gb := filepath.Join(dir, rows+"-csv-gb18030", "示例数据 热线平台工单.csv")
		b.Run(rows+"/csv", func(b *testing.B) { text(b, utf8, gb) })
	}
}

func workbook(b *testing.B, file string, withExcelize bool) {
	for b.Loop() {
		ours := best(b, os.Getenv("PEERS"), "sheet", file)
		unzip := best(b, "unzip", "-p", file)
		report(b, "", ours)
		b.ReportMetric(ours.cpu/unzip.cpu, "x-unzip")
		b.ReportMetric(ours.wall/ours.cpu, "wall/cpu")
		if withExcelize {
			b.ReportMetric(once(b, os.Getenv("PEERS"), "excelize", file).cpu/ours.cpu, "excelize-x")
		}
	}
}

func text(b *testing.B, utf8, gb string) {
	for b.Loop() {
		ours, inGB := best(b, os.Getenv("PEERS"), "sheet", utf8), best(b, os.Getenv("PEERS"), "sheet", gb)
		duck := best(b, "node", os.Getenv("DUCKDB"), utf8)
		report(b, "", ours)
		b.ReportMetric(ours.cpu/duck.cpu, "x-duckdb")
		b.ReportMetric(inGB.cpu/ours.cpu, "gb18030-x")
	}
}

type cost struct{ cpu, wall, mb float64 }

func report(b *testing.B, prefix string, c cost) {
	b.ReportMetric(c.cpu, prefix+"cpu-s")
	b.ReportMetric(c.mb, prefix+"MB")
	b.ReportMetric(0, "ns/op") // the time of the harness says nothing
}

// best is the least of several runs: what else the machine does only ever adds.
func best(b *testing.B, name string, args ...string) cost {
	least := once(b, name, args...)
	for range 4 {
		if c := once(b, name, args...); c.cpu < least.cpu {
			least = c
		}
	}
	return least
}

func once(b *testing.B, name string, args ...string) cost {
	b.Helper()
	cmd := exec.Command(name, args...)
	cmd.Stderr = os.Stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		b.Fatal(name, args, err)
	}
	wall := time.Since(start).Seconds()
	s := cmd.ProcessState
	c := cost{cpu: (s.UserTime() + s.SystemTime()).Seconds(), wall: wall}
	if usage, ok := s.SysUsage().(*syscall.Rusage); ok {
		c.mb = float64(usage.Maxrss) / 1024
	}
	return c
}
