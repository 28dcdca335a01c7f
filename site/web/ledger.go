package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"tongbao/site/annotation"
)

// instructionRow is one instruction as pages show it.
type instructionRow struct {
	annotation.Instruction
	Place string // address of the place it is about
	Tasks []taskRow
}

// taskRow is one addressed unit's part.
type taskRow struct {
	annotation.Task
	Name string // of the unit
	Due  annotation.Light
}

func (s *Server) row(i annotation.Instruction) instructionRow {
	out := instructionRow{Instruction: i, Place: placeOf(i)}
	now := s.Now().Local()
	for _, t := range i.Tasks {
		out.Tasks = append(out.Tasks, taskRow{t, s.unitName(t.Unit), t.Light(annotation.Date(now.Format(time.DateOnly)), now.Location())})
	}
	return out
}

// placeOf is where an instruction stands now: in the edition in force, unless its place there is lost.
func placeOf(i annotation.Instruction) string {
	section, passage := i.Target.Section, i.Target.Passage
	if i.Mapping.State != "" {
		section, passage = i.Mapping.Section, i.Mapping.Passage
	}
	path := "/bulletins/" + i.Target.Bulletin + "/"
	switch {
	case passage != "":
		return path + "#" + passage
	case section != "":
		return path + "#" + section
	}
	return path
}

// ledgerShown is the ledger (督办台账).
type ledgerShown struct {
	Rows  []instructionRow
	Query ledgerQuery
	Units []Unit
	Begin bool // whether the reader may write one
}

type ledgerQuery struct{ Bulletin, State, Unit, Kind, Words string }

func (s *Server) instructionsPage(w http.ResponseWriter, r *http.Request, v visitor) {
	q := r.URL.Query()
	d := ledgerShown{Units: s.Units, Query: ledgerQuery{q.Get("bulletin"), q.Get("state"), q.Get("unit"), q.Get("kind"), strings.TrimSpace(q.Get("words"))}}
	list, err := s.Annotations.Instructions(r.Context(), v.actor, annotation.Filter{
		Bulletin: d.Query.Bulletin, State: d.Query.State, Unit: d.Query.Unit, Kind: d.Query.Kind, Words: d.Query.Words,
	})
	if err != nil {
		s.annotationTrouble(w, r, err)
		return
	}
	for _, i := range slices.Backward(list) {
		d.Rows = append(d.Rows, s.row(i))
	}
	d.Begin = slices.Contains(v.mayBegin(), "sign")
	s.form(w, r, v, http.StatusOK, "instructions", d)
}
