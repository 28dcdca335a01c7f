package site

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"tongbao/site/answers"
)

// answering answers questions from published folders: what a role may not read is in no file of its folder. What was read is
// kept until another build takes its place.
type answering struct {
	mu   sync.Mutex
	open map[string]answerable
}

type answerable struct {
	built    time.Time // of its index
	rankings *answers.Rankings
}

// answer is nil where the text is no question that the folder's rankings answer, or where there are none.
func (a *answering) answer(folder, question string) (*answers.Answer, error) {
	dir := filepath.Join(folder, "rankings")
	info, err := os.Stat(filepath.Join(dir, "index.json"))
	if err != nil {
		return nil, nil // no bulletin has a ranking yet
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	kept, ok := a.open[folder]
	if !ok || !kept.built.Equal(info.ModTime()) {
		rankings, err := openRankings(dir)
		if err != nil {
			return nil, err
		}
		if a.open == nil {
			a.open = map[string]answerable{}
		}
		kept = answerable{info.ModTime(), rankings}
		a.open[folder] = kept
	}
	return kept.rankings.Answer(question)
}

func openRankings(dir string) (*answers.Rankings, error) {
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".json") {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		files["static/rankings/"+filepath.ToSlash(rel)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		return nil, err
	}
	return answers.Open(files)
}
