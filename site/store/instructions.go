package store

import (
	"database/sql"

	"tongbao/site/annotation"
)

const instructionColumns = "id, target, kind, text, signer_as, entered_as, scan, deadline, quotable, ink, corrects, state, created, signed, ended, revision, year, number"

func (tx annotationTx) instructions(where string, args ...any) ([]annotation.Instruction, error) {
	var list []annotation.Instruction
	err := tx.Each(func(rows *sql.Rows) error {
		var i annotation.Instruction
		var target, signer, entered, ink string
		var created, signed, ended int64
		err := rows.Scan(&i.ID, &target, &i.Kind, &i.Text, &signer, &entered, &i.Scan, &i.Deadline, &i.Quotable, &ink, &i.Corrects, &i.State,
			&created, &signed, &ended, &i.Revision, &i.Number.Year, &i.Number.Serial, &i.Corrected)
		if err == nil {
			err = fromJSON(map[*string]any{&target: &i.Target, &signer: &i.Signer, &entered: &i.EnteredBy, &ink: &i.Ink})
		}
		i.Created, i.Signed, i.Ended = Time(created), Time(signed), Time(ended)
		list = append(list, i)
		return err
	}, "SELECT "+instructionColumns+`, COALESCE((SELECT MIN(c.id) FROM instructions c WHERE c.corrects <> '' AND c.corrects = instructions.id AND c.signed <> 0), '')
		FROM instructions`+where, args...)
	return list, err
}

func (tx annotationTx) Instruction(id string) (annotation.Instruction, bool, error) {
	in, found, err := first(tx.instructions(" WHERE id = ?", id))
	if err != nil || !found {
		return in, found, err
	}
	one := []annotation.Instruction{in}
	err = tx.addParts(one, " WHERE instruction = ?", id)
	return one[0], err == nil, err
}

func (tx annotationTx) Instructions(f annotation.Filter) ([]annotation.Instruction, error) {
	var t terms
	t.add(f.Bulletin != "", "bulletin = ?", f.Bulletin)
	t.add(f.Section != "", "section = ?", f.Section)
	t.add(f.Author != "", "signer = ?", f.Author)
	t.add(f.Unit != "", "id IN (SELECT instruction FROM tasks WHERE unit = ?)", f.Unit)
	t.add(f.Kind != "", "kind = ?", f.Kind)
	t.add(f.State != "", "state = ?", f.State)
	t.add(f.Words != "", likeTerm("text"), likeArg(f.Words))
	t.add(!f.Since.IsZero(), "(created >= ? OR id IN (SELECT instruction FROM steps WHERE at >= ?))", f.Since, f.Since)
	t.add(f.Quotable, "quotable = 1")
	t.add(!f.NotEnded.IsZero(), "(ended = 0 OR ended >= ?)", f.NotEnded)
	list, err := tx.instructions(t.where()+" ORDER BY created, id", t.args...)
	if err != nil || len(list) == 0 {
		return list, err
	}
	where := ""
	if len(t.list) > 0 {
		where = " WHERE instruction IN (SELECT id FROM instructions" + t.where() + ")"
	}
	return list, tx.addParts(list, where, t.args...)
}

// addParts fills in tasks and steps.
func (tx annotationTx) addParts(list []annotation.Instruction, where string, args ...any) error {
	tasks, err := tx.tasks(where, args...)
	if err != nil {
		return err
	}
	steps, err := tx.steps(where, args...)
	for i := range list {
		list[i].Tasks, list[i].Steps = tasks[list[i].ID], steps[list[i].ID]
	}
	return err
}

func (tx annotationTx) tasks(where string, args ...any) (map[string][]annotation.Task, error) {
	byInstruction := map[string][]annotation.Task{}
	err := tx.Each(func(rows *sql.Rows) error {
		var id string
		var t annotation.Task
		var received, reported, done int64
		err := rows.Scan(&id, &t.Unit, &t.Lead, &t.State, &t.Deadline, &t.Asked, &received, &reported, &done)
		t.Received, t.Reported, t.Done = Time(received), Time(reported), Time(done)
		byInstruction[id] = append(byInstruction[id], t)
		return err
	}, "SELECT instruction, unit, lead, state, deadline, asked, received, reported, done FROM tasks"+where+" ORDER BY instruction, place", args...)
	return byInstruction, err
}

