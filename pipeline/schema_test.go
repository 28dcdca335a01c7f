package pipeline_test

import (
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Every data file has the shape that docs/schema promises to scripts and other offices.
func TestDataFilesFollowTheirSchemas(t *testing.T) {
	root := ingested(t)
	publish(t, root, "")
	edit(t, root, "content/bulletins/2021q3/index.md", "number = 7", "number = 8")
	publish(t, root, "期号有误")
	made, err := filepath.Glob(filepath.Join(root, "data/bulletins/????q?/*.json"))
	must(t, err)
	if want := 7*len(quarters) + 1; len(made) != want {
		t.Fatalf("%d data files, want %d", len(made), want)
	}
	schemas, err := filepath.Abs("../docs/schema")
	must(t, err)
	for _, file := range made {
		name := filepath.Base(file)
		schema, err := jsonschema.NewCompiler().Compile(filepath.Join(schemas, name))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var value any
		readJSON(t, file, &value)
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
