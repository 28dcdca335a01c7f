package web

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/markdown"
)

// noteShown is a note as the page's script shows it, with its place in the edition that is read.
type noteShown struct {
	ID         string          `json:"id"`
	Kind       string          `json:"kind"`
	Body       string          `json:"body"`  // as it was typed
	Words      []markdown.Node `json:"words"` // what to show of it
	Visibility string          `json:"visibility"`
	Author     string          `json:"author"`
	Office     string          `json:"office"`
	At         string          `json:"at"`
	Edited     bool            `json:"edited"`
	Revision   int             `json:"revision"`
	Quote      string          `json:"quote"`
	Section    string          `json:"section"`
	Passage    string          `json:"passage"`
	Through    string          `json:"through,omitempty"` // the passage where it ends
	Start      int             `json:"start"`
	End        int             `json:"end"`
	State      string          `json:"state"` // exact, shifted, edited or lost
	Old        string          `json:"old,omitempty"`
	Now        string          `json:"now,omitempty"`
	Resolved   bool            `json:"resolved"`
	Replies    []replyShown    `json:"replies"`
	May        []string        `json:"may"`
}

type replyShown struct {
	ID     string          `json:"id"`
	Body   string          `json:"body"`
	Words  []markdown.Node `json:"words"`
	Author string          `json:"author"`
	At     string          `json:"at"`
	Edited bool            `json:"edited"`
	May    []string        `json:"may"`
}

