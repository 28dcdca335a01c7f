package annotation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"tongbao/site/account"
)

// Imported is what became of the annotations of a file.
type Imported struct {
	Added    int
	Known    int // were there before
	Unplaced []Unplaced
}

// Unplaced is an annotation that did not become a note.
type Unplaced struct {
	Entry int    // from 1, in the file's order
	ID    string // as it says itself
	Quote string // or its words where it has none
	Why   error  // *BadField, *BadTarget, or one of the package's
}

// importer is one file on its way in.
type importer struct {
	s    *Service
	ctx  context.Context
	by   account.Actor
	iris IRIs
	dry  bool

	notes   map[string]string // id of a note by an address that it has, or had; "" where a dry run would make it
	replies map[string]bool   // addresses of replies
	same    map[string]bool   // the actor's own, by what they say and where
	out     Imported
}

// Import makes notes and replies of the actor's out of annotations, once: what is in the store already, or was imported before, is
// left alone. Notes come first, so that replies find them. A dry run writes nothing.
func (s *Service) Import(ctx context.Context, by account.Actor, iris IRIs, list []json.RawMessage, dry bool) (Imported, error) {
	im := &importer{s: s, ctx: ctx, by: by, iris: iris, dry: dry, notes: map[string]string{}, replies: map[string]bool{}, same: map[string]bool{}}
	if err := im.look(); err != nil {
		return Imported{}, err
	}
	for _, replies := range []bool{false, true} {
		for n, raw := range list {
			in, err := readIncoming(raw)
			bulletin, answers := im.answers(in)
			if (answers != "") != replies {
				continue
			}
			if err == nil && replies {
				err = im.reply(in, bulletin, answers)
			} else if err == nil {
				err = im.note(raw, in)
			}
			if err = im.told(n+1, in, err); err != nil {
				return im.out, err
			}
		}
	}
	return im.out, nil
}

// look remembers what is there.
func (im *importer) look() error {
	notes, err := im.s.Notes(im.ctx, im.by, Filter{Deleted: true})
	for _, n := range notes {
		im.remember(n)
	}
	return err
}

func (im *importer) remember(n Note) {
	own := n.Author.ID == im.by.User.ID
	im.notes[im.iris.Annotation(n.Target.Bulletin, n.ID)] = n.ID
	if own {
		for _, address := range strings.Fields(n.Canonical + " " + n.Via) {
			im.notes[address] = n.ID
		}
		im.same[sayingOf(n.Target, n.Kind, n.Body)] = true
	}
	for _, r := range n.Replies {
		im.replies[im.iris.Annotation(n.Target.Bulletin, r.ID)] = true
		if r.Author.ID == im.by.User.ID {
			for _, address := range strings.Fields(r.Canonical + " " + r.Via) {
				im.replies[address] = true
			}
			im.same["reply "+n.ID+" "+r.Body] = true
		}
	}
}

// sayingOf tells two notes of one person apart where they have no addresses; the edition does not matter.
func sayingOf(t Target, kind NoteKind, body string) string {
	return fmt.Sprintf("%s %s %s %s %d %d %q %s %q", t.Bulletin, t.Section, t.Passage, t.Through, t.Start, t.End, t.Quote.Exact, kind, body)
}

// answers gives the annotation that another one replies to, where its address is one of ours.
func (im *importer) answers(in incoming) (bulletin, id string) {
	if len(in.Target) != 1 {
		return "", ""
	}
	rest, ok := strings.CutPrefix(in.Target[0].Source, im.iris.Base+"annotations/")
	bulletin, id, whole := strings.Cut(rest, "/")
	if !ok || !whole || !bulletinKey.MatchString(bulletin) || !isID(id) {
		return "", ""
	}
	return bulletin, id
}

// errKnown says that an annotation is there already.
var errKnown = errors.New("annotation: there already")

func (im *importer) note(raw []byte, in incoming) error {
	if im.isKnown(in) {
		return errKnown
	}
	n, err := im.iris.ReadNote(raw)
	if err != nil {
		return err
	}
	if n.Target, err = im.s.placeForeign(im.by, n.Target); err != nil {
		return err
	}
	saying := sayingOf(n.Target, n.Kind, n.Body)
	if im.same[saying] && len(in.elsewhere()) == 0 && in.Canonical == "" {
		return errKnown
	}
	id := ""
	if im.dry {
		err = im.s.couldAdd(im.ctx, im.by, n)
	} else {
		var made Note
		made, err = im.s.AddNote(im.ctx, im.by, "", n)
		id = made.ID
	}
	if err != nil {
		return err
	}
	for _, address := range append(in.elsewhere(), in.Canonical) {
		im.notes[address] = id
	}
	im.same[saying] = true
	return nil
}