func (tx annotationTx) steps(where string, args ...any) (map[string][]annotation.Step, error) {
	byInstruction := map[string][]annotation.Step{}
	err := tx.Each(func(rows *sql.Rows) error {
		var id, files, by string
		var s annotation.Step
		var at int64
		err := rows.Scan(&id, &s.Seq, &s.Act, &s.Unit, &s.Text, &s.Until, &files, &by, &at)
		if err == nil {
			err = fromJSON(map[*string]any{&files: &s.Attachments, &by: &s.By})
		}
		s.At = Time(at)
		byInstruction[id] = append(byInstruction[id], s)
		return err
	}, "SELECT instruction, seq, act, unit, text, until, attachments, by_as, at FROM steps"+where+" ORDER BY instruction, seq", args...)
	return byInstruction, err
}

func (tx annotationTx) PutInstruction(i annotation.Instruction) error {
	encoded, err := columnsJSON(i.Target, i.Signer, i.EnteredBy, i.Ink)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO instructions (`+instructionColumns+`, bulletin, section, signer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET target = excluded.target, kind = excluded.kind, text = excluded.text, signer_as = excluded.signer_as,
		scan = excluded.scan, deadline = excluded.deadline, quotable = excluded.quotable, ink = excluded.ink, corrects = excluded.corrects,
		state = excluded.state, signed = excluded.signed, ended = excluded.ended, revision = excluded.revision, year = excluded.year, number = excluded.number`,
		i.ID, encoded[0], i.Kind, i.Text, encoded[1], encoded[2], i.Scan, i.Deadline, i.Quotable, encoded[3], i.Corrects, i.State, i.Created, i.Signed, i.Ended, i.Revision, i.Number.Year, i.Number.Serial,
		i.Target.Bulletin, i.Target.Section, i.Signer.ID)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM tasks WHERE instruction = ?", i.ID); err != nil {
		return err
	}
	for place, t := range i.Tasks {
		_, err := tx.Exec("INSERT INTO tasks (instruction, unit, place, lead, state, deadline, asked, received, reported, done) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			i.ID, t.Unit, place, t.Lead, t.State, t.Deadline, t.Asked, t.Received, t.Reported, t.Done)
		if err != nil {
			return err
		}
	}
	return nil
}

// LastNumber is safe among writers: they come one after the other, on all servers.
func (tx annotationTx) LastNumber(year int) (int, error) {
	last := 0
	_, err := tx.One([]any{&last}, "SELECT COALESCE(MAX(number), 0) FROM instructions WHERE year = ?", year)
	return last, err
}

func (tx annotationTx) AddStep(instruction string, s annotation.Step) error {
	encoded, err := columnsJSON(s.Attachments, s.By)
	if err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO steps (instruction, seq, act, unit, text, until, attachments, by_as, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		instruction, s.Seq, s.Act, s.Unit, s.Text, s.Until, encoded[0], encoded[1], s.At)
	return err
}

func (tx annotationTx) PutAttachment(a annotation.Attachment, content []byte) error {
	by, err := asJSON(a.By)
	if err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO attachments (id, instruction, name, type, size, sha256, by_as, at, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		a.ID, a.Instruction, a.Name, a.Type, a.Size, a.SHA256, by, a.At, content)
	return err
}

func (tx annotationTx) attachments(where string, args ...any) ([]annotation.Attachment, error) {
	var list []annotation.Attachment
	err := tx.Each(func(rows *sql.Rows) error {
		var a annotation.Attachment
		var by string
		var at int64
		err := rows.Scan(&a.ID, &a.Instruction, &a.Name, &a.Type, &a.Size, &a.SHA256, &by, &at)
		if err == nil {
			err = fromJSON(map[*string]any{&by: &a.By})
		}
		a.At = Time(at)
		list = append(list, a)
		return err
	}, "SELECT id, instruction, name, type, size, sha256, by_as, at FROM attachments"+where, args...)
	return list, err
}

func (tx annotationTx) Attachment(id string) (annotation.Attachment, bool, error) {
	return first(tx.attachments(" WHERE id = ?", id))
}

func (tx annotationTx) Attachments(instruction string) ([]annotation.Attachment, error) {
	return tx.attachments(" WHERE instruction = ? ORDER BY at, id", instruction)
}

func (tx annotationTx) AttachmentContent(id string) ([]byte, error) {
	var content []byte
	_, err := tx.One([]any{&content}, "SELECT content FROM attachments WHERE id = ?", id)
	return content, err
}
