package search

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// wholeIndex is a small index with every kind of file: an archive just long enough to have shards and a tail.
func wholeIndex(f *testing.F) (map[string][]byte, meta) {
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
	if g.meta.Tail == 0 || len(g.meta.Shards) == 0 {
		f.Fatalf("not every kind of file is there: %+v", g.meta)
	}
	return files, g.meta
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

// FuzzMeta reads a meta file whose digest is right.
func FuzzMeta(f *testing.F) {
	files, m := wholeIndex(f)
	f.Add(encoded(m))
	f.Fuzz(func(_ *testing.T, body []byte) { ask(with(files, body)) })
}

// encoded is meta as it is written: with terms as differences.
func encoded(m meta) []byte {
	terms := make([]uint32, len(m.Terms))
	before := uint32(0)
	for i, t := range m.Terms {
		terms[i], before = t-before, t
	}
	m.Terms = terms
	body, _ := json.Marshal(m)
	return body
}

// with is an index with another meta.
func with(files map[string][]byte, meta []byte) map[string][]byte {
	out := map[string][]byte{}
	for name, body := range files {
		out[name] = body
	}
	out[fileName(metaFile, -1, digest(meta))] = meta
	out[Manifest] = fmt.Appendf(nil, `{"version":%d,"meta":%d}`, version, digest(meta))
	return out
}

// FuzzFiles reads a shard, a part of the directory, a text, a tail or a list of names whose digest is right.
func FuzzFiles(f *testing.F) {
	files, m := wholeIndex(f)
	g, err := openGeneration(InMemory(files))
	if err != nil {
		f.Fatal(err)
	}
	for name, body := range files {
		if name == Manifest || strings.HasPrefix(name, textFile) && !strings.HasPrefix(name, tailFile) {
			continue
		}
		var sum uint32
		_, digits, _ := strings.Cut(strings.TrimSuffix(name, ".bin"), "-")
		fmt.Sscanf(digits, "%x", &sum)
		body, err := unpack(body, sum)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(len(name)), body)
	}
	if p, err := g.document(0); err == nil {
		body, _ := json.Marshal(p.bulletin)
		f.Add(uint8(2), body)
	}
	f.Fuzz(func(_ *testing.T, kind uint8, body []byte) {
		m, sum := m, digest(body)
		m.Dictionary = 0
		hurt := map[string][]byte{}
		switch kind % 6 {
		case 0:
			m.Shards = nil
			for i := range m.Terms {
				m.Shards = binary.BigEndian.AppendUint32(m.Shards, sum)
				hurt[fileName(shardFile, i, sum)] = body
			}
		case 1:
			m.Directory = []part{{m.Docs, sum}}
			hurt[fileName(partFile, 0, sum)] = body
		case 2:
			one, _ := json.Marshal(texts{Docs: []int{m.Docs}, Sums: binary.BigEndian.AppendUint32(nil, sum)})
			m.Directory = []part{{m.Docs, digest(one)}}
			hurt[fileName(partFile, 0, digest(one))] = one
			hurt[fileName(textFile, 0, sum)] = body
		case 3:
			m.Tail = sum
			hurt[fileName(tailFile, -1, sum)] = body
		case 4:
			m.Periods = sum
			hurt[fileName(spanFile, -1, sum)] = body
		case 5:
			m.Names = sum
			hurt[fileName(namesFile, -1, sum)] = body
		}
		for name, body := range files {
			if _, there := hurt[name]; !there {
				hurt[name] = body
			}
		}
		ask(with(hurt, encoded(m)))
	})
}

// FuzzUnpack reads packed bytes.
func FuzzUnpack(f *testing.F) {
	dict := []byte("海州区酒吧噪音扰民")
	p := newPacker(dict)
	body, err := p.after(dict)
	if err != nil {
		f.Fatal(err)
	}
	packed, _ := p.pack(dict)
	f.Add(body)
	f.Add(packed)
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, out := range [][]byte{orNil(unpack(data, digest(dict))), orNil(unpackAfter(data, dict, digest(dict)))} {
			if out != nil && string(out) != string(dict) {
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
