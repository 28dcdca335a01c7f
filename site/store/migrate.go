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
	"strings"
	"text/template"
)

//go:embed migrations/*.sql
var files embed.FS

// embedded are the migrations: NNNN_what.sql, numbered from 1 without gaps, never changed once released.
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
	have, err := m.version()
	if err != nil {
		return err
	}
	names, err := fs.Glob(migrations, "*.sql")
	if err != nil {
		return err
	}
	if have > len(names) {
		return &Newer{have, len(names)}
	}
	if have > 0 && have < len(names) {
		if err := m.keep(have); err != nil {
			return err
		}
	}
	for i := have; i < len(names); i++ {
		if err := m.inTransaction(func() error { return m.apply(names[i], i+1) }); err != nil {
			return fmt.Errorf("store: migration %s: %w", names[i], err)
		}
	}
	return nil
}

type migrator struct {
	ctx        context.Context
	conn       *sql.Conn
	db         database
	opt        Options
	migrations fs.FS
	keep       func(version int) error
}

// version is the schema's number: 0 for a database that holds nothing, ErrForeign for one that holds something else.
func (m migrator) version() (int, error) {
	tables, err := tableNames(m.ctx, m.conn, m.db.dialect)
	if err != nil || len(tables) == 0 {
		return 0, err
	}
	for _, table := range tables {
		if table == "migrations" {
			var version int
			err := m.conn.QueryRowContext(m.ctx, "SELECT COALESCE(MAX(version), 0) FROM migrations").Scan(&version)
			return version, err
		}
	}
	return 0, ErrForeign
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

func (m migrator) apply(name string, version int) error {
	text, err := fs.ReadFile(m.migrations, name)
	if err != nil {
		return err
	}
	if !strings.HasPrefix(name, fmt.Sprintf("%04d_", version)) {
		return errors.New("a number is missing before it")
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
		version, strings.TrimSuffix(name, ".sql"), micros(m.opt.Now()).UnixMicro(), m.opt.Program)
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
