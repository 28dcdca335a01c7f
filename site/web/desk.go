package web

import (
	"net/http"
	"slices"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/desk"
)

// deskShown is the page of what concerns the reader (工作台).
type deskShown struct {
	desk.Desk
	Count   int
	Confirm []instructionRow
	Decide  []deskTask
	Close   []deskTask
	Amend   []instructionRow
	Receive []deskTask
	Report  []deskTask
	Notes   []deskNote
	Asked   []deskAsked
	Changes desk.Changes
	Own     bool // whether Changes are of the units that the reader instructed, or of their own; else of those that moved most
	News    []deskNews
	Until   string // the moment of the page
	Newest  string // bulletin that Readers are of
}

// deskTask is a unit's task as the page shows it.
type deskTask struct {
	desk.Task
	Name string // of the unit
}

type deskAsked struct {
	desk.Asked
	Place string
	Tasks []deskTask
}

type deskNews struct {
	desk.News
	Name string // of the unit; "" where it is about the whole
}

type deskNote struct {
	annotation.Note
	Place string
	Mine  bool
}

// desk gives what concerns the reader now.
func (s *Server) desk(r *http.Request, v visitor) (desk.Desk, []string, error) {
	if !v.signedIn {
		return desk.Desk{}, nil, nil
	}
	bulletins, err := s.Bulletins()
	if err != nil {
		return desk.Desk{}, nil, err
	}
	work, err := s.Annotations.Work(r.Context(), v.actor, bulletins)
	return desk.Of(work, s.Now().Local()), bulletins, err
}

// seeDesk says that the reader has looked at what others did until the moment of their page.
func (s *Server) seeDesk(w http.ResponseWriter, r *http.Request, v visitor) {
	until, err := time.Parse(time.RFC3339Nano, r.PostFormValue("until"))
	if err != nil {
		problem(w, http.StatusUnprocessableEntity, "until", "时间的写法不对")
		return
	}
	if err := s.Annotations.Look(r.Context(), v.actor, until); err != nil {
		s.annotationTrouble(w, r, err)
		return
	}
	away(w, r, "/desk/")
}

// apiDesk tells how many things wait for the reader, and which. Whoever is not signed in has none.
func (s *Server) apiDesk(w http.ResponseWriter, r *http.Request, v visitor) {
	d, _, err := s.desk(r, v)
	if err != nil {
		s.annotationTrouble(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, "application/json", map[string]any{"count": d.Count(), "items": d.Items()})
}

func (s *Server) deskPage(w http.ResponseWriter, r *http.Request, v visitor) {
	d, bulletins, err := s.desk(r, v)
	if err != nil {
		s.annotationTrouble(w, r, err)
		return
	}
	shown := s.deskShown(d, v)
	if at := slices.IndexFunc(bulletins, func(b string) bool { return s.Reads(v.role(), b) }); at >= 0 {
		shown.Newest = bulletins[at]
	}
	if v.role() == account.Leader || v.role() == account.Unit {
		units := d.Units()
		if v.role() == account.Unit {
			units = []string{v.actor.User.Unit}
		}
		shown.Own = len(units) > 0
		if shown.Changes, err = s.Changes(s.Folder(v.role()), units); err != nil {
			s.unavailable(w, r, err)
			return
		}
	}
	s.form(w, r, v, http.StatusOK, "desk", shown)
}

func (s *Server) deskShown(d desk.Desk, v visitor) deskShown {
	out := deskShown{
		Desk: d, Count: d.Count(), Confirm: s.rows(d.Confirm), Amend: s.rows(d.Amend),
		Decide: s.named(d.Decide), Close: s.named(d.Close), Receive: s.named(d.Receive), Report: s.named(d.Report),
	}
	for _, n := range d.News {
		out.News = append(out.News, deskNews{n, s.unitName(n.Unit)})
	}
	out.Until = s.Now().UTC().Format(time.RFC3339Nano)
	for _, n := range d.Notes {
		out.Notes = append(out.Notes, deskNote{n, placeAt(n.Target, n.Mapping), n.Author.ID == v.actor.User.ID})
	}
	for _, a := range d.Asked {
		out.Asked = append(out.Asked, deskAsked{a, placeOf(a.Instruction), s.named(a.Tasks)})
	}
	return out
}

func (s *Server) rows(list []annotation.Instruction) []instructionRow {
	var out []instructionRow
	for _, in := range list {
		out = append(out, s.row(in))
	}
	return out
}

func (s *Server) named(list []desk.Task) []deskTask {
	var out []deskTask
	for _, t := range list {
		out = append(out, deskTask{t, s.unitName(t.Unit)})
	}
	return out
}

// placeAt is where a target stands now: in the edition in force, unless its place there is lost.
func placeAt(t annotation.Target, m annotation.Mapping) string {
	return placeOf(annotation.Instruction{Target: t, Mapping: m})
}
