package web

import (
	"net/http"
	"net/url"

	"tongbao/site/annotation"
)

// amendPage is the form of an entered instruction that is not signed, to be changed.
func (s *Server) amendPage(w http.ResponseWriter, r *http.Request, v visitor) {
	if i, ok := s.toAmend(w, r, v); ok {
		s.showAmended(w, r, v, http.StatusOK, "", i, writtenOf(i))
	}
}

// toAmend gives the instruction that the reader may change; else it has answered.
func (s *Server) toAmend(w http.ResponseWriter, r *http.Request, v visitor) (annotation.Instruction, bool) {
	i, err := s.Annotations.Instruction(r.Context(), v.actor, r.PathValue("id"))
	if err == nil {
		err = annotation.May(v.subject(), annotation.Amend, objectOf(i)).Err()
	}
	if err != nil {
		s.annotationTrouble(w, r, err)
	}
	return i, err == nil
}

func (s *Server) showAmended(w http.ResponseWriter, r *http.Request, v visitor, status int, trouble string, i annotation.Instruction, n annotation.NewInstruction) {
	d := s.written(r, v, n)
	d.Amends, d.Revision = i.ID, i.Revision
	s.say(w, r, v, status, "new-instruction", trouble, d)
}

// writtenOf is what was written of an instruction, as its form takes it.
func writtenOf(i annotation.Instruction) annotation.NewInstruction {
	n := annotation.NewInstruction{
		Target: i.Target, Kind: i.Kind, Text: i.Text, Deadline: i.Deadline, Quotable: i.Quotable, Ink: i.Ink, Corrects: i.Corrects, Signer: i.Signer.ID,
	}
	for _, t := range i.Tasks {
		if t.Lead {
			n.Lead = append(n.Lead, t.Unit)
		} else {
			n.Joint = append(n.Joint, t.Unit)
		}
	}
	return n
}

// amend changes an entered instruction. Whose word it is, where it stands, what it corrects and its ink stay.
func (s *Server) amend(w http.ResponseWriter, r *http.Request, v visitor) {
	i, ok := s.toAmend(w, r, v)
	if !ok {
		return
	}
	if err := r.ParseForm(); err != nil {
		problem(w, http.StatusBadRequest, "body", "内容的写法不对")
		return
	}
	n, was := instructionOf(r.PostForm), writtenOf(i)
	n.Target, n.Signer, n.Corrects, n.Ink = was.Target, was.Signer, was.Corrects, was.Ink
	_, err := s.Annotations.Do(r.Context(), v.actor, r.PostFormValue("key"), i.ID, revisionOf(r.PostForm), annotation.Do{Act: annotation.Amend, Amended: &n})
	if err == nil {
		away(w, r, "/instructions/"+url.PathEscape(i.ID))
		return
	}
	status, trouble := formTrouble(err)
	if trouble == "" {
		s.annotationTrouble(w, r, err)
		return
	}
	s.showAmended(w, r, v, status, trouble, i, n)
}
