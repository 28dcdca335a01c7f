package web

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"tongbao/site/account"
	"tongbao/site/annotation"
)

// writing is an office in which people write; each text is known with who may find it.
type writing struct {
	*office
	t      *testing.T
	random *rand.Rand
	tokens map[string]string
	actors map[string]account.Actor
	texts  map[string][]string // whoever may find each
}

var everybody = []string{"reader", "reader2", "fumeng", "leader", "leader2", "editor", "auditor", "administrator"}

func newWriting(t *testing.T) *writing {
	w := &writing{office: newOffice(t, nil), t: t, random: rand.New(rand.NewPCG(6, 5)), tokens: map[string]string{}, actors: map[string]account.Actor{}, texts: map[string][]string{}}
	roles := []account.Role{account.Reader, account.Reader, account.Unit, account.Leader, account.Leader, account.Editor, account.Auditor, account.Administrator}
	for i, name := range everybody {
		w.user(t, name, roles[i])
		w.tokens[name] = w.session(t, name)
		var err error
		w.actors[name], err = w.server.Accounts.Authenticate(t.Context(), account.Origin{}, w.tokens[name])
		must(t, err)
	}
	return w
}

// text makes words that nothing else has as a whole, of characters that others have too, for those who may find them.
func (w *writing) text(who ...string) string {
	from := []rune("网络热线满意率县区医院噪音路灯供暖停水物业占道垃圾欠薪拆迁公交学校社保审批")
	out := make([]rune, 40)
	for i := range out {
		out[i] = from[w.random.IntN(len(from))]
	}
	w.texts[string(out)] = who
	return string(out)
}

func (w *writing) note(author, bulletin string, v annotation.Visibility, text string) annotation.Note {
	w.t.Helper()
	n, err := w.server.Annotations.AddNote(w.t.Context(), w.actors[author], "", annotation.NewNote{
		Target: annotation.Target{Bulletin: bulletin}, Kind: annotation.Comment, Body: text, Visibility: v,
	})
	must(w.t, err)
	return n
}

func (w *writing) order(bulletin, text string) annotation.NewInstruction {
	return annotation.NewInstruction{Target: annotation.Target{Bulletin: bulletin}, Kind: annotation.Handle, Text: text, Lead: []string{"fumeng"}}
}

func (w *writing) sign(bulletin, text string) annotation.Instruction {
	w.t.Helper()
	i, err := w.server.Annotations.Sign(w.t.Context(), w.actors["leader"], "", w.order(bulletin, text))
	must(w.t, err)
	return i
}

func (w *writing) draft(text string) annotation.Instruction {
	w.t.Helper()
	n := w.order("2021q3", text)
	n.Signer = w.actors["leader"].User.ID
	i, err := w.server.Annotations.Draft(w.t.Context(), w.actors["editor"], "", n)
	must(w.t, err)
	return i
}

func (w *writing) do(name, id string, act annotation.Act, text string) {
	w.t.Helper()
	_, err := w.server.Annotations.Do(w.t.Context(), w.actors[name], "", id, 0, annotation.Do{Act: act, Unit: unitOf(act), Text: text})
	must(w.t, err)
}

func unitOf(act annotation.Act) string {
	if slices.Contains([]annotation.Act{annotation.Receive, annotation.Progress, annotation.Report, annotation.Close}, act) {
		return "fumeng"
	}
	return ""
}

