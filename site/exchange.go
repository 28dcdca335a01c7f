package site

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"tongbao/archive"
	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/audit"
	"tongbao/site/store"
)

// PublicURL is the address by which others name an archive's site, with a slash at the end: its setting, else where it is served.
func PublicURL(a *archive.Archive) string {
	s := a.Settings.Server
	if s.PublicURL != "" {
		return strings.TrimSuffix(s.PublicURL, "/") + "/"
	}
	address := s.Address
	if address == "" {
		address = "127.0.0.1:8080"
	}
	if _, port, err := net.SplitHostPort(address); err == nil && len(s.Hosts) > 0 {
		address = net.JoinHostPort(s.Hosts[0], port)
	}
	if secure(s) {
		return "https://" + address + "/"
	}
	return "http://" + address + "/"
}

// NoteExport says what to export.
type NoteExport struct {
	Bulletins []string // none for all
	As        string   // login name of whoever's view it is; "" for everything that is nobody's alone
	URL       string   // of the site, for addresses
}

// ExportNotes writes notes, replies and instructions as a collection of W3C annotations, and gives how many there are. Without a name,
// private notes and instructions that are not signed stay where they are. It works beside a running server.
func ExportNotes(ctx context.Context, a *archive.Archive, version string, e NoteExport) (raw []byte, n int, err error) {
	s, err := look(ctx, a, version)
	if err != nil {
		return nil, 0, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	var list []annotation.Annotation
	if e.As == "" {
		list, err = sharedNotes(ctx, s, e)
	} else {
		list, err = notesOf(ctx, a, s, e)
	}
	if err != nil {
		return nil, 0, err
	}
	raw, err = annotation.File("批注和批示", list)
	return raw, len(list), err
}

func (e NoteExport) wants(bulletin string) bool {
	return len(e.Bulletins) == 0 || slices.Contains(e.Bulletins, bulletin)
}

// sharedNotes is what more than one person may see.
func sharedNotes(ctx context.Context, s *store.Store, e NoteExport) ([]annotation.Annotation, error) {
	by := map[string]annotation.Listed{}
	err := s.Annotations().Read(ctx, func(tx annotation.Tx) error {
		notes, err := tx.Notes(annotation.Filter{})
		if err != nil {
			return err
		}
		for _, note := range notes {
			if note.Visibility != annotation.Private && e.wants(note.Target.Bulletin) {
				l := by[note.Target.Bulletin]
				note.Replies = slices.DeleteFunc(note.Replies, func(r annotation.Reply) bool { return !r.Deleted.IsZero() })
				l.Notes = append(l.Notes, note)
				by[note.Target.Bulletin] = l
			}
		}
		instructions, err := tx.Instructions(annotation.Filter{})
		for _, in := range instructions {
			if !in.Signed.IsZero() && e.wants(in.Target.Bulletin) {
				l := by[in.Target.Bulletin]
				l.Instructions = append(l.Instructions, in)
				by[in.Target.Bulletin] = l
			}
		}
		return err
	})
	return collected(by, e.URL), err
}

// collected are annotations, bulletin after bulletin.
func collected(by map[string]annotation.Listed, url string) []annotation.Annotation {
	var bulletins []string
	for bulletin := range by {
		bulletins = append(bulletins, bulletin)
	}
	slices.Sort(bulletins)
	var list []annotation.Annotation
	for _, bulletin := range bulletins {
		list = append(list, annotation.IRIs{Base: url}.Collect(bulletin, "", by[bulletin]).Items...)
	}
	return list
}

// notesOf is what one person may see, of the bulletins that the site shows.
func notesOf(ctx context.Context, a *archive.Archive, s *store.Store, e NoteExport) ([]annotation.Annotation, error) {
	notes, shown, err := notesBehalf(a, s)
	if err != nil {
		return nil, err
	}
	by, err := behalf(ctx, s, e.As)
	if err != nil {
		return nil, err
	}
	bulletins, err := shown.bulletins()
	if err != nil {
		return nil, err
	}
	listed := map[string]annotation.Listed{}
	for _, bulletin := range bulletins {
		if !e.wants(bulletin) {
			continue
		}
		l, err := notes.Listed(ctx, by, bulletin)
		if errors.Is(err, annotation.ErrNotFound) {
			continue // not theirs to read
		}
		if err != nil {
			return nil, err
		}
		listed[bulletin] = l
	}
	return collected(listed, e.URL), nil
}

// notesBehalf is the service of notes for whoever works at the machine on behalf of somebody: there is no session to look for, but
// the account has to be one that could sign in.
func notesBehalf(a *archive.Archive, s *store.Store) (*annotation.Service, *publication, error) {
	now, err := see(a)
	if err != nil {
		return nil, nil, err
	}
	if now.missing() {
		return nil, nil, errors.New("还没有生成网站，找不到批注的位置：先运行 tongbao build")
	}
	shown := &publication{folder: func(r account.Role) string { return now.folders[r] }}
	return annotation.New(s.Annotations(), annotation.Options{
		Now: time.Now, Location: time.Local, Publication: shown, Still: stillEnabled, Reads: shown.reads, Unit: inRegister(a),
	}), shown, nil
}

func stillEnabled(tx account.Tx, by account.Actor) (account.Actor, error) {
	user, found, err := tx.User(by.User.ID)
	if err == nil && (!found || user.Disabled) {
		err = account.ErrNotFound
	}
	by.User = user
	return by, err
}

// behalf is somebody by their login name. ErrNotFound of account where there is none, or it is disabled.
func behalf(ctx context.Context, s *store.Store, name string) (account.Actor, error) {
	by := account.Actor{Origin: account.Origin{Address: "console"}}
	err := s.Accounts().Read(ctx, func(tx account.Tx) error {
		user, found, err := tx.UserNamed(account.Fold(name))
		if err == nil && (!found || user.Disabled) {
			err = account.ErrNotFound
		}
		by.User = user
		return err
	})
	return by, err
}

// NoteImport says what to import.
type NoteImport struct {
	As  string        // login name of whose notes they become
	URL string        // of the site as the file names it
	By  account.Actor // who works at the machine, for the audit
	Dry bool          // only say what would become of each
}

// NotesImport is the action of an import in the audit; each note that it makes has its own entry.
const NotesImport = "note.import"

// ImportNotes makes notes out of a file of W3C annotations, once. missing counts pages that the file only names.
func ImportNotes(ctx context.Context, a *archive.Archive, version string, raw []byte, o NoteImport) (out annotation.Imported, missing int, err error) {
	entries, missing, err := annotation.Entries(raw)
	if err != nil {
		return out, 0, err
	}
	if o.Dry {
		s, err := look(ctx, a, version)
		if err != nil {
			return out, missing, err
		}
		out, err = importInto(ctx, a, s, entries, o)
		return out, missing, errors.Join(err, s.Close())
	}
	office, err := OpenOffice(ctx, a, version)
	if err != nil {
		return out, missing, err
	}
	defer func() { err = errors.Join(err, office.Close()) }()
	by, err := behalf(ctx, office.Store, o.As)
	if err != nil {
		return out, missing, err
	}
	sum := sha256.Sum256(raw)
	detail := map[string]string{"sha256": hex.EncodeToString(sum[:]), "annotations": fmt.Sprint(len(entries))}
	if err := office.Accounts.Record(ctx, o.By, NotesImport, by.User.ID, audit.OK, detail); err != nil {
		return out, missing, err
	}
	out, err = importInto(ctx, a, office.Store, entries, o)
	return out, missing, err
}

func importInto(ctx context.Context, a *archive.Archive, s *store.Store, entries []json.RawMessage, o NoteImport) (annotation.Imported, error) {
	notes, _, err := notesBehalf(a, s)
	if err != nil {
		return annotation.Imported{}, err
	}
	by, err := behalf(ctx, s, o.As)
	if err != nil {
		return annotation.Imported{}, err
	}
	return notes.Import(ctx, by, annotation.IRIs{Base: o.URL}, entries, o.Dry)
}
