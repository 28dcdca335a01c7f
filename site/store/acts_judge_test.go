package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"tongbao/site/annotation"
	"tongbao/site/audit"
)

// record is what a store has of the acts that people did.
type record struct {
	annotationTx
	notes        map[string]annotation.Note        // by key
	instructions map[string]annotation.Instruction // by key
	files        map[string]annotation.Attachment  // by key
	readers      map[string]bool
	count        map[string]int // what the audit must say of each action
	err          []error        // whatever is not whole
}

func (r *record) wrong(format string, args ...any) {
	r.err = append(r.err, fmt.Errorf(format, args...))
}

// lostActs counts the acts that were acknowledged, so many of each client, and that a store does not show. The error says what in it
// is not whole: something that stands twice or in part, that the audit does not know, or that is not mapped to the text in force.
func lostActs(ctx context.Context, s *Store, acknowledged []int) (lost int, err error) {
	err = s.Read(ctx, func(tx *Tx) error {
		r := &record{annotationTx{tx}, map[string]annotation.Note{}, map[string]annotation.Instruction{}, map[string]annotation.Attachment{}, map[string]bool{}, map[string]int{}, nil}
		if err := r.read(); err != nil {
			return err
		}
		for client, next := range acknowledged {
			for n := range next {
				if !r.shows(client, n/actsOfRound, n%actsOfRound) {
					lost++
				}
			}
		}
		if err := r.audited(); err != nil {
			return err
		}
		outside, err := tx.AuditHead()
		if err == nil {
			_, err = audit.Verify(tx.AuditRows(audit.Filter{}), &outside)
		}
		return errors.Join(append(r.err, err)...)
	})
	return lost, err
}

func (r *record) read() error {
	head, known, err := r.Head(actsOn)
	if err != nil || !known {
		return err // nothing was written yet
	}
	text, _, err := r.Text(actsOn, head.Edition)
	if shown, _ := edition(head.Edition).Text(actsOn, head.Edition); err != nil || text.Sum().Digest != shown.Digest || head.Digest != shown.Digest {
		r.wrong("the text of edition %d is not what was shown: %w", head.Edition, err)
	}
	places, err := r.Mappings(actsOn, head.Edition)
	if err != nil {
		return err
	}
	notes, err := r.Notes(annotation.Filter{Deleted: true})
	for _, n := range notes {
		r.note(n)
		r.placed(head.Edition, n.ID, n.Target, places, !n.Deleted.IsZero())
	}
	if err != nil {
		return err
	}
	instructions, err := r.Instructions(annotation.Filter{})
	for _, in := range instructions {
		if err := r.instruction(in); err != nil {
			return err
		}
		r.placed(head.Edition, in.ID, in.Target, places, false)
	}
	return errors.Join(err, r.acknowledged(head.Edition))
}

// placed holds what stands in an earlier edition's text to have its place in the one in force.
func (r *record) placed(head int, id string, target annotation.Target, places map[string]annotation.Mapping, gone bool) {
	place, mapped := places[id]
	if gone || target.Edition == head && !mapped {
		return
	}
	same := quoteOf(target.Edition) == quoteOf(head)
	if !mapped || same && place.State != annotation.Exact && place.State != annotation.Shifted || !same && (place.State != annotation.Edited || place.New != quoteOf(head)) {
		r.wrong("%s of edition %d in edition %d: %+v", id, target.Edition, head, place)
	}
}

func (r *record) note(n annotation.Note) {
	key := strings.TrimPrefix(n.Canonical, "urn:")
	if _, twice := r.notes[key]; twice {
		r.wrong("note %s stands twice", key)
	}
	r.notes[key] = n
	edited, deleted := !n.Edited.IsZero(), !n.Deleted.IsZero()
	body := key
	if edited {
		body += "改"
	}
	if deleted {
		body = ""
	}
	if n.Body != body || n.Target.Quote.Exact != quoteOf(n.Target.Edition) || n.Author.Name == "" || n.Revision != 1+len(n.Replies)+number(edited)+number(deleted) {
		r.wrong("note %s is not whole: %+v", key, n)
	}
	for _, reply := range n.Replies {
		if reply.Body != key {
			r.wrong("a reply of %s says %q", key, reply.Body)
		}
	}
	r.count["note.create"]++
	r.count["note.reply"] += len(n.Replies)
	r.count["note.edit"] += number(edited)
	r.count["note.delete"] += number(deleted)
}

