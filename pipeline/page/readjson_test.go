package page

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

func TestReadJSONSaysWhereAFileIsBroken(t *testing.T) {
	for text, want := range map[string]string{
		"{\n \"period\": \"2021q3\"\n}": "",
		"":                              "data/x.json 第 1 行：不是完整有效的 JSON",
		"{\n \"period\": \"2021q3\"":    "data/x.json 第 2 行：不是完整有效的 JSON",
		"{\n\n@@ \"period\": 1}":        "data/x.json 第 3 行：不是完整有效的 JSON",
		"{\n \"period\": 7\n}":          "data/x.json 第 2 行：period 的值类型不对",
	} {
		var into struct {
			Period string `json:"period"`
		}
		err := ReadJSON(fstest.MapFS{"data/x.json": {Data: []byte(text)}}, "data/x.json", &into)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if err := ReadJSON(fstest.MapFS{}, "data/x.json", nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
}
