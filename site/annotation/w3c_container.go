package annotation

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Incoming is an annotation that came in for a bulletin's container: a note, or a reply to one.
type Incoming struct {
	NewNote
	Answers   string   // id of what it replies to; it is then words and addresses only
	Shown     bool     // whether it says who may see it
	ID        string   // as it says itself, whatever that is
	Elsewhere []string // its via as it says, what is no address left out
}

// ReadFor reads a Web Annotation for the container of a bulletin. Its target is a place of the bulletin, an annotation in the
// container, or anything outside the site, which is kept as it came (NewNote.About). Errors as of ReadNote.
func (i IRIs) ReadFor(bulletin string, raw []byte) (Incoming, error) {
	in, err := readIncoming(raw)
	if err != nil {
		return Incoming{}, err
	}
	out := Incoming{Shown: in.Visibility != "", ID: in.ID, Elsewhere: []string(in.Via)}
	if out.NewNote, err = in.note(); err != nil {
		return Incoming{}, err
	}
	target := in.Target[0]
	answers, isAnswer := strings.CutPrefix(target.Source, i.Container(bulletin))
	switch {
	case isAnswer && isID(answers):
		out.Answers = answers
		return out, orElse(checkWords("body", out.Body), checkAddresses(out.Canonical, out.Via))
	case strings.HasPrefix(target.Source, i.Base):
		named := strings.Contains(target.raw, `"`+ours+`edition"`)
		if out.Target, err = i.readTarget(target, named); err == nil && out.Target.Bulletin != bulletin {
			err = &BadTarget{"bulletin"}
		}
	case isIRI(target.Source) && !strings.Contains(target.raw, `"`+ours):
		out.Target = Target{Bulletin: bulletin, Edition: -1}
		out.About, err = compact(target.raw)
	default:
		err = &BadTarget{"bulletin"}
	}
	if err != nil {
		return Incoming{}, err
	}
	return out, out.NewNote.check()
}

func compact(raw string) (string, error) {
	var b bytes.Buffer
	err := json.Compact(&b, []byte(raw))
	return b.String(), err
}

// SamePlace tells whether a target that came in for a note is the note's own, which it may name without edition and fragment: a
// quote is then told by its words and as much of what stands beside it as is given.
func (in Incoming) SamePlace(n Note) bool {
	if in.About != "" || n.About != "" {
		return in.About != "" && n.About != ""
	}
	got, own := in.Target, n.Target
	if got.Edition < 0 {
		got.Edition = own.Edition
	}
	if got.Bulletin != own.Bulletin || got.Edition != own.Edition {
		return false
	}
	if q, was := got.Quote, own.Quote; got.Section == "" && q.Exact != "" {
		return q.Exact == was.Exact && strings.HasSuffix(was.Prefix, q.Prefix) && strings.HasPrefix(was.Suffix, q.Suffix)
	}
	return got.Section == own.Section && got.Passage == own.Passage && got.Through == own.Through && got.Quote == own.Quote &&
		got.Start == own.Start && got.End == own.End
}

// Collect makes the collection of what somebody may see on a bulletin: notes, replies and instructions, in the order in which they
// were made.
func (i IRIs) Collect(bulletin, label string, l Listed) Collection {
	type made struct {
		Annotation
		at time.Time // an annotation says only seconds
	}
	var list []made
	for _, n := range l.Notes {
		list = append(list, made{i.Note(n), n.Created})
		for _, r := range n.Replies {
			list = append(list, made{i.Reply(n, r), r.Created})
		}
	}
	for _, in := range l.Instructions {
		list = append(list, made{i.Instruction(in), in.Created})
	}
	slices.SortFunc(list, func(a, b made) int { return cmp.Or(a.at.Compare(b.at), strings.Compare(a.ID, b.ID)) })
	c := Collection{IRI: i.Container(bulletin), Label: label, Modified: l.Changed}
	for _, item := range list {
		c.Items = append(c.Items, item.Annotation)
	}
	return c
}

// Written writes whatever it is.
func (i IRIs) Written(w Written) Annotation {
	switch {
	case w.Instruction.ID != "":
		return i.Instruction(w.Instruction)
	case w.Reply.ID != "":
		return i.Reply(w.Note, w.Reply)
	}
	return i.Note(w.Note)
}

// ETag is the entity tag of a variant of the collection, which is raw: another one whenever anything in the collection changes.
func (c Collection) ETag(raw []byte) (string, error) {
	items, err := json.Marshal(c.Items)
	return ETag(append(items, raw...)), err
}
