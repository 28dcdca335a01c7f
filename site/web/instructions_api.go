package web

import (
	"net/http"
	"strconv"
	"time"

	"tongbao/site/annotation"
)

// instructionGiven is an instruction as a program asks for it: what is printed at a bulletin's head.
type instructionGiven struct {
	ID        string      `json:"id"`
	Number    string      `json:"number"` // 批〔2026〕3号, "" before it is signed
	Kind      string      `json:"kind"`
	Text      string      `json:"text"`
	State     string      `json:"state"`
	Signer    string      `json:"signer"`
	Office    string      `json:"office"`
	At        string      `json:"at"`        // the day it was signed, or entered
	Corrected bool        `json:"corrected"` // whether another took its place
	Quote     string      `json:"quote"`
	Section   string      `json:"section"`
	Passage   string      `json:"passage"`
	Tasks     []taskGiven `json:"tasks"`
}

// taskGiven is one addressed unit's part.
type taskGiven struct {
	Unit     string `json:"unit"`
	Name     string `json:"name"`
	Lead     bool   `json:"lead"`
	State    string `json:"state"`
	Deadline string `json:"deadline"`
}

// instructionsOf lists the instructions on a bulletin, or on all, that the reader may see, in order of creation; none is no error.
func (s *Server) instructionsOf(w http.ResponseWriter, r *http.Request, v visitor) {
	edition, _ := strconv.Atoi(r.URL.Query().Get("edition")) // 0 is the one in force
	filter := annotation.Filter{Bulletin: r.URL.Query().Get("bulletin"), Edition: edition}
	list, err := s.Annotations.Instructions(r.Context(), v.actor, filter)
	if err != nil {
		s.annotationTrouble(w, r, err)
		return
	}
	out := []instructionGiven{}
	for _, i := range list {
		out = append(out, s.given(i))
	}
	writeJSON(w, http.StatusOK, "application/json", map[string]any{"instructions": out})
}

func (s *Server) given(i annotation.Instruction) instructionGiven {
	out := instructionGiven{
		ID: i.ID, Number: i.Number.String(), Kind: string(i.Kind), Text: i.Text, State: string(i.State), Signer: i.Signer.Name, Office: i.Signer.Office,
		At: begun(i).Local().Format(time.DateOnly), Corrected: i.Corrected != "", Quote: i.Target.Quote.Exact, Section: i.Target.Section, Passage: i.Target.Passage, Tasks: []taskGiven{},
	}
	for _, t := range i.Tasks {
		out.Tasks = append(out.Tasks, taskGiven{t.Unit, s.unitName(t.Unit), t.Lead, string(t.State), string(t.Deadline)})
	}
	return out
}
