package store

import (
	"database/sql"

	"tongbao/site/annotation"
)

func (tx annotationTx) Head(bulletin string) (annotation.Head, bool, error) {
	var h annotation.Head
	found, err := tx.One([]any{&h.Edition, &h.Digest}, "SELECT edition, digest FROM texts WHERE bulletin = ? ORDER BY edition DESC LIMIT 1", bulletin)
	return h, found, err
}

func (tx annotationTx) Text(bulletin string, edition int) (annotation.Text, bool, error) {
	var t annotation.Text
	var content, digest string
	found, err := tx.One([]any{&content, &digest}, "SELECT content, digest FROM texts WHERE bulletin = ? AND edition = ?", bulletin, edition)
	if err == nil && found {
		err = fromJSON(map[*string]any{&content: &t})
	}
	t.Digest = digest
	return t, found && err == nil, err
}

func (tx annotationTx) PutText(t annotation.Text) error {
	content, err := asJSON(t)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO texts (bulletin, edition, digest, content) VALUES (?, ?, ?, ?)
		ON CONFLICT (bulletin, edition) DO UPDATE SET digest = excluded.digest, content = excluded.content`, t.Bulletin, t.Edition, t.Digest, content)
	return err
}

const mappingColumns = "target, edition, state, section, passage, through, start_at, end_at, was, now_is"

func (tx annotationTx) mappings(where string, args ...any) ([]annotation.Mapping, error) {
	var list []annotation.Mapping
	err := tx.Each(func(rows *sql.Rows) error {
		var m annotation.Mapping
		err := rows.Scan(&m.Target, &m.Edition, &m.State, &m.Section, &m.Passage, &m.Through, &m.Start, &m.End, &m.Old, &m.New)
		list = append(list, m)
		return err
	}, "SELECT "+mappingColumns+" FROM mappings"+where, args...)
	return list, err
}

func (tx annotationTx) Mapping(id string, edition int) (annotation.Mapping, bool, error) {
	return first(tx.mappings(" WHERE target = ? AND edition = ?", id, edition))
}

func (tx annotationTx) Mappings(bulletin string, edition int) (map[string]annotation.Mapping, error) {
	list, err := tx.mappings(" WHERE bulletin = ? AND edition = ?", bulletin, edition)
	byID := map[string]annotation.Mapping{}
	for _, m := range list {
		byID[m.Target] = m
	}
	return byID, err
}

func (tx annotationTx) PutMapping(bulletin string, m annotation.Mapping) error {
	_, err := tx.Exec(`INSERT INTO mappings (`+mappingColumns+`, bulletin) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (target, edition) DO UPDATE SET state = excluded.state, section = excluded.section, passage = excluded.passage,
		through = excluded.through, start_at = excluded.start_at, end_at = excluded.end_at, was = excluded.was, now_is = excluded.now_is`,
		m.Target, m.Edition, m.State, m.Section, m.Passage, m.Through, m.Start, m.End, m.Old, m.New, bulletin)
	return err
}

func (tx annotationTx) acknowledgements(where string, args ...any) ([]annotation.Acknowledgement, error) {
	var list []annotation.Acknowledgement
	err := tx.Each(func(rows *sql.Rows) error {
		var a annotation.Acknowledgement
		var by string
		var at int64
		err := rows.Scan(&a.Bulletin, &a.Edition, &by, &at)
		if err == nil {
			err = fromJSON(map[*string]any{&by: &a.By})
		}
		a.At = Time(at)
		list = append(list, a)
		return err
	}, "SELECT bulletin, edition, reader_as, at FROM acknowledgements"+where, args...)
	return list, err
}

func (tx annotationTx) Acknowledgement(user, bulletin string, edition int) (annotation.Acknowledgement, bool, error) {
	return first(tx.acknowledgements(" WHERE reader = ? AND bulletin = ? AND edition = ?", user, bulletin, edition))
}

func (tx annotationTx) Acknowledgements(bulletin string, edition int) ([]annotation.Acknowledgement, error) {
	return tx.acknowledgements(" WHERE bulletin = ? AND edition = ? ORDER BY at, reader", bulletin, edition)
}

func (tx annotationTx) PutAcknowledgement(a annotation.Acknowledgement) error {
	by, err := asJSON(a.By)
	if err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO acknowledgements (reader, bulletin, edition, reader_as, at) VALUES (?, ?, ?, ?, ?)", a.By.ID, a.Bulletin, a.Edition, by, a.At)
	return err
}
