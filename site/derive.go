package site

import (
	"fmt"
	"os"
	"path/filepath"

	"tongbao/archive"
	"tongbao/site/series"
)

// Derive writes what pages across bulletins are made of into dir: data/, which Hugo reads beside the archive's own, and
// static/, which is published as it is. All of it comes from the archive's data.
func Derive(a *archive.Archive, dir string) error {
	bulletins, err := series.Load(os.DirFS(a.Path("data")))
	if err != nil {
		return err
	}
	files, err := series.Files(bulletins)
	if err != nil {
		return err
	}
	for name, body := range files {
		target := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return fmt.Errorf("写入网站数据：%w", err)
		}
		if err := os.WriteFile(target, body, 0o644); err != nil {
			return fmt.Errorf("写入网站数据：%w", err)
		}
	}
	return nil
}
