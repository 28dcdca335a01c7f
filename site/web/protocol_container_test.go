package web

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tongbao/site/annotation"
)

// some adds notes for everybody, and gives their addresses in order.
func (p *protocol) some(t testing.TB, n int) []string {
	t.Helper()
	var ids []string
	for i := range n {
		ids = append(ids, p.add(t, "leader", p.written(fmt.Sprint("第", i), "everyone")).text("id"))
	}
	return ids
}

func preferring(what ...string) string {
	return `Prefer: return=representation;include="` + strings.Join(what, " ") + `"`
}

// Reading a container.
func TestProtocolContainer(t *testing.T) {
	try(t, []assertion{
		{"C1", func(t *testing.T, p *protocol) {
			id := p.get(t, "leader", p.c).text("id")
			if id != p.c || !strings.HasSuffix(id, "/") || strings.ContainsAny(id, "?#") {
				t.Error(id)
			}
		}},
		{"C2", func(t *testing.T, p *protocol) {
			for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
				want(t, p.send(t, "reader", method, p.c, ""), 200)
			}
			want(t, p.send(t, "", "OPTIONS", p.c, ""), 200)
		}},
		{"C3", func(t *testing.T, p *protocol) {
			got := p.get(t, "leader", p.c)
			if fmt.Sprint(got.json["type"]) != "[BasicContainer AnnotationCollection]" || fmt.Sprint(got.json["@context"]) != "[http://www.w3.org/ns/anno.jsonld http://www.w3.org/ns/ldp.jsonld]" {
				t.Error(got.body)
			}
		}},
		{"C4", func(t *testing.T, p *protocol) {
			if got := p.get(t, "leader", p.c).header.Get("Content-Type"); got != annotationMedia {
				t.Error(got)
			}
		}},
		{"C5", func(t *testing.T, p *protocol) { everyMethod(t, p, linkBasic) }},
		{"C6", func(t *testing.T, p *protocol) { everyMethod(t, p, linkConstrained) }},
		{"C7", func(t *testing.T, p *protocol) {
			tags := []string{p.get(t, "reader", p.c).tag()}
			note := p.send(t, "leader", "POST", p.c, p.written("一", "everyone")).text("id") // all in one moment of the clock
			tags = append(tags, p.get(t, "reader", p.c).tag())
			p.send(t, "leader", "PUT", note, p.written("二", "everyone"))
			tags = append(tags, p.get(t, "reader", p.c).tag())
			p.send(t, "leader", "POST", p.c, replying(note, "好"))
			tags = append(tags, p.get(t, "reader", p.c).tag())
			p.send(t, "leader", "DELETE", note, "")
			tags = append(tags, p.get(t, "reader", p.c).tag())
			if slices.Sort(tags); len(slices.Compact(tags)) != 5 || tags[0] == "" {
				t.Error(tags)
			}
		}},
		{"C8", func(t *testing.T, p *protocol) {
			for _, method := range []string{"GET", "HEAD"} {
				contains(t, "Vary", p.send(t, "leader", method, p.c, "").header.Get("Vary"), "Accept", "Prefer", "Cookie", "Authorization")
			}
			if got := p.get(t, "leader", p.c).header.Get("Cache-Control"); got != "private, no-store" {
				t.Error(got)
			}
		}},
		{"C9", func(t *testing.T, p *protocol) {
			for as, methods := range map[string]string{"reader": "GET, HEAD, OPTIONS, POST", "unit": "GET, HEAD, OPTIONS, POST", "auditor": "GET, HEAD, OPTIONS", "administrator": "GET, HEAD, OPTIONS"} {
				for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
					if got := p.send(t, as, method, p.c, "").header.Get("Allow"); got != methods {
						t.Errorf("%s as %s: %s", method, as, got)
					}
				}
			}
		}},
		{"C10", func(t *testing.T, p *protocol) {
			for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
				if got := p.send(t, "reader", method, p.c, "").header.Get("Accept-Post"); got != annotationMedia {
					t.Error(got)
				}
				if got := p.send(t, "auditor", method, p.c, "").header.Get("Accept-Post"); got != "" {
					t.Error(got)
				}
			}
		}},
		{"C11", func(t *testing.T, p *protocol) {
			p.some(t, 1)
			for _, prefer := range []string{"Prefer: respond-async", preferring(preferMinimal), preferring(preferContained), preferring(preferIRIs), preferring(preferMinimal, preferIRIs)} {
				got := p.get(t, "leader", p.c, prefer)
				if got.text("id") != got.header.Get("Content-Location") || got.text("id") == "" {
					t.Errorf("%s: %s %s", prefer, got.text("id"), got.header.Get("Content-Location"))
				}
			}
		}},
		{"C12", func(t *testing.T, p *protocol) {
			p.some(t, 1)
			if got := p.get(t, "leader", p.c); got.text("first") != p.c+"?page=0" {
				t.Error(got.body)
			}
		}},
		{"C13", func(t *testing.T, p *protocol) {
			p.some(t, 2*annotation.PageSize+1)
			got := p.get(t, "leader", p.c)
			if got.json["total"] != float64(2*annotation.PageSize+1) || got.text("last") != p.c+"?page=2" || got.text("label") == "" || got.text("modified") == "" {
				t.Error(got.body)
			}
		}},
		{"C14", func(t *testing.T, p *protocol) {
			p.some(t, annotation.PageSize+1)
			got := p.get(t, "leader", p.c, preferring(preferMinimal))
			want(t, got, 200)
			if got.json["items"] != nil || got.json["ldp:contains"] != nil || got.text("first") != p.c+"?page=0" || got.text("last") != p.c+"?page=1" || got.json["total"] == nil || got.header["Prefer"] != nil {
				t.Error(got.body)
			}
			contains(t, "Vary", got.header.Get("Vary"), "Prefer")
		}},
		{"C15", func(t *testing.T, p *protocol) {
			p.some(t, annotation.PageSize+1)
			for _, got := range []told{p.get(t, "leader", p.c, preferring(preferMinimal, preferIRIs)), p.get(t, "leader", p.c+"?iris=1", preferring(preferMinimal))} {
				if got.text("first") != p.c+"?iris=1&page=0" || got.text("last") != p.c+"?iris=1&page=1" {
					t.Error(got.body)
				}
			}
			if _, isText := p.get(t, "leader", p.c+"?iris=1&page=0").json["items"].([]any)[0].(string); !isText {
				t.Error("an IRI page holds annotations")
			}
		}},
		{"C16", func(t *testing.T, p *protocol) {
			ids := p.some(t, annotation.PageSize+1)
			for _, got := range []told{p.get(t, "leader", p.c, preferring(preferIRIs)), p.get(t, "leader", p.c+"?iris=1")} {
				first := got.json["first"].(map[string]any)
				items := first["items"].([]any)
				if first["type"] != "AnnotationPage" || len(items) != annotation.PageSize || items[0] != ids[0] || got.text("id") != p.c+"?iris=1" || first["next"] != p.c+"?iris=1&page=1" {
					t.Error(got.body)
				}
			}
		}},
		{"C17", func(t *testing.T, p *protocol) {
			ids := p.some(t, annotation.PageSize+1)
			got := p.get(t, "leader", p.c, preferring(preferContained))
			first := got.json["first"].(map[string]any)
			items := first["items"].([]any)
			if whole := items[0].(map[string]any); len(items) != annotation.PageSize || whole["id"] != ids[0] || whole["target"] == nil || whole["@context"] == nil || first["next"] != p.c+"?page=1" {
				t.Error(got.body)
			}
		}},
		{"C18", func(t *testing.T, p *protocol) { // ours: 400
			p.some(t, 1)
			want(t, p.get(t, "leader", p.c, preferring(preferIRIs, preferContained)), 400)
		}},
		{"C19", func(t *testing.T, p *protocol) {
			ids := p.some(t, 1)
			page := p.get(t, "leader", p.get(t, "leader", p.c).text("first"))
			if whole := page.json["items"].([]any)[0].(map[string]any); whole["id"] != ids[0] || whole["body"] == nil || whole["@context"] == nil {
				t.Error(page.body)
			}
		}},
		{"C20", func(t *testing.T, p *protocol) {
			p.add(t, "leader", p.written("私", "private"))
			for _, as := range []string{"reader", "second"} {
				got := p.get(t, as, p.c)
				if got.json["total"] != float64(0) || got.json["first"] != nil || got.json["last"] != nil || got.json["modified"] != nil {
					t.Error(got.body)
				}
			}
		}},
		{"C21", func(t *testing.T, p *protocol) {
			o := p.office
			link := "<" + p.c + ">; " + relService
			if got := o.ask(t, "GET", "/bulletins/2021q3/", o.session(t, "reader"), nil, nil); !slices.Contains(got.header.Values("Link"), link) {
				t.Errorf("%v", got.header.Values("Link"))
			}
			for _, path := range []string{"/", "/search/", "/bulletins/2021q2/"} {
				if got := o.ask(t, "GET", path, o.session(t, "reader"), nil, nil); got.header.Get("Link") != "" {
					t.Errorf("%s links to %v", path, got.header.Values("Link"))
				}
			}
		}},
	})
}

