package store

import (
	"cmp"
	"database/sql"
	"slices"

	"tongbao/site/annotation"
)

// wordQueries give the texts that people wrote: whose and what it is, and what the policy asks.
var wordQueries = []struct {
	instruction bool
	query       string // id, bulletin, section, text, visibility or state, author or signer, by_as, at
}{
	{false, "SELECT id, bulletin, section, body, visibility, author, author_as, created FROM notes WHERE deleted = 0 AND body <> ''"},
	{false, `SELECT n.id, n.bulletin, n.section, r.body, n.visibility, n.author, r.author_as, r.created FROM replies r JOIN notes n ON n.id = r.note
		WHERE r.deleted = 0 AND n.deleted = 0`},
	{true, "SELECT id, bulletin, section, text, state, signer, signer_as, CASE signed WHEN 0 THEN created ELSE signed END FROM instructions WHERE state <> 'discarded'"},
	{true, `SELECT i.id, i.bulletin, i.section, s.text, i.state, i.signer, s.by_as, s.at FROM steps s JOIN instructions i ON i.id = s.instruction
		WHERE s.text <> '' AND i.state <> 'discarded'`},
}

func (tx annotationTx) Words(wanted func(annotation.Words, annotation.Object) bool) ([]annotation.Words, error) {
	units, err := tx.addressed()
	if err != nil {
		return nil, err
	}
	var list []annotation.Words
	for _, q := range wordQueries {
		err := tx.Each(func(rows *sql.Rows) error {
			var standing, whose, by string
			var at int64
			w := annotation.Words{Instruction: q.instruction}
			if err := rows.Scan(&w.ID, &w.Bulletin, &w.Section, &w.Text, &standing, &whose, &by, &at); err != nil {
				return err
			}
			w.At = Time(at)
			o := annotation.Object{Author: whose, Visibility: annotation.Visibility(standing)}
			if q.instruction {
				w.Units = units[w.ID]
				o = annotation.Object{Signer: whose, State: annotation.InstructionState(standing), Units: w.Units}
			} else {
				w.Visibility = o.Visibility
			}
			if !wanted(w, o) {
				return nil
			}
			err := fromJSON(map[*string]any{&by: &w.By})
			list = append(list, w)
			return err
		}, q.query)
		if err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(list, func(a, b annotation.Words) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.ID, b.ID)) })
	return list, nil
}

// addressed are the units of each instruction.
func (tx annotationTx) addressed() (map[string][]string, error) {
	units := map[string][]string{}
	err := tx.Each(func(rows *sql.Rows) error {
		var id, unit string
		err := rows.Scan(&id, &unit)
		units[id] = append(units[id], unit)
		return err
	}, "SELECT instruction, unit FROM tasks ORDER BY instruction, place")
	return units, err
}