// isKnown tells whether something has one of an annotation's addresses, those it had before included: a copy that comes home is
// known. One of ours that the actor may not see is there as well.
func (im *importer) isKnown(in incoming) bool {
	for _, address := range append(in.elsewhere(), in.Canonical) {
		if _, there := im.notes[address]; address != "" && (there || im.replies[address] || im.ours(address)) {
			return true
		}
	}
	return false
}

func (im *importer) ours(address string) bool {
	rest, ok := strings.CutPrefix(address, im.iris.Base+"annotations/")
	_, id, _ := strings.Cut(rest, "/")
	if !ok || !isID(id) {
		return false
	}
	there := false
	_ = im.s.store.Read(im.ctx, func(tx Tx) error { // what cannot be read is not there; adding it then fails as well
		_, note, err := tx.Note(id)
		_, reply, replyErr := tx.NoteOf(id)
		there = note || reply
		return orElse(err, replyErr)
	})
	return there
}

func (im *importer) reply(in incoming, bulletin, answers string) error {
	if im.isKnown(in) {
		return errKnown
	}
	n, err := in.note()
	if err != nil {
		return err
	}
	to, there := im.notes[im.iris.Annotation(bulletin, answers)]
	switch {
	case !there:
		return ErrNotFound
	case im.same["reply "+to+" "+n.Body] && len(in.elsewhere()) == 0 && in.Canonical == "":
		return errKnown
	}
	r := NewReply{Body: n.Body, Canonical: n.Canonical, Via: n.Via}
	if im.dry {
		err = checkWords("body", r.Body)
	} else {
		_, err = im.s.Answer(im.ctx, im.by, "", to, r)
	}
	if err != nil {
		return err
	}
	for _, address := range append(in.elsewhere(), in.Canonical) {
		im.replies[address] = true
	}
	im.same["reply "+to+" "+n.Body] = true
	return nil
}

// told counts what became of one entry. The error is one that concerns all of them.
func (im *importer) told(entry int, in incoming, err error) error {
	switch {
	case err == nil:
		im.out.Added++
	case errors.Is(err, errKnown):
		im.out.Known++
	case isRefusal(err):
		im.out.Unplaced = append(im.out.Unplaced, Unplaced{entry, in.ID, in.saying(), err})
	default:
		return err
	}
	return nil
}

// saying is by what a person knows an annotation again: its quote, else its words.
func (in incoming) saying() string {
	for _, t := range in.Target {
		for _, s := range t.Selector {
			if s.Exact != "" {
				return s.Exact
			}
		}
	}
	if len(in.Body) > 0 {
		return in.Body[0].Value
	}
	return in.BodyValue
}

// isRefusal tells whether an error is about one annotation, and not about the store.
func isRefusal(err error) bool {
	_, field := errors.AsType[*BadField](err)
	_, target := errors.AsType[*BadTarget](err)
	for _, known := range []error{ErrForbidden, ErrNotFound, ErrGone, ErrState, ErrElsewhere, ErrReplied, ErrTooMany} {
		field = field || errors.Is(err, known)
	}
	return field || target
}

// couldAdd is AddNote without writing anything.
func (s *Service) couldAdd(ctx context.Context, by account.Actor, n NewNote) error {
	current, found := s.opt.Publication.Current(n.Target.Bulletin)
	err := n.check()
	switch {
	case err != nil:
		return err
	case !found || !s.opt.Reads(by.User.Role, n.Target.Bulletin):
		return ErrNotFound
	case n.Target.Edition > current:
		return &BadTarget{"bulletin"}
	}
	var text Text
	if n.Target.Edition == current {
		text, err = s.opt.Publication.Text(n.Target.Bulletin, current)
	} else {
		text, err = s.textOf(ctx, n.Target.Bulletin, n.Target.Edition)
	}
	if err == nil {
		_, err = n.Target.Fix(text)
	}
	return orElse(err, May(s.turn(nil, by).subject(n.Target.Bulletin), Create, Object{Visibility: n.Visibility}).Err())
}
