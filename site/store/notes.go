package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"tongbao/site/account"
	"tongbao/site/annotation"
)

// Annotations is the store as site/annotation needs it.
func (s *Store) Annotations() annotation.Store { return annotations{s} }

type annotations struct{ store *Store }

func (a annotations) Write(ctx context.Context, key string, act func(annotation.Tx) ([]byte, error)) ([]byte, bool, error) {
	return a.store.Write(ctx, key, func(tx *Tx) ([]byte, error) { return act(annotationTx{tx}) })
}

func (a annotations) Read(ctx context.Context, look func(annotation.Tx) error) error {
	return a.store.Read(ctx, func(tx *Tx) error { return look(annotationTx{tx}) })
}

// annotationTx is a transaction as site/annotation needs it: notes here, instructions, readers and texts in files of their own.
type annotationTx struct{ *Tx }

func (tx annotationTx) Accounts() account.Tx { return accountTx(tx) }

// asJSON is a value as a column keeps it: a target, a person as they were called, strokes.
func asJSON(value any) (string, error) {
	raw, err := json.Marshal(value)
	return string(raw), err
}

// people are persons as columns keep them, each text read once: most notes of a list are by the same few.
type people map[string]annotation.Person

func (p people) read(text string, to *annotation.Person) error {
	person, known := p[text]
	if !known {
		if err := json.Unmarshal([]byte(text), &person); err != nil {
			return err
		}
		p[text] = person
	}
	*to = person
	return nil
}

