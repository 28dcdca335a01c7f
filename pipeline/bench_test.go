package pipeline_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongbao/archive"
	"tongbao/pipeline"
	"tongbao/pipeline/record"
)

// BenchmarkIngest reads exports and plans the files, and says how many data rows that is a second: the example's six
// files, one large workbook, and the same table as CSV.
func BenchmarkIngest(b *testing.B) {
	const rows = 5000
	b.Run("example", func(b *testing.B) { benchmarkIngest(b, filepath.Join(example, "exports/2021q3"), 164) })
	b.Run("xlsx", func(b *testing.B) { benchmarkIngest(b, large(b, "县区网络.xlsx", workbookOf(b, rows)), rows) })
	b.Run("csv", func(b *testing.B) { benchmarkIngest(b, large(b, "县区网络.csv", csvOf(rows)), rows) })
}

func benchmarkIngest(b *testing.B, exports string, rows int) {
	root := b.TempDir()
	mustDo(b, os.CopyFS(filepath.Join(root, "exports/2021q3"), os.DirFS(exports)))
	mustDo(b, os.WriteFile(filepath.Join(root, "tongbao.toml"), []byte("city = \"示例市\"\n"), 0o644))
	a, err := archive.Open(root)
	mustDo(b, err)
	period, err := record.ParsePeriod("2021q3")
	mustDo(b, err)
	for b.Loop() {
		plan, err := pipeline.Prepare(context.Background(), a, period, pipeline.Options{Theme: os.DirFS("..")})
		mustDo(b, err)
		if counted := plan.Counts().Counted; counted != rows {
			b.Fatalf("%d rows counted, want %d", counted, rows)
		}
	}
	b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkIngestCases ingests a city's quarter of case rows, at full size and in every format that make bench made,
// beside the published tables: all that is computed from the cases must equal them.
func BenchmarkIngestCases(b *testing.B) {
	dirs, err := filepath.Glob(filepath.Join(os.Getenv("BENCH_FILES"), "*-*"))
	mustDo(b, err)
	if os.Getenv("BENCH_FILES") == "" || len(dirs) == 0 {
		b.Skip("make bench sets BENCH_FILES")
	}
	for _, dir := range dirs {
		b.Run(filepath.Base(dir), func(b *testing.B) { benchmarkCases(b, dir) })
	}
}

func benchmarkCases(b *testing.B, dir string) {
	root := b.TempDir()
	mustDo(b, os.CopyFS(root, os.DirFS(example)))
	mustDo(b, os.CopyFS(filepath.Join(root, "exports/2021q3"), os.DirFS(dir)))
	a, err := archive.Open(root)
	mustDo(b, err)
	period, err := record.ParsePeriod("2021q3")
	mustDo(b, err)
	rows := 0
	for b.Loop() {
		plan, err := pipeline.Prepare(context.Background(), a, period, pipeline.Options{Theme: os.DirFS("..")})
		mustDo(b, err)
		rows += plan.Counts().Counted
		for _, f := range plan.Findings {
			if f.Code == "recount" {
				b.Fatal(f.Message)
			}
		}
		if c := plan.Counts(); plan.Cases < 168_000 || c.Rejected+c.Duplicates+c.OutOfPeriod > 0 {
			b.Fatalf("%d cases, %+v", plan.Cases, c)
		}
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}

var head = []any{"名次", "受理单位", "交办总量", "3星", "4星", "5星", "办结率", "满意率", "优秀率", "办件天数", "综评分"}

func line(i int) []any {
	return []any{i + 1, fmt.Sprintf("单位%d", i), 100 + i%900, i % 3, i % 7, 90, "95.76%", "88.5%", "98.1%", i % 9, 10 - float64(i)/1000}
}

func workbookOf(b *testing.B, rows int) []byte {
	f := excelize.NewFile()
	mustDo(b, f.SetSheetRow("Sheet1", "A1", &head))
	for i := range rows {
		row := line(i)
		mustDo(b, f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+2), &row))
	}
	var out bytes.Buffer
	mustDo(b, f.Write(&out))
	return out.Bytes()
}

func csvOf(rows int) []byte {
	var out bytes.Buffer
	write := func(cells []any) {
		for i, c := range cells {
			if i > 0 {
				out.WriteByte(',')
			}
			fmt.Fprint(&out, c)
		}
		out.WriteByte('\n')
	}
	write(head)
	for i := range rows {
		write(line(i))
	}
	return out.Bytes()
}

func large(b *testing.B, name string, data []byte) string {
	dir := b.TempDir()
	mustDo(b, os.WriteFile(filepath.Join(dir, name), data, 0o644))
	return dir
}

func mustDo(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}
