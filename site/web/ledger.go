package web

import (
	"html/template"
	"net/http"
	"slices"
	"time"

	"tongbao/site/account"
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
	Rows    []instructionRow
	List    listed
	Query   ledgerQuery
	States  []choice // where they stand, then how near their deadlines are: what there is none of is left out
	Lights  []choice
	Signers []annotation.Person
	Units   []Unit
	Begin   bool         // whether the reader may write one
	Own     bool         // whether some of the ledger can be the reader's own work, to ask for that alone
	Narrow  bool         // whether a filter is set
	Export  template.URL // query of the export of the same rows
	At      time.Time    // when it stood so
}

func (s *Server) instructionsPage(w http.ResponseWriter, r *http.Request, v visitor) {
	q := readLedgerQuery(r.URL.Query())
	chosen, err := s.ledgerChosen(r, v, q)
	if err != nil {
		s.annotationTrouble(w, r, err)
		return
	}
	d := ledgerShown{
		Query: q, Units: s.Units, Signers: chosen.signers, Narrow: q.narrow(), Export: q.with("page", ""), At: s.Now(),
		Begin: slices.Contains(v.mayBegin(), "sign"), Own: v.role() == account.Leader || v.role() == account.Editor,
	}
	d.States = present(choices(chosen.all, q.State, ledgerStates, inLedgerState, func(value string) template.URL { return q.with("state", value) }))
	d.Lights = present(choices(chosen.all, q.Light, ledgerLights, chosen.hasLight, func(value string) template.URL { return q.with("light", value) }))
	rows, list := part(chosen.rows, q.Page, ledgerPageRows, q.with)
	d.List = list
	for _, i := range rows {
		d.Rows = append(d.Rows, s.row(i))
	}
	s.form(w, r, v, http.StatusOK, "instructions", d)
}
