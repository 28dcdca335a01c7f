package record

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"tongbao/pipeline/sheet"
)

// FuzzReadTables feeds any text table: no panic, and every data row is counted or rejected, never without a word.
func FuzzReadTables(f *testing.F) {
	cases, err := filepath.Glob("../testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		f.Fatalf("no cases to start from: %v", err)
	}
	for _, path := range cases {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("县区网络,,\n受理单位,交办总量,综评分\n甲,1,2\n,3,4\n合计,4,\n"))
	reader := themeReader(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		book, _ := sheet.Read("县区网络.csv", data)
		_, tables, problems := reader.Read(book)
		for _, table := range tables {
			c := table.Counts
			if c.Rows != c.Counted+c.Rejected || c.Rejected < 0 {
				t.Fatalf("%s: %+v", table.Place, c)
			}
			if c.Rejected > 0 && len(problems) == 0 && table.Kind != KindCases {
				t.Fatalf("%s: %d rows rejected without a word", table.Place, c.Rejected)
			}
		}
	})
}

// themeReader reads with the theme's words and no register.
func themeReader(f *testing.F) *Reader {
	f.Helper()
	var words Vocabulary
	var metrics struct {
		Metrics []Metric `toml:"metric"`
	}
	for name, into := range map[string]any{"headers.toml": &words, "metrics.toml": &metrics} {
		data, err := os.ReadFile(filepath.Join("../../data", name))
		if err == nil {
			err = toml.Unmarshal(data, into)
		}
		if err != nil {
			f.Fatal(err)
		}
	}
	register, _ := NewRegister(nil, nil, "2021-07-01")
	return NewReader(words, metrics.Metrics, register)
}
