package search

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"
)

// wholeIndex is a small index with every kind of file: an archive just long enough to have shards and a tail.
func wholeIndex(f *testing.F) (map[string][]byte, manifest) {
	f.Helper()
	var all []Bulletin
	for i := range 9 {
		b := Bulletin{Period: fmt.Sprint(2021-i, "q1"), Label: "一季度", Title: "通报", Sections: []Section{{"network", "网络平台"}}}
		for k := range 5 {
			text := fmt.Sprintf("海州区酒吧噪音扰民%d，市公安局办理%d件", k, i*k)
			b.Docs = append(b.Docs, Document{Kind: Text, Channel: "network", Anchor: "p", Text: text})
		}
		if i > 0 { // filler, so that there is enough for shards
			b.Docs = append(b.Docs, Document{Section: -1, Kind: Text, Text: strings.Repeat("ἄλφα βῆτα ", 2000)})
		}
		all = append(all, b)
	}
	files, err := Files(all, map[string]string{"环保局": "市生态环境局"})
	if err != nil {
		f.Fatal(err)
	}
	g, err := openGeneration(InMemory(files))
	if err != nil {
		f.Fatal(err)
	}
	if g.manifest.Tail == 0 || g.manifest.Shards == 0 {
		f.Fatalf("not every kind of file is there: %+v", g.manifest)
	}
	return files, g.manifest
}

// ask must not panic, whatever the files hold.
func ask(files map[string][]byte) {
	x, err := Open(InMemory(files))
	if err != nil {
		return
	}
	for _, o := range []Options{{}, {Sort: ByFit, Kind: Text, Channel: "network"}, {Periods: "2021", Unit: "市公安局", Section: "network"}} {
		for _, q := range []string{"酒", "酒吧噪音", "环保局", "酒吧的噪音扰民了公安怎么办"} {
			_, _ = x.Search(q, o) // hits of a file that is wrong and whole may be wrong
		}
	}
}

// FuzzManifest reads a manifest whose seal is right.
func FuzzManifest(f *testing.F) {
	files, m := wholeIndex(f)
	f.Add(encoded(m))
	f.Fuzz(func(_ *testing.T, body []byte) { ask(with(files, body)) })
}

func encoded(m manifest) []byte {
	body, _ := json.Marshal(m)
	return body
}

// with is an index with another manifest.
func with(files map[string][]byte, manifest []byte) map[string][]byte {
	out := maps.Clone(files)
	out[Manifest] = seal(bytes.Clone(manifest), 0, 0)
	return out
}

// FuzzFiles reads a shard, a text, a tail, periods or a list of names whose seal or digest is right.
func FuzzFiles(f *testing.F) {
	files, m := wholeIndex(f)
	for name, body := range files {
		if strings.HasPrefix(name, textFile) && !strings.HasPrefix(name, tailFile) {
			continue
		}
		body, err := unpack(body)
		if err != nil {
			f.Fatal(err)
		}
		if strings.HasPrefix(name, shardFile) {
			body = body[:len(body)-4]
		}
		f.Add(uint8(len(name)), body)
	}
	g, err := openGeneration(InMemory(files))
	if err != nil {
		f.Fatal(err)
	}
	p, err := g.document(0)
	if err != nil {
		f.Fatal(err)
	}
	one, _ := json.Marshal(p.bulletin)
	f.Add(uint8(1), one)
	f.Fuzz(func(_ *testing.T, kind uint8, body []byte) {
		m, sum := m, digest(body)
		m.Dictionary = 0
		hurt := maps.Clone(files)
		switch kind % 5 {
		case 0:
			for i := range m.Starts.First {
				hurt[fileName(shardFile, i, m.Shards)] = seal(bytes.Clone(body), i, m.Shards)
			}
		case 1:
			for i := range m.Texts {
				group := m.Groups[i/textsPerGroup]
				hurt[fileName(textFile, i, group)] = seal(bytes.Clone(body), i, group)
			}
		case 2:
			m.Tail = sum
			hurt[fileName(tailFile, -1, sum)] = body
		case 3:
			m.Periods = sum
			hurt[fileName(spanFile, -1, sum)] = body
		case 4:
			m.Names = sum
			hurt[fileName(namesFile, -1, sum)] = body
		}
		ask(with(hurt, encoded(m)))
	})
}

// FuzzUnpack reads packed bytes.
func FuzzUnpack(f *testing.F) {
	dict := []byte("海州区酒吧噪音扰民")
	after := newFollower(dict)
	sealed := seal(bytes.Clone(dict), 7, 1)
	body, err := after.pack(sealed)
	if err != nil {
		f.Fatal(err)
	}
	packed, _ := newPacker().pack(sealed)
	f.Add(body)
	f.Add(packed)
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, out := range [][]byte{orNil(unpack(data)), orNil(unpackAfter(data, dict))} {
			if orNil(unseal(out, 8, 1)) != nil {
				t.Errorf("%q passes for what was sealed for another name", out)
			}
			if out = orNil(unseal(out, 7, 1)); out != nil && string(out) != string(dict) {
				t.Errorf("%q passes for what was packed", out) // but for a chance of 1 in 4 billion
			}
		}
	})
}

// orNil is nothing where there was an error.
func orNil(out []byte, err error) []byte {
	if err != nil {
		return nil
	}
	return out
}

func FuzzFold(f *testing.F) {
	f.Add("ＡＢ　縣後𠮷İ")
	f.Fuzz(func(t *testing.T, text string) {
		units, from, to := foldWithPlaces(text)
		if string(asRunes(units)) != string(asRunes(Fold(text))) || len(from) != len(units) || len(to) != len(units) {
			t.Errorf("%q is folded in two ways", text)
		}
	})
}

func asRunes(units []uint16) (out []rune) {
	for _, u := range units {
		out = append(out, rune(u))
	}
	return out
}
