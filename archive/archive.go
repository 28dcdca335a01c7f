// Package archive is one city's folder (通报库): its paths and its settings, no behaviour.
//
// In: a folder. Out: an [Archive] of plain values, or an error that names the file, the line and what is wrong, in
// Chinese. Both halves of the program know it; it knows neither. It writes nothing.
package archive

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The files and folders of an archive.
const (
	SettingsFile = "tongbao.toml"
	SiteFile     = "hugo.toml"
	UnitsFile    = "units.toml"
	rulesDir     = "rules"
	exportsDir   = "exports"
	derivedDir   = ".tongbao"
)

// Archive is an opened folder.
type Archive struct {
	Root     string
	Settings Settings
	Units    Units
	Rules    []Rule // by effective date, the earliest first
	Profiles []Profile
}

// ErrNone says that a folder is no archive.
var ErrNone = errors.New("不是通报库")

// Open reads the settings of the archive at root.
func Open(root string) (*Archive, error) {
	abs, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	a := &Archive{Root: abs}
	if _, err := os.Stat(a.Path(SettingsFile)); err != nil {
		return nil, fmt.Errorf("%s %w：没有 %s（可用 tongbao init 新建）", root, ErrNone, SettingsFile)
	}
	if err := decodeFile(a.Path(SettingsFile), &a.Settings); err != nil {
		return nil, err
	}
	if err := decodeOptional(a.Path(UnitsFile), &a.Units); err != nil {
		return nil, err
	}
	if a.Rules, err = readRules(a.Path(rulesDir)); err != nil {
		return nil, err
	}
	if a.Profiles, err = readProfiles(a.Path(profilesDir)); err != nil {
		return nil, err
	}
	return a, nil
}

// Path joins names below the archive's root.
func (a *Archive) Path(elem ...string) string {
	return filepath.Join(append([]string{a.Root}, elem...)...)
}

// Derived joins names below the folder of what can be made again; deleting it loses nothing.
func (a *Archive) Derived(elem ...string) string {
	return a.Path(append([]string{derivedDir}, elem...)...)
}

// ExportsDir is the folder of one period's exports.
func (a *Archive) ExportsDir(period string) string { return a.Path(exportsDir, period) }

// Exports lists the files of one period's exports by name, in order. Office programs' lock files and dot files are
// left out. A missing folder gives an empty list.
func (a *Archive) Exports(period string) ([]string, error) {
	entries, err := os.ReadDir(a.ExportsDir(period))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && !hidden(e.Name()) {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

func hidden(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || name == "Thumbs.db" || name == "desktop.ini"
}

// Rule gives the rule that applies on a day (2021-07-01): the latest that was in effect. ok is false where there is none.
func (a *Archive) Rule(day string) (rule Rule, ok bool) {
	for _, r := range slices.Backward(a.Rules) {
		if r.EffectiveFrom.String() <= day && (r.EffectiveTo.Year == 0 || day <= r.EffectiveTo.String()) {
			return r, true
		}
	}
	return Rule{}, false
}
