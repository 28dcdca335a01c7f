package pipeline_test

import (
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Every data file has the shape that docs/schema promises to scripts and other offices.
func TestDataFilesFollowTheirSchemas(t *testing.T) {
	made, err := filepath.Glob(filepath.Join(ingested(t), "data/bulletins/*/*.json"))
	must(t, err)
	if len(made) != 6*len(quarters) {
		t.Fatalf("%d data files, want 6 a quarter", len(made))
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
