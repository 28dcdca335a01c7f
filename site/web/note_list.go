package web

import (
	"cmp"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tongbao/site/annotation"
)

// noteListShown is the list of all notes that the reader may see.
type noteListShown struct {
	Rows    []noteRow
	List    listed
	Query   noteQuery
	States  []choice            // open and settled
	Places  []choice            // where the text was corrected since, or is gone
	Authors []annotation.Person // of the notes that the other filters choose
	Any     bool                // whether there is a note at all, whatever the filters say
	Narrow  bool                // whether a filter is set
	Export  template.URL        // query of the export of the same notes
}

// noteRow is one note as the list shows it.
type noteRow struct {
	annotation.Note
	Link  string // to the note beside its text
	Where whereShown
}

// whereShown names a place for people: the page has the words for sections and metrics.
type whereShown struct{ Bulletin, Section, Unit, Metric string }

// noteQuery is what the filters ask for, as it stands in the address. A value that is none is as good as none.
type noteQuery struct {
	Bulletin, Author, Visibility, Kind, Words string
	State                                     string // open or resolved
	Place                                     string // exact, edited, lost; review: open and edited or lost
	Page                                      int
}

const (
	notesPageRows = 50
	mine          = "me" // as Author: the reader's own
	review        = "review"
)

func readNoteQuery(q url.Values) noteQuery {
	page, _ := strconv.Atoi(q.Get("page"))
	return noteQuery{
		Bulletin: q.Get("bulletin"), Author: q.Get("author"), Words: strings.TrimSpace(q.Get("words")),
		Visibility: oneOf(q.Get("visibility"), string(annotation.Private), string(annotation.Leaders), string(annotation.Everyone)),
		Kind:       oneOf(q.Get("kind"), string(annotation.Comment), string(annotation.Highlight)),
		State:      oneOf(q.Get("state"), "open", "resolved"),
		Place:      oneOf(q.Get("place"), string(annotation.Exact), string(annotation.Edited), string(annotation.Lost), review),
		Page:       page,
	}
}

func (q noteQuery) with(name, value string) template.URL {
	return queryOf(map[string]string{
		"bulletin": q.Bulletin, "author": q.Author, "visibility": q.Visibility, "kind": q.Kind, "words": q.Words, "state": q.State, "place": q.Place,
	}, name, value)
}

func (q noteQuery) narrow() bool { q.Page = 0; return q != noteQuery{} }

// chooses tells whether a note is what the filters ask for, but for its author, its state and its place.
func (q noteQuery) chooses(n annotation.Note) bool {
	return (q.Visibility == "" || string(n.Visibility) == q.Visibility) && (q.Kind == "" || string(n.Kind) == q.Kind) && n.Says(q.Words)
}

func (q noteQuery) by(n annotation.Note, me string) bool {
	return q.Author == "" || n.Author.ID == q.Author || q.Author == mine && n.Author.ID == me
}

func inState(n annotation.Note, state string) bool {
	return state == "" || (state == "resolved") == !n.Resolved.IsZero()
}

// inPlace tells where a note stands in the edition in force; what moved with its words is where it was.
func inPlace(n annotation.Note, place string) bool {
	corrected := n.Mapping.State == annotation.Edited || n.Mapping.State == annotation.Lost
	switch place {
	case "":
		return true
	case string(annotation.Exact):
		return !corrected
	case review:
		return corrected && n.Resolved.IsZero()
	}
	return string(n.Mapping.State) == place
}

// notesChosen are the notes that the reader may see and the filters choose, the newest first; all are those before state and
// place are asked for, and authors whose they are before the author is.
func (s *Server) notesChosen(r *http.Request, v visitor, q noteQuery) (chosen, all []annotation.Note, authors []annotation.Person, err error) {
	list, err := s.Annotations.Notes(r.Context(), v.actor, annotation.Filter{Bulletin: q.Bulletin})
	for _, n := range slices.Backward(list) {
		if !q.chooses(n) {
			continue
		}
		if !slices.ContainsFunc(authors, func(p annotation.Person) bool { return p.ID == n.Author.ID }) {
			authors = append(authors, n.Author)
		}
		if !q.by(n, v.actor.User.ID) {
			continue
		}
		all = append(all, n)
		if inState(n, q.State) && inPlace(n, q.Place) {
			chosen = append(chosen, n)
		}
	}
	slices.SortFunc(authors, func(a, b annotation.Person) int { return cmp.Compare(a.Name, b.Name) })
	return chosen, all, authors, err
}

func (s *Server) noteListPage(w http.ResponseWriter, r *http.Request, v visitor) {
	q := readNoteQuery(r.URL.Query())
	chosen, all, authors, err := s.notesChosen(r, v, q)
	if err != nil {
		s.annotationTrouble(w, r, err)
		return
	}
	d := noteListShown{Query: q, Authors: authors, Any: len(all) > 0 || len(authors) > 0, Narrow: q.narrow(), Export: q.with("page", "")}
	d.States = choices(all, q.State, []string{"", "open", "resolved"}, inState, func(value string) template.URL { return q.with("state", value) })
	d.Places = choices(all, q.Place, []string{review, string(annotation.Edited), string(annotation.Lost)}, inPlace, func(value string) template.URL { return q.with("place", value) })
	chosen, d.List = part(chosen, q.Page, notesPageRows, q.with)
	for _, n := range chosen {
		d.Rows = append(d.Rows, noteRow{n, noteLink(n), s.where(n.Target, n.Mapping)})
	}
	s.form(w, r, v, http.StatusOK, "notes", d)
}

// noteLink leads to a note beside its text, which the page's script opens; a bulletin's page has it also where its place is lost.
func noteLink(n annotation.Note) string {
	return "/bulletins/" + n.Target.Bulletin + "/#note-" + n.ID
}

// where names the place that a target has in the edition in force, or had where it is lost there.
func (s *Server) where(t annotation.Target, m annotation.Mapping) whereShown {
	section, passage := t.Section, t.Passage
	if m.State != "" && m.State != annotation.Lost {
		section, passage = m.Section, m.Passage
	}
	out := whereShown{Bulletin: t.Bulletin, Section: section}
	if cell := strings.Split(passage, "/"); len(cell) > 1 {
		out.Unit = s.unitName(cell[1])
		out.Metric = strings.Join(cell[2:], "")
	}
	return out
}
