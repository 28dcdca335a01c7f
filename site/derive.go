package site

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"tongbao/archive"
	"tongbao/site/answers"
	"tongbao/site/evidence"
	"tongbao/site/search"
	"tongbao/site/series"
)

// Derive writes what pages across bulletins are made of into dir: data/ and assets/, which Hugo reads beside the archive's own,
// and static/, which is published as it is. All of it comes from the archive's data but for the bulletins in hidden folders.
func Derive(a *archive.Archive, theme fs.FS, hidden []string, dir string) error {
	bulletins, err := load(a, hidden)
	if err != nil {
		return err
	}
	files, err := series.Files(series.Archive{Bulletins: bulletins, Register: register(a.Units.Units)})
	if err != nil {
		return err
	}
	into := output{dir, map[string]bool{}}
	err = search.Write(search.Documents(bulletins), otherNames(a.Units.Units), func(name string, body []byte) error {
		return into.write("static/search/"+name, body)
	})
	if err != nil {
		return err
	}
	if files[answers.LanguageFile], err = answers.Language(a, theme, bulletins); err != nil {
		return err
	}
	if err := beside(a, hidden, files); err != nil {
		return err
	}
	for name, body := range files {
		if err := into.write(name, body); err != nil {
			return err
		}
	}
	return nil
}

// load reads every bulletin but those in hidden folders, its data and its words.
func load(a *archive.Archive, hidden []string) ([]series.Bulletin, error) {
	bulletins, err := series.Load(os.DirFS(a.Path("data")))
	if err != nil {
		return nil, err
	}
	bulletins = slices.DeleteFunc(bulletins, func(b series.Bulletin) bool { return slices.Contains(hidden, b.Period.Key) })
	return bulletins, series.AddWords(os.DirFS(a.Path("content")), bulletins)
}

// otherNames are what units are or were called as well, with their names today.
func otherNames(units []archive.Unit) map[string]string {
	out := map[string]string{}
	for _, u := range units {
		for _, alias := range u.Aliases {
			out[alias] = u.Name
		}
		for _, f := range u.Former {
			out[f.Name] = u.Name
		}
	}
	for _, u := range units {
		delete(out, u.Name) // a name of one is no other name of another
	}
	return out
}

// Rankings are what questions about the archive's rankings are answered from.
func Rankings(a *archive.Archive, theme fs.FS) (*answers.Rankings, error) {
	bulletins, err := series.Load(os.DirFS(a.Path("data")))
	if err != nil {
		return nil, err
	}
	files, err := series.ExploreFiles(bulletins)
	if err != nil {
		return nil, err
	}
	if files[answers.LanguageFile], err = answers.Language(a, theme, bulletins); err != nil {
		return nil, err
	}
	return answers.Open(files)
}

// SearchIndex is the index of every bulletin, made in memory.
func SearchIndex(a *archive.Archive) (*search.Index, error) {
	bulletins, err := load(a, nil)
	if err != nil {
		return nil, err
	}
	files, err := search.Files(search.Documents(bulletins), otherNames(a.Units.Units))
	if err != nil {
		return nil, err
	}
	return search.Open(search.InMemory(files))
}

// beside adds what is published in the folder of each bulletin's page, frozen editions too. Data without a page stay
// unpublished.
func beside(a *archive.Archive, hidden []string, files map[string][]byte) error {
	folders, err := os.ReadDir(a.Path("content", "bulletins"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, entry := range folders {
		folder := entry.Name()
		if slices.Contains(hidden, folder) {
			continue
		}
		if _, err := os.Stat(a.Path("content", "bulletins", folder, "index.md")); err != nil {
			continue
		}
		body, err := evidence.File(os.DirFS(a.Path("data", "bulletins", folder)))
		if errors.Is(err, fs.ErrNotExist) {
			continue // a page of the editor's own, or data not read yet: its template says what is missing
		}
		if err != nil {
			return fmt.Errorf("data/bulletins/%s/%w", folder, err)
		}
		files["static/bulletins/"+folder+"/"+evidence.Name] = body
	}
	return nil
}

// output is a folder to write into, and the folders in it that are there.
type output struct {
	dir  string
	made map[string]bool
}

func (o output) write(name string, body []byte) error {
	target := filepath.Join(o.dir, filepath.FromSlash(name))
	if folder := filepath.Dir(target); !o.made[folder] {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return fmt.Errorf("写入网站数据：%w", err)
		}
		o.made[folder] = true
	}
	if err := os.WriteFile(target, body, 0o644); err != nil {
		return fmt.Errorf("写入网站数据：%w", err)
	}
	return nil
}

func register(units []archive.Unit) []series.Registered {
	var out []series.Registered
	for _, u := range units {
		r := series.Registered{ID: u.ID, Name: u.Name, Aliases: u.Aliases, Parent: u.Parent}
		for _, f := range u.Former {
			r.Former = append(r.Former, series.Former{Name: f.Name, From: archive.Day(f.From), Until: archive.Day(f.Until)})
		}
		out = append(out, r)
	}
	return out
}
