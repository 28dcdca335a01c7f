package pipeline

import (
	"errors"
	"io/fs"
	"os"
	"slices"

	"tongbao/archive"
	"tongbao/pipeline/page"
	"tongbao/pipeline/record"
)

// Editions reads the records of the published bulletins of an archive, of one period or, where it is nil, of all.
func Editions(a *archive.Archive, only *record.Period) ([]page.Editions, error) {
	periods, err := periodFolders(a)
	if err != nil {
		return nil, err
	}
	out := []page.Editions{}
	for _, period := range periods {
		if only != nil && period.Key != only.Key {
			continue
		}
		e, err := editionsOf(a, period)
		if err != nil {
			return nil, err
		}
		if e != nil {
			out = append(out, *e)
		}
	}
	return out, nil
}

// periodFolders lists the periods that an archive has data of, by key; frozen editions are none.
func periodFolders(a *archive.Archive) ([]record.Period, error) {
	entries, err := os.ReadDir(a.Path("data", "bulletins"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var out []record.Period
	for _, e := range entries {
		if period, err := record.ParsePeriod(e.Name()); err == nil && e.IsDir() {
			out = append(out, period)
		}
	}
	return out, nil
}

// Departure is a published bulletin, or a frozen edition of one, whose files are not what was published.
type Departure struct {
	Period  string
	Label   string
	Edition int
	Date    string   // of that edition
	Frozen  bool     // the frozen copy of the edition departs, not the bulletin from its last edition
	Unknown bool     // no record names the frozen copy: it was left by a run that was cut short, or put there by hand
	Files   []string // as in [page.Version.Files]; nil where unknown
}

// Departures finds what must not be shown to readers unseen: bulletins that changed since their last edition, frozen
// editions that changed at all, and those that no record names. An edition whose frozen copy was taken away as a whole is withdrawn, and no departure.
func Departures(a *archive.Archive) ([]Departure, error) {
	all, err := Editions(a, nil)
	if err != nil {
		return nil, err
	}
	var out []Departure
	for _, e := range all {
		found, err := departures(os.DirFS(a.Root), e)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	unknown, err := unknownEditions(a, all)
	return append(out, unknown...), err
}

// unknownEditions lists the frozen folders that no record names, by name.
func unknownEditions(a *archive.Archive, recorded []page.Editions) ([]Departure, error) {
	folders, err := bulletinFolders(a)
	if err != nil {
		return nil, err
	}
	var out []Departure
	for _, name := range folders {
		period, number, frozen := page.ParseFrozen(name)
		known := slices.ContainsFunc(recorded, func(e page.Editions) bool { return e.Period == period.Key && number <= len(e.Editions) })
		if frozen && !known {
			out = append(out, Departure{Period: period.Key, Label: period.Label(), Edition: number, Frozen: true, Unknown: true})
		}
	}
	return out, nil
}

// bulletinFolders lists the folders of bulletins, frozen or not, that have content or data, by name.
func bulletinFolders(a *archive.Archive) ([]string, error) {
	var out []string
	for _, top := range []string{"content", "data"} {
		entries, err := os.ReadDir(a.Path(top, "bulletins"))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		for _, e := range entries {
			if e.IsDir() {
				out = append(out, e.Name())
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

func departures(files fs.FS, e page.Editions) ([]Departure, error) {
	period, err := record.ParsePeriod(e.Period)
	if err != nil {
		return nil, err
	}
	var out []Departure
	look := func(folder string, edition page.Edition, frozen bool) error {
		there, err := page.Version{Archive: files, Folder: folder}.Files()
		if err != nil || frozen && len(there) == 0 {
			return err
		}
		if names := edition.Departs(there); len(names) > 0 {
			out = append(out, Departure{
				Period: period.Key, Label: period.Label(), Edition: edition.Number, Date: edition.Date, Frozen: frozen, Files: names,
			})
		}
		return nil
	}
	err = look(period.Key, e.Last(), false)
	for _, edition := range e.Editions {
		err = errors.Join(err, look(page.FrozenFolder(period, edition.Number), edition, true))
	}
	return out, err
}
