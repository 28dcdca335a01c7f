package pipeline_test

import (
	"context"
	"os"
	"testing"

	"tongbao/archive"
	"tongbao/pipeline"
	"tongbao/pipeline/record"
)

// A newer program that makes the same of the same exports has nothing to write: a published bulletin stays as it is.
func TestNewerProgramWritesNothing(t *testing.T) {
	a, err := archive.Open(ingested(t))
	must(t, err)
	period, err := record.ParsePeriod("2021q3")
	must(t, err)
	plan, err := pipeline.Prepare(context.Background(), a, period, pipeline.Options{Theme: os.DirFS(".."), Version: "another"})
	must(t, err)
	if plan.Changed() > 0 {
		t.Errorf("%d files would be written: %+v", plan.Changed(), plan.Changes)
	}
}
