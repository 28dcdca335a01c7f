package search_test

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"tongbao/site/search"
)

var asked = []string{"酒吧噪音", "82", "县", "阜蒙县 满意率", "拖欠农民工的工资怎么办", "环保局", "没有这样的字样存在"}

// A damaged or missing file is an error, or is said and gives hits that are true, or leaves the results as they were.
func TestDamageIsNoticed(t *testing.T) {
	for _, n := range []int{4, 27} {
		bulletins := many(t, n)
		files, err := search.Files(bulletins, map[string]string{"环保局": "市生态环境局"})
		if err != nil {
			t.Fatal(err)
		}
		random := rand.New(rand.NewPCG(3, 4))
		said := 0
		whole := answers(t, mapped(files))
		for i, name := range slices.Sorted(maps.Keys(files)) {
			if n > 4 && i%15 > 0 && !strings.Contains(name, "a") {
				continue // of the many shards and texts a part
			}
			flipped := bytes.Clone(files[name])
			flipped[random.IntN(len(flipped))] ^= 1 << random.IntN(8)
			for _, body := range [][]byte{nil, flipped, files[name][:len(files[name])/2], {}} {
				hurt := mapped(files)
				hurt[name] = &fstest.MapFile{Data: body}
				if body == nil {
					delete(hurt, name)
				}
				for i, got := range answers(t, hurt) {
					said += truthful(t, name, got, whole[i])
				}
			}
		}
		if said == 0 {
			t.Error("nothing was ever missing")
		}
	}
}

func answers(t *testing.T, files fstest.MapFS) []search.Results {
	t.Helper()
	x, err := search.Open(files)
	if err != nil {
		return nil
	}
	var out []search.Results
	for _, q := range asked {
		r, err := x.Search(q, search.Options{Limit: 100})
		if err != nil {
			return nil
		}
		out = append(out, r)
	}
	return out
}

// truthful checks results from damaged files against those from whole ones, and gives 1 where something is said to be missing.
func truthful(t *testing.T, name string, got, whole search.Results) int {
	t.Helper()
	if !got.Missing {
		if fmt.Sprint(got) != fmt.Sprint(whole) {
			t.Errorf("%s: another answer to %s, and nothing is said", name, got.Query)
		}
		return 0
	}
	if got.Count > 0 && !got.About {
		t.Errorf("%s: the count of %s is said to be certain", name, got.Query)
	}
	if got.Loose && !whole.Loose && whole.Instead == "" {
		t.Errorf("%s: %s is said to stand nowhere", name, got.Query)
	}
	for _, h := range got.Hits {
		for _, term := range strings.Fields(cmp.Or(got.Instead, got.Query)) {
			if !got.Loose && !strings.Contains(folded(h.Text), folded(term)) {
				t.Errorf("%s: %s gives %s, which is no hit", name, got.Query, h.Path)
			}
		}
	}
	return 1
}

// While some shards are missing, the text is still found by its other pairs.
func TestHitsWithoutAShard(t *testing.T) {
	bulletins := many(t, 24)
	files, err := search.Files(bulletins, nil)
	if err != nil {
		t.Fatal(err)
	}
	helped := 0
	for name := range files {
		if !strings.HasPrefix(name, "s") {
			continue
		}
		hurt := mapped(files)
		delete(hurt, name)
		x, err := search.Open(hurt)
		if err != nil {
			t.Fatal(err)
		}
		if r := found(t, x, "多部门联动解决酒吧噪音扰民", search.Options{}); r.Missing {
			helped++
			if len(r.Hits) == 0 || !r.About || !strings.Contains(r.Hits[0].Text, "酒吧噪音扰民") {
				t.Errorf("without %s: %+v", name, r)
			}
		}
	}
	if helped == 0 {
		t.Error("no shard is needed")
	}
}

// Two files of one kind that stand for each other are noticed, though both are whole and have the digest in their names.
func TestSwappedFilesAreNoticed(t *testing.T) {
	files, err := search.Files(many(t, 24), nil)
	if err != nil {
		t.Fatal(err)
	}
	whole := answers(t, mapped(files))
	for _, kind := range []string{"s", "t"} {
		var names []string
		for name := range files {
			if number := strings.TrimPrefix(name, kind); number != name && number[0] >= '0' && number[0] <= '9' {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		swapped := mapped(files)
		for i := 0; i+1 < len(names); i += 2 {
			swapped[names[i]], swapped[names[i+1]] = swapped[names[i+1]], swapped[names[i]]
		}
		said := 0
		for i, got := range answers(t, swapped) {
			said += truthful(t, kind, got, whole[i])
		}
		if said == 0 {
			t.Errorf("swapped files of kind %s are taken for whole", kind)
		}
	}
}

// A reader opened before a new deployment finds what is there now, once the files it knew are gone.
func TestAnotherDeployment(t *testing.T) {
	before, _ := search.Files(many(t, 24), nil)
	renewed := many(t, 24)
	renewed[0].Docs = append([]search.Document{{Section: -1, Kind: search.Text, Anchor: "new", Text: "新写的酒吧噪音一段"}}, renewed[0].Docs...)
	after, _ := search.Files(renewed, nil)
	now := mapped(before)
	x, err := search.Open(now)
	if err != nil {
		t.Fatal(err)
	}
	clear(now)
	for name, body := range after {
		if name != search.Manifest {
			now[name] = &fstest.MapFile{Data: body}
		}
	}
	now[search.Manifest] = &fstest.MapFile{Data: before[search.Manifest]}
	if r := found(t, x, "酒吧噪音", search.Options{}); !r.Missing || len(r.Hits) > 0 {
		t.Errorf("a manifest whose files are gone is taken for whole: %+v", r)
	}
	now[search.Manifest] = &fstest.MapFile{Data: after[search.Manifest]}
	if r := found(t, x, "酒吧噪音", search.Options{}); r.Missing || !strings.HasSuffix(r.Hits[0].Path, "#new") {
		t.Errorf("%+v", r)
	}
}

// One more bulletin leaves the shards and texts of the others as they are; only now and then it does not.
func TestOneMoreBulletin(t *testing.T) {
	rewritten := 0
	after, _ := search.Files(newest(t, 30), nil)
	for n := 30; n < 46; n++ {
		before := after
		after, _ = search.Files(newest(t, n+1), nil)
		changed := 0
		for name, body := range after {
			if !bytes.Equal(before[name], body) {
				changed++
			}
			if strings.HasPrefix(name, "t") && !strings.HasPrefix(name, "tail") && before[name] == nil && (n+1)%8 != 0 {
				t.Errorf("%d: %s is new", n, name)
			}
		}
		if changed > 2 { // the manifest and the tail
			rewritten++
		}
	}
	if rewritten != 2 {
		t.Errorf("%d of 16 bulletins rewrote the shards, want 2", rewritten)
	}
}

// newest are n bulletins that all begin with the same oldest ones.
func newest(t *testing.T, n int) []search.Bulletin { return many(t, 60)[60-n:] }

func unpacked(t testing.TB, body []byte) string {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return string(body)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
