package page

import (
	"bytes"
	"encoding/json"
	"path"
	"slices"
	"strings"
)

const sourcesFile = "data/sources.json"

// exportChanges names the exports that were replaced, came or went.
func exportChanges(before, after map[string][]byte) []Change {
	was, is := exportDigests(before[sourcesFile]), exportDigests(after[sourcesFile])
	var out []Change
	for _, name := range names(was, is) {
		if was[name] != is[name] {
			out = append(out, replaced(Change{Kind: ChangedExport, Key: name, Label: "导出：" + name}, was[name] != "", is[name] != ""))
		}
	}
	return out
}

// exportDigests gives the digests of the exports by file; nothing where the file is not what [Data] writes.
func exportDigests(file []byte) map[string]string {
	var sources Sources
	out := map[string]string{}
	if json.Unmarshal(file, &sources) != nil {
		return out
	}
	for _, f := range sources.Files {
		out[f.File] = f.SHA256
	}
	return out
}

// replaced words a change of a whole file.
func replaced(c Change, was, is bool) Change {
	c.Old, c.New = "原文件", "已更换"
	if !was {
		c.Old, c.New = "", "新增"
	}
	if !is {
		c.New = ""
	}
	return c
}

// Changes lists the files that are not what the edition had: all that its digests tell once its frozen copy was taken away.
func (e Edition) Changes(files map[string][]byte) []Change {
	var out []Change
	for _, name := range e.Departs(files) {
		was := slices.ContainsFunc(e.Files, func(f EditionFile) bool { return f.File == name })
		out = append(out, fileChange(name, was, files[name] != nil))
	}
	return out
}

func fileChange(name string, was, is bool) Change {
	return replaced(Change{Kind: ChangedFile, File: path.Base(name), Key: name, Label: fileLabel(name)}, was, is)
}

// explained are the data files whose every difference that a reader can see is a change of its own, or follows from one.
var explained = map[string][]ChangeKind{
	"data/summary.json":   {ChangedRule, ChangedFact, ChangedCell},
	"data/rankings.json":  {ChangedCell},
	"data/cases.json":     {ChangedCase},
	"data/standings.json": {ChangedRule, ChangedCell},                           // follow from these
	"data/findings.json":  {ChangedRule, ChangedFact, ChangedCell, ChangedCase}, // follow from these
	sourcesFile:           {ChangedRule, ChangedExport},
}

// fileChanges names the files whose bytes differ although none of the changes says so.
func fileChanges(before, after map[string][]byte, listed []Change) []Change {
	var out []Change
	for _, name := range names(before, after) {
		old, was := before[name]
		now, is := after[name]
		if was && is && bytes.Equal(old, now) || saysSo(name, listed) {
			continue
		}
		out = append(out, fileChange(name, was, is))
	}
	return out
}

func saysSo(name string, listed []Change) bool {
	kinds := explained[name]
	return slices.ContainsFunc(listed, func(c Change) bool {
		return slices.Contains(kinds, c.Kind) || strings.HasPrefix(name, "content/") && c.File == strings.TrimPrefix(name, "content/")
	})
}

func fileLabel(name string) string {
	for _, part := range catalogued {
		if name == "data/"+part.name+".json" {
			return part.title
		}
	}
	return strings.TrimPrefix(name, "content/")
}
