package web

import (
	"net/http"
	"slices"

	"tongbao/site/annotation"
)

// instructionShown is the page of one instruction.
type instructionShown struct {
	instructionRow
	Steps      []stepShown
	Files      []fileShown
	Acts       []actShown
	Drawing    annotation.Drawing // what was written by hand
	Picture    *fileShown         // the scan that counts, where it is a picture
	MayAmend   bool
	MayCorrect bool
	Corrects   *annotation.Instruction // the one that this corrects, where the reader may see it
	Corrected  *annotation.Instruction // the one that corrects this, likewise
	Unscanned  bool                    // entered from paper and not confirmed, without the paper's picture
}

// stepShown is an entry of the record with what it brought.
type stepShown struct {
	annotation.Step
	Unit     string // name
	Files    []fileShown
	Quotable bool // whether it may be quoted from then on, where the step says so
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
	files, err := s.Annotations.Attachments(r.Context(), v.actor, i.ID)
	if err != nil {
		s.annotationTrouble(w, r, err)
		return
	}
	d := instructionShown{instructionRow: s.row(i), Files: filesShown(i, files)}
	d.Steps = s.stepsShown(i, d.Files)
	d.Acts = s.actsOn(i, d.Files, v)
	d.Drawing = i.Ink.Draw()
	d.Picture = scanPicture(i, d.Files)
	d.Corrects, d.Corrected = s.seen(r, v, i.Corrects), s.seen(r, v, i.Corrected)
	d.MayCorrect = annotation.May(v.subject(), annotation.Correct, objectOf(i)) == annotation.Allowed
	d.MayAmend = annotation.May(v.subject(), annotation.Amend, objectOf(i)) == annotation.Allowed
	d.Unscanned = i.State == annotation.Drafted && i.Scan == ""
	s.say(w, r, v, status, "instruction", trouble, d)
}

func (s *Server) stepsShown(i annotation.Instruction, files []fileShown) []stepShown {
	out := make([]stepShown, len(i.Steps))
	quotable := i.Quotable // each step that says so changes it: the last is what holds now
	for n, step := range slices.Backward(i.Steps) {
		shown := stepShown{Step: step, Quotable: quotable}
		if step.Act == annotation.SetQuotable {
			quotable = !quotable
		}
		if step.Unit != "" {
			shown.Unit = s.unitName(step.Unit)
		}
		for _, f := range files {
			if slices.Contains(step.Attachments, f.ID) {
				shown.Files = append(shown.Files, f)
			}
		}
		out[n] = shown
	}
	return out
}

// seen gives another instruction where there is one that the reader may see, else nil.
func (s *Server) seen(r *http.Request, v visitor, id string) *annotation.Instruction {
	if id == "" {
		return nil
	}
	i, err := s.Annotations.Instruction(r.Context(), v.actor, id)
	if err != nil { // most readers of one may not see the other
		return nil
	}
	return &i
}

// scanPicture is the scan that counts, where a page can show it.
func scanPicture(i annotation.Instruction, files []fileShown) *fileShown {
	at := slices.IndexFunc(files, func(f fileShown) bool { return f.ID == i.Scan && f.Picture })
	if at < 0 {
		return nil
	}
	return &files[at]
}
