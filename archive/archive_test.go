package archive

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func newArchive(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, body := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		must(t, os.WriteFile(path, []byte(body), 0o644))
	}
	return root
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestOpenNamesTheMistake(t *testing.T) {
	cases := []struct {
		name, file, body, says string
	}{
		{"unknown key", SettingsFile, "city = \"甲市\"\n\ncitty = 1\n", `tongbao.toml 第 3 行：不认识的设置项 "citty"`},
		{"syntax", SettingsFile, "city = \n", "tongbao.toml 第 1 行"},
		{"wrong kind", SettingsFile, "copies = \"三百\"\n", "tongbao.toml 第 1 行"},
		{"units", UnitsFile, "[[unit]]\nid = 1\n", "units.toml 第 2 行"},
		{"rules", "rules/2021.toml", "name = \"a\"\nscores = 1\n", `2021.toml 第 2 行：不认识的设置项 "scores"`},
	}
	for _, c := range cases {
		files := map[string]string{SettingsFile: "city = \"甲市\"\n"}
		files[c.file] = c.body
		if _, err := Open(newArchive(t, files)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error = %v, want %q in it", c.name, err, c.says)
		}
	}
	if _, err := Open(t.TempDir()); !errors.Is(err, ErrNone) {
		t.Errorf("an empty folder: %v", err)
	}
}

// Notepad on Windows puts a byte order mark in front of what it saves.
func TestOpenReadsNotepadFiles(t *testing.T) {
	a, err := Open(newArchive(t, map[string]string{SettingsFile: "\ufeffcity = \"甲市\"\r\n"}))
	if err != nil || a.Settings.City != "甲市" {
		t.Errorf("city = %v, %v", a, err)
	}
}

func TestExportsLeaveOutWhatIsNone(t *testing.T) {
	root := newArchive(t, map[string]string{
		SettingsFile: "", "exports/2021q3/b.csv": "", "exports/2021q3/a.xlsx": "", "exports/2021q3/~$a.xlsx": "",
		"exports/2021q3/.DS_Store": "", "exports/2021q3/Thumbs.db": "", "exports/2021q3/旧/c.csv": "",
	})
	a, err := Open(root)
	must(t, err)
	names, err := a.Exports("2021q3")
	if err != nil || !slices.Equal(names, []string{"a.xlsx", "b.csv"}) {
		t.Errorf("exports = %v, %v", names, err)
	}
	if names, err := a.Exports("1999q1"); err != nil || len(names) > 0 {
		t.Errorf("exports of no period = %v, %v", names, err)
	}
}

func TestRuleOfADay(t *testing.T) {
	root := newArchive(t, map[string]string{
		SettingsFile:      "",
		"rules/b.toml":    "name = \"2021\"\neffective_from = 2021-01-01\n",
		"rules/a.toml":    "name = \"2022\"\neffective_from = 2022-01-01\neffective_to = 2022-06-30\n",
		"rules/notes.txt": "",
	})
	a, err := Open(root)
	must(t, err)
	for day, want := range map[string]string{"2020-12-31": "", "2021-01-01": "2021", "2022-03-01": "2022", "2022-07-01": "2021"} {
		if r, ok := a.Rule(day); r.Name != want || ok != (want != "") {
			t.Errorf("rule of %s = %q, %v; want %q", day, r.Name, ok, want)
		}
	}
}

// Rules of which nobody could say which one applies are refused, and both files are named. A rule without an end is
// followed by the next one.
func TestRulesThatClash(t *testing.T) {
	cases := []struct{ name, first, second, says string }{
		{"same name", "name = \"a\"\neffective_from = 2021-01-01\n", "name = \"a\"\neffective_from = 2022-01-01\n", `rules/1.toml 与 rules/2.toml 的 name 都是 "a"`},
		{"emptied", "", "name = \"a\"\neffective_from = 2022-01-01\n", "rules/1.toml 没有写 name"},
		{"ends before it begins", "name = \"a\"\neffective_from = 2021-06-01\neffective_to = 2021-05-31\n", "name = \"b\"\neffective_from = 2022-01-01\n", "rules/1.toml 的 effective_to（2021-05-31）早于"},
		{"overlap", "name = \"a\"\neffective_from = 2021-01-01\neffective_to = 2021-12-31\n", "name = \"b\"\neffective_from = 2021-12-31\n", "rules/1.toml（2021-01-01 至 2021-12-31）与 rules/2.toml（2021-12-31 起）"},
		{"same day", "name = \"a\"\neffective_from = 2021-01-01\n", "name = \"b\"\neffective_from = 2021-01-01\n", "生效日期重叠"},
		{"one after the other", "name = \"a\"\neffective_from = 2021-01-01\neffective_to = 2021-12-31\n", "name = \"b\"\neffective_from = 2022-01-01\n", ""},
		{"followed", "name = \"a\"\neffective_from = 2021-01-01\n", "name = \"b\"\neffective_from = 2022-01-01\n", ""},
	}
	for _, c := range cases {
		_, err := Open(newArchive(t, map[string]string{SettingsFile: "", "rules/1.toml": c.first, "rules/2.toml": c.second}))
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error = %v, want %q in it", c.name, err, c.says)
		}
	}
}

// init leaves a person's files alone, and what it writes can be opened whatever the city is called.
func TestInit(t *testing.T) {
	root := newArchive(t, map[string]string{UnitsFile: "# 我的登记册\n"})
	made, err := Init(root, `甲"市\`, "甲市平台")
	must(t, err)
	if slices.Contains(made, UnitsFile) {
		t.Error("units.toml was written over")
	}
	a, err := Open(root)
	must(t, err)
	if a.Settings.City != `甲"市\` || len(a.Rules) != 1 {
		t.Errorf("settings = %+v, %d rules", a.Settings, len(a.Rules))
	}
	if _, err := Init(root, "乙市", ""); err == nil {
		t.Error("a second init was not refused")
	}
}
