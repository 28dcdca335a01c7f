package store

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"slices"
	"strings"

	"tongbao/site/audit"
)

const auditColumns = "seq, at, actor, name, role, address, action, object, outcome, detail, hash"

// Audit appends an entry to the chain, in this transaction. A zero At is the transaction's time.
func (tx *Tx) Audit(e audit.Entry) error {
	if tx.head == nil {
		return errRead
	}
	if e.At.IsZero() {
		e.At = tx.now
	}
	row, head := audit.Append(*tx.head, e)
	_, err := tx.Exec("INSERT INTO audit ("+auditColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		row.Seq, row.At, row.Actor, row.Name, row.Role, row.Address, row.Action, row.Object, row.Outcome, row.Detail, row.Hash[:])
	if err == nil {
		*tx.head = head
	}
	return err
}

// AuditHead is the end of the chain as the transaction sees it.
func (tx *Tx) AuditHead() (audit.Head, error) {
	if tx.head != nil {
		return *tx.head, nil
	}
	var head audit.Head
	var hash []byte
	_, err := tx.One([]any{&head.Seq, &hash}, "SELECT seq, hash FROM audit_head WHERE id = 1")
	copy(head.Hash[:], hash)
	return head, err
}

// AuditHead is the present end of the chain, for whoever writes it down outside the database.
func (s *Store) AuditHead(ctx context.Context) (audit.Head, error) {
	var head audit.Head
	err := s.Read(ctx, func(tx *Tx) (err error) {
		head, err = tx.AuditHead()
		return err
	})
	return head, err
}

var errStop = errors.New("store: enough rows")

// AuditRows gives the rows that a filter chooses, by number; tx must not be used meanwhile.
func (tx *Tx) AuditRows(f audit.Filter) iter.Seq2[audit.Row, error] {
	query, args := auditQuery(f)
	return func(yield func(audit.Row, error) bool) {
		var newest []audit.Row
		err := tx.Each(func(rows *sql.Rows) error {
			row, err := scanAudit(rows)
			if err != nil {
				return err
			}
			if f.Limit > 0 {
				newest = append(newest, row)
				return nil
			}
			if !yield(row, nil) {
				return errStop
			}
			return nil
		}, query, args...)
		for _, row := range slices.Backward(newest) {
			if err == nil && !yield(row, nil) {
				return
			}
		}
		if err != nil && !errors.Is(err, errStop) {
			yield(audit.Row{}, err)
		}
	}
}

func auditQuery(f audit.Filter) (string, []any) {
	var terms []string
	var args []any
	add := func(wanted bool, term string, values ...any) {
		if wanted {
			terms, args = append(terms, term), append(args, values...)
		}
	}
	add(!f.From.IsZero(), "at >= ?", f.From)
	add(!f.Until.IsZero(), "at < ?", f.Until)
	add(f.Actor != "", "actor = ?", f.Actor)
	add(f.Name != "", "name = ?", f.Name)
	add(f.ActionPrefix != "", "(action = ? OR (action >= ? AND action < ?))", f.ActionPrefix, f.ActionPrefix+".", f.ActionPrefix+"/")
	add(f.Object != "", "object = ?", f.Object)
	add(f.Outcome != "", "outcome = ?", f.Outcome)
	add(f.Before > 0, "seq < ?", f.Before)
	query := "SELECT " + auditColumns + " FROM audit"
	if len(terms) > 0 {
		query += " WHERE " + strings.Join(terms, " AND ")
	}
	query += " ORDER BY seq"
	if f.Limit > 0 {
		query, args = query+" DESC LIMIT ?", append(args, f.Limit)
	}
	return query, args
}

func scanAudit(rows *sql.Rows) (audit.Row, error) {
	var row audit.Row
	var at int64
	var hash []byte
	err := rows.Scan(&row.Seq, &at, &row.Actor, &row.Name, &row.Role, &row.Address, &row.Action, &row.Object, &row.Outcome, &row.Detail, &hash)
	row.At = Time(at)
	copy(row.Hash[:], hash)
	return row, err
}
