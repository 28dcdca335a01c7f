package web

import (
	"net/http"

	"tongbao/site/account"
	"tongbao/site/annotation"
)

// correctionPage is the form of a new instruction that corrects a signed one: it begins with what that says, where that stands now.
func (s *Server) correctionPage(w http.ResponseWriter, r *http.Request, v visitor, id string) {
	was, err := s.Annotations.Instruction(r.Context(), v.actor, id)
	if err == nil {
		err = annotation.May(v.subject(), annotation.Correct, objectOf(was)).Err()
	}
	if err != nil {
		s.annotationTrouble(w, r, err)
		return
	}
	n := writtenOf(was)
	n.Corrects, n.Target, n.Ink = was.ID, standing(was), annotation.Ink{}
	if v.role() != account.Editor {
		n.Signer = ""
	}
	s.showNewInstruction(w, r, v, http.StatusOK, "", n)
}

// standing is the place of an instruction in the edition in force; the whole bulletin where its place there is lost.
func standing(i annotation.Instruction) annotation.Target {
	t, m := i.Target, i.Mapping
	switch m.State {
	case "":
		return t
	case annotation.Lost:
		return annotation.Target{Bulletin: t.Bulletin, Edition: m.Edition}
	case annotation.Edited:
		if t.Quote.Exact != "" {
			t.Quote.Exact = m.New
		}
	}
	t.Edition, t.Section, t.Passage, t.Through, t.Start, t.End = m.Edition, m.Section, m.Passage, m.Through, m.Start, m.End
	return t
}
