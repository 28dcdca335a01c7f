package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
)

// acts are people who write notes and instructions on one bulletin through the services that the server uses. Every round of a client
// is the same acts, each under a key of its own, so that whoever is not sure how far it came does all of the round again.
type acts struct {
	notes        *annotation.Service
	store        *Store
	site         edition
	leader, unit account.Actor
	client       int
}

// edition is a site that shows one bulletin in that edition; every other edition says another figure, further down.
type edition int

const actsOn = "2021q3"

func (e edition) Current(bulletin string) (int, bool) { return int(e), bulletin == actsOn }

func (e edition) Text(bulletin string, number int) (annotation.Text, error) {
	page := fmt.Sprintf(`<section data-section="network"><div class="prose"><p id="network-new">第%d次更正。</p><p id="network-summary">%s</p></div></section>`,
		number, strings.Repeat("更正。", number%3)+"阜蒙县交办量最大，"+quoteOf(number)+"。")
	return annotation.ReadText(strings.NewReader(page), bulletin, number)
}

func quoteOf(number int) string { return fmt.Sprintf("为%d件", 333+number%2) }

// target is the figure in the edition in force.
func (e edition) target() annotation.Target {
	start := len([]rune(strings.Repeat("更正。", int(e)%3) + "阜蒙县交办量最大，"))
	return annotation.Target{Bulletin: actsOn, Edition: int(e), Section: "network", Passage: "network-summary",
		Quote: annotation.Quote{Exact: quoteOf(int(e))}, Start: start, End: start + 5}
}

// atWork signs the people of so many clients in; each has a leader of its own.
func atWork(ctx context.Context, s *Store, site edition, clients int) ([]acts, error) {
	now := time.Now
	accounts := account.New(s.Accounts(), account.Options{Now: now, Rules: account.Standard(), NewRole: account.Reader, Unit: func(string) bool { return true }})
	notes := annotation.New(s.Annotations(), annotation.Options{
		Now: now, Location: time.UTC, Publication: site, Still: accounts.Still, Unit: func(string) bool { return true },
		Reads: func(account.Role, string) bool { return true },
	})
	if _, err := notes.Carry(ctx, actsOn); err != nil {
		return nil, err
	}
	enter := func(name string, role account.Role, unit string) (account.Actor, error) {
		in, err := accounts.SignInAs(ctx, account.Origin{Address: "192.0.2.1"}, account.Identity{Source: account.Proxy, Subject: name, Name: name, Role: role, Unit: unit})
		return in.Actor, err
	}
	unit, err := enter("unit", account.Unit, "fumeng")
	if err != nil {
		return nil, err
	}
	var all []acts
	for client := range clients {
		leader, err := enter(fmt.Sprint("leader", client), account.Leader, "")
		if err != nil {
			return nil, err
		}
		all = append(all, acts{notes, s, site, leader, unit, client})
	}
	return all, nil
}

// The acts of a round, in order.
const (
	addsNote = iota
	replies
	edits
	signs
	receives
	attaches
	reports
	closes
	acknowledges
	addsAnother
	deletes
	actsOfRound
)

func (a acts) key(round int) string { return fmt.Sprintf("%d-%d", a.client, round) }

// material is what a file of that key has inside; some are larger than a page of the database.
func material(key string) []byte {
	return []byte("%PDF-1.7 " + strings.Repeat(key+" ", 1+len(key)*300))
}

// round does the acts of a round one after the other. did is told of each how it ended, and says whether to go on with the next; an
// act is done again until then.
func (a acts) round(ctx context.Context, round int, did func(act int, err error) bool) {
	var note, another annotation.Note
	var in annotation.Instruction
	var file annotation.Attachment
	key, target := a.key(round), a.site.target()
	add := func(key string) (annotation.Note, error) {
		return a.notes.AddNote(ctx, a.leader, key, annotation.NewNote{Target: target, Kind: annotation.Comment, Body: key, Visibility: annotation.Leaders, Canonical: "urn:" + key})
	}
	do := func(by account.Actor, d annotation.Do) error {
		_, err := a.notes.Do(ctx, by, key, in.ID, 0, d)
		return err
	}
	for act, step := range [actsOfRound]func() error{
		addsNote: func() (err error) { note, err = add(key); return err },
		replies:  func() error { _, err := a.notes.AddReply(ctx, a.leader, key, note.ID, key); return err },
		edits: func() error {
			_, err := a.notes.EditNote(ctx, a.leader, note.ID, 2, annotation.NoteEdit{Body: key + "改", Visibility: annotation.Leaders})
			return unless(annotation.ErrStale, err) // it was done already
		},
		signs: func() (err error) {
			in, err = a.notes.Sign(ctx, a.leader, key, annotation.NewInstruction{Target: target, Kind: annotation.Supervise, Text: key, Lead: []string{"fumeng"}, Deadline: "2031-01-31"})
			return err
		},
		receives: func() error { return do(a.unit, annotation.Do{Act: annotation.Receive}) },
		attaches: func() (err error) {
			file, err = a.notes.Attach(ctx, a.unit, key, in.ID, key+".pdf", material(key))
			return err
		},
		reports: func() error {
			return do(a.unit, annotation.Do{Act: annotation.Report, Text: key, Attachments: []string{file.ID}})
		},
		closes:       func() error { return do(a.leader, annotation.Do{Act: annotation.Close, Unit: "fumeng"}) },
		acknowledges: func() error { _, err := a.notes.Acknowledge(ctx, a.leader, actsOn, int(a.site)); return err },
		addsAnother: func() (err error) {
			another, err = add(key + "-another")
			return unless(annotation.ErrGone, err)
		},
		deletes: func() error {
			if another.ID == "" {
				return nil // it was done already
			}
			return unless(annotation.ErrGone, a.notes.DeleteNote(ctx, a.leader, another.ID, 0))
		},
	} {
		for {
			if did(act, step()) {
				break
			}
		}
	}
}

func unless(this, err error) error {
	if errors.Is(err, this) {
		return nil
	}
	return err
}
