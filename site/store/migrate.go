package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/template"
)

//go:embed migrations/*.sql
var files embed.FS

// embedded are the migrations: NNNN_what.sql, applied in order of their numbers, never changed, renamed or preceded by a new one
// once they are on main. A database, and so a backup, has had a beginning of the list; its last number says which.
func embedded() fs.FS {
	sub, err := fs.Sub(files, "migrations")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sub
}

// migrationsTable is made before the first migration.
const migrationsTable = `CREATE TABLE IF NOT EXISTS migrations (version {{.Int}} PRIMARY KEY, name {{.Text}} NOT NULL, at {{.Int}} NOT NULL, program {{.Text}} NOT NULL) {{.Strict}}`

// oneAtATime keeps servers that start together from migrating together (PostgreSQL); the number is ours alone.
const oneAtATime = 7_406_512_345

// migrate brings the database to the newest schema, each migration in a transaction of its own. Before one that changes a
// schema that is there, keep makes the backup.
func migrate(ctx context.Context, db database, opt Options, migrations fs.FS, keep func(version int) error) error {
	conn, err := db.writer.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if db.numbered {
		if _, err := conn.ExecContext(ctx, fmt.Sprintf("SELECT pg_advisory_lock(%d)", oneAtATime)); err != nil {
			return err
		}
		defer discard(conn) // with the connection the lock goes
	}
	m := migrator{ctx, conn, db, opt, migrations, keep}
	have, err := m.applied()
	if err != nil {
		return err
	}
	all, err := numbered(migrations)
	if err != nil {
		return err
	}
	due, err := rest(all, have)
	if err != nil {
		return err
	}
	if len(have) > 0 && len(due) > 0 {
		if err := m.keep(have[len(have)-1].version); err != nil {
			return err
		}
	}
	for _, one := range due {
		if err := m.inTransaction(func() error { return m.apply(one) }); err != nil {
			return fmt.Errorf("store: migration %s: %w", one.name, err)
		}
	}
	return nil
}

// rest are those of all that come after the ones that a database has had: *Newer where it has had later ones, *Strayed where
// what it has had is no beginning of all.
func rest(all, have []migration) ([]migration, error) {
	if len(have) > 0 {
		if last, known := have[len(have)-1].version, all[len(all)-1].version; last > known {
			return nil, &Newer{last, known}
		}
	}
	for i, one := range have {
		if i == len(all) || all[i] != one {
			return nil, &Strayed{Has: one.name, Wants: all[min(i, len(all)-1)].name}
		}
	}
	return all[len(have):], nil
}

// migration is one step of the schema.
type migration struct {
	version int
	name    string // of its file, without .sql
}

// numbered lists migrations in order. Each has a number of its own.
func numbered(migrations fs.FS) ([]migration, error) {
	names, err := fs.Glob(migrations, "*.sql")
	if err == nil && len(names) == 0 {
		err = errors.New("store: no migrations")
	}
	var all []migration
	for _, name := range names {
		digits, _, _ := strings.Cut(name, "_")
		version, wrong := strconv.Atoi(digits)
		if wrong != nil || len(digits) != 4 || len(all) > 0 && all[len(all)-1].version >= version {
			return nil, fmt.Errorf("store: migration %s has no number of its own", name)
		}
		all = append(all, migration{version, strings.TrimSuffix(name, ".sql")})
	}
	return all, err
}

type migrator struct {
	ctx        context.Context
	conn       *sql.Conn
	db         database
	opt        Options
	migrations fs.FS
	keep       func(version int) error
}

// applied are the migrations that a database has had, in order of their numbers: none for one that holds nothing, ErrForeign for one that
// holds something else.
func (m migrator) applied() ([]migration, error) {
	tables, err := tableNames(m.ctx, m.conn, m.db.dialect)
	if err != nil || len(tables) == 0 {
		return nil, err
	}
	if !slices.Contains(tables, "migrations") {
		return nil, ErrForeign
	}
	rows, err := m.conn.QueryContext(m.ctx, "SELECT version, name FROM migrations ORDER BY version")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var have []migration
	for rows.Next() {
		var one migration
		if err := rows.Scan(&one.version, &one.name); err != nil {
			return nil, err
		}
		have = append(have, one)
	}
	return have, rows.Err()
}

func tableNames(ctx context.Context, conn *sql.Conn, d dialect) ([]string, error) {
	rows, err := conn.QueryContext(ctx, d.tables)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

func (m migrator) inTransaction(do func() error) error {
	if _, err := m.conn.ExecContext(m.ctx, m.db.beginWrite); err != nil {
		return err
	}
	err := do()
	if err == nil {
		_, err = m.conn.ExecContext(m.ctx, "COMMIT")
	}
	if err != nil {
		_, rollback := m.conn.ExecContext(context.WithoutCancel(m.ctx), "ROLLBACK")
		if rollback != nil {
			discard(m.conn)
		}
	}
	return err
}

func (m migrator) apply(one migration) error {
	text, err := fs.ReadFile(m.migrations, one.name+".sql")
	if err != nil {
		return err
	}
	for _, source := range []string{migrationsTable, string(text)} {
		statement, err := m.db.expand(source)
		if err != nil {
			return err
		}
		if _, err := m.conn.ExecContext(m.ctx, statement); err != nil {
			return err
		}
	}
	_, err = m.conn.ExecContext(m.ctx, m.db.rebind("INSERT INTO migrations (version, name, at, program) VALUES (?, ?, ?, ?)"),
		one.version, one.name, micros(m.opt.Now()).UnixMicro(), m.opt.Program)
	return err
}

// expand fills the types of a dialect in.
func (d dialect) expand(source string) (string, error) {
	parsed, err := template.New("").Parse(source)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = parsed.Execute(&b, d)
	return b.String(), err
}

// keepBefore gives what keeps a backup of the database before a migration.
func keepBefore(ctx context.Context, db database, opt Options) func(version int) error {
	return func(version int) error {
		if opt.Backups == "" {
			return ErrNoBackups
		}
		if err := os.MkdirAll(opt.Backups, 0o700); err != nil {
			return err
		}
		name := fmt.Sprintf("before-migration-of-schema-%d-%s.zip", version, opt.Now().UTC().Format("20060102T150405"))
		return writeBackup(ctx, db, opt, filepath.Join(opt.Backups, name))
	}
}
