package web

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tongbao/site/annotation"
)

func TestSuggested(t *testing.T) {
	units := []Unit{{"fumeng", "阜蒙县"}, {"zhangwu", "彰武县"}, {"gongan", "公安局"}, {"shigongan", "市公安局"}}
	for _, c := range []struct{ passage, quote, want string }{
		{"network-county/zhangwu/assigned", "阜蒙县", "zhangwu"},
		{"network-county/zhangwu", "", "zhangwu"},
		{"network-county/gone/assigned", "阜蒙县", ""},
		{"network-summary", "彰武县、阜蒙县办结率最低", "fumeng zhangwu"},
		{"network-summary", "市公安局", "shigongan"},
		{"network-summary", "三个单位", ""},
		{"", "", ""},
	} {
		var ids []string
		for _, u := range suggested(annotation.Target{Passage: c.passage, Quote: annotation.Quote{Exact: c.quote}}, units) {
			ids = append(ids, u.ID)
		}
		if got := strings.Join(ids, " "); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
	if got := first(units, units[2:3]); got[0].ID != "gongan" || len(got) != 4 || units[0].ID != "fumeng" {
		t.Errorf("%v", got)
	}
}

func TestMostUsed(t *testing.T) {
	signed := time.Date(2021, 10, 8, 0, 0, 0, 0, time.UTC)
	var list []annotation.Instruction
	for _, text := range []string{"一", "二", "一", "三", "四", "五", "六", strings.Repeat("长", ownPhrase+1), "两\n行"} {
		list = append(list, annotation.Instruction{Text: text, Signed: signed})
	}
	list = append(list, annotation.Instruction{Text: "没有签发"})
	if got := mostUsed(list); !slices.Equal(got, []string{"一", "六", "五", "四", "三"}) {
		t.Errorf("%v", got)
	}
}
