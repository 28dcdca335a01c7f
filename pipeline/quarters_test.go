package pipeline_test

import (
	"path/filepath"
	"strings"
	"testing"

	"tongbao/pipeline/sheet"
)

// The invented quarters can be true: nothing in their exports is wrong, no figure contradicts another, and every file
// says what it is.
func TestInventedQuartersAgree(t *testing.T) {
	root := exported(t)
	for _, key := range quarters[:len(quarters)-1] {
		plan := preparePeriod(t, root, key)
		must(t, plan.Apply())
		for _, p := range plan.Problems {
			t.Errorf("%s: %s %s", key, p.Place, p.Message)
		}
		for _, f := range plan.Findings {
			if f.Severity != sheet.Note {
				t.Errorf("%s: %s", key, f.Message)
			}
		}
		for _, s := range plan.Sources {
			if !strings.HasPrefix(s.File, "示例数据 ") {
				t.Errorf("%s: %s does not say that it is invented", key, s.File)
			}
		}
	}
}

// With a year of quarters the published one has changes, moves and streaks, and says so.
func TestExampleHasHistory(t *testing.T) {
	var s summaryFile
	readJSON(t, filepath.Join(ingested(t), "data/bulletins/2021q3/summary.json"), &s)
	for key, unit := range map[string]string{
		"network-county.satisfaction_rate.rise":    "细河区",
		"network-county.satisfaction_rate.decline": "海州区",
		"hotline-other.satisfaction_rate.rise":     "阜新移动公司",
		"network.low-satisfaction.streak":          "阜蒙县",
	} {
		var names []string
		for _, i := range s.Facts[key].Items {
			names = append(names, i.Name)
		}
		if !strings.Contains(strings.Join(names, " "), unit) {
			t.Errorf("%s lists %v, want %s among them", key, names, unit)
		}
	}
	for _, key := range []string{"overview.received.vs-previous", "overdue.vs-previous", "network-city.home.rank.vs-previous", "network-county.fall"} {
		if s.Facts[key].Text == "" {
			t.Errorf("no %s", key)
		}
	}
}
