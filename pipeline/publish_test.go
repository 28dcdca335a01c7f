package pipeline_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongbao/archive"
	"tongbao/pipeline"
	"tongbao/pipeline/measure"
	"tongbao/pipeline/page"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

const index = "content/bulletins/2021q3/index.md"

func planPublication(t *testing.T, root string, o pipeline.PublishOptions) (*pipeline.Publication, error) {
	t.Helper()
	a, err := archive.Open(root)
	must(t, err)
	period, err := record.ParsePeriod("2021q3")
	must(t, err)
	return pipeline.Publish(a, period, o)
}

// publish records an edition of the example's bulletin.
func publish(t *testing.T, root, reason string) *pipeline.Publication {
	t.Helper()
	p, err := planPublication(t, root, pipeline.PublishOptions{Date: "2021-11-05", Reason: reason})
	must(t, err)
	must(t, p.Apply())
	return p
}

// edit replaces a text in a file of an archive.
func edit(t *testing.T, root, name, was, is string) {
	t.Helper()
	path := filepath.Join(root, name)
	body, err := os.ReadFile(path)
	must(t, err)
	if !strings.Contains(string(body), was) {
		t.Fatalf("%s has no %q", name, was)
	}
	must(t, os.WriteFile(path, []byte(strings.ReplaceAll(string(body), was, is)), 0o644))
}

func departures(t *testing.T, root string) []pipeline.Departure {
	t.Helper()
	a, err := archive.Open(root)
	must(t, err)
	found, err := pipeline.Departures(a)
	must(t, err)
	return found
}

// An edition, once published, keeps its bytes whatever becomes of the bulletin.
func TestEditionsAreFrozen(t *testing.T) {
	root := ingested(t)
	must(t, os.WriteFile(filepath.Join(root, "content/bulletins/2021q3/a.jpg"), []byte("jpeg"), 0o644))
	publish(t, root, "")
	frozen := files(t, filepath.Join(root, "content/bulletins/2021q3-e1"))
	if current := files(t, filepath.Join(root, "content/bulletins/2021q3")); !maps.EqualFunc(frozen, current, slices.Equal) {
		t.Fatal("the frozen copy is not the bulletin")
	}
	edit(t, root, index, "number = 7", "number = 8")
	p := publish(t, root, "期号有误")
	if p.Edition != 2 || p.Correction.Number != 1 || len(p.Changes) != 1 || p.Changes[0].Label != "期号" {
		t.Errorf("second edition %+v", p)
	}
	if now := files(t, filepath.Join(root, "content/bulletins/2021q3-e1")); !maps.EqualFunc(frozen, now, slices.Equal) {
		t.Error("the first edition changed")
	}
	if p := publish(t, root, ""); !p.Unchanged || p.Edition != 2 {
		t.Errorf("an unchanged bulletin was published again: %+v", p)
	}
}

// A run that was cut short before the record is made good by the next; other bytes in the place are never written over.
func TestPublishAfterACutShortRun(t *testing.T) {
	root := ingested(t)
	publish(t, root, "")
	must(t, os.Remove(filepath.Join(root, "data/bulletins/2021q3/editions.json")))
	must(t, os.Remove(filepath.Join(root, "data/bulletins/2021q3-e1/topics.json")))
	if p := publish(t, root, ""); p.Edition != 1 {
		t.Errorf("edition %d, want 1", p.Edition)
	}
	must(t, os.Remove(filepath.Join(root, "data/bulletins/2021q3/editions.json")))
	edit(t, root, index, "number = 7", "number = 8")
	if _, err := planPublication(t, root, pipeline.PublishOptions{Date: "2021-11-05"}); err == nil || !strings.Contains(err.Error(), "定稿不能覆盖") {
		t.Errorf("a frozen copy with other bytes: %v", err)
	}
}

