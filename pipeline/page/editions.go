package page

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strconv"

	"tongbao/pipeline/mask"
	"tongbao/pipeline/record"
)

// EditionsFile is the record of a bulletin's editions and corrections, beside its data; it is no part of an edition.
const EditionsFile = "editions.json"

// Editions is that record (editions.json). Both lists only ever grow at the end.
type Editions struct {
	Period      string       `json:"period"`
	Editions    []Edition    `json:"editions"`
	Corrections []Correction `json:"corrections"`
}

// Edition is one published state of a bulletin (版).
type Edition struct {
	Number int           `json:"number"` // from 1
	Date   string        `json:"date"`   // 2021-10-22
	Files  []EditionFile `json:"files"`  // by name
}

// EditionFile is one file of an edition, named as in [Version.Files].
type EditionFile struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
}

// Correction says why an edition took the place of the one before it, and what changed (更正).
type Correction struct {
	Number  int      `json:"number"`  // from 1
	Edition int      `json:"edition"` // the new one
	Date    string   `json:"date"`
	Reason  string   `json:"reason"`
	Changes []Change `json:"changes"` // as [Abridge] leaves them
	More    int      `json:"more"`    // changes that are not listed
}

// LoadEditions reads the record of a period; fs.ErrNotExist where it was never published.
func LoadEditions(archive fs.FS, period record.Period) (Editions, error) {
	path := DataDir(period) + "/" + EditionsFile
	var e Editions
	if err := ReadJSON(archive, path, &e); err != nil {
		return Editions{}, err
	}
	if len(e.Editions) == 0 {
		return Editions{}, fmt.Errorf("%s：没有列出任何一版", path)
	}
	return e, nil
}

// File is the record as a file of the archive.
func (e Editions) File() (File, error) {
	return encode("data/bulletins/"+e.Period+"/"+EditionsFile, e)
}

// Last is the edition in force; the record has one at least.
func (e Editions) Last() Edition { return e.Editions[len(e.Editions)-1] }

// Add records the files as the next edition. All but the first need a correction's reason and changes; personal data in
// them are masked.
func (e *Editions) Add(date string, files map[string][]byte, reason string, changes []Change) {
	edition := Edition{Number: len(e.Editions) + 1, Date: date, Files: digests(files)}
	e.Editions = append(e.Editions, edition)
	if e.Corrections == nil {
		e.Corrections = []Correction{}
	}
	if edition.Number == 1 {
		return
	}
	c := Correction{Number: len(e.Corrections) + 1, Edition: edition.Number, Date: date, Reason: mask.Text(reason)}
	c.Changes, c.More = Abridge(changes)
	e.Corrections = append(e.Corrections, c)
}

func digests(files map[string][]byte) []EditionFile {
	var out []EditionFile
	for _, name := range slices.Sorted(maps.Keys(files)) {
		sum := sha256.Sum256(files[name])
		out = append(out, EditionFile{name, hex.EncodeToString(sum[:])})
	}
	return out
}

// Departs lists the files, by name, that are not what the edition has: changed, missing or new.
func (e Edition) Departs(files map[string][]byte) []string {
	was, is := map[string]string{}, map[string]string{}
	for _, f := range e.Files {
		was[f.File] = f.SHA256
	}
	for _, f := range digests(files) {
		is[f.File] = f.SHA256
	}
	return slices.DeleteFunc(names(was, is), func(name string) bool { return was[name] == is[name] })
}

// FrozenFolder names the folders that hold a copy of an edition: 2021q3-e1.
func FrozenFolder(period record.Period, edition int) string {
	return fmt.Sprintf("%s-e%d", period.Key, edition)
}

var frozenFolder = regexp.MustCompile(`^(.+)-e([1-9][0-9]{0,8})$`)

// ParseFrozen reads the name of a frozen edition's folder: 2021q3-e1; ok is false for every other name.
func ParseFrozen(folder string) (period record.Period, edition int, ok bool) {
	m := frozenFolder.FindStringSubmatch(folder)
	if m == nil {
		return record.Period{}, 0, false
	}
	period, err := record.ParsePeriod(m[1])
	if err != nil {
		return record.Period{}, 0, false
	}
	edition, err = strconv.Atoi(m[2])
	return period, edition, err == nil
}

// IsFrozen tells the name of a frozen edition's folder from that of a bulletin.
func IsFrozen(folder string) bool {
	_, _, ok := ParseFrozen(folder)
	return ok
}
