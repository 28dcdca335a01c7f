package pipeline

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tongbao/archive"
	"tongbao/pipeline/measure"
	"tongbao/pipeline/page"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// PublishOptions are what publishing needs beside the archive.
type PublishOptions struct {
	Date     string            // of the edition, as 2021-10-22
	Reason   string            // of the correction; "" for the first edition
	Findings []measure.Finding // of a check; errors among them block
}

// Publication is what publishing a bulletin would record.
type Publication struct {
	Period     string            `json:"period"`
	Label      string            `json:"label"`
	Edition    int               `json:"edition"`    // the one in force afterwards
	Date       string            `json:"date"`       // of that edition
	Unchanged  bool              `json:"unchanged"`  // nothing differs from the last edition: there is nothing to record
	Correction *page.Correction  `json:"correction"` // null for the first edition, and where nothing changed
	Changes    []page.Change     `json:"changes"`    // all of them
	Blocking   []measure.Finding `json:"blocking"`
	root       string
	files      []page.File // in the order they must be written
}

// Publish plans the next edition of a bulletin and changes nothing. The error says what is missing, or what is in the way.
func Publish(a *archive.Archive, period record.Period, o PublishOptions) (*Publication, error) {
	now := page.Version{Archive: os.DirFS(a.Root), Folder: period.Key}
	files, err := now.Files()
	if err != nil {
		return nil, err
	}
	if files["content/index.md"] == nil || files["data/summary.json"] == nil {
		return nil, fmt.Errorf("没有%s的通报：先运行 tongbao ingest %s", period.Label(), period.Key)
	}
	editions, err := editionsOf(a, period)
	if err != nil {
		return nil, err
	}
	if o.Date < period.End() {
		return nil, fmt.Errorf("日期 %s 早于本期的最后一天 %s：一期结束以后才能印发", o.Date, period.End())
	}
	p := &Publication{Period: period.Key, Label: period.Label(), Changes: []page.Change{}, Blocking: []measure.Finding{}, root: a.Root}
	if editions == nil {
		editions = &page.Editions{Period: period.Key}
	} else if err := p.correct(now, *editions, files, o.Date); err != nil || p.Unchanged {
		return p, err
	}
	for _, f := range o.Findings {
		if f.Severity == sheet.Error {
			p.Blocking = append(p.Blocking, f)
		}
	}
	editions.Add(o.Date, files, o.Reason, p.Changes)
	return p, p.write(a, period, *editions, files)
}

// editionsOf reads the record of editions; nil where the bulletin was never published.
func editionsOf(a *archive.Archive, period record.Period) (*page.Editions, error) {
	e, err := page.LoadEditions(os.DirFS(a.Root), period)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return &e, err
}

// correct compares the bulletin with its last edition. Where a frozen edition is not what was published, nothing is added to
// it: a later record must not stand on a changed one.
func (p *Publication) correct(now page.Version, editions page.Editions, files map[string][]byte, date string) error {
	last := editions.Last()
	changed, err := departures(now.Archive, editions)
	if err != nil {
		return err
	}
	for _, d := range changed {
		if d.Frozen {
			folder := page.FrozenFolder(record.Period{Key: now.Folder}, d.Edition)
			return fmt.Errorf("第%d版的定稿与印发时不一致（%s），不能登记更正：请从备份恢复 content/bulletins/%s 和 data/bulletins/%[3]s",
				d.Edition, strings.Join(d.Files, "、"), folder)
		}
	}
	if len(last.Departs(files)) == 0 {
		p.Unchanged, p.Edition, p.Date = true, last.Number, last.Date
		return nil
	}
	if date < last.Date {
		return fmt.Errorf("日期 %s 早于第%d版的日期 %s", date, last.Number, last.Date)
	}
	period := record.Period{Key: now.Folder}
	before := page.Version{Archive: now.Archive, Folder: page.FrozenFolder(period, last.Number)}
	kept, err := before.Files()
	if err != nil {
		return err
	}
	if len(kept) == 0 { // withdrawn: what it said is gone
		p.Changes = last.Changes(files)
		return nil
	}
	p.Changes, err = page.Changes(before, now)
	return err
}

// write fills in the files: the frozen copy first, the record that names it last, so that a run that is cut short has
// published nothing.
func (p *Publication) write(a *archive.Archive, period record.Period, e page.Editions, files map[string][]byte) error {
	last := e.Last()
	p.Edition, p.Date = last.Number, last.Date
	if last.Number > 1 {
		p.Correction = &e.Corrections[len(e.Corrections)-1]
	}
	folder := page.FrozenFolder(period, last.Number)
	if err := free(a, folder, files); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		p.files = append(p.files, page.File{Path: frozenPath(folder, name), Body: files[name]})
	}
	record, err := e.File()
	p.files = append(p.files, record)
	return err
}

// frozenPath puts content/10-overview.md at content/bulletins/2021q3-e1/10-overview.md.
func frozenPath(folder, name string) string {
	top, rest, _ := strings.Cut(name, "/")
	return top + "/bulletins/" + folder + "/" + rest
}

// free refuses to write over a frozen copy. Files that are there with the same bytes are what a run that was cut short left.
func free(a *archive.Archive, folder string, files map[string][]byte) error {
	there, err := page.Version{Archive: os.DirFS(a.Root), Folder: folder}.Files()
	if err != nil {
		return err
	}
	for name, body := range there {
		if !bytes.Equal(files[name], body) {
			return fmt.Errorf("%s 已经存在，内容不同：定稿不能覆盖。如果不是已印发的定稿，请移走 content/bulletins/%s 和 data/bulletins/%[2]s", frozenPath(folder, name), folder)
		}
	}
	return nil
}

// Apply records the publication: it writes the frozen copy, then the record.
func (p *Publication) Apply() error {
	for _, f := range p.files {
		if err := archive.Replace(filepath.Join(p.root, filepath.FromSlash(f.Path)), f.Body); err != nil {
			return fmt.Errorf("write %s: %w", f.Path, err)
		}
	}
	return nil
}
