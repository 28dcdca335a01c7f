package pipeline

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"tongbao/archive"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sample"
)

// SampleMark begins the names of all sample files, so that nobody takes them for a city's own.
const SampleMark = "示例数据"

// SampleOptions say what sample exports to make.
type SampleOptions struct {
	Theme  fs.FS
	Dir    string // where to
	Format sample.Format
	Rows   int // of the local files together; 0 is what the tables need
	Seed   uint64
	Messy  bool
}

// SampleFile is one file that was made. Rows counts true cases; duplicates and cases out of the period come on top.
type SampleFile struct {
	Path        string `json:"path"`
	Rows        int    `json:"rows"`
	Duplicates  int    `json:"duplicates"`
	OutOfPeriod int    `json:"out_of_period"`
}

// Sample makes case exports whose sums are the ranking tables of a period's exports, and says in Chinese what of these
// no whole number of cases gives. Files that are there are not written over.
func Sample(ctx context.Context, a *archive.Archive, period record.Period, o SampleOptions) ([]SampleFile, []string, error) {
	set, unmet, err := sampleSet(ctx, a, period, o)
	if err != nil {
		return nil, nil, err
	}
	if err := os.MkdirAll(o.Dir, 0o755); err != nil {
		return nil, nil, err
	}
	var made []SampleFile
	for _, f := range set.Files() {
		if err := ctx.Err(); err != nil {
			return made, unmet, err
		}
		path := filepath.Join(o.Dir, SampleMark+" "+f.Name+o.Format.Ext())
		if err := writeSample(path, set.Header(), f, o); err != nil {
			return made, unmet, err
		}
		made = append(made, SampleFile{path, f.Rows, f.Duplicates, f.OutOfPeriod})
	}
	return made, unmet, nil
}

func sampleSet(ctx context.Context, a *archive.Archive, period record.Period, o SampleOptions) (*sample.Set, []string, error) {
	setup, err := newSetup(a, o.Theme, period.Start())
	if err != nil {
		return nil, nil, err
	}
	rule, err := setup.rule(period)
	if err != nil {
		return nil, nil, err
	}
	in, err := readExports(ctx, a, period, setup, rule, nil)
	if err != nil {
		return nil, nil, err
	}
	if len(in.records.Rankings) == 0 {
		return nil, nil, fmt.Errorf("%s 里没有排名表：示例工单按排名表的数字生成", a.ExportsDir(period.Key))
	}
	cutoff, err := time.Parse(time.DateOnly, setup.cutoff(period))
	if err != nil {
		return nil, nil, err
	}
	tables := inOrder(in.records.Rankings)
	return sample.New(tables, in.records.Overdue, in.records.HighStars, sample.Options{
		Seed: o.Seed, Period: period, Cutoff: cutoff, Rows: o.Rows, Messy: o.Messy,
	})
}

// inOrder puts the network's tables first: the overdue cases are taken from them first.
func inOrder(tables []record.Ranking) []record.Ranking {
	var out []record.Ranking
	for _, channel := range []string{"network", "hotline"} {
		for _, t := range tables {
			if t.Channel == channel {
				out = append(out, t)
			}
		}
	}
	return out
}

func writeSample(path string, header []string, f sample.File, o SampleOptions) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s 已经存在，不会覆盖", path)
	}
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, file.Close()); err != nil {
			os.Remove(path) // half a file would be read as a whole one
		}
	}()
	w := bufio.NewWriterSize(file, 1<<20)
	if err := sample.Write(w, header, f, o.Format, o.Messy); err != nil {
		return err
	}
	return w.Flush()
}
