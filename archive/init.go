package archive

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"text/template"
)

// The files of a new archive, with the city's words to be filled in.
//
//go:embed all:scaffold
var scaffold embed.FS

// Init writes a new archive for a city into dir and lists what it made, with slashes. A folder that already is an
// archive is refused; other files in it are left alone.
func Init(dir, city, issuer string) ([]string, error) {
	if _, err := os.Stat(filepath.Join(dir, SettingsFile)); err == nil {
		return nil, fmt.Errorf("%s 里已有通报库（%s），没有改动", dir, SettingsFile)
	}
	words := map[string]string{"City": escapeBasic(city), "Issuer": escapeBasic(issuer)}
	var made []string
	err := fs.WalkDir(scaffold, "scaffold", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		target := strings.TrimPrefix(name, "scaffold/")
		written, err := fill(filepath.Join(dir, filepath.FromSlash(target)), name, words)
		if written {
			made = append(made, target)
		}
		return err
	})
	return made, err
}

// fill writes one file unless there is one.
func fill(target, name string, words map[string]string) (bool, error) {
	body, err := template.New(path.Base(name)).ParseFS(scaffold, name)
	if err != nil {
		return false, err
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return false, err
	}
	f, err := os.OpenFile(target, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, errors.Join(body.Execute(f, words), f.Close())
}

// escapeBasic makes text fit between the quotes of a TOML basic string.
func escapeBasic(text string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ", "\r", " ", "\t", " ").Replace(text)
}
