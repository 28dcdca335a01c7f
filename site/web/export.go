package web

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"tongbao/site/audit"
	"tongbao/site/ledger"
)

// exportInstructions gives the ledger as a workbook, with the filters and the order of the page.
func (s *Server) exportInstructions(w http.ResponseWriter, r *http.Request, v visitor) {
	q := readLedgerQuery(r.URL.Query())
	chosen, err := s.ledgerChosen(r, v, q)
	if err != nil {
		s.annotationTrouble(w, r, err)
		return
	}
	table := ledger.Instructions(chosen.rows, s.Names, chosen.today, chosen.place)
	s.workbook(w, r, v, "instruction.export", string(q.with("page", "")), table)
}

// exportNotes gives the notes that the reader may see and the page's filters choose as a workbook.
func (s *Server) exportNotes(w http.ResponseWriter, r *http.Request, v visitor) {
	q := readNoteQuery(r.URL.Query())
	chosen, _, _, err := s.notesChosen(r, v, q)
	if err != nil {
		s.annotationTrouble(w, r, err)
		return
	}
	s.workbook(w, r, v, "note.export", string(q.with("page", "")), ledger.Notes(chosen, s.Names, s.Now().Local().Location()))
}

// workbook sends a table as a file for a spreadsheet program. It is on record, with the filters, before it is sent.
func (s *Server) workbook(w http.ResponseWriter, r *http.Request, v visitor, action, filters string, t ledger.Table) {
	var body bytes.Buffer
	if err := s.Workbook(&body, t.Name, t.Head, t.Rows); err != nil {
		s.Log.ErrorContext(r.Context(), "workbook cannot be written", "error", err)
		problem(w, http.StatusInternalServerError, "workbook", "表格没有生成，请管理员查看日志")
		return
	}
	detail := map[string]string{"rows": strconv.Itoa(len(t.Rows))}
	if filters != "" {
		detail["filter"] = filters
	}
	if err := s.Accounts.Record(r.Context(), v.actor, action, "", audit.OK, detail); err != nil {
		s.unavailable(w, r, err)
		return
	}
	name := t.Name + " " + s.Now().Local().Format(time.DateOnly) + ".xlsx"
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name))
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Security-Policy", "sandbox")
	w.Write(body.Bytes()) // the reader has gone if this fails
}
