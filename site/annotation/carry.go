package annotation

import (
	"context"
	"errors"
	"strconv"

	"tongbao/site/account"
	"tongbao/site/audit"
)

// ErrBackwards says that the site shows an earlier edition of a bulletin than targets are mapped to: an old copy of the archive.
var ErrBackwards = errors.New("annotation: the site shows an earlier edition than is known")

// errMoved says that another text came between reading and writing.
var errMoved = errors.New("annotation: another text came")

// attempts bounds how often an act begins again because a text came meanwhile.
const attempts = 10

// tied holds a target to the text of its edition and finds its place in the one in force; do writes both, and finds out whether
// everything else on the bulletin is mapped to that text (tie). Where not, it is mapped, and do is called again.
func (s *Service) tied(ctx context.Context, by account.Actor, t Target, do func(Target, Mapping, Head) (string, error)) (string, error) {
	for left := attempts; ; left-- {
		id := ""
		target, place, head, err := s.locate(ctx, by, t)
		if err == nil {
			id, err = do(target, place, head)
		}
		if !errors.Is(err, errMoved) || left == 0 {
			return id, err
		}
		if _, err := s.Carry(ctx, t.Bulletin); err != nil {
			return "", err
		}
	}
}

func (s *Service) locate(ctx context.Context, by account.Actor, t Target) (Target, Mapping, Head, error) {
	if err := t.check(); err != nil {
		return t, Mapping{}, Head{}, err
	}
	current, found := s.opt.Publication.Current(t.Bulletin)
	switch {
	case !found || !s.opt.Reads(by.User.Role, t.Bulletin):
		return t, Mapping{}, Head{}, ErrNotFound
	case t.Edition > current:
		return t, Mapping{}, Head{}, &BadTarget{"bulletin"}
	}
	now, err := s.opt.Publication.Text(t.Bulletin, current)
	if err != nil {
		return t, Mapping{}, Head{}, err
	}
	head := Head{current, now.Digest}
	if t.Edition == current {
		t, err = t.Fix(now)
		return t, Mapping{}, head, err
	}
	was, err := s.textOf(ctx, t.Bulletin, t.Edition)
	if err != nil {
		return t, Mapping{}, head, err
	}
	if t, err = t.Fix(was); err != nil {
		return t, Mapping{}, head, err
	}
	return t, NewMapper(was, now).Map(t, Mapping{}), head, nil
}

// textOf gives an earlier edition's text: as it is kept, else as it is still shown. ErrElsewhere where it is neither.
func (s *Service) textOf(ctx context.Context, bulletin string, edition int) (Text, error) {
	var text Text
	found := false
	err := s.store.Read(ctx, func(tx Tx) (err error) {
		text, found, err = tx.Text(bulletin, edition)
		return err
	})
	if err != nil || found {
		return text, err
	}
	text, err = s.opt.Publication.Text(bulletin, edition)
	if errors.Is(err, ErrNotFound) {
		err = ErrElsewhere
	}
	return text, err
}

// tie writes where a new target stands, as long as the text it was found in is still the head.
func (t turn) tie(id string, target Target, place Mapping, head Head) error {
	now, found, err := t.Head(target.Bulletin)
	if err != nil {
		return err
	}
	if !found || now != head {
		return errMoved
	}
	if place.State == "" {
		return nil
	}
	place.Target = id
	return t.PutMapping(target.Bulletin, place)
}

// Carried is what became of all targets on a bulletin when a text came.
type Carried struct {
	Bulletin string
	Edition  int
	New      bool             // whether there was something to do
	Counts   map[MapState]int //
	Review   []Mapping        // the edited and the lost
}

// Carry maps every target on a bulletin to the text that the site shows, once; call it at start and whenever a site was built.
// Nothing happens where the text is the one that they are mapped to. Those who listen are told of what is edited or lost.
func (s *Service) Carry(ctx context.Context, bulletin string) (Carried, error) {
	for left := attempts; ; left-- {
		current, found := s.opt.Publication.Current(bulletin)
		if !found {
			return Carried{}, ErrNotFound
		}
		text, err := s.opt.Publication.Text(bulletin, current)
		if err != nil {
			return Carried{}, err
		}
		carried, err := s.carry(ctx, text)
		if !errors.Is(err, errMoved) || left == 0 {
			return carried, err
		}
	}
}

// tiedTarget is a target with where it stands in the head.
type tiedTarget struct {
	id, topic string
	target    Target
	place     Mapping
}

