package web

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tongbao/site/annotation"
)

// Writing.
func TestProtocolWriting(t *testing.T) {
	try(t, []assertion{
		{"W1", func(t *testing.T, p *protocol) {
			for _, media := range []string{plainJSONLD, annotationMedia, `application/ld+json;charset=utf-8`, "application/json"} {
				want(t, p.send(t, "reader", "POST", p.c, p.written("看", "private"), "Content-Type: "+media), 201)
			}
			want(t, p.send(t, "leader", "POST", p.c, foreign), 201)
		}},
		{"W2", func(t *testing.T, p *protocol) {
			got := p.add(t, "reader", p.written("看", "private"))
			name, inside := strings.CutPrefix(got.text("id"), p.c)
			if got.header.Get("Location") != got.text("id") || !inside || name == "" || strings.Contains(name, "/") {
				t.Error(got.header.Get("Location"), got.body)
			}
		}},
		{"W3", func(t *testing.T, p *protocol) {
			got := p.add(t, "leader", p.written("看", "private"))
			contains(t, "Link", got.links(), linkResource)
			contains(t, "Allow", got.header.Get("Allow"), "PUT", "DELETE")
			if now := p.get(t, "leader", got.text("id")); now.body != got.body || now.tag() != got.tag() {
				t.Errorf("created %s %s, is %s %s", got.tag(), got.body, now.tag(), now.body)
			}
			contains(t, "body", got.body, "333", `"start": 10`, "network:network-summary", "看")
		}},
		{"W4", func(t *testing.T, p *protocol) {
			for _, body := range []string{p.written("看", "private"), foreign, replying(p.add(t, "leader", p.written("看", "everyone")).text("id"), "好")} {
				got := p.add(t, "leader", strings.Replace(body, "{", `{"id":"http://elsewhere.example/anno/1",`, 1))
				if got.text("id") == "http://elsewhere.example/anno/1" || got.text("via") != "http://elsewhere.example/anno/1" || p.get(t, "leader", got.text("id")).text("via") != got.text("via") {
					t.Error(got.body)
				}
				got = p.add(t, "leader", strings.Replace(body, "{", `{"id":"http://elsewhere.example/anno/2","via":"http://first.example/",`, 1))
				if fmt.Sprint(got.json["via"]) != "[http://elsewhere.example/anno/2 http://first.example/]" {
					t.Error(got.body)
				}
			}
		}},
		{"W5", func(t *testing.T, p *protocol) {
			for _, body := range []string{foreign, strings.Replace(replying(p.add(t, "leader", p.written("看", "everyone")).text("id"), "好"), "{", `{"canonical":"urn:uuid:dbfb1861-0ecf-41ad-be94-a584e5c4f1df",`, 1)} {
				got := p.add(t, "leader", body)
				if kept := p.get(t, "leader", got.text("id")).text("canonical"); kept != "urn:uuid:dbfb1861-0ecf-41ad-be94-a584e5c4f1df" || got.text("canonical") != kept {
					t.Error(got.body)
				}
			}
			want(t, p.send(t, "leader", "POST", p.c, strings.Replace(foreign, "urn:uuid:", "no address ", 1)), 400)
		}},
		{"W6", func(t *testing.T, p *protocol) {
			note := p.add(t, "leader", p.written("看", "everyone"), "Slug: My-Name")
			if note.text("id") != p.c+"my-name" {
				t.Error(note.text("id"))
			}
			reply := p.add(t, "leader", replying(note.text("id"), "好"), "Slug: my-reply")
			if reply.text("id") != p.c+"my-reply" {
				t.Error(reply.text("id"))
			}
			want(t, p.send(t, "leader", "DELETE", note.text("id"), ""), 204)
			for _, slug := range []string{"my-name", "my-reply", "../x", "%2f", "", " ", "a/b", "..", "名字", "-a", strings.Repeat("a", 65), "x\ty"} {
				got := p.add(t, "reader", p.written("看", "private"), "Slug: "+slug)
				if name := strings.TrimPrefix(got.text("id"), p.c); len(name) != 26 || got.text("id") == note.text("id") {
					t.Errorf("%q makes %s", slug, got.text("id"))
				}
			}
			want(t, p.get(t, "leader", note.text("id")), 410)
		}},
		{"W7", func(t *testing.T, p *protocol) {
			for body, status := range map[string]int{
				"{": 400, "[]": 400, "null": 400, `"x"`: 400, "\xff": 400, "{}": 400, strings.Replace(foreign, `"Annotation"`, `"Note"`, 1): 400,
				strings.Replace(foreign, `"target":"http://www.example.com/index.html",`, "", 1):                400,
				strings.Replace(foreign, `"http://www.example.com/index.html"`, `"no address"`, 1):              400,
				strings.Replace(foreign, `"http://www.example.com/index.html"`, `["urn:a","urn:b"]`, 1):         400,
				strings.Replace(foreign, `"http://www.example.com/index.html"`, `{"selector":{}}`, 1):           400,
				strings.Replace(foreign, "http://www.w3.org/ns/anno.jsonld", "http://example.com", 1):           400,
				strings.Replace(foreign, "http://www.example.com/index.html", p.c, 1):                           400,
				strings.Replace(p.written("看", "private"), "bulletins/2021q3", "bulletins/2021q2", 1):           400, // another's container
				strings.Replace(p.written("看", "private"), `"333"`, `"334"`, 1):                                 409, // does not stand there
				strings.Replace(foreign, `"body":`, `"motivation":"urn:tongbao:instructing","body":`, 1):        400,
				strings.Replace(foreign, "I like this page!", strings.Repeat("长", annotation.MaxAnnotation), 1): 413,
			} {
				if got := p.send(t, "leader", "POST", p.c, body); got.status != status || !strings.Contains(got.header.Get("Content-Type"), "problem+json") {
					t.Errorf("%d, want %d: %.200s %s", got.status, status, body, got.body)
				}
			}
			for _, media := range []string{"text/plain", "application/x-www-form-urlencoded", "text/turtle", ";;"} {
				want(t, p.send(t, "leader", "POST", p.c, foreign, "Content-Type: "+media), 415)
			}
			if got := p.get(t, "leader", p.c); got.json["total"] != float64(0) {
				t.Error(got.body)
			}
		}},
		{"W8", func(t *testing.T, p *protocol) {
			was := p.add(t, "leader", p.written("看", "everyone"))
			got := p.send(t, "leader", "PUT", was.text("id"), p.written("改", "everyone"))
			want(t, got, 200)
			if got.tag() == was.tag() || !strings.Contains(got.body, "改") || p.get(t, "reader", was.text("id")).body != got.body {
				t.Error(got.tag(), got.body)
			}
			was = p.add(t, "leader", foreign)
			was.json["target"] = "http://other.example/"
			got = p.send(t, "leader", "PUT", was.text("id"), encoded(t, was.json))
			want(t, got, 200)
			if got.text("target") != "http://other.example/" || p.get(t, "leader", was.text("id")).text("target") != "http://other.example/" {
				t.Error(got.body)
			}
		}},
		{"W9", func(t *testing.T, p *protocol) {
			was := p.add(t, "leader", p.written("看", "everyone"))
			p.now.pass(time.Minute)
			got := p.send(t, "leader", "PUT", was.text("id"), p.written("改", "everyone"), "If-Match: "+was.tag())
			want(t, got, 200)
			if got.tag() == was.tag() || got.text("modified") <= got.text("created") || was.text("modified") != "" {
				t.Error(got.body)
			}
		}},
		{"W10", func(t *testing.T, p *protocol) {
			was := p.add(t, "leader", p.written("看", "everyone"))
			a, other := was.text("id"), p.add(t, "leader", p.written("别", "everyone")).tag()
			now := p.send(t, "leader", "PUT", a, p.written("改", "everyone"))
			for _, stale := range []string{was.tag(), other, `"x", ` + was.tag(), "W/" + now.tag(), "nonsense"} {
				want(t, p.send(t, "leader", "PUT", a, p.written("错", "everyone"), "If-Match: "+stale), 412)
				want(t, p.send(t, "leader", "DELETE", a, "", "If-Match: "+stale), 412)
			}
			if got := p.get(t, "leader", a); got.body != now.body {
				t.Error(got.body)
			}
			want(t, p.send(t, "leader", "PUT", a, p.written("又", "everyone"), "If-Match: *"), 200)
			for _, method := range []string{"PUT", "DELETE"} {
				body := map[string]string{"PUT": p.written("又", "everyone")}[method]
				want(t, p.send(t, "leader", method, p.c+"nothing", body, "If-Match: *"), 412)
			}
			tag := p.get(t, "leader", a).tag()
			p.add(t, "second", replying(a, "好")) // a reply changes the tag of no note
			want(t, p.send(t, "leader", "DELETE", a, "", `If-Match: "other", `+tag), 204)
		}},
		{"W10 while others reply", func(t *testing.T, p *protocol) { // which does not change the annotation
			note := p.add(t, "leader", p.written("看", "everyone"))
			for n := range 20 {
				tag := p.get(t, "leader", note.text("id")).tag()
				var group sync.WaitGroup
				for i := range 3 {
					group.Go(func() { p.send(t, "second", "POST", p.c, replying(note.text("id"), fmt.Sprint(n, i))) })
				}
				var put told
				group.Go(func() {
					put = p.send(t, "leader", "PUT", note.text("id"), p.written(fmt.Sprint(n), "everyone"), "If-Match: "+tag)
				})
				group.Wait()
				want(t, put, 200)
			}
		}},
		{"W11", func(t *testing.T, p *protocol) {
			was := p.add(t, "leader", strings.Replace(foreign, "{", `{"id":"http://elsewhere.example/1",`, 1))
			got := p.send(t, "leader", "PUT", was.text("id"), `{"@context":"http://www.w3.org/ns/anno.jsonld","type":"Annotation","body":{"type":"TextualBody","value":"changed"},"target":"http://www.example.com/index.html"}`)
			want(t, got, 200)
			for _, kept := range []string{"id", "canonical", "created", "via", "creator", "urn:tongbao:visibility"} {
				if fmt.Sprint(got.json[kept]) != fmt.Sprint(was.json[kept]) || got.json[kept] == nil {
					t.Errorf("%s was %v, is %v", kept, was.json[kept], got.json[kept])
				}
			}
			everyone := p.add(t, "leader", p.written("看", "everyone"))
			delete(everyone.json, "urn:tongbao:visibility")
			if got := p.send(t, "leader", "PUT", everyone.text("id"), encoded(t, everyone.json)); got.text("urn:tongbao:visibility") != "everyone" {
				t.Error(got.body)
			}
		}},
		{"W12", func(t *testing.T, p *protocol) {
			was := p.add(t, "leader", strings.Replace(foreign, "{", `{"id":"http://elsewhere.example/1",`, 1))
			note := p.add(t, "leader", p.written("看", "everyone"))
			reply := p.add(t, "leader", replying(note.text("id"), "好"))
			for _, of := range []told{was, note, reply} {
				want(t, p.send(t, "leader", "PUT", of.text("id"), encoded(t, of.json)), 200) // its own state
				for _, claim := range []string{"id", "canonical", "via"} {
					want(t, p.send(t, "leader", "PUT", of.text("id"), encoded(t, of.json, claim, "urn:uuid:00000000-0000-0000-0000-000000000000")), 409)
				}
			}
			// Ours: what a note is about stays, as far as it is a place of the bulletin; a reply stays with its note.
			want(t, p.send(t, "leader", "PUT", note.text("id"), encoded(t, note.json, "target", p.http.URL+"/bulletins/2021q3/#network")), 409)
			want(t, p.send(t, "leader", "PUT", note.text("id"), encoded(t, note.json, "target", "http://other.example/")), 409)
			want(t, p.send(t, "leader", "PUT", was.text("id"), encoded(t, was.json, "target", note.json["target"])), 409)
			want(t, p.send(t, "leader", "PUT", reply.text("id"), encoded(t, reply.json, "target", reply.text("id"))), 409)
		}},
		{"W13", func(t *testing.T, p *protocol) {
			ids := p.some(t, 3)
			before := p.get(t, "reader", p.c)
			got := p.send(t, "leader", "DELETE", ids[1], "")
			want(t, got, 204)
			contains(t, "Content-Type", got.header.Get("Content-Type"), plainJSONLD)
			now := p.get(t, "reader", p.c)
			left, _ := p.walk(t, "reader", now.text("first"), "next")
			if !slices.Equal(left, []string{ids[0], ids[2]}) || now.json["total"] != float64(2) || now.tag() == before.tag() {
				t.Error(left, now.body)
			}
			want(t, p.get(t, "reader", ids[1]), 410)
			again := p.add(t, "leader", p.written("看", "everyone"), "Slug: "+strings.TrimPrefix(ids[1], p.c))
			if again.text("id") == ids[1] {
				t.Error("a name is given again")
			}
		}},
		{"W14", func(t *testing.T, p *protocol) {
			a, order := p.add(t, "leader", p.written("看", "everyone")).text("id"), p.instruct(t)
			for _, c := range []struct{ method, address string }{
				{"PATCH", a}, {"POST", a}, {"PUT", p.c}, {"DELETE", p.c}, {"PATCH", p.c}, {"PUT", order}, {"DELETE", order},
			} {
				got := p.send(t, "leader", c.method, c.address, p.written("错", "everyone"))
				want(t, got, 405)
				if allow := got.allows(); !slices.Contains(allow, "GET") || slices.Contains(allow, c.method) {
					t.Errorf("%s %s allows %v", c.method, c.address, allow)
				}
			}
		}},
		{"W15", func(t *testing.T, p *protocol) {
			note := p.add(t, "leader", p.written("看", "everyone"))
			reply := p.add(t, "leader", replying(note.text("id"), "好"))
			for n := range 20 {
				for _, a := range []string{note.text("id"), reply.text("id")} {
					tag := p.get(t, "leader", a).tag()
					var answers [2]told
					var group sync.WaitGroup
					for i := range answers {
						body := p.written(fmt.Sprint(n, "-", i), "everyone")
						if a == reply.text("id") {
							body = replying(note.text("id"), fmt.Sprint(n, "-", i))
						}
						group.Go(func() { answers[i] = p.send(t, "leader", "PUT", a, body, "If-Match: "+tag) })
					}
					group.Wait()
					statuses := []int{answers[0].status, answers[1].status}
					won := slices.Index(statuses, 200)
					if slices.Sort(statuses); !slices.Equal(statuses, []int{200, 412}) || p.get(t, "leader", a).body != answers[won].body {
						t.Fatalf("%v %s", statuses, p.get(t, "leader", a).body)
					}
				}
			}
		}},
		{"W16", func(t *testing.T, p *protocol) {
			for as, body := range map[string]string{"reader": p.written("看", "everyone"), "auditor": p.written("看", "private"), "administrator": p.written("看", "private")} {
				want(t, p.send(t, as, "POST", p.c, body), 403)
			}
			if got := p.add(t, "reader", foreign); got.text("urn:tongbao:visibility") != "private" {
				t.Error(got.body)
			}
			others := p.add(t, "leader", p.written("看", "everyone")).text("id")
			want(t, p.send(t, "reader", "PUT", others, p.written("错", "everyone")), 403)
			want(t, p.send(t, "reader", "DELETE", others, "", `If-Match: "x"`), 403)
			for method, address := range map[string]string{"POST": p.c, "GET": p.c, "PUT": others, "DELETE": others} {
				got := p.send(t, "", method, address, p.written("看", "private"))
				want(t, got, 401)
				contains(t, "WWW-Authenticate", got.header.Get("WWW-Authenticate"), `Bearer realm=`)
			}
		}},
	})
}

// encoded writes an annotation anew, with some properties changed: name, value, …
func encoded(t testing.TB, of map[string]any, change ...any) string {
	t.Helper()
	out := map[string]any{}
	for name, value := range of {
		out[name] = value
	}
	for i := 0; i < len(change); i += 2 {
		out[change[i].(string)] = change[i+1]
	}
	raw, err := json.Marshal(out)
	must(t, err)
	return string(raw)
}