func everyMethod(t *testing.T, p *protocol, link string) {
	t.Helper()
	for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
		contains(t, "Link", p.send(t, "reader", method, p.c, "").links(), link)
	}
	contains(t, "Link", p.send(t, "reader", "POST", p.c, p.written("看", "private")).links(), link)
	contains(t, "Link", p.send(t, "reader", "POST", p.c, "{").links(), link)
}

// Pages.
func TestProtocolPages(t *testing.T) {
	const total = 2*annotation.PageSize + 3
	try(t, []assertion{
		{"P1", func(t *testing.T, p *protocol) {
			p.some(t, total)
			for _, c := range []string{p.c + "?", p.c + "?iris=1&"} {
				got := p.get(t, "leader", c+"page=1")
				part, _ := got.json["partOf"].(map[string]any)
				if got.text("id") != c+"page=1" || got.text("type") != "AnnotationPage" || part["id"] != strings.TrimRight(c, "?&") || part["total"] != float64(total) || part["modified"] == nil {
					t.Error(got.body)
				}
			}
		}},
		{"P2", func(t *testing.T, p *protocol) {
			p.some(t, total)
			for n, links := range []string{" " + p.c + "?page=1", p.c + "?page=0 " + p.c + "?page=2", p.c + "?page=1 "} {
				if got := p.get(t, "leader", fmt.Sprint(p.c, "?page=", n)); got.text("prev")+" "+got.text("next") != links {
					t.Errorf("page %d: %s", n, got.body)
				}
			}
		}},
		{"P3", func(t *testing.T, p *protocol) {
			p.some(t, total)
			before := 0
			for n := range 3 {
				got := p.get(t, "leader", fmt.Sprint(p.c, "?page=", n))
				if got.json["startIndex"] != float64(before) {
					t.Errorf("page %d begins at %v", n, got.json["startIndex"])
				}
				before += len(got.json["items"].([]any))
			}
		}},
		{"P4", func(t *testing.T, p *protocol) {
			ids := p.some(t, total)
			for _, variant := range []string{"", "?iris=1"} {
				got := p.get(t, "leader", p.c+variant, preferring(preferMinimal))
				forwards, pages := p.walk(t, "leader", got.text("first"), "next")
				backwards, _ := p.walk(t, "leader", got.text("last"), "prev")
				slices.Reverse(backwards)
				if !slices.Equal(forwards, ids) || !slices.Equal(backwards, ids) || pages != 3 || got.json["total"] != float64(len(ids)) {
					t.Errorf("%d forwards, %d backwards of %d on %d pages", len(forwards), len(backwards), len(ids), pages)
				}
			}
		}},
		{"P5", func(t *testing.T, p *protocol) {
			p.some(t, 1)
			for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
				got := p.send(t, "leader", method, p.c+"?page=0", "")
				want(t, got, 200)
				contains(t, "Vary", got.header.Get("Vary"), "Accept")
				if strings.Contains(got.header.Get("Vary"), "Prefer") {
					t.Error(got.header.Get("Vary"))
				}
			}
			got := p.send(t, "leader", "POST", p.c+"?page=0", p.written("看", "private"))
			want(t, got, 405)
			if got.header.Get("Allow") != readingMethods {
				t.Error(got.header.Get("Allow"))
			}
		}},
		{"P6", func(t *testing.T, p *protocol) {
			p.some(t, 1)
			plain, preferred := p.get(t, "leader", p.c+"?page=0"), p.get(t, "leader", p.c+"?page=0", preferring(preferIRIs))
			if plain.body != preferred.body || plain.tag() != preferred.tag() {
				t.Error(preferred.body)
			}
		}},
		{"P7", func(t *testing.T, p *protocol) { // ours: 404 for each
			p.some(t, 1)
			for _, q := range []string{"page=1", "page=-1", "page=abc", "page=", "page=00", "page=99999999999999999999", "page=0&page=0", "iris=2&page=0", "iris=&page=0", "iris=no"} {
				want(t, p.get(t, "leader", p.c+"?"+q), 404)
			}
			want(t, p.send(t, "leader", "OPTIONS", p.c+"?page=1", ""), 404)
		}},
		{"viewers", func(t *testing.T, p *protocol) { // totals, pages and tags are each viewer's own
			public := p.some(t, 3)
			mine := p.add(t, "reader", p.written("我的", "private")).text("id")
			leaders := p.add(t, "second", p.written("领导", "leaders")).text("id")
			order := p.instruct(t)
			tags := map[string]bool{}
			for as, extra := range map[string][]string{"reader": {mine}, "leader": {leaders, order}, "second": {leaders, order}, "editor": {order}, "unit": {order}, "auditor": nil} {
				got := p.get(t, as, p.c)
				ids, _ := p.walk(t, as, got.text("first"), "next")
				all := append(slices.Clone(public), extra...)
				slices.Sort(ids)
				if slices.Sort(all); !slices.Equal(ids, all) || got.json["total"] != float64(len(all)) {
					t.Errorf("%s sees %v, want %v", as, ids, all)
				}
				tags[got.tag()] = true
			}
			if len(tags) != 4 { // the two leaders see the same, and so do the editor and the unit
				t.Errorf("%d tags", len(tags))
			}
			want(t, p.get(t, "reader", p.http.URL+"/annotations/2021q2/"), 404)
			want(t, p.get(t, "leader", p.http.URL+"/annotations/2021q2/"), 200)
		}},
	})
}
