package series_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"tongbao/site/series"
)

func exampleFiles(t *testing.T) map[string][]byte {
	t.Helper()
	bulletins, err := series.Load(os.DirFS("../../examples/fuxin/data"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := series.Files(series.Archive{Bulletins: bulletins})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestExplorerOfTheExample(t *testing.T) {
	files := exampleFiles(t)
	var index []struct {
		Kind    string
		Periods []struct{ Key string }
		Tables  []struct {
			Key    string
			Units  []struct{ ID string }
			Breaks []int
		}
	}
	read(t, files["static/rankings/index.json"], &index)
	if len(index) != 1 || index[0].Kind != "quarter" || len(index[0].Periods) != 4 || len(index[0].Tables) != 6 {
		t.Fatalf("index %+v", index)
	}
	county := index[0].Tables[1]
	if county.Key != "network-county" || county.Units[1].ID != "fumeng" || !slices.Equal(county.Breaks, []int{1}) {
		t.Errorf("table %+v", county)
	}
	var ranks, satisfaction [][]*float64
	read(t, files["static/rankings/quarter/network-county/rank.json"], &ranks)
	read(t, files["static/rankings/quarter/network-county/satisfaction_rate.json"], &satisfaction)
	if *ranks[1][3] != 2 || *satisfaction[1][3] != 70.45 {
		t.Errorf("阜蒙县: rank %v, satisfaction %v", *ranks[1][3], *satisfaction[1][3])
	}
}

func TestRecentOfTheExample(t *testing.T) {
	var recent []struct {
		Key  string
		Rows []struct {
			Unit  string
			Ranks []int
		}
	}
	read(t, exampleFiles(t)["data/series/recent.json"], &recent)
	if len(recent) != 6 || recent[1].Rows[1].Unit != "fumeng" || recent[1].Rows[1].Ranks[3] != 2 {
		t.Errorf("%+v", recent[:2])
	}
}

func TestFilesWithoutBulletins(t *testing.T) {
	files, err := series.Files(series.Archive{})
	if err != nil || string(files["static/rankings/index.json"]) != "[]" || string(files["data/series/units.json"]) != "{}" {
		t.Errorf("%q, %v", files, err)
	}
}

func read(t *testing.T, body []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(body, into); err != nil {
		t.Fatal(err)
	}
}
