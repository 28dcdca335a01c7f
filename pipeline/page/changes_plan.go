package page

import (
	"io/fs"
	"maps"
	"path"
	"strings"

	"tongbao/pipeline/record"
)

// PlannedChanges lists what differs between a version and what it will be once some files are written. The error is
// fs.ErrNotExist where the version has no data yet.
func PlannedChanges(before Version, planned []File) ([]Change, error) {
	p := record.Period{Key: before.Folder}
	old, err := Load(before.Archive, p)
	if err != nil {
		return nil, err
	}
	oldFiles, err := before.Files()
	if err != nil {
		return nil, err
	}
	nowFiles, data := maps.Clone(oldFiles), over{before.Archive, map[string][]byte{}}
	for _, f := range planned {
		data.files[f.Path] = f.Body
		top, _, _ := strings.Cut(f.Path, "/")
		if dir := path.Dir(f.Path); dir == ContentDir(p) || dir == DataDir(p) {
			nowFiles[top+"/"+path.Base(f.Path)] = f.Body
		}
	}
	now, err := Load(data, p)
	if err != nil {
		return nil, err
	}
	return compare(old, now, oldFiles, nowFiles), nil
}

// over reads some files from memory and the rest from below.
type over struct {
	fs.FS
	files map[string][]byte
}

// ReadFile is that of [fs.ReadFileFS].
func (o over) ReadFile(name string) ([]byte, error) {
	if body, ok := o.files[name]; ok {
		return body, nil
	}
	return fs.ReadFile(o.FS, name)
}
