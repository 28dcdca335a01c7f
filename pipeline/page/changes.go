package page

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"tongbao/pipeline/measure"
	"tongbao/pipeline/record"
)

// ChangeKind says what changed.
type ChangeKind string

// The kinds of changes, in the order they are listed.
const (
	ChangedSetting   ChangeKind = "settings"  // a field of a front matter: title, number, date, …
	ChangedRule      ChangeKind = "rule"      // the rule that the period is measured by, or its version
	ChangedFact      ChangeKind = "fact"      // a fact's text or units
	ChangedCell      ChangeKind = "cell"      // a figure of a ranking, or a whole row that came or went
	ChangedCase      ChangeKind = "case"      // an entry of the high-star or the overdue list
	ChangedParagraph ChangeKind = "paragraph" // a paragraph's words
	ChangedExport    ChangeKind = "export"    // an export that the bulletin was made from
	ChangedFile      ChangeKind = "file"      // bytes of a file that no other change explains
)

// Change is one thing that differs between two versions of a bulletin. Old is "" where it came, New where it vanished;
// both are plain text.
type Change struct {
	Kind  ChangeKind `json:"kind"`
	File  string     `json:"file,omitempty"` // of settings, paragraphs and files: its name in the bulletin's folder
	Key   string     `json:"key"`
	Label string     `json:"label"`
	Old   string     `json:"old"`
	New   string     `json:"new"`
}

// Version is one state of a bulletin: an archive, and the name that the bulletin's folders have in it, which is the
// period's key or that of a frozen edition.
type Version struct {
	Archive fs.FS
	Folder  string
}

// folders are what a version consists of.
func (v Version) folders() []string {
	p := record.Period{Key: v.Folder}
	return []string{ContentDir(p), DataDir(p)}
}

// Changes lists what differs between two versions of a bulletin, the kinds in their order: settings, the rule, facts by
// key, cells in the order of the tables, cases, paragraphs in the order of the files, exports and other files by name. A
// fact that only repeats one changed cell is left out. The error is fs.ErrNotExist where a version has no data.
func Changes(before, after Version) ([]Change, error) {
	old, err := Load(before.Archive, record.Period{Key: before.Folder})
	if err != nil {
		return nil, err
	}
	now, err := Load(after.Archive, record.Period{Key: after.Folder})
	if err != nil {
		return nil, err
	}
	oldFiles, err := before.Files()
	if err != nil {
		return nil, err
	}
	nowFiles, err := after.Files()
	if err != nil {
		return nil, err
	}
	return compare(old, now, oldFiles, nowFiles), nil
}

func compare(old, now measure.Bulletin, oldFiles, nowFiles map[string][]byte) []Change {
	changes := slices.Concat(settingChanges(oldFiles, nowFiles), dataChanges(old, now), sectionChanges(oldFiles, nowFiles), exportChanges(oldFiles, nowFiles))
	return append(changes, fileChanges(oldFiles, nowFiles, changes)...)
}

// Files reads what a version consists of, by name: content/10-overview.md, data/summary.json; nothing where its folders
// are missing. The record of editions, dot files and the lock files of office programs are no part of it.
func (v Version) Files() (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, dir := range v.folders() {
		top, _, _ := strings.Cut(dir, "/")
		err := fs.WalkDir(v.Archive, dir, func(name string, d fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist) && name == dir:
				return nil
			case err != nil:
				return err
			case d.IsDir() && !strings.HasPrefix(d.Name(), "."):
				return nil
			case d.IsDir():
				return fs.SkipDir
			case !partOfEdition(d.Name()):
				return nil
			}
			body, err := fs.ReadFile(v.Archive, name)
			files[path.Join(top, strings.TrimPrefix(name, dir))] = body
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

func partOfEdition(name string) bool {
	return name != EditionsFile && !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "~$") &&
		name != "Thumbs.db" && name != "desktop.ini"
}

// names lists the keys of two maps in order, each once.
func names[V any](a, b map[string]V) []string {
	var out []string
	for name := range a {
		out = append(out, name)
	}
	for name := range b {
		out = append(out, name)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
