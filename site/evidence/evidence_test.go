package evidence

import (
	"encoding/json"
	"io/fs"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
)

func TestFileIsTheThreeFilesAsTheyAre(t *testing.T) {
	parts := map[string]string{
		"summary":  "{\n  \"facts\": {\n    \"a\": {\n      \"label\": \"一  二\\n三\",\n      \"number\": 1\n    }\n  }\n}\n",
		"rankings": "{\r\n\t\"tables\": []\r\n}\r\n",
		"sources":  `{"files": [ "  x " ]}`,
	}
	data := fstest.MapFS{}
	want := map[string]any{}
	for name, body := range parts {
		data[name+".json"] = &fstest.MapFile{Data: []byte(body)}
		var value any
		if err := json.Unmarshal([]byte(body), &value); err != nil {
			t.Fatal(err)
		}
		want[name] = value
	}
	body, err := File(data)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v\nwant\n%v", got, want)
	}
	if strings.Contains(string(body), "\n") {
		t.Errorf("line ends are left: %q", body)
	}
}

func TestFileNamesWhatIsMissing(t *testing.T) {
	_, err := File(fstest.MapFS{"summary.json": {Data: []byte(`{}`)}})
	if _, ok := err.(*fs.PathError); !ok || !strings.Contains(err.Error(), "rankings.json") {
		t.Errorf("error %v does not name the file", err)
	}
}
