package page

import (
	"strings"
	"testing"

	"tongbao/pipeline/prose"
	"tongbao/pipeline/record"
)

func version(texts ...string) section {
	s := section{SectionSpec: SectionSpec{Key: "network", Title: "网络"}, period: "2021q3", weight: 20}
	for i := 0; i < len(texts); i += 2 {
		s.paragraphs = append(s.paragraphs, prose.Written{Key: texts[i], Text: texts[i+1]})
	}
	return s
}

// A story: the editor edits one paragraph, deletes one, adds text, a heading and a picture; then the data change.
func TestMergeKeepsWhatAPersonDid(t *testing.T) {
	first, _ := Merge(nil, version("a", "甲县333件。", "b", "乙县20件。", "c", "丙县5件。"))
	edited := strings.Replace(string(first), "甲县333件。", "甲县333件，增长较快。", 1)
	edited = strings.Replace(edited, "\n丙县5件。\n{#c data-digest=\""+digest("丙县5件。")+"\"}\n", "", 1)
	edited = strings.Replace(edited, "\n乙县", "\n## 说明\n\n```\n甲\n\n乙\n```\n\n![照片](a.jpg)\n\n乙县", 1)
	edited = strings.Replace(edited, "title = \"网络\"", "title = \"网络诉求\"\nauthor = \"编辑\"", 1)

	second, kept := Merge([]byte(edited), version("a", "甲县334件。", "b", "乙县21件。", "c", "丙县6件。", "d", "丁县1件。"))
	got := string(second)
	for _, want := range []string{
		"甲县333件，增长较快。\n{#a ", "## 说明\n\n```\n甲\n\n乙\n```\n\n![照片](a.jpg)\n", "乙县21件。\n{#b ", "丁县1件。\n{#d ",
		"title = \"网络诉求\"\nauthor = \"编辑\"", `generated = ["a", "b", "c", "d"]`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("lost %q in:\n%s", want, got)
		}
	}
	for _, gone := range []string{"334", "乙县20", "丙县"} {
		if strings.Contains(got, gone) {
			t.Errorf("%q should not be in:\n%s", gone, got)
		}
	}
	if len(kept) != 2 || kept[0].Key != "a" || !strings.Contains(kept[0].Reason, "生成的文字已有变化") || kept[1].Key != "c" || !strings.Contains(kept[1].Reason, "删除") {
		t.Errorf("kept = %+v, want a (edited, data changed) and c (deleted)", kept)
	}
	if again, _ := Merge(second, version("a", "甲县334件。", "b", "乙县21件。", "c", "丙县6件。", "d", "丁县1件。")); string(again) != got {
		t.Error("merging the same version again changes the file")
	}
}

func TestMergeLeavesAPersonsOwnAnchorAlone(t *testing.T) {
	first, _ := Merge(nil, version("a", "甲。"))
	edited := string(first) + "\n人工写的一段。\n{#own-words}\n"
	second, kept := Merge([]byte(edited), version("a", "甲。"))
	if string(second) != edited || len(kept) > 0 {
		t.Errorf("kept %v and wrote:\n%s", kept, second)
	}
}

func TestMergeReadsAListOverSeveralLines(t *testing.T) {
	first, _ := Merge(nil, version("a", "甲。", "b", "乙。"))
	edited := strings.Replace(string(first), `generated = ["a", "b"]`, "generated=[\n  \"a\",\n  \"b\",\n]", 1)
	edited = strings.Replace(edited, "\n乙。\n{#b data-digest=\""+digest("乙。")+"\"}\n", "", 1)
	second, _ := Merge([]byte(edited), version("a", "甲。", "b", "乙。"))
	if got := string(second); strings.Count(got, "generated") != 1 || strings.Contains(got, "乙。") {
		t.Errorf("the list is not read as one:\n%s", got)
	}
}

func TestMergeDropsWhatTheDataNoLongerSupport(t *testing.T) {
	first, _ := Merge(nil, version("a", "甲。", "b", "乙。"))
	second, kept := Merge(first, version("b", "乙。"))
	if strings.Contains(string(second), "甲。") || len(kept) > 0 {
		t.Errorf("an untouched paragraph without data stayed: %s %v", second, kept)
	}
}

func TestMergePutsNewParagraphsInPlace(t *testing.T) {
	first, _ := Merge(nil, version("a", "甲。", "c", "丙。"))
	second, _ := Merge(first, version("z", "首。", "a", "甲。", "b", "乙。", "c", "丙。"))
	got := string(second)
	for _, pair := range [][2]string{{"首。", "甲。"}, {"甲。", "乙。"}, {"乙。", "丙。"}} {
		if strings.Index(got, pair[0]) > strings.Index(got, pair[1]) {
			t.Errorf("%s stands behind %s:\n%s", pair[0], pair[1], got)
		}
	}
}

// Windows editors save with CRLF and a byte order mark: nothing counts as edited for that.
func TestMergeReadsWindowsLineEnds(t *testing.T) {
	first, _ := Merge(nil, version("a", "甲。"))
	windows := "\ufeff" + strings.ReplaceAll(string(first), "\n", "\r\n")
	second, kept := Merge([]byte(windows), version("a", "甲二。"))
	if !strings.Contains(string(second), "甲二。") || len(kept) > 0 {
		t.Errorf("got %s, kept %v", second, kept)
	}
}

// A file that a person wrote anew, without our front matter or with another kind, is left as it is.
func TestMergeLeavesAForeignFileAlone(t *testing.T) {
	for _, mine := range []string{"只有正文。\n", "---\ntitle: 我的\n---\n正文\n", "+++\ntitle = \"没有结束\"\n"} {
		body, kept := Merge([]byte(mine), version("a", "甲。"))
		if string(body) != mine || len(kept) != 1 {
			t.Errorf("%q became %q, kept %v", mine, body, kept)
		}
		p, _ := record.ParsePeriod("2021q3")
		if f, kept := Index(p, Imprint{}, []byte(mine)); string(f.Body) != mine || len(kept) != 1 {
			t.Errorf("index %q became %q, kept %v", mine, f.Body, kept)
		}
	}
	if body, kept := Merge([]byte(" \n"), version("a", "甲。")); !strings.Contains(string(body), "甲。") || len(kept) > 0 {
		t.Errorf("an empty file stayed empty: %q", body)
	}
}

func TestIndexIsThePersonsOnceEdited(t *testing.T) {
	p, _ := record.ParsePeriod("2021q3")
	first, kept := Index(p, Imprint{Title: `三季度"通报"`, Number: 7, Date: "2021-10-22"}, nil)
	if len(kept) > 0 || !strings.Contains(string(first.Body), `title = "三季度\"通报\""`) {
		t.Fatalf("first index: %s %v", first.Body, kept)
	}
	second, kept := Index(p, Imprint{Title: "改", Number: 8}, first.Body)
	if len(kept) > 0 || !strings.Contains(string(second.Body), "number = 8") {
		t.Errorf("an untouched index does not follow the settings: %s", second.Body)
	}
	mine := strings.Replace(string(second.Body), "number = 8", "number = 9", 1)
	third, kept := Index(p, Imprint{Number: 10}, []byte(mine))
	if string(third.Body) != mine || len(kept) != 1 {
		t.Errorf("an edited index was overwritten: %s %v", third.Body, kept)
	}
}