func (s *Service) carry(ctx context.Context, text Text) (Carried, error) {
	out := Carried{Bulletin: text.Bulletin, Edition: text.Edition, Counts: map[MapState]int{}}
	var head Head
	var was Text
	var list []tiedTarget
	known := false
	err := s.store.Read(ctx, func(tx Tx) (err error) {
		if head, known, err = tx.Head(text.Bulletin); err != nil || !known || head == (Head{text.Edition, text.Digest}) {
			return err
		}
		if was, _, err = tx.Text(text.Bulletin, head.Edition); err == nil {
			list, err = targets(tx, text.Bulletin, head.Edition)
		}
		return err
	})
	switch {
	case err != nil || known && head == (Head{text.Edition, text.Digest}):
		return out, err
	case known && head.Edition > text.Edition:
		if now, _ := s.opt.Publication.Current(text.Bulletin); now > text.Edition {
			return out, errMoved // published between looking and reading
		}
		return out, ErrBackwards
	}
	out.New = true
	mapper := NewMapper(was, text)
	for i := range list {
		list[i].place = mapper.Map(list[i].target, list[i].place)
		list[i].place.Target = list[i].id
		out.Counts[list[i].place.State]++
		if st := list[i].place.State; st == Edited || st == Lost {
			out.Review = append(out.Review, list[i].place)
		}
	}
	_, _, err = s.store.Write(ctx, "", func(tx Tx) ([]byte, error) {
		if now, there, err := tx.Head(text.Bulletin); err != nil || there != known || now != head {
			return nil, orElse(err, errMoved)
		}
		return nil, writeCarried(tx, text, list, out.Counts)
	})
	return out, err
}

// targets are all targets on a bulletin that are not deleted, with where they stand in an edition.
func targets(tx Tx, bulletin string, edition int) ([]tiedTarget, error) {
	notes, err := tx.Notes(Filter{Bulletin: bulletin})
	if err != nil {
		return nil, err
	}
	instructions, err := tx.Instructions(Filter{Bulletin: bulletin})
	if err != nil {
		return nil, err
	}
	places, err := tx.Mappings(bulletin, edition)
	if err != nil {
		return nil, err
	}
	var list []tiedTarget
	for _, n := range notes {
		list = append(list, tiedTarget{n.ID, NoteChanged, n.Target, places[n.ID]})
	}
	for _, i := range instructions {
		list = append(list, tiedTarget{i.ID, InstructionChanged, i.Target, places[i.ID]})
	}
	return list, nil
}

func writeCarried(tx Tx, text Text, list []tiedTarget, counts map[MapState]int) error {
	for _, item := range list {
		if err := tx.PutMapping(text.Bulletin, item.place); err != nil {
			return err
		}
		if item.place.State == Edited || item.place.State == Lost {
			if err := tx.Publish(item.topic, text.Bulletin+" "+item.id); err != nil {
				return err
			}
		}
	}
	if err := tx.PutText(text); err != nil {
		return err
	}
	if len(list) == 0 {
		return nil
	}
	detail := map[string]string{"edition": strconv.Itoa(text.Edition)}
	for state, n := range counts {
		detail[string(state)] = strconv.Itoa(n)
	}
	return tx.Audit(audit.Entry{Action: "annotation.carry", Object: text.Bulletin, Outcome: audit.OK, Detail: audit.Detail(detail)})
}

// places finds where targets stand in an edition.
type places struct {
	t       turn
	edition int // asked for; 0 for the head
	known   map[string]bulletinPlaces
}

type bulletinPlaces struct {
	edition int
	at      map[string]Mapping
}

func (t turn) places(f Filter) *places {
	return &places{t: t, edition: f.Edition, known: map[string]bulletinPlaces{}}
}

// of gives the place of a target, zero where it is the target's own; false where the edition is older than the target.
func (p *places) of(id string, target Target) (Mapping, bool, error) {
	b, known := p.known[target.Bulletin]
	if !known {
		head, _, err := p.t.Head(target.Bulletin)
		if err != nil {
			return Mapping{}, false, err
		}
		b.edition = head.Edition
		if p.edition != 0 {
			b.edition = p.edition
		}
		if b.at, err = p.t.Mappings(target.Bulletin, b.edition); err != nil {
			return Mapping{}, false, err
		}
		p.known[target.Bulletin] = b
	}
	place, mapped := b.at[id]
	return place, mapped || target.Edition == b.edition, nil
}

// placed is the place of one target in the head.
func (t turn) placed(id string, target Target) (Mapping, error) {
	head, _, err := t.Head(target.Bulletin)
	if err != nil {
		return Mapping{}, err
	}
	place, _, err := t.Mapping(id, head.Edition)
	return place, err
}
