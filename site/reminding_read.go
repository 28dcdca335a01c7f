package site

import (
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"time"

	"tongbao/archive"
	"tongbao/site/annotation"
	"tongbao/site/reminder"
)

// namesOf are what units and bulletins are called in the archive.
func namesOf(a *archive.Archive) reminder.Names {
	units := map[string]string{}
	for _, u := range a.Units.Units {
		units[u.ID] = u.Name
	}
	return reminder.Names{
		Unit: func(id string) string { return cmp.Or(units[id], id) },
		Bulletin: func(period string) string {
			var head struct{ Label string }
			if body, err := os.ReadFile(a.Path("data", "bulletins", period, "summary.json")); err == nil && json.Unmarshal(body, &head) == nil {
				return cmp.Or(head.Label, period)
			}
			return period
		},
	}
}

// reminders are what an archive's people are to be reminded of, by what the site shows.
func (o *Office) reminders(a *archive.Archive, shown *publication, rules reminder.Rules) *reminder.Service {
	return reminder.New(o.Store.Reminders(), reminderOptions(a, shown, rules))
}

func reminderOptions(a *archive.Archive, shown *publication, rules reminder.Rules) reminder.Options {
	return reminder.Options{
		Now: time.Now, Location: time.Local, Rules: rules, Reads: shown.reads,
		Editions: func() ([]reminder.Edition, error) { return publishedEditions(a, shown) },
	}
}

// publishedEditions are those in force, with the day that the archive has on record for each. One that is shown and on no record
// was not published.
func publishedEditions(a *archive.Archive, shown *publication) ([]reminder.Edition, error) {
	bulletins, err := shown.newestFirst()
	if err != nil {
		return nil, err
	}
	var list []reminder.Edition
	for _, b := range bulletins {
		number, found := shown.Current(b)
		if !found || number == 0 {
			continue
		}
		day, err := publishedOn(a, b, number)
		if err != nil {
			return nil, err
		}
		list = append(list, reminder.Edition{Edition: annotation.Edition{Bulletin: b, Number: number}, Published: day})
	}
	return list, nil
}

func publishedOn(a *archive.Archive, bulletin string, number int) (annotation.Date, error) {
	var record struct {
		Editions []struct {
			Number int             `json:"number"`
			Date   annotation.Date `json:"date"`
		} `json:"editions"`
	}
	body, err := os.ReadFile(a.Path("data", "bulletins", bulletin, "editions.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err == nil {
		err = json.Unmarshal(body, &record)
	}
	for _, e := range record.Editions {
		if e.Number == number {
			return e.Date, err
		}
	}
	return "", err
}
