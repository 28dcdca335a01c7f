package site

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"tongbao/archive"
	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/audit"
	"tongbao/site/store"
)

// Office is what an archive's people have typed: the database with its accounts and its audit.
type Office struct {
	Store    *store.Store
	Accounts *account.Service
	Rules    account.Rules
	signOns  signOns
}

// OpenOffice opens the database of an archive. Version is the program's.
func OpenOffice(ctx context.Context, a *archive.Archive, version string) (*Office, error) {
	rules, err := rulesOf(a.Settings.Server)
	if err != nil {
		return nil, err
	}
	ways, err := openSignOns(a)
	if err != nil {
		return nil, err
	}
	if err := ownFolder(a.DSN()); err != nil {
		return nil, err
	}
	opened, err := store.Open(ctx, a.DSN(), storeOptions(a, version))
	if err != nil {
		return nil, storeTrouble(a, err)
	}
	service := account.New(opened.Accounts(), account.Options{
		Now: time.Now, Rules: rules, Unit: inRegister(a), NewRole: account.Role(a.Settings.Server.ProxyUser.Role), Directory: ways.directory,
	})
	return &Office{opened, service, rules, ways}, nil
}

// annotations are the notes, instructions and acknowledgements on what the site shows.
func (o *Office) annotations(a *archive.Archive, shown *publication) *annotation.Service {
	return annotation.New(o.Store.Annotations(), annotation.Options{
		Now: time.Now, Location: time.Local, Publication: shown, Still: o.Accounts.Still, Reads: shown.reads, Unit: inRegister(a),
	})
}

// Close closes the database.
func (o *Office) Close() error { return o.Store.Close() }

func storeOptions(a *archive.Archive, version string) store.Options {
	return store.Options{Now: time.Now, Program: version, Backups: a.Path("database", "backups")}
}

// ownFolder makes the folder of a database file, for nobody else to look into.
func ownFolder(dsn string) error {
	if store.IsPostgres(dsn) {
		return nil
	}
	return os.MkdirAll(filepath.Dir(dsn), 0o700)
}

func inRegister(a *archive.Archive) func(string) bool {
	known := map[string]bool{}
	for _, u := range a.Units.Units {
		known[u.ID] = true
	}
	return func(id string) bool { return known[id] }
}

func rulesOf(s archive.Server) (account.Rules, error) {
	rules := account.Standard()
	switch s.Passwords {
	case "", "default":
	case "dengbao":
		rules = account.Dengbao()
	default:
		return rules, fmt.Errorf("%s 中 [server] 的 passwords 写了 %q，应为 default 或 dengbao", archive.SettingsFile, s.Passwords)
	}
	rules.Idle = s.Idle.Or(rules.Idle)
	rules.Absolute = s.Longest.Or(rules.Absolute)
	return rules, nil
}

// look opens an archive's database only to read it, also while a server has it.
func look(ctx context.Context, a *archive.Archive, version string) (*store.Store, error) {
	s, err := store.Look(ctx, a.DSN(), storeOptions(a, version))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("还没有数据库：先运行 tongbao serve 或 tongbao user add")
	}
	return s, storeTrouble(a, err)
}

// Backup writes one moment of the archive's database to w, also while a server has it, and gives what it holds. The audit's
// head in it belongs on paper or on another machine.
func Backup(ctx context.Context, a *archive.Archive, version string, w io.Writer) (store.Manifest, error) {
	s, err := look(ctx, a, version)
	if err != nil {
		return store.Manifest{}, err
	}
	m, err := s.Backup(ctx, w)
	return m, errors.Join(err, s.Close())
}

// VerifyAudit goes through the whole audit, also while a server has the database; see audit.Verify.
func VerifyAudit(ctx context.Context, a *archive.Archive, version string, outside *audit.Head) (head audit.Head, err error) {
	s, err := look(ctx, a, version)
	if err != nil {
		return audit.Head{}, err
	}
	err = s.Accounts().Read(ctx, func(tx account.Tx) error {
		head, err = audit.Verify(tx.AuditRows(audit.Filter{}), outside)
		return err
	})
	return head, errors.Join(err, s.Close())
}

// Restore fills the archive's database, which must be new, from a backup.
func Restore(ctx context.Context, a *archive.Archive, version string, r io.Reader) (store.Manifest, error) {
	if err := ownFolder(a.DSN()); err != nil {
		return store.Manifest{}, err
	}
	m, err := store.Restore(ctx, r, a.DSN(), storeOptions(a, version))
	return m, storeTrouble(a, err)
}

// Head is the end of the audit's chain.
func (o *Office) Head(ctx context.Context) (audit.Head, error) { return o.Store.AuditHead(ctx) }