// notes lists what the reader may see of a bulletin's notes, and what they may do.
func (s *Server) notes(w http.ResponseWriter, r *http.Request, v visitor) {
	bulletin := r.URL.Query().Get("bulletin")
	edition, _ := strconv.Atoi(r.URL.Query().Get("edition")) // 0 is the one in force
	notes, err := s.Annotations.Notes(r.Context(), v.actor, annotation.Filter{Bulletin: bulletin, Edition: edition})
	if err != nil {
		s.annotationTrouble(w, r, err)
		return
	}
	list := make([]noteShown, 0, len(notes))
	for _, n := range notes {
		list = append(list, v.note(n))
	}
	read, err := s.Annotations.Readers(r.Context(), v.actor, bulletin, edition)
	if err != nil && !errors.Is(err, annotation.ErrForbidden) {
		s.annotationTrouble(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, "application/json", map[string]any{
		"me": v.actor.User.ID, "may": v.mayBegin(), "acknowledged": hasRead(read, v.actor.User.ID), "readers": readersShown(read), "notes": list,
	})
}

func hasRead(r annotation.Readers, user string) bool {
	return slices.ContainsFunc(r.Read, func(a annotation.Acknowledgement) bool { return a.By.ID == user })
}

// readersShown says who has read the edition and who has not, to those who may know.
func readersShown(r annotation.Readers) map[string][]string {
	out := map[string][]string{}
	for _, a := range r.Read {
		out["read"] = append(out["read"], strings.TrimSpace(a.By.Office+" "+a.By.Name)+" "+minute(a.At))
	}
	for _, p := range r.Unread {
		out["unread"] = append(out["unread"], strings.TrimSpace(p.Office+" "+p.Name))
	}
	return out
}

// subject is the reader as the policy sees them; whoever asks for a bulletin's notes was let read it.
func (v visitor) subject() annotation.Subject {
	u := v.actor.User
	return annotation.Subject{ID: u.ID, Role: u.Role, Unit: u.Unit, Reads: true}
}

func (v visitor) mayBegin() []string {
	var out []string
	for _, c := range []struct {
		name string
		act  annotation.Act
		of   annotation.Object
	}{
		{"create", annotation.Create, annotation.Object{Visibility: annotation.Private}},
		{"create-everyone", annotation.Create, annotation.Object{Visibility: annotation.Everyone}},
		{"sign", annotation.Sign, annotation.Object{}}, {"sign", annotation.Draft, annotation.Object{}},
		{"acknowledge", annotation.Acknowledge, annotation.Object{}},
	} {
		if annotation.May(v.subject(), c.act, c.of) == annotation.Allowed {
			out = append(out, c.name)
		}
	}
	return out
}

func (v visitor) note(n annotation.Note) noteShown {
	out := noteShown{
		ID: n.ID, Kind: string(n.Kind), Body: n.Body, Words: markdown.Parse(n.Body), Visibility: string(n.Visibility), Author: n.Author.Name, Office: n.Author.Office,
		At: minute(n.Created), Edited: !n.Edited.IsZero(), Revision: n.Revision, Quote: n.Target.Quote.Exact,
		Section: n.Target.Section, Passage: n.Target.Passage, Through: n.Target.Through, Start: n.Target.Start, End: n.Target.End, State: string(annotation.Exact),
		Resolved: !n.Resolved.IsZero(), Replies: []replyShown{},
	}
	if n.About != "" {
		out.Quote = aboutWords(n.About)
	}
	if m := n.Mapping; m.State != "" {
		out.Section, out.Passage, out.Through, out.Start, out.End, out.State, out.Old, out.Now = m.Section, m.Passage, m.Through, m.Start, m.End, string(m.State), m.Old, m.New
	}
	for _, reply := range n.Replies {
		if reply.Deleted.IsZero() {
			out.Replies = append(out.Replies, v.reply(n, reply))
		}
	}
	of := annotation.Object{Author: n.Author.ID, Visibility: n.Visibility}
	for _, act := range []annotation.Act{annotation.Edit, annotation.Delete, annotation.Resolve, annotation.AddReply} {
		if annotation.May(v.subject(), act, of) == annotation.Allowed && !(act == annotation.Edit && n.Kind == annotation.Highlight) {
			out.May = append(out.May, string(act))
		}
	}
	return out
}

// aboutWords names what a note is about that came from elsewhere: its address.
func aboutWords(about string) string {
	var address string
	if json.Unmarshal([]byte(about), &address) == nil {
		return address
	}
	var of struct{ Source, ID string }
	_ = json.Unmarshal([]byte(about), &of) // it was read before it was kept
	return cmp.Or(of.Source, of.ID)
}

func (v visitor) reply(n annotation.Note, r annotation.Reply) replyShown {
	out := replyShown{ID: r.ID, Body: r.Body, Words: markdown.Parse(r.Body), Author: r.Author.Name, At: minute(r.Created), Edited: !r.Edited.IsZero()}
	of := annotation.Object{Author: n.Author.ID, Visibility: n.Visibility, Replier: r.Author.ID}
	for _, act := range []annotation.Act{annotation.EditReply, annotation.DeleteReply} {
		if annotation.May(v.subject(), act, of) == annotation.Allowed {
			out.May = append(out.May, string(act))
		}
	}
	return out
}

func minute(t time.Time) string { return t.Local().Format("2006-01-02 15:04") }

// noteSent is what the page's script sends to make or change a note.
type noteSent struct {
	Target     annotation.Target     `json:"target"`
	Kind       annotation.NoteKind   `json:"kind"`
	Body       string                `json:"body"`
	Visibility annotation.Visibility `json:"visibility"`
	Revision   int                   `json:"revision"`
	Resolved   bool                  `json:"resolved"`
}

func (s *Server) addNote(w http.ResponseWriter, r *http.Request, v visitor) {
	var sent noteSent
	if !readJSON(w, r, &sent) {
		return
	}
	n, err := s.Annotations.AddNote(r.Context(), v.actor, r.Header.Get("Idempotency-Key"), annotation.NewNote{Target: sent.Target, Kind: sent.Kind, Body: sent.Body, Visibility: sent.Visibility})
	s.noted(w, r, v, http.StatusCreated, n, err)
}

func (s *Server) editNote(w http.ResponseWriter, r *http.Request, v visitor) {
	var sent noteSent
	if !readJSON(w, r, &sent) {
		return
	}
	n, err := s.Annotations.EditNote(r.Context(), v.actor, r.PathValue("id"), sent.Revision, annotation.NoteEdit{Body: sent.Body, Visibility: sent.Visibility})
	s.noted(w, r, v, http.StatusOK, n, err)
}

func (s *Server) deleteNote(w http.ResponseWriter, r *http.Request, v visitor) {
	var sent noteSent
	if !readJSON(w, r, &sent) {
		return
	}
	if err := s.Annotations.DeleteNote(r.Context(), v.actor, r.PathValue("id"), sent.Revision); err != nil && !errors.Is(err, annotation.ErrGone) {
		s.annotationTrouble(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) resolveNote(w http.ResponseWriter, r *http.Request, v visitor) {
	var sent noteSent
	if !readJSON(w, r, &sent) {
		return
	}
	n, err := s.Annotations.ResolveNote(r.Context(), v.actor, r.PathValue("id"), sent.Resolved)
	s.noted(w, r, v, http.StatusOK, n, err)
}

func (s *Server) addReply(w http.ResponseWriter, r *http.Request, v visitor) {
	var sent noteSent
	if !readJSON(w, r, &sent) {
		return
	}
	n, err := s.Annotations.AddReply(r.Context(), v.actor, r.Header.Get("Idempotency-Key"), r.PathValue("id"), sent.Body)
	s.noted(w, r, v, http.StatusCreated, n, err)
}

func (s *Server) editReply(w http.ResponseWriter, r *http.Request, v visitor) {
	var sent noteSent
	if !readJSON(w, r, &sent) {
		return
	}
	n, err := s.Annotations.EditReply(r.Context(), v.actor, r.PathValue("id"), r.PathValue("reply"), sent.Body)
	s.noted(w, r, v, http.StatusOK, n, err)
}

func (s *Server) deleteReply(w http.ResponseWriter, r *http.Request, v visitor) {
	var sent noteSent
	if !readJSON(w, r, &sent) {
		return
	}
	n, err := s.Annotations.DeleteReply(r.Context(), v.actor, r.PathValue("id"), r.PathValue("reply"))
	s.noted(w, r, v, http.StatusOK, n, err)
}

// acknowledge is 圈阅: the leader has read this edition.
func (s *Server) acknowledge(w http.ResponseWriter, r *http.Request, v visitor) {
	var sent annotation.Target
	if !readJSON(w, r, &sent) {
		return
	}
	if _, err := s.Annotations.Acknowledge(r.Context(), v.actor, sent.Bulletin, sent.Edition); err != nil {
		s.annotationTrouble(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) noted(w http.ResponseWriter, r *http.Request, v visitor, status int, n annotation.Note, err error) {
	if err != nil {
		s.annotationTrouble(w, r, err)
		return
	}
	writeJSON(w, status, "application/json", v.note(n))
}

// readJSON reads a body that a script sent, and answers where it is none. A form of another site cannot be of this type.
func readJSON(w http.ResponseWriter, r *http.Request, into any) bool {
	if r.Header.Get("Content-Type") != "application/json" {
		problem(w, http.StatusUnsupportedMediaType, "type", "应为 application/json")
		return false
	}
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		problem(w, http.StatusBadRequest, "body", "内容的写法不对")
		return false
	}
	return true
}

// annotationTroubles are what acts on notes and instructions fail with.
var annotationTroubles = []struct {
	err    error
	status int
	code   string
	says   string
}{
	{annotation.ErrForbidden, http.StatusForbidden, "role", "您的角色不能这样做"},
	{annotation.ErrNotFound, http.StatusNotFound, "none", "没有找到"},
	{annotation.ErrGone, http.StatusGone, "gone", "已删除或撤回"},
	{annotation.ErrStale, http.StatusPreconditionFailed, "changed", "别人刚改过，请看最新内容后再改"},
	{annotation.ErrState, http.StatusConflict, "state", "现在的状态不能这样做"},
	{annotation.ErrElsewhere, http.StatusConflict, "elsewhere", "通报的文字已变，请重新选择"},
	{annotation.ErrReplied, http.StatusConflict, "replied", "已有人回复，不能扩大可见范围"},
	{annotation.ErrTooMany, http.StatusConflict, "many", "数量已到上限"},
	{account.ErrNoSession, http.StatusUnauthorized, "sign-in", "请先登录"},
}

func (s *Server) annotationTrouble(w http.ResponseWriter, r *http.Request, err error) {
	var field *annotation.BadField
	var target *annotation.BadTarget
	if errors.As(err, &field) || errors.As(err, &target) {
		problem(w, http.StatusUnprocessableEntity, "field", "有内容没有填、太长或不对："+fieldOf(err))
		return
	}
	for _, known := range annotationTroubles {
		if errors.Is(err, known.err) {
			problem(w, known.status, known.code, known.says)
			return
		}
	}
	s.unavailable(w, r, err)
}

// fieldOf names the field that was not right.
func fieldOf(err error) string {
	var field *annotation.BadField
	if errors.As(err, &field) {
		if words, ok := fieldWords[field.Field]; ok {
			return words
		}
		return field.Field
	}
	return "位置"
}

var fieldWords = map[string]string{
	"body": "内容", "text": "批示内容", "visibility": "谁能看", "kind": "种类", "units": "主办、会办单位", "deadline": "期限", "words": "说明", "until": "延期到的日期", "signer": "批示的领导",
}