// columnsJSON encodes several values; the first error wins.
func columnsJSON(values ...any) ([]string, error) {
	out := make([]string, len(values))
	for i, value := range values {
		var err error
		if out[i], err = asJSON(value); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// fromJSON decodes pairs of a column's text and where it goes.
func fromJSON(pairs map[*string]any) error {
	for text, to := range pairs {
		if err := json.Unmarshal([]byte(*text), to); err != nil {
			return err
		}
	}
	return nil
}

// terms gathers the conditions of a query.
type terms struct {
	list []string
	args []any
}

func (t *terms) add(wanted bool, term string, args ...any) {
	if wanted {
		t.list, t.args = append(t.list, term), append(t.args, args...)
	}
}

func (t *terms) where() string {
	if len(t.list) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(t.list, " AND ")
}

const noteColumns = "id, target, kind, body, visibility, author_as, created, edited, revision, resolved, resolved_as, deleted, canonical, via, about"

func (tx annotationTx) notes(where string, args ...any) ([]annotation.Note, error) {
	var list []annotation.Note
	var n annotation.Note
	known := people{}
	err := tx.Each(func(rows *sql.Rows) error {
		n = annotation.Note{}
		var target, author, resolver string
		var created, edited, resolved, deleted int64
		err := rows.Scan(&n.ID, &target, &n.Kind, &n.Body, &n.Visibility, &author, &created, &edited, &n.Revision, &resolved, &resolver, &deleted, &n.Canonical, &n.Via, &n.About)
		if err == nil {
			err = errors.Join(json.Unmarshal([]byte(target), &n.Target), known.read(author, &n.Author), known.read(resolver, &n.ResolvedBy))
		}
		n.Created, n.Edited, n.Resolved, n.Deleted = Time(created), Time(edited), Time(resolved), Time(deleted)
		list = append(list, n)
		return err
	}, "SELECT "+noteColumns+" FROM notes"+where, args...)
	return list, err
}

func (tx annotationTx) Note(id string) (annotation.Note, bool, error) {
	note, found, err := first(tx.notes(" WHERE id = ?", id))
	if err != nil || !found {
		return note, found, err
	}
	replies, err := tx.replies(" WHERE note = ?", id)
	note.Replies = replies[id]
	return note, err == nil, err
}

func (tx annotationTx) Notes(f annotation.Filter) ([]annotation.Note, error) {
	var t terms
	t.add(f.Bulletin != "", "bulletin = ?", f.Bulletin)
	t.add(f.Section != "", "section = ?", f.Section)
	t.add(f.Author != "", "author = ?", f.Author)
	t.add(f.Kind != "", "kind = ?", f.Kind)
	t.add(f.State == "open", "resolved = 0")
	t.add(f.State == "resolved", "resolved <> 0")
	t.add(f.Words != "", likeTerm("body"), likeArg(f.Words))
	t.add(!f.Since.IsZero(), "(created >= ? OR edited >= ?)", f.Since, f.Since)
	t.add(!f.Deleted, "deleted = 0")
	list, err := tx.notes(t.where()+" ORDER BY created, id", t.args...)
	if err != nil || len(list) == 0 {
		return list, err
	}
	where, args := "", []any{}
	if f.Bulletin != "" {
		where, args = " WHERE note IN (SELECT id FROM notes WHERE bulletin = ?)", []any{f.Bulletin}
	}
	replies, err := tx.replies(where, args...)
	for i := range list {
		list[i].Replies = replies[list[i].ID]
	}
	return list, err
}

func likeTerm(column string) string { return "LOWER(" + column + ") LIKE LOWER(?) ESCAPE '^'" }

// likeArg finds words anywhere, as they are typed.
func likeArg(words string) string {
	return "%" + strings.NewReplacer("^", "^^", "%", "^%", "_", "^_").Replace(words) + "%"
}

func (tx annotationTx) CountNotes(author, bulletin string) (int, error) {
	n := 0
	_, err := tx.One([]any{&n}, "SELECT COUNT(*) FROM notes WHERE author = ? AND bulletin = ? AND deleted = 0", author, bulletin)
	return n, err
}

func (tx annotationTx) PutNote(n annotation.Note) error {
	encoded, err := columnsJSON(n.Target, n.Author, n.ResolvedBy)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO notes (`+noteColumns+`, bulletin, section, author) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET target = excluded.target, body = excluded.body, visibility = excluded.visibility, edited = excluded.edited,
		revision = excluded.revision, resolved = excluded.resolved, resolved_as = excluded.resolved_as, deleted = excluded.deleted,
		about = excluded.about`,
		n.ID, encoded[0], n.Kind, n.Body, n.Visibility, encoded[1], n.Created, n.Edited, n.Revision, n.Resolved, encoded[2], n.Deleted, n.Canonical, n.Via, n.About,
		n.Target.Bulletin, n.Target.Section, n.Author.ID)
	return err
}

// replies gives replies by their note, in order of creation.
func (tx annotationTx) replies(where string, args ...any) (map[string][]annotation.Reply, error) {
	byNote, known := map[string][]annotation.Reply{}, people{}
	err := tx.Each(func(rows *sql.Rows) error {
		var r annotation.Reply
		var author string
		var created, edited, deleted int64
		err := rows.Scan(&r.ID, &r.Note, &r.Body, &author, &created, &edited, &deleted, &r.Canonical, &r.Via)
		if err == nil {
			err = known.read(author, &r.Author)
		}
		r.Created, r.Edited, r.Deleted = Time(created), Time(edited), Time(deleted)
		byNote[r.Note] = append(byNote[r.Note], r)
		return err
	}, "SELECT id, note, body, author_as, created, edited, deleted, canonical, via FROM replies"+where+" ORDER BY created, id", args...)
	return byNote, err
}

func (tx annotationTx) PutReply(r annotation.Reply) error {
	author, err := asJSON(r.Author)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO replies (id, note, body, author_as, created, edited, deleted, canonical, via) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET body = excluded.body, edited = excluded.edited, deleted = excluded.deleted`,
		r.ID, r.Note, r.Body, author, r.Created, r.Edited, r.Deleted, r.Canonical, r.Via)
	return err
}

func (tx annotationTx) NoteOf(reply string) (string, bool, error) {
	note := ""
	found, err := tx.One([]any{&note}, "SELECT note FROM replies WHERE id = ?", reply)
	return note, found, err
}