// everything writes notes of every visibility and instructions of every state.
func (w *writing) everything() {
	t, notes := w.t, w.server.Annotations
	officers := []string{"leader", "leader2", "editor"}
	addressed := []string{"leader", "leader2", "editor", "fumeng"}
	leaders := []string{"leader", "leader2"}

	w.note("reader2", "2021q3", annotation.Private, w.text("reader2"))
	w.note("leader", "2021q3", annotation.Private, w.text("leader"))
	toLeaders := w.note("leader", "2021q3", annotation.Leaders, w.text(leaders...))
	w.note("fumeng", "2021q3", annotation.Leaders, w.text("leader", "leader2", "fumeng"))
	toAll := w.note("editor", "2021q3", annotation.Everyone, w.text(everybody...))
	w.note("leader", "2021q2", annotation.Everyone, w.text(officers...))
	w.note("editor", "2021q2", annotation.Private, w.text("editor"))
	_, err := notes.AddReply(t.Context(), w.actors["leader"], "", toAll.ID, w.text(everybody...))
	must(t, err)
	_, err = notes.AddReply(t.Context(), w.actors["leader2"], "", toLeaders.ID, w.text(leaders...))
	must(t, err)
	answered, err := notes.AddReply(t.Context(), w.actors["leader2"], "", toAll.ID, w.text())
	must(t, err)
	_, err = notes.DeleteReply(t.Context(), w.actors["leader2"], toAll.ID, answered.Replies[len(answered.Replies)-1].ID)
	must(t, err)
	gone := w.note("editor", "2021q3", annotation.Everyone, w.text())
	must(t, notes.DeleteNote(t.Context(), w.actors["editor"], gone.ID, 0))
	edited := w.note("reader", "2021q3", annotation.Private, w.text())
	_, err = notes.EditNote(t.Context(), w.actors["reader"], edited.ID, 0, annotation.NoteEdit{Body: w.text("reader"), Visibility: annotation.Private})
	must(t, err)

	w.draft(w.text("editor", "leader"))
	refused := w.draft(w.text("editor", "leader"))
	w.do("leader", refused.ID, annotation.Refuse, w.text("editor", "leader"))
	w.do("editor", w.draft(w.text()).ID, annotation.Discard, "")
	handled := w.sign("2021q3", w.text(addressed...))
	w.do("fumeng", handled.ID, annotation.Receive, "")
	w.do("fumeng", handled.ID, annotation.Progress, w.text(addressed...))
	closed := w.sign("2021q3", w.text(addressed...))
	w.do("fumeng", closed.ID, annotation.Receive, "")
	w.do("fumeng", closed.ID, annotation.Report, w.text(addressed...))
	w.do("leader", closed.ID, annotation.Close, "")
	withdrawn := w.sign("2021q3", w.text())
	w.do("leader", withdrawn.ID, annotation.Withdraw, w.text())
	w.sign("2021q2", w.text(addressed...))
	remark := annotation.NewInstruction{Target: annotation.Target{Bulletin: "2021q3"}, Kind: annotation.Remark, Text: w.text(officers...)}
	_, err = notes.Sign(t.Context(), w.actors["leader"], "", remark)
	must(t, err)
}

// find asks as somebody and gives the answer, and the texts that people wrote in it.
func (w *writing) find(name, query string, more ...string) (found, []string, string) {
	w.t.Helper()
	q := url.Values{"q": {query}, "limit": {"100"}}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/api/search?"+q.Encode(), nil)
	r.AddCookie(&http.Cookie{Name: sessionCookie, Value: w.tokens[name]})
	got := httptest.NewRecorder()
	w.server.Handler().ServeHTTP(got, r)
	if got.Code != http.StatusOK {
		w.t.Fatalf("%s as %s: %d %s", query, name, got.Code, got.Body)
	}
	var f found
	must(w.t, json.Unmarshal(got.Body.Bytes(), &f))
	var texts []string
	for _, h := range f.Hits {
		if h.By != "" {
			texts = append(texts, h.Text)
		}
	}
	slices.Sort(texts)
	return f, texts, got.Body.String()
}

