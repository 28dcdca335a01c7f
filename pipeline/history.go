package pipeline

import (
	"errors"
	"io/fs"
	"os"
	"regexp"
	"slices"

	"tongbao/archive"
	"tongbao/pipeline/measure"
	"tongbao/pipeline/page"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// compare adds to a bulletin what the archive's earlier periods make known: changes, moves, streaks, growing topics.
func (p *Plan) compare(a *archive.Archive, b *measure.Bulletin, s *setup, in input) error {
	b.AddHistory(p.history(a, b.Period))
	var err error
	if p.topicCounts, err = p.topics(in.ledger, s.register, b.Period); err != nil {
		return err
	}
	b.AddTopics(topicFacts(p.topicCounts))
	return nil
}

func topicFacts(t page.Topics) []measure.Topic {
	out := make([]measure.Topic, len(t.Topics))
	for i, topic := range t.Topics {
		out[i] = measure.Topic{Name: topic.Name, Cases: topic.Count, Share: topic.Share}
		if topic.Previous != nil {
			out[i].Previous, out[i].Compared = topic.Previous.Count, true
		}
	}
	return out
}

// history reads the periods before one, back to the first gap, and the same period of last year.
func (p *Plan) history(a *archive.Archive, period record.Period) measure.History {
	var h measure.History
	for at := period.Previous(); len(h.Run) < measure.MostRun; at = at.Previous() {
		b := p.earlier(a, at)
		if b == nil {
			break
		}
		h.Run = append(h.Run, *b)
	}
	h.YearBefore = p.earlier(a, period.YearBefore())
	return h
}

// earlier reads what a run wrote of a period before; nil where there was none. Data that cannot be read, by an older version
// of the program perhaps, are reported and not compared with: they can be made again.
func (p *Plan) earlier(a *archive.Archive, period record.Period) *measure.Bulletin {
	b, err := loadBulletin(a, period)
	if err == nil {
		return b
	}
	problem := sheet.Problem{
		Place: sheet.Place{File: page.DataDir(period)}, Severity: sheet.Warning, Code: "unreadable-data",
		Message: period.Label() + "以前写出的数据读不出来，没有与它比较：" + err.Error(), Hint: "请重新运行 tongbao ingest " + period.Key,
	}
	if period.Key != p.Period && !slices.ContainsFunc(p.Problems, func(o sheet.Problem) bool { return o.Place.File == problem.Place.File }) {
		p.Problems = append(p.Problems, problem)
	}
	return nil
}

// loadBulletin reads what an earlier run wrote of a period; nil where there was none.
func loadBulletin(a *archive.Archive, period record.Period) (*measure.Bulletin, error) {
	b, err := page.Load(os.DirFS(a.Root), period)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return &b, err
}

var paragraphKey = regexp.MustCompile(`(?m)^\{#([a-z0-9-]+)[ }]`)

// asked lists the paragraphs that stand in a period's 下一步工作要求: what the next bulletin reports on.
func (p *Plan) asked(s *setup, period record.Period) (map[string]bool, error) {
	asked := map[string]bool{}
	for _, spec := range s.sections {
		if spec.Key != "next-steps" {
			continue
		}
		body, err := p.old(page.ContentDir(period) + "/" + spec.File)
		if err != nil {
			return nil, err
		}
		for _, m := range paragraphKey.FindAllSubmatch(body, -1) {
			asked[string(m[1])] = true
		}
	}
	return asked, nil
}