// An edition that was taken away can still be corrected; which files differ is all that can be said then.
func TestPublishAfterAWithdrawal(t *testing.T) {
	root := ingested(t)
	publish(t, root, "")
	must(t, os.RemoveAll(filepath.Join(root, "content/bulletins/2021q3-e1")))
	must(t, os.RemoveAll(filepath.Join(root, "data/bulletins/2021q3-e1")))
	edit(t, root, index, "number = 7", "number = 8")
	p := publish(t, root, "期号有误")
	if p.Edition != 2 || len(p.Changes) != 1 || p.Changes[0].Kind != page.ChangedFile || p.Changes[0].Key != "content/index.md" {
		t.Errorf("edition %d, changes %+v", p.Edition, p.Changes)
	}
	if found := departures(t, root); len(found) > 0 {
		t.Errorf("a withdrawn edition departs: %+v", found)
	}
}

func TestPublishRefuses(t *testing.T) {
	root := ingested(t)
	findings := []measure.Finding{{Severity: sheet.Warning}, {Severity: sheet.Error, Message: "文表不符"}}
	p, err := planPublication(t, root, pipeline.PublishOptions{Date: "2021-11-05", Findings: findings})
	must(t, err)
	if len(p.Blocking) != 1 || p.Blocking[0].Message != "文表不符" {
		t.Errorf("blocking %+v, want the error", p.Blocking)
	}
	publish(t, root, "")
	edit(t, root, index, "number = 7", "number = 8")
	if _, err := planPublication(t, root, pipeline.PublishOptions{Date: "2021-11-04"}); err == nil || !strings.Contains(err.Error(), "早于") {
		t.Errorf("a date before the last edition's: %v", err)
	}
	edit(t, root, "data/bulletins/2021q3-e1/rankings.json", `"333"`, `"334"`)
	if _, err := planPublication(t, root, pipeline.PublishOptions{Date: "2021-11-05"}); err == nil || !strings.Contains(err.Error(), "data/rankings.json") {
		t.Errorf("a changed frozen edition: %v", err)
	}
	must(t, os.RemoveAll(filepath.Join(root, "content")))
	if _, err := planPublication(t, root, pipeline.PublishOptions{Date: "2021-11-05"}); err == nil || !strings.Contains(err.Error(), "tongbao ingest") {
		t.Errorf("no bulletin: %v", err)
	}
}

// What readers must not get unseen: changes since the last edition, and changes of a frozen one. An edition that was taken
// away as a whole is withdrawn.
func TestDepartures(t *testing.T) {
	root := ingested(t)
	if found := departures(t, root); len(found) > 0 {
		t.Errorf("never published, and departs: %+v", found)
	}
	publish(t, root, "")
	must(t, os.WriteFile(filepath.Join(root, "content/bulletins/2021q3/.20-network.md.swp"), nil, 0o644))
	if found := departures(t, root); len(found) > 0 {
		t.Errorf("just published, and departs: %+v", found)
	}
	edit(t, root, index, "number = 7", "number = 8")
	edit(t, root, "content/bulletins/2021q3-e1/index.md", "number = 7", "number = 6")
	found := departures(t, root)
	if len(found) != 2 || found[0].Frozen || !found[1].Frozen || found[0].Files[0] != "content/index.md" {
		t.Errorf("got %+v, want the bulletin and its frozen edition", found)
	}
	must(t, os.RemoveAll(filepath.Join(root, "content/bulletins/2021q3-e1")))
	must(t, os.RemoveAll(filepath.Join(root, "data/bulletins/2021q3-e1")))
	if found := departures(t, root); len(found) != 1 || found[0].Frozen {
		t.Errorf("got %+v, want the bulletin only", found)
	}
}

// A frozen copy that no record names must not be taken for an edition.
func TestDeparturesOfUnknownEditions(t *testing.T) {
	root := ingested(t)
	publish(t, root, "")
	must(t, os.CopyFS(filepath.Join(root, "content/bulletins/2021q3-e2"), os.DirFS(filepath.Join(root, "content/bulletins/2021q3-e1"))))
	if found := departures(t, root); len(found) != 1 || !found[0].Unknown || found[0].Edition != 2 {
		t.Errorf("got %+v, want edition 2", found)
	}
	must(t, os.RemoveAll(filepath.Join(root, "content/bulletins/2021q3-e2")))
	must(t, os.RemoveAll(filepath.Join(root, "data/bulletins/2021q3")))
	if found := departures(t, root); len(found) != 1 || !found[0].Unknown || found[0].Edition != 1 {
		t.Errorf("got %+v, want edition 1, whose record is gone", found)
	}
}
