package check_test

import (
	"testing"
	"unicode/utf8"

	"tongbao/pipeline/check"
)

// Any bytes may stand in a section: reading them ends, and what is found points into the file.
func FuzzSection(f *testing.F) {
	b, lexicon := exampleBulletin(f)
	for _, seed := range []string{
		"+++\n+++\n\n**县区**。阜蒙县[333](fact:network-county.assigned.max)件，满意率低于80%的有10个：甲、乙。\n{#k data-digest=\"0\"}\n",
		"（2021）第7期、，前3位后三名第第等5个单位百分之九十八点五亿万",
		"热线平台四星件共613件，其中阜新移动公司100件、\n较上季度上升1.25个百分点，环比持平达标",
		"[a](fact:b) &#x10FFFF; \\[ &amp \xff\xfe + > - 1、", "最高的是、前1位0%", "+++",
	} {
		f.Add([]byte(seed), "network")
	}
	f.Fuzz(func(t *testing.T, file []byte, section string) {
		for _, found := range check.Section("x.md", file, section, b, lexicon) {
			if p := found.Passage; p == nil || p.Line < 1 || found.Message == "" || !utf8.ValidString(found.Message) && utf8.Valid(file) {
				t.Errorf("finding %+v of %q", found, file)
			}
		}
	})
}

// A section of forty paragraphs is checked while an editor waits.
func BenchmarkSection(b *testing.B) {
	bulletin, lexicon := exampleBulletin(b)
	var file []byte
	for range 40 {
		file = append(file, "热线平台产生四星件的县区：海州区117件、太平区98件、细河区72件、阜蒙县70件、彰武县15件、新邱区4件、清河门区3件。市住建局办结量最大，为9680件。\n\n"...)
	}
	for b.Loop() {
		check.Section("x.md", file, "problems", bulletin, lexicon)
	}
}
