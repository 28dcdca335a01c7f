package web

import (
	"cmp"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
)

// ledgerQuery is what the ledger's filters ask for, as it stands in the address. A value that is none is as good as none.
type ledgerQuery struct {
	Bulletin, State, Unit, Kind, Words string
	Signer                             string          // account of a leader
	Light                              string          // of the most urgent task
	From, Until                        annotation.Date // of the signature, both included
	Mine                               string          // "1": the reader's own, signed or entered
	Sort                               string          // "deadline": the nearest first; the newest first otherwise
	Page                               int
}

const (
	ledgerPageRows = 50
	byDeadline     = "deadline"
)

var (
	ledgerStates = []string{"", string(annotation.Drafted), string(annotation.Refused), string(annotation.Signed), annotation.Issued, string(annotation.Closed), string(annotation.Withdrawn)}
	ledgerLights = []string{string(annotation.Red), string(annotation.Orange), string(annotation.Blue)}
)

func readLedgerQuery(q url.Values) ledgerQuery {
	page, _ := strconv.Atoi(q.Get("page"))
	return ledgerQuery{
		Bulletin: q.Get("bulletin"), Unit: q.Get("unit"), Signer: q.Get("signer"), Words: strings.TrimSpace(q.Get("words")),
		State: oneOf(q.Get("state"), ledgerStates...), Light: oneOf(q.Get("light"), ledgerLights...),
		Kind: oneOf(q.Get("kind"), string(annotation.Remark), string(annotation.Handle), string(annotation.Supervise)),
		From: dayOf(q.Get("from")), Until: dayOf(q.Get("until")), Mine: oneOf(q.Get("mine"), "1"), Sort: oneOf(q.Get("sort"), byDeadline), Page: page,
	}
}

// dayOf is a day as it was typed, "" for what is none.
func dayOf(text string) annotation.Date {
	if day := annotation.Date(text); day.Valid() {
		return day
	}
	return ""
}

func (q ledgerQuery) with(name, value string) template.URL {
	return queryOf(map[string]string{
		"bulletin": q.Bulletin, "state": q.State, "unit": q.Unit, "kind": q.Kind, "words": q.Words, "signer": q.Signer, "light": q.Light,
		"from": string(q.From), "until": string(q.Until), "mine": q.Mine, "sort": q.Sort,
	}, name, value)
}

// narrow tells whether a filter is set; an order is none.
func (q ledgerQuery) narrow() bool {
	q.Page, q.Sort = 0, ""
	return q != ledgerQuery{}
}

// chooses tells whether an instruction is what the filters ask for, but for its signer, its state and its light.
func (q ledgerQuery) chooses(i annotation.Instruction, me string) bool {
	day := annotation.Date(begun(i).Local().Format(time.DateOnly))
	own := i.Signer.ID == me || i.EnteredBy.ID == me
	return (q.From == "" || q.From <= day) && (q.Until == "" || day <= q.Until) && (q.Mine == "" || own)
}

// begun is when an instruction was signed, or entered where it is not.
func begun(i annotation.Instruction) time.Time {
	if i.Signed.IsZero() {
		return i.Created
	}
	return i.Signed
}

func inLedgerState(i annotation.Instruction, state string) bool {
	return state == "" || i.Standing() == state
}

// ledgerPart is what the reader may see of the ledger and the filters choose.
type ledgerPart struct {
	rows    []annotation.Instruction // in the order that was asked for
	all     []annotation.Instruction // before state and light are asked for
	signers []annotation.Person      // before a signer is asked for, by name
	unit    string                   // whose tasks alone tell deadline and light; "" for all
	today   annotation.Date
	place   *time.Location
}

func (s *Server) ledgerChosen(r *http.Request, v visitor, q ledgerQuery) (ledgerPart, error) {
	list, err := s.Annotations.Instructions(r.Context(), v.actor, annotation.Filter{Bulletin: q.Bulletin, Unit: q.Unit, Kind: q.Kind, Words: q.Words})
	now := s.Now().Local()
	p := ledgerPart{unit: q.Unit, today: annotation.Date(now.Format(time.DateOnly)), place: now.Location()}
	if p.unit == "" && v.role() == account.Unit {
		p.unit = v.actor.User.Unit
	}
	for _, i := range slices.Backward(list) {
		if !q.chooses(i, v.actor.User.ID) {
			continue
		}
		if !slices.ContainsFunc(p.signers, func(who annotation.Person) bool { return who.ID == i.Signer.ID }) {
			p.signers = append(p.signers, i.Signer)
		}
		if q.Signer != "" && i.Signer.ID != q.Signer {
			continue
		}
		p.all = append(p.all, i)
		if inLedgerState(i, q.State) && (q.Light == "" || p.hasLight(i, q.Light)) {
			p.rows = append(p.rows, i)
		}
	}
	slices.SortFunc(p.signers, func(a, b annotation.Person) int { return cmp.Compare(a.Name, b.Name) })
	if q.Sort == byDeadline {
		slices.SortStableFunc(p.rows, func(a, b annotation.Instruction) int { return cmp.Compare(p.deadline(a), p.deadline(b)) })
	}
	return p, err
}

// tasks are those that count for deadline and light.
func (p ledgerPart) tasks(i annotation.Instruction) []annotation.Task {
	if p.unit == "" {
		return i.Tasks
	}
	return slices.DeleteFunc(slices.Clone(i.Tasks), func(t annotation.Task) bool { return t.Unit != p.unit })
}

func (p ledgerPart) hasLight(i annotation.Instruction, light string) bool {
	i.Tasks = p.tasks(i)
	return string(i.Light(p.today, p.place)) == light
}

// deadline is the nearest of what is not done; later than any day where there is none.
func (p ledgerPart) deadline(i annotation.Instruction) annotation.Date {
	nearest := annotation.Date("9999-99-99")
	for _, t := range p.tasks(i) {
		if i.State == annotation.Signed && t.State != annotation.Done && t.Deadline != "" {
			nearest = min(nearest, t.Deadline)
		}
	}
	return nearest
}

// present leaves out what there is none of, unless it is chosen.
func present(list []choice) []choice {
	return slices.DeleteFunc(list, func(c choice) bool { return c.Count == 0 && c.Value != "" && !c.Chosen })
}
