package web

import (
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"tongbao/site/account"
	"tongbao/site/annotation"
)

// instructionShown is the page of one instruction.
type instructionShown struct {
	instructionRow
	Acts []actShown
}

// actShown is something that the reader may do now.
type actShown struct {
	Act   string
	Unit  string // id; "" where it is about the whole
	Name  string // of the unit
	Words bool   // whether it has to say something
	Until bool   // whether it names a day
	Key   string // makes sending the form twice one act
}

func (s *Server) instructionPage(w http.ResponseWriter, r *http.Request, v visitor) {
	s.showInstruction(w, r, v, http.StatusOK, "")
}

func (s *Server) showInstruction(w http.ResponseWriter, r *http.Request, v visitor, status int, trouble string) {
	i, err := s.Annotations.Instruction(r.Context(), v.actor, r.PathValue("id"))
	if err != nil {
		s.annotationTrouble(w, r, err)
		return
	}
	s.say(w, r, v, status, "instruction", trouble, instructionShown{s.row(i), s.actsOn(i, v)})
}

// actsOn asks the policy for each act, of the whole and of each unit's task.
func (s *Server) actsOn(i annotation.Instruction, v visitor) []actShown {
	var out []actShown
	whole := []annotation.Act{annotation.Confirm, annotation.Refuse, annotation.Discard, annotation.Withdraw}
	tasks := []annotation.Act{annotation.Receive, annotation.Progress, annotation.AskExtension, annotation.GrantExtension, annotation.RefuseExtension, annotation.Report, annotation.Return, annotation.Close}
	var units []string
	for _, t := range i.Tasks {
		units = append(units, t.Unit)
	}
	add := func(a annotation.Act, t annotation.Task) {
		o := annotation.Object{Signer: i.Signer.ID, State: i.State, Units: units, Unit: t.Unit, Task: t.State, Asked: t.Asked != ""}
		if annotation.May(v.subject(), a, o) == annotation.Allowed {
			until := a == annotation.AskExtension || a == annotation.GrantExtension
			out = append(out, actShown{string(a), t.Unit, s.unitName(t.Unit), a.NeedsWords(), until, rand.Text()})
		}
	}
	for _, a := range whole {
		add(a, annotation.Task{})
	}
	for _, t := range i.Tasks {
		for _, a := range tasks {
			add(a, t)
		}
	}
	return out
}

// do is one act on an instruction, from its page.
func (s *Server) do(w http.ResponseWriter, r *http.Request, v visitor) {
	revision, _ := strconv.Atoi(r.PostFormValue("revision")) // 0 fits no revision
	act := annotation.Do{
		Act: annotation.Act(r.PostFormValue("act")), Unit: r.PostFormValue("unit"), Text: strings.TrimSpace(r.PostFormValue("text")),
		Until: annotation.Date(r.PostFormValue("until")),
	}
	_, err := s.Annotations.Do(r.Context(), v.actor, r.PostFormValue("key"), r.PathValue("id"), revision, act)
	if err == nil {
		away(w, r, "/instructions/"+url.PathEscape(r.PathValue("id")))
		return
	}
	status, trouble := formTrouble(err)
	if trouble == "" {
		s.annotationTrouble(w, r, err)
		return
	}
	s.showInstruction(w, r, v, status, trouble)
}

// formTrouble names what a form fails with, for its page to put into words; "" for what has no page.
func formTrouble(err error) (status int, trouble string) {
	var field *annotation.BadField
	switch {
	case errors.As(err, &field):
		return http.StatusUnprocessableEntity, "field-" + field.Field
	case errors.Is(err, annotation.ErrStale):
		return http.StatusPreconditionFailed, "changed"
	case errors.Is(err, annotation.ErrState):
		return http.StatusConflict, "state"
	case errors.Is(err, annotation.ErrElsewhere):
		return http.StatusConflict, "elsewhere"
	}
	return 0, ""
}

// newInstructionShown is the form of a new instruction.
type newInstructionShown struct {
	Target  annotation.Target
	Units   []Unit
	Leaders []annotation.Person // whose word an editor enters; none where a leader writes
	Given   annotation.NewInstruction
	Key     string
}

func (s *Server) newInstructionPage(w http.ResponseWriter, r *http.Request, v visitor) {
	s.showNewInstruction(w, r, v, http.StatusOK, "", annotation.NewInstruction{Kind: annotation.Handle, Target: targetOf(r.URL.Query()), Quotable: true})
}

func (s *Server) showNewInstruction(w http.ResponseWriter, r *http.Request, v visitor, status int, trouble string, given annotation.NewInstruction) {
	d := newInstructionShown{Target: given.Target, Units: s.Units, Given: given, Key: rand.Text()}
	if v.role() == account.Editor {
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

func targetOf(q url.Values) annotation.Target {
	t := annotation.Target{Bulletin: q.Get("bulletin"), Section: q.Get("section"), Passage: q.Get("passage"), Quote: annotation.Quote{Exact: q.Get("exact")}}
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
	n := annotation.NewInstruction{
		Target: targetOf(r.PostForm), Kind: annotation.InstructionKind(r.PostFormValue("kind")), Text: strings.TrimSpace(r.PostFormValue("phrase") + r.PostFormValue("text")),
		Lead: r.PostForm["lead"], Joint: r.PostForm["joint"], Deadline: annotation.Date(r.PostFormValue("deadline")),
		Quotable: r.PostFormValue("quotable") != "", Signer: r.PostFormValue("signer"),
	}
	if n.Kind == annotation.Remark {
		n.Lead, n.Joint, n.Deadline = nil, nil, ""
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
