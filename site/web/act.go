package web

import (
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tongbao/site/annotation"
)

// actShown is something that the reader may do now.
type actShown struct {
	Act     string
	Unit    string      // id; "" where it is about the whole
	Name    string      // of the unit
	Words   bool        // whether it has to say something
	Until   bool        // whether it names a day
	Quotes  bool        // of SetQuotable: whether the next bulletin may quote it afterwards
	Takes   bool        // whether files go with it
	Waiting []fileShown // files that were uploaded before and that no step has brought yet
	Key     string      // makes sending the form twice one act
}

// wholeActs and taskActs are in the order in which people need them.
var (
	wholeActs = []annotation.Act{annotation.Confirm, annotation.Refuse, annotation.Attach, annotation.Discard, annotation.SetQuotable, annotation.Withdraw}
	taskActs  = []annotation.Act{
		annotation.Receive, annotation.Progress, annotation.Report, annotation.AskExtension,
		annotation.GrantExtension, annotation.RefuseExtension, annotation.Close, annotation.Return,
	}
)

// actsOn asks the policy for each act, of the whole and of each unit's task.
func (s *Server) actsOn(i annotation.Instruction, files []fileShown, v visitor) []actShown {
	var out []actShown
	add := func(a annotation.Act, t annotation.Task) {
		o := objectOf(i)
		o.Unit, o.Task, o.Asked = t.Unit, t.State, t.Asked != ""
		if annotation.May(v.subject(), a, o) != annotation.Allowed || a == annotation.Confirm && i.Scan == "" {
			return // what is entered from paper is confirmed beside the paper
		}
		shown := actShown{Act: string(a), Unit: t.Unit, Words: a.NeedsWords(), Until: a == annotation.AskExtension || a == annotation.GrantExtension, Takes: takesFiles(a), Quotes: !i.Quotable, Key: rand.Text()}
		if t.Unit != "" {
			shown.Name = s.unitName(t.Unit)
		}
		if shown.Takes && a != annotation.Attach {
			shown.Waiting = waiting(i, files, v.actor.User.ID)
		}
		out = append(out, shown)
	}
	for _, a := range wholeActs {
		add(a, annotation.Task{})
	}
	for _, t := range i.Tasks {
		for _, a := range taskActs {
			add(a, t)
		}
	}
	return out
}

// objectOf is an instruction as the policy is asked about the whole of it.
func objectOf(i annotation.Instruction) annotation.Object {
	o := annotation.Object{Signer: i.Signer.ID, State: i.State, Corrected: i.Corrected != ""}
	for _, t := range i.Tasks {
		o.Units = append(o.Units, t.Unit)
	}
	return o
}

// takesFiles tells which acts are sent with files (upload).
func takesFiles(a annotation.Act) bool {
	return a == annotation.Attach || a == annotation.Progress || a == annotation.Report
}

// waiting are a person's files that no step has brought yet: those of a form that was refused are not lost.
func waiting(i annotation.Instruction, files []fileShown, person string) []fileShown {
	return slices.DeleteFunc(slices.Clone(files), func(f fileShown) bool {
		brought := slices.ContainsFunc(i.Steps, func(s annotation.Step) bool { return slices.Contains(s.Attachments, f.ID) })
		return brought || f.Scan || f.By.ID != person
	})
}

// do is one act on an instruction, from its page.
func (s *Server) do(w http.ResponseWriter, r *http.Request, v visitor) {
	if err := r.ParseForm(); err != nil {
		problem(w, http.StatusBadRequest, "body", "内容的写法不对")
		return
	}
	_, err := s.Annotations.Do(r.Context(), v.actor, r.PostFormValue("key"), r.PathValue("id"), revisionOf(r.PostForm), actOf(r.PostForm))
	s.done(w, r, v, err)
}

// revisionOf is the revision that a form was filled in on; one that names none fits none.
func revisionOf(form url.Values) int {
	revision, err := strconv.Atoi(form.Get("revision"))
	if err != nil || revision < 1 {
		return -1
	}
	return revision
}

func actOf(form url.Values) annotation.Do {
	return annotation.Do{
		Act: annotation.Act(form.Get("act")), Unit: form.Get("unit"), Text: strings.TrimSpace(form.Get("text")),
		Until: annotation.Date(form.Get("until")), Attachments: form["file-id"], Quotable: form.Get("quotable") != "",
	}
}

// done leads back to the page after an act, or says on it what was wrong.
func (s *Server) done(w http.ResponseWriter, r *http.Request, v visitor, err error) {
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
	case errors.Is(err, annotation.ErrTooMany):
		return http.StatusConflict, "field-file-count"
	}
	return 0, ""
}
