package web

import (
	"encoding/csv"
	"errors"
	"html/template"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"tongbao/site/account"
	"tongbao/site/audit"
)

// auditShown is the page of the audit.
type auditShown struct {
	Rows     []audit.Row // newest first
	Query    auditQuery
	Earlier  template.URL // query of the page with earlier rows; "" where there are none
	Export   template.URL // query of the export of the same rows
	Head     string
	Verified bool  // the chain was gone through and holds
	Broken   int64 // where it does not; 0 where it does
	Why      string
}

// auditQuery is what the page's form asks for, as it was typed.
type auditQuery struct{ From, Until, Name, Action, Outcome, Before string }

const auditPageRows = 100

func (s *Server) auditPage(w http.ResponseWriter, r *http.Request, v visitor) {
	s.showAudit(w, r, v, auditShown{})
}

func (s *Server) showAudit(w http.ResponseWriter, r *http.Request, v visitor, d auditShown) {
	d.Query = readAuditQuery(r.URL.Query())
	filter := d.Query.filter()
	filter.Limit = auditPageRows + 1
	err := s.Accounts.ReadAudit(r.Context(), v.actor, "audit.read", filter, func(row audit.Row) error {
		d.Rows = append(d.Rows, row)
		return nil
	})
	if errors.Is(err, account.ErrForbidden) {
		s.refuse(w, r, v)
		return
	}
	if err != nil {
		s.unavailable(w, r, err)
		return
	}
	slices.Reverse(d.Rows)
	if len(d.Rows) > auditPageRows {
		d.Rows = d.Rows[:auditPageRows]
		d.Earlier = d.Query.with("before", strconv.FormatInt(d.Rows[auditPageRows-1].Seq, 10))
	}
	d.Export = d.Query.with("before", "")
	s.form(w, r, v, http.StatusOK, "audit", d)
}

func readAuditQuery(q url.Values) auditQuery {
	return auditQuery{q.Get("from"), q.Get("until"), strings.TrimSpace(q.Get("name")), strings.TrimSpace(q.Get("action")), q.Get("outcome"), q.Get("before")}
}

// filter reads the form; a day that is none bounds nothing.
func (q auditQuery) filter() audit.Filter {
	f := audit.Filter{Name: q.Name, ActionPrefix: q.Action, Outcome: audit.Outcome(q.Outcome)}
	if day, err := time.ParseInLocation(time.DateOnly, q.From, time.Local); err == nil {
		f.From = day
	}
	if day, err := time.ParseInLocation(time.DateOnly, q.Until, time.Local); err == nil {
		f.Until = day.AddDate(0, 0, 1)
	}
	f.Before, _ = strconv.ParseInt(q.Before, 10, 64) // 0 bounds nothing
	return f
}

func (q auditQuery) with(name, value string) template.URL {
	all := url.Values{}
	for k, v := range map[string]string{"from": q.From, "until": q.Until, "name": q.Name, "action": q.Action, "outcome": q.Outcome, name: value} {
		if v != "" {
			all.Set(k, v)
		}
	}
	return template.URL(all.Encode()) // safe: it is encoded as a query
}

// exportAudit gives the chosen rows as a file for a spreadsheet program, oldest first, with what is needed to verify the chain.
func (s *Server) exportAudit(w http.ResponseWriter, r *http.Request, v visitor) {
	if err := s.Accounts.Permit(v.actor, account.ReadAudit); err != nil {
		s.refuse(w, r, v)
		return
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="audit.csv"`)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Security-Policy", "sandbox")
	out := csv.NewWriter(w)
	err := s.writeAudit(w, out, r, v)
	out.Flush()
	if err = errors.Join(err, out.Error()); err != nil {
		s.Log.WarnContext(r.Context(), "audit export broken off", "error", err)
		panic(http.ErrAbortHandler) // a file that ends early must not look whole
	}
}

func (s *Server) writeAudit(w io.Writer, out *csv.Writer, r *http.Request, v visitor) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil { // spreadsheet programs take it for another encoding without
		return err
	}
	if err := out.Write([]string{"seq", "at", "actor", "name", "role", "address", "action", "object", "outcome", "detail", "sha256"}); err != nil {
		return err
	}
	return s.Accounts.ReadAudit(r.Context(), v.actor, "audit.export", readAuditQuery(r.URL.Query()).filter(), func(row audit.Row) error {
		return out.Write([]string{
			strconv.FormatInt(row.Seq, 10), row.At.Format(time.RFC3339Nano), inert(row.Actor), inert(row.Name), row.Role, inert(row.Address),
			inert(row.Action), inert(row.Object), string(row.Outcome), inert(row.Detail), row.Hash.String(),
		})
	})
}

// inert keeps a spreadsheet program from taking a text for a formula (CWE-1236).
func inert(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\x00＝＋－＠", []rune(text)[0]) {
		return "'" + text
	}
	return text
}

// verifyAudit goes through the whole chain, up to a head that was written down elsewhere where one is given.
func (s *Server) verifyAudit(w http.ResponseWriter, r *http.Request, v visitor) {
	d := auditShown{}
	var outside *audit.Head
	if text := strings.TrimSpace(r.PostFormValue("head")); text != "" {
		head, err := audit.ParseHead(text)
		if err != nil {
			d.Why = "head"
			s.showAudit(w, r, v, d)
			return
		}
		outside = &head
	}
	head, err := s.Accounts.VerifyAudit(r.Context(), v.actor, outside)
	var broken *audit.Broken
	switch {
	case errors.As(err, &broken):
		d.Broken, d.Why = broken.Seq, string(broken.Why)
	case err != nil:
		s.unavailable(w, r, err)
		return
	default:
		d.Verified, d.Head = true, head.String()
	}
	s.showAudit(w, r, v, d)
}
