// Package sample makes case-level exports (one row per citizen's case) whose sums are given ranking tables: the inverse
// of measuring. The people in it are evidently artificial; the same seed gives the same bytes.
//
// In: rankings, the overdue list, the high-star list and [Options]. Out: a [Set] of files, each a stream of typed rows,
// which [Write] writes in the formats that offices export, and in Chinese what no whole number of cases can give. It
// opens no file and reads no clock.
package sample

import (
	"fmt"
	"math/rand/v2"
	"time"

	"tongbao/pipeline/record"
)

// Options say what to make beside the tables.
type Options struct {
	Seed   uint64
	Period record.Period
	Cutoff time.Time // the day on which open cases are judged, at or after the period's end; its clock is not used
	Rows   int       // of the local files together; 0 is what the tables need. The rest are hotline cases answered at once
	Messy  bool      // adds exact duplicates and cases out of the period
}

// Set is what was made for one period. It does not change, and may be read by several at once.
type Set struct {
	seed   uint64
	window window
	units  []string          // names as the tables have them
	listed []record.HighStar // the list that cases point into
	files  []File
}

// File is one export. Rows counts the true cases; duplicates and cases out of the period come on top.
type File struct {
	Name        string // without extension
	Channel     string // "network" or "hotline"
	Rows        int
	Duplicates  int // rows that repeat another one exactly
	OutOfPeriod int // cases dispatched well before the period and not rated in it
	set         *Set
	cases       []caseRow
}

// Files lists the exports that hold any case: the local network file, the hotline file and that of the cities.
func (s *Set) Files() []File { return s.files }

// salt keeps the stream that plans apart from those that write the cases' texts.
const salt = 0x746f6e6762616f

// New makes the cases of the tables. unmet lists in Chinese what of the input no whole number of cases can give, or none
// within the period and cut-off; the nearest was taken there, and everything else is exact. The error says that the
// options do not fit: a period that is none, a cut-off before its end, too few rows or
// too many.
func New(tables []record.Ranking, overdue []record.Overdue, high []record.HighStar, o Options) (*Set, []string, error) {
	w, err := newWindow(o.Period, o.Cutoff)
	if err != nil {
		return nil, nil, err
	}
	p := &planner{window: w, rng: rand.New(rand.NewPCG(o.Seed, salt))}
	demands := p.demands(tables)
	p.spread(demands, overdue)
	p.list(demands, high)
	need := localRows(demands)
	if o.Rows > 0 && o.Rows < need {
		return nil, nil, fmt.Errorf("行数 %d 不够：这些表格至少需要 %d 行", o.Rows, need)
	}
	if days := w.last - w.first + 1; o.Rows > days*(maxOfDay/2) {
		return nil, nil, fmt.Errorf("行数 %d 太多：%d 天的期间最多 %d 行", o.Rows, days, days*(maxOfDay/2))
	}
	s := &Set{seed: o.Seed, window: w, listed: high}
	s.files = p.files(s, demands, max(o.Rows-need, 0), o.Messy)
	return s, p.unmet, nil
}

func localRows(demands []*demand) int {
	n := 0
	for _, d := range demands {
		if d.local() {
			n += d.rows()
		}
	}
	return n
}

// files makes every file's cases in the order in which they were received, and numbers them.
func (p *planner) files(s *Set, demands []*demand, direct int, messy bool) []File {
	files := []File{
		{Name: "网络平台工单", Channel: network}, {Name: "热线平台工单", Channel: hotline}, {Name: "省网络平台各市工单", Channel: network},
	}
	for _, d := range demands {
		f := &files[d.file()]
		s.units = append(s.units, d.row.Name)
		f.cases = append(f.cases, p.casesOf(d, len(s.units))...)
	}
	for range direct {
		files[hotlineFile].cases = append(files[hotlineFile].cases, p.answered())
	}
	var filled []File
	numbers := map[int32]int32{}
	for _, f := range files {
		if len(f.cases) == 0 {
			continue
		}
		f.set, f.Rows = s, len(f.cases)
		if messy {
			p.strays(&f)
		}
		number(f.cases, numbers)
		if messy {
			p.repeat(&f)
		}
		filled = append(filled, f)
	}
	return filled
}
