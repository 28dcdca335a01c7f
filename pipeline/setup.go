package pipeline

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"tongbao/archive"
	"tongbao/pipeline/measure"
	"tongbao/pipeline/page"
	"tongbao/pipeline/prose"
	"tongbao/pipeline/record"
)

// setup is everything that is the same for all periods of an archive.
type setup struct {
	archive  *archive.Archive
	theme    fs.FS
	metrics  []record.Metric
	sections []page.SectionSpec
	prose    prose.Templates
	register *record.Register
	reader   *record.Reader
	calendar measure.Calendar
	words    record.Vocabulary
	fields   []string
	leaveOut []string // numbers of cases that are passed over; see [Rank]
}

// newSetup reads the vocabularies, and the register as of a day. a may be nil: then the theme's own words and no register
// are used.
func newSetup(a *archive.Archive, theme fs.FS, day string) (*setup, error) {
	s := &setup{archive: a, theme: theme}
	var words record.Vocabulary
	var metrics struct {
		Metrics []record.Metric `toml:"metric"`
	}
	var sections struct {
		Sections []page.SectionSpec `toml:"section"`
	}
	var holidays struct {
		Years []struct {
			Year   int      `toml:"year"`
			Notice string   `toml:"notice"`
			Off    []string `toml:"off"`
			Work   []string `toml:"work"`
		} `toml:"year"`
	}
	err := s.headers(&words)
	if err != nil {
		return nil, err
	}
	for name, into := range map[string]any{
		"metrics.toml": &metrics, "sections.toml": &sections, "holidays.toml": &holidays,
	} {
		if err := s.vocabulary(name, into); err != nil {
			return nil, err
		}
	}
	if s.prose, err = s.templates(); err != nil {
		return nil, err
	}
	var off, work []string
	for _, y := range holidays.Years {
		off, work = append(off, y.Off...), append(work, y.Work...)
	}
	calendar, err := measure.NewCalendar(off, work)
	if err != nil {
		return nil, fmt.Errorf("data/holidays.toml：%w", err)
	}
	s.calendar = calendar
	register, err := newRegister(a, day)
	if err != nil {
		return nil, err
	}
	s.metrics, s.sections, s.register = metrics.Metrics, sections.Sections, register
	s.words, s.fields = words, words.FieldKeys()
	s.reader = record.NewReader(words, s.metrics, register)
	if a != nil {
		s.reader.UseProfiles(profilesOf(a))
	}
	return s, nil
}

func profilesOf(a *archive.Archive) []record.Profile {
	var out []record.Profile
	for _, p := range a.Profiles {
		out = append(out, record.Profile{Name: p.Name, Fingerprint: p.Fingerprint, Channel: p.Channel, Columns: p.Columns})
	}
	return out
}

// templates reads the theme's sentences and puts the archive's over them.
func (s *setup) templates() (prose.Templates, error) {
	const name = "data/sentences.toml"
	var theme, own prose.Templates
	data, err := fs.ReadFile(s.theme, name)
	if err == nil {
		err = archive.Decode(name, data, &theme)
	}
	if err != nil {
		return theme, err
	}
	if s.archive != nil {
		data, err = os.ReadFile(s.archive.Path("data", "sentences.toml"))
		if err == nil {
			err = archive.Decode(name, data, &own)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return theme, err
		}
	}
	return own.Over(theme).Compile()
}

// headers reads the theme's words and adds the archive's.
func (s *setup) headers(words *record.Vocabulary) error {
	data, err := fs.ReadFile(s.theme, "data/headers.toml")
	if err == nil {
		err = archive.Decode("data/headers.toml", data, words)
	}
	if err != nil || s.archive == nil {
		return err
	}
	own, err := os.ReadFile(s.archive.Path("data", "headers.toml"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var more record.Vocabulary
	if err == nil {
		err = archive.Decode("data/headers.toml", own, &more)
	}
	words.Add(more)
	return err
}

// vocabulary reads data/<name> from the archive, or from the theme where the archive has none.
func (s *setup) vocabulary(name string, into any) error {
	data, err := s.dataFile(name)
	if err != nil {
		return err
	}
	return archive.Decode("data/"+name, data, into)
}

func (s *setup) dataFile(name string) ([]byte, error) {
	if s.archive != nil {
		data, err := os.ReadFile(s.archive.Path("data", name))
		if !errors.Is(err, fs.ErrNotExist) {
			return data, err
		}
	}
	return fs.ReadFile(s.theme, "data/"+name)
}

// newRegister makes the register as its names were on a day, such as 2021-07-01.
func newRegister(a *archive.Archive, day string) (*record.Register, error) {
	var entries []record.RegisterEntry
	var distinct []record.Distinct
	if a != nil {
		for _, u := range a.Units.Units {
			e := record.RegisterEntry{Unit: record.Unit{ID: u.ID, Name: u.Name, Parent: u.Parent, Groups: u.Groups}, Aliases: u.Aliases}
			for _, f := range u.Former {
				e.Former = append(e.Former, record.FormerName{Name: f.Name, From: archive.Day(f.From), Until: archive.Day(f.Until)})
			}
			entries = append(entries, e)
		}
		for _, d := range a.Units.Distinct {
			distinct = append(distinct, record.Distinct{Units: d.Units, Note: d.Note})
		}
	}
	register, wrong := record.NewRegister(entries, distinct, day)
	if len(wrong) > 0 {
		return nil, fmt.Errorf("%s：%s", archive.UnitsFile, strings.Join(wrong, "；"))
	}
	return register, nil
}

// cutoff is the day up to which the period's cases are followed, as 2021-10-22.
func (s *setup) cutoff(p record.Period) string {
	of := s.archive.Settings.Bulletins[p.Key]
	return cmp.Or(archive.Day(of.Cutoff), archive.Day(of.Date), p.End())
}

// terms are what the period's cases are judged by.
func (s *setup) terms(p record.Period, rule measure.Rule) measure.Terms {
	const day = record.Moment(24 * 60 * 60)
	return measure.Terms{
		Start: momentOf(p.Start()), End: momentOf(p.End()) + day, Cutoff: momentOf(s.cutoff(p)) + day,
		OverdueDays: rule.Thresholds.OverdueDays, TransferHours: rule.Terms.TransferHours,
		Working: rule.Terms.WorkingDays, Calendar: s.calendar,
	}
}

// momentOf gives the first moment of a date that a period made.
func momentOf(date string) record.Moment {
	var year, month, day int
	fmt.Sscanf(date, "%d-%d-%d", &year, &month, &day)
	return record.DayStart(year, month, day)
}

// imprint is what the settings say about a period's bulletin.
func (s *setup) imprint(p record.Period) page.Imprint {
	set := s.archive.Settings
	of := set.Bulletins[p.Key]
	i := page.Imprint{
		Title: of.Title, Number: of.Number, Masthead: set.Masthead, Issuer: set.Issuer, ReportTo: set.ReportTo,
		CopyTo: set.CopyTo, Distribute: set.Distribute, Contact: set.Contact, Copies: set.Copies,
		HomeUnit: s.register.Find(set.City).ID,
	}
	if of.Date.Year > 0 {
		i.Date = of.Date.String()
	}
	return i
}