func number(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// way is an instruction's, with the state of its task after each step.
var way = []struct {
	act   annotation.Act
	state annotation.TaskState
}{{annotation.Sign, annotation.Sent}, {annotation.Receive, annotation.Received}, {annotation.Report, annotation.Reported}, {annotation.Close, annotation.Done}}

func (r *record) instruction(in annotation.Instruction) error {
	key := in.Text
	if _, twice := r.instructions[key]; twice {
		r.wrong("instruction %s stands twice", key)
	}
	r.instructions[key] = in
	files, err := r.Attachments(in.ID)
	if err != nil {
		return err
	}
	for _, a := range files {
		content, err := r.AttachmentContent(a.ID)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		if !bytes.Equal(content, material(key)) || a.SHA256 != hex.EncodeToString(sum[:]) || a.Size != len(content) {
			r.wrong("a file of %s is not whole: %+v", key, a)
		}
		r.files[key] = a
	}
	if len(in.Tasks) != 1 || len(in.Steps) < 1 || len(in.Steps) > len(way) || len(files) > 1 || in.Revision != len(in.Steps) {
		r.wrong("instruction %s is not whole: %+v, %d files", key, in, len(files))
		return nil
	}
	for i, step := range in.Steps {
		if step.Seq != i+1 || step.Act != way[i].act || step.Act == annotation.Report && (len(step.Attachments) != 1 || step.Attachments[0] != r.files[key].ID) {
			r.wrong("step %d of %s: %+v", i+1, key, step)
		}
		r.count["instruction."+string(step.Act)]++
	}
	r.count["instruction.attach"] += len(files)
	if in.Tasks[0].State != way[len(in.Steps)-1].state || (in.State == annotation.Closed) != (len(in.Steps) == len(way)) {
		r.wrong("instruction %s is %s, its task %s, after %d steps", key, in.State, in.Tasks[0].State, len(in.Steps))
	}
	return nil
}

func (r *record) acknowledged(head int) error {
	for e := range head + 1 {
		list, err := r.Acknowledgements(actsOn, e)
		if err != nil {
			return err
		}
		for _, a := range list {
			r.readers[a.By.Name] = true
		}
		r.count["reading.acknowledge"] += len(list)
	}
	return nil
}

// shows tells whether an act is there.
func (r *record) shows(client, round, act int) bool {
	key := fmt.Sprintf("%d-%d", client, round)
	note, noted := r.notes[key]
	another, added := r.notes[key+"-another"]
	steps := len(r.instructions[key].Steps)
	switch act {
	case addsNote:
		return noted
	case replies:
		return len(note.Replies) == 1
	case edits:
		return !note.Edited.IsZero()
	case signs:
		return steps >= 1
	case receives:
		return steps >= 2
	case attaches:
		return r.files[key].ID != ""
	case reports:
		return steps >= 3
	case closes:
		return steps >= 4
	case acknowledges:
		return r.readers["leader"+strconv.Itoa(client)]
	case addsAnother:
		return added
	}
	return !another.Deleted.IsZero()
}

// audited holds the audit to have one entry of every act that is there, and none of others; and one key of each that has one.
func (r *record) audited() error {
	actions, err := r.all("SELECT action FROM audit WHERE action LIKE 'note.%' OR action LIKE 'instruction.%' OR action LIKE 'reading.%'")
	if err != nil {
		return err
	}
	have := map[string]int{}
	for _, a := range actions {
		have[a]++
	}
	keyed := 0
	for action, n := range r.count {
		if have[action] != n {
			r.wrong("%d acts %s, %d of them on record", n, action, have[action])
		}
		if action != "note.edit" && action != "note.delete" && action != "reading.acknowledge" {
			keyed += n
		}
		delete(have, action)
	}
	if len(have) > 0 {
		r.wrong("on record and not there: %v", have)
	}
	keys, err := r.all("SELECT key FROM writes")
	if len(keys) != keyed {
		r.wrong("%d keys of %d acts", len(keys), keyed)
	}
	return err
}
