package web

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
)

// newInstructionShown is the form of an instruction: a leader's own, or one from paper that its leader will confirm.
type newInstructionShown struct {
	Target   annotation.Target
	Units    []Unit   // those that the place is about first
	About    []Unit   // these
	Own      []string // what the leader has written most often
	Ink      string   // what was written by hand, as the form keeps it
	Today    string
	Enters   bool                // whether somebody else's word is entered
	Leaders  []annotation.Person // whose it may be, where that is still to be chosen
	Given    annotation.NewInstruction
	Key      string
	Amends   string            // id of the one that is changed; "" for a new one
	Revision int               // of that one
	Corrects annotation.Number // of the one that this corrects
}

func (s *Server) newInstructionPage(w http.ResponseWriter, r *http.Request, v visitor) {
	if id := r.URL.Query().Get("corrects"); id != "" {
		s.correctionPage(w, r, v, id)
		return
	}
	n := annotation.NewInstruction{Kind: annotation.Handle, Target: targetOf(r.URL.Query()), Quotable: true}
	if about := suggested(n.Target, s.Units); len(about) == 1 {
		n.Lead = []string{about[0].ID}
	}
	s.showNewInstruction(w, r, v, http.StatusOK, "", n)
}

func (s *Server) showNewInstruction(w http.ResponseWriter, r *http.Request, v visitor, status int, trouble string, given annotation.NewInstruction) {
	d := s.written(r, v, given)
	if !d.Enters {
		own, err := s.ownWords(r, v)
		if err != nil {
			s.annotationTrouble(w, r, err)
			return
		}
		d.Own = own
	} else if d.Leaders == nil {
		readers, err := s.Annotations.Readers(r.Context(), v.actor, given.Target.Bulletin, given.Target.Edition)
		if err != nil {
			s.annotationTrouble(w, r, err)
			return
		}
		d.Leaders = readers.Unread
		for _, a := range readers.Read {
			d.Leaders = append(d.Leaders, a.By)
		}
	}
	s.say(w, r, v, status, "new-instruction", trouble, d)
}

func (s *Server) written(r *http.Request, v visitor, given annotation.NewInstruction) newInstructionShown {
	d := newInstructionShown{Target: given.Target, Given: given, Key: rand.Text(), Enters: v.role() == account.Editor}
	d.Ink, _ = inkField(given.Ink) // numbers that came as JSON go back as JSON
	d.About, d.Today = suggested(given.Target, s.Units), s.Now().Local().Format(time.DateOnly)
	d.Units = first(s.Units, d.About)
	if was := s.seen(r, v, given.Corrects); was != nil { // a correction is of the same leader's word
		d.Corrects, d.Leaders = was.Number, []annotation.Person{was.Signer}
	}
	return d
}

// targetOf reads the place that an address or a form names. A form says the line feed between two paragraphs as CR LF.
func targetOf(q url.Values) annotation.Target {
	exact := strings.ReplaceAll(q.Get("exact"), "\r\n", "\n")
	t := annotation.Target{Bulletin: q.Get("bulletin"), Section: q.Get("section"), Passage: q.Get("passage"), Through: q.Get("through"), Quote: annotation.Quote{Exact: exact}}
	t.Edition, _ = strconv.Atoi(q.Get("edition"))
	t.Start, _ = strconv.Atoi(q.Get("start"))
	t.End, _ = strconv.Atoi(q.Get("end"))
	return t
}

// addInstruction signs a leader's instruction, or enters one from paper that the leader will confirm.
func (s *Server) addInstruction(w http.ResponseWriter, r *http.Request, v visitor) {
	if err := r.ParseForm(); err != nil {
		problem(w, http.StatusBadRequest, "body", "内容的写法不对")
		return
	}
	n := instructionOf(r.PostForm)
	n.Target = targetOf(r.PostForm)
	ink, err := inkOf(r.PostForm)
	if n.Ink = ink; err != nil {
		s.showNewInstruction(w, r, v, http.StatusUnprocessableEntity, "field-ink", n)
		return
	}
	begin := s.Annotations.Sign
	if v.role() == account.Editor {
		begin = s.Annotations.Draft
	}
	i, err := begin(r.Context(), v.actor, r.PostFormValue("key"), n)
	if err == nil {
		away(w, r, "/instructions/"+i.ID)
		return
	}
	status, trouble := formTrouble(err)
	if trouble == "" {
		s.annotationTrouble(w, r, err)
		return
	}
	s.showNewInstruction(w, r, v, status, trouble, n)
}

// instructionOf is what a form says, without its place.
func instructionOf(form url.Values) annotation.NewInstruction {
	n := annotation.NewInstruction{
		Kind: annotation.InstructionKind(form.Get("kind")), Text: strings.TrimSpace(form.Get("text")),
		Lead: form["lead"], Joint: form["joint"], Deadline: annotation.Date(form.Get("deadline")),
		Quotable: form.Get("quotable") != "", Signer: form.Get("signer"), Corrects: form.Get("corrects"),
	}
	if n.Kind == annotation.Remark { // it addresses nobody, whatever was chosen before
		n.Lead, n.Joint, n.Deadline = nil, nil, ""
	}
	return n
}
