package pipeline

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"tongbao/archive"
	"tongbao/pipeline/check"
	"tongbao/pipeline/mask"
	"tongbao/pipeline/measure"
	"tongbao/pipeline/page"
	"tongbao/pipeline/record"
)

// Checked is one finding of a check and the period it is about, "" where the file belongs to none.
type Checked struct {
	Period string `json:"period"`
	measure.Finding
}

// Check looks through what an archive publishes, of one period or of all: prose against data, data against themselves, and
// everything for personal data. The findings stand in the order of periods, those of prose first. The error means that
// nothing can be said.
func Check(a *archive.Archive, period string) ([]Checked, error) {
	periods, err := periodFolders(a)
	if err != nil {
		return nil, err
	}
	if period != "" {
		wanted := func(p record.Period) bool { return p.Key == period }
		if !slices.ContainsFunc(periods, wanted) {
			return nil, unknownPeriod(period, periods)
		}
		periods = slices.DeleteFunc(periods, func(p record.Period) bool { return !wanted(p) })
	}
	found, err := checkPeriods(a, periods)
	if err != nil {
		return nil, err
	}
	leaks, err := checkPersonal(a, period)
	return append(found, leaks...), err
}

func unknownPeriod(period string, known []record.Period) error {
	there := "还没有任何一期"
	if len(known) > 0 {
		keys := make([]string, len(known))
		for i, p := range known {
			keys[i] = p.Key
		}
		there = "已有 " + strings.Join(keys, "、")
	}
	return fmt.Errorf("没有 %s 这一期（%s）：先运行 tongbao ingest %s", period, there, period)
}

// checkPeriods checks several bulletins side by side, because a build checks the whole archive.
func checkPeriods(a *archive.Archive, periods []record.Period) ([]Checked, error) {
	findings, errs := make([][]measure.Finding, len(periods)), make([]error, len(periods))
	var work sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		work.Go(func() {
			for i := range next {
				findings[i], errs[i] = checkPeriod(a, periods[i])
			}
		})
	}
	for i := range periods {
		next <- i
	}
	close(next)
	work.Wait()
	found := []Checked{}
	for i, p := range periods {
		for _, f := range findings[i] {
			found = append(found, Checked{p.Key, f})
		}
	}
	return found, errors.Join(errs...)
}

// checkPeriod checks the prose of one bulletin and adds what its data were found to contradict.
func checkPeriod(a *archive.Archive, period record.Period) ([]measure.Finding, error) {
	b, err := loadBulletin(a, period)
	if err != nil || b == nil {
		return nil, err
	}
	register, err := newRegister(a, period.Start())
	if err != nil {
		return nil, err
	}
	files, err := sectionFiles(a, period)
	if err != nil {
		return nil, err
	}
	found := checkFiles(files, *b, register, register.Find(a.Settings.City).ID)
	stored, err := storedFindings(a, period)
	return append(found, stored...), err
}

// checkFiles checks sections against a bulletin.
func checkFiles(files []page.File, b measure.Bulletin, register *record.Register, home string) []measure.Finding {
	var found []measure.Finding
	lexicon := check.NewLexicon(register, b, home)
	for _, f := range files {
		found = append(found, check.Section(f.Path, f.Body, page.SectionOf(f.Body), b, lexicon)...)
	}
	for i := range found { // a passage may show what a person forgot to mask
		found[i].Message = mask.Text(found[i].Message)
		if found[i].Passage != nil {
			found[i].Passage.Text = mask.Text(found[i].Passage.Text)
		}
	}
	return found
}

// sectionFiles reads the sections of a bulletin, those that a person added as well.
func sectionFiles(a *archive.Archive, period record.Period) ([]page.File, error) {
	names, err := filepath.Glob(a.Path(filepath.FromSlash(page.ContentDir(period)), "*.md"))
	if err != nil {
		return nil, err
	}
	var files []page.File
	for _, name := range names {
		if filepath.Base(name) == "index.md" {
			continue
		}
		body, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		files = append(files, page.File{Path: page.ContentDir(period) + "/" + filepath.Base(name), Body: body})
	}
	return files, nil
}

// storedFindings are those about the data alone, as the last ingest found them.
func storedFindings(a *archive.Archive, period record.Period) ([]measure.Finding, error) {
	var stored struct {
		Findings []measure.Finding `json:"findings"`
	}
	err := page.ReadJSON(os.DirFS(a.Root), page.DataDir(period)+"/findings.json", &stored)
	return stored.Findings, err
}