// Nobody finds a word that they may not read, in hits, counts or anywhere in an answer; and everybody finds every piece of
// one that they may, as it is typed, in full width or in traditional characters.
func TestSearchOfWhatOthersWrote(t *testing.T) {
	w := newWriting(t)
	w.everything()
	all := slices.Sorted(maps.Keys(w.texts))
	traditional := strings.NewReplacer("网", "網", "络", "絡", "热", "熱", "线", "線", "满", "滿", "县", "縣", "区", "區", "学", "學", "审", "審", "　", "")
	hidden := 0
	for i := range 1000 {
		text := []rune(all[w.random.IntN(len(all))])
		at := w.random.IntN(len(text))
		piece := string(text[at:min(len(text), at+1+i%8)])
		typed := piece
		if i%3 == 0 {
			typed = traditional.Replace(piece)
		}
		for _, name := range everybody {
			var want []string
			for _, text := range all {
				if strings.Contains(text, piece) && slices.Contains(w.texts[text], name) {
					want = append(want, text)
				} else if strings.Contains(text, piece) {
					hidden++
				}
			}
			_, got, body := w.find(name, typed)
			if !slices.Equal(got, want) {
				t.Fatalf("%s as %s finds %v, want %v", typed, name, got, want)
			}
			if f, _, _ := w.find(name, typed, "in", "words"); f.Count != len(want) {
				t.Fatalf("%s as %s: count %d, want %d", typed, name, f.Count, len(want))
			}
			for _, text := range all {
				if !slices.Contains(w.texts[text], name) && strings.Contains(body, text) {
					t.Fatalf("%s as %s: the answer holds %s", typed, name, text)
				}
			}
		}
	}
	t.Logf("%d times something hidden held what was looked for", hidden)
}

// What is written is found at once, what is deleted no more; kinds, and the order among bulletins, are as they say.
func TestSearchOfNotesIsLive(t *testing.T) {
	w := newWriting(t)
	n := w.note("editor", "2021q3", annotation.Everyone, "三季度请核对ＡＢ班")
	w.sign("2021q2", "三季度之前办结")
	f, _, _ := w.find("leader", "三季度")
	var got []string
	for _, h := range f.Hits {
		got = append(got, fmt.Sprint(h.Kind, " ", h.Label, " ", h.By, " ", h.Path))
	}
	id := f.Hits[len(f.Hits)-1].Path
	want := []string{"text 2021年三季度  bulletins/2021q3/", "note 2021年三季度 editor bulletins/2021q3/#note-" + n.ID, "instruction 2021年二季度 leader " + id}
	if !slices.Equal(got, want) || f.Count != 3 || !strings.HasPrefix(id, "instructions/") {
		t.Errorf("hits %q, want %q", got, want)
	}
	for kind, count := range map[string]int{"note": 1, "instruction": 1, "text": 1, "case": 0} {
		if f, _, _ := w.find("leader", "三季度", "kind", kind); f.Count != count || len(f.Hits) != count {
			t.Errorf("kind %s: %d hits of %d, want %d", kind, len(f.Hits), f.Count, count)
		}
	}
	for _, page := range []string{"0", "1", "2"} {
		if f, _, _ := w.find("leader", "三季度", "limit", "1", "offset", page); len(f.Hits) != 1 || fmt.Sprint(f.Hits[0].Kind) != strings.Fields(want[page[0]-'0'])[0] {
			t.Errorf("hit %s is %+v", page, f.Hits)
		}
	}
	if f, _, _ := w.find("reader", "ab 核对"); f.Count != 1 || fmt.Sprint(f.Hits[0].Marks) != "[[4 6] [6 8]]" && fmt.Sprint(f.Hits[0].Marks) != "[[4 8]]" {
		t.Errorf("folded: %+v", f.Hits)
	}
	page := w.ask(t, "GET", "/search/?q="+url.QueryEscape("请核对"), w.tokens["reader"], nil, nil)
	if !strings.Contains(page.body, "Marked:true") || !strings.Contains(page.body, "#note-"+n.ID) {
		t.Errorf("the page for readers without script: %s", page.body)
	}
	must(t, w.server.Annotations.DeleteNote(t.Context(), w.actors["editor"], n.ID, 0))
	if f, _, body := w.find("leader", "请核对"); f.Count != 0 || strings.Contains(body, "三季度请") {
		t.Errorf("a deleted note is found: %s", body)
	}
}
