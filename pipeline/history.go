package pipeline

import (
	"errors"
	"io/fs"
	"os"
	"regexp"

	"tongbao/archive"
	"tongbao/pipeline/measure"
	"tongbao/pipeline/page"
	"tongbao/pipeline/record"
)

// compare adds to a bulletin what the archive's earlier periods make known: changes, moves, streaks, growing topics.
func (p *Plan) compare(a *archive.Archive, b *measure.Bulletin, s *setup, in input) error {
	history, err := loadHistory(a, b.Period)
	if err != nil {
		return err
	}
	b.AddHistory(history)
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

// loadHistory reads the periods before one, back to the first gap, and the same period of last year.
func loadHistory(a *archive.Archive, period record.Period) (measure.History, error) {
	var h measure.History
	p := period
	for range measure.MostRun {
		p = p.Previous()
		b, err := loadBulletin(a, p)
		if err != nil {
			return h, err
		}
		if b == nil {
			break
		}
		h.Run = append(h.Run, *b)
	}
	var err error
	h.YearBefore, err = loadBulletin(a, period.YearBefore())
	return h, err
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
