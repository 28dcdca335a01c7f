package store

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"iter"
	"os"
	"slices"
	"strings"

	"tongbao/site/audit"
)

// Restore fills the empty database of dsn from a backup of either database, and brings it to the newest schema. All is
// compared (counts, digests, the audit's chain and its head) before anything is kept; a failed restore leaves the
// database empty. Errors: ErrNotEmpty, ErrBackup, *Newer, *audit.Broken, and those of Open.
func Restore(ctx context.Context, r io.Reader, dsn string, opt Options) (Manifest, error) {
	return restore(ctx, r, dsn, opt, embedded())
}

func restore(ctx context.Context, r io.Reader, dsn string, opt Options, migrations fs.FS) (Manifest, error) {
	b, err := openBackup(r)
	if err != nil {
		return Manifest{}, err
	}
	defer b.close()
	all, err := numbered(migrations)
	if err != nil {
		return b.manifest, err
	}
	if known := all[len(all)-1].version; b.manifest.Schema > known {
		return b.manifest, &Newer{b.manifest.Schema, known}
	}
	then := slices.DeleteFunc(all, func(one migration) bool { return one.version > b.manifest.Schema })
	db, err := connect(ctx, dsn, opt)
	if err != nil {
		return b.manifest, err
	}
	if err := b.into(ctx, db, opt, migrations, then); err != nil {
		err = errors.Join(classify(err), db.close())
		if !errors.Is(err, ErrNotEmpty) {
			db.fresh()
		}
		return b.manifest, err
	}
	// The backup that is being restored is the one before a migration.
	return b.manifest, errors.Join(classify(migrate(ctx, db, opt, migrations, noBackup)), db.close())
}

func noBackup(int) error { return nil }

// VerifyBackup reads a backup to its end and checks counts, digests and the audit's chain, without a database.
func VerifyBackup(r io.Reader) (Manifest, error) {
	b, err := openBackup(r)
	if err != nil {
		return Manifest{}, err
	}
	defer b.close()
	for _, table := range b.manifest.Tables {
		if err := b.each(table, func(map[string]any) error { return nil }); err != nil {
			return b.manifest, err
		}
	}
	return b.manifest, b.verifyChain(b.chain())
}

// bundle is a backup being read.
type bundle struct {
	manifest Manifest
	files    map[string]*zip.File
	spool    *os.File
}

func openBackup(r io.Reader) (*bundle, error) {
	spool, err := os.CreateTemp("", "tongbao-restore-*") // for its owner alone
	if err != nil {
		return nil, err
	}
	b := &bundle{files: map[string]*zip.File{}, spool: spool}
	if err := b.read(r); err != nil {
		b.close()
		return nil, fmt.Errorf("%w: %w", ErrBackup, err)
	}
	return b, nil
}

func (b *bundle) close() {
	b.spool.Close()
	os.Remove(b.spool.Name())
}

// maxManifest is far above what a manifest of hundreds of tables takes.
const maxManifest = 1 << 20

func (b *bundle) read(r io.Reader) error {
	size, err := io.Copy(b.spool, r)
	if err != nil {
		return err
	}
	z, err := zip.NewReader(b.spool, size)
	if err != nil {
		return err
	}
	for _, f := range z.File {
		if b.files[f.Name] != nil {
			return fmt.Errorf("%q stands twice", f.Name)
		}
		b.files[f.Name] = f
	}
	if b.files[manifestName] == nil {
		return errors.New("no " + manifestName)
	}
	text, err := b.files[manifestName].Open()
	if err != nil {
		return err
	}
	defer text.Close()
	if err := json.NewDecoder(io.LimitReader(text, maxManifest)).Decode(&b.manifest); err != nil {
		return err
	}
	return b.complete()
}

// complete holds manifest and files to name the same tables.
func (b *bundle) complete() error {
	if b.manifest.Format != backupFormat || b.manifest.Schema < 1 {
		return fmt.Errorf("format %d, schema %d", b.manifest.Format, b.manifest.Schema)
	}
	named := map[string]bool{}
	for _, table := range b.manifest.Tables {
		if b.files[table.Name+".jsonl"] == nil || named[table.Name] {
			return fmt.Errorf("table %q is missing or stands twice", table.Name)
		}
		named[table.Name] = true
	}
	if len(named)+1 != len(b.files) || !named["audit"] || !named["audit_head"] {
		return errors.New("the files are not those of the manifest")
	}
	return nil
}

// maxLine bounds one row of a table.
const maxLine = 64 << 20

// each gives the rows of a table, then compares their number and digest with the manifest's.
func (b *bundle) each(table TableSummary, row func(map[string]any) error) error {
	file, err := b.files[table.Name+".jsonl"].Open()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBackup, err)
	}
	defer file.Close()
	sum := sha256.New()
	lines := bufio.NewScanner(io.TeeReader(file, sum))
	lines.Buffer(make([]byte, 0, 1<<16), maxLine)
	rows := int64(0)
	for ; lines.Scan(); rows++ {
		var object map[string]any
		decoder := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		decoder.UseNumber()
		if err := decoder.Decode(&object); err != nil {
			return fmt.Errorf("%w: %s, row %d: %w", ErrBackup, table.Name, rows+1, err)
		}
		if err := row(object); err != nil {
			return fmt.Errorf("%s, row %d: %w", table.Name, rows+1, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%w: %s: %w", ErrBackup, table.Name, err)
	}
	return compare(table, rows, sum)
}

func compare(table TableSummary, rows int64, sum hash.Hash) error {
	if digest := hex.EncodeToString(sum.Sum(nil)); rows != table.Rows || digest != table.SHA256 {
		return fmt.Errorf("%w: table %s has %d rows, digest %s; the manifest says %d, %s", ErrBackup, table.Name, rows, digest, table.Rows, table.SHA256)
	}
	return nil
}

// into fills an empty database in one transaction.
func (b *bundle) into(ctx context.Context, db database, opt Options, migrations fs.FS, then []migration) error {
	conn, err := db.writer.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	m := migrator{ctx, conn, db, opt, migrations, noBackup}
	tables, err := tableNames(ctx, conn, db.dialect)
	if err != nil {
		return err
	}
	if len(tables) > 0 {
		return ErrNotEmpty
	}
	return m.inTransaction(func() error {
		for _, one := range then {
			if err := m.apply(one); err != nil {
				return err
			}
		}
		if err := b.covers(m); err != nil {
			return err
		}
		if _, err := conn.ExecContext(ctx, db.deferKeys); err != nil {
			return err
		}
		for _, table := range b.manifest.Tables {
			if err := b.fill(m, table); err != nil {
				return err
			}
		}
		return b.verifyChain(chainOf(ctx, conn, db.dialect))
	})
}

// covers holds the backup to have every table of its schema that backups keep.
func (b *bundle) covers(m migrator) error {
	tables, err := tableNames(m.ctx, m.conn, m.db.dialect)
	if err != nil {
		return err
	}
	for _, name := range tables {
		if b.files[name+".jsonl"] == nil && !slices.Contains(notKept, name) {
			return fmt.Errorf("%w: table %q is missing", ErrBackup, name)
		}
	}
	return nil
}

func (b *bundle) fill(m migrator, table TableSummary) error {
	cols, err := columnsOf(m.ctx, m.conn, m.db.dialect, table.Name)
	if err != nil {
		return err
	}
	if len(cols) == 0 {
		return fmt.Errorf("%w: schema %d has no table %q", ErrBackup, b.manifest.Schema, table.Name)
	}
	if table.Name == "audit_head" { // the migration made its one row
		if _, err := m.conn.ExecContext(m.ctx, "UPDATE audit_head SET seq = -1"); err != nil {
			return err
		}
	}
	insert, err := m.conn.PrepareContext(m.ctx, m.db.rebind(cols.insert(table.Name)))
	if err != nil {
		return err
	}
	defer insert.Close()
	return b.each(table, func(object map[string]any) error {
		values, err := cols.values(object)
		if err != nil {
			return err
		}
		_, err = insert.ExecContext(m.ctx, values...)
		return err
	})
}

// insert replaces the one row that is there before: the head of an empty chain.
func (c columns) insert(table string) string {
	query := "INSERT INTO " + table + " (" + c.names() + ") VALUES (?" + strings.Repeat(", ?", len(c)-1) + ")"
	if table == "audit_head" {
		query += " ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash"
	}
	return query
}

// values are a row's, in the order of the columns. A NULL stays one.
func (c columns) values(object map[string]any) ([]any, error) {
	if len(object) != len(c) {
		return nil, fmt.Errorf("%w: %d values for %d columns", ErrBackup, len(object), len(c))
	}
	values := make([]any, len(c))
	for i, col := range c {
		value, there := object[col.name]
		ok := there
		switch v := value.(type) {
		case nil:
		case json.Number:
			n, err := v.Int64()
			values[i], ok = n, err == nil && col.kind == "integer"
		case string:
			if values[i], ok = v, col.kind == "text"; col.kind == "blob" {
				raw, err := base64.StdEncoding.DecodeString(v)
				values[i], ok = raw, err == nil
			}
		default:
			ok = false
		}
		if !ok {
			return nil, fmt.Errorf("%w: column %s is no %s", ErrBackup, col.name, col.kind)
		}
	}
	return values, nil
}

// verifyChain holds rows to the head that the manifest names.
func (b *bundle) verifyChain(rows iter.Seq2[audit.Row, error]) error {
	head, err := audit.ParseHead(b.manifest.Audit)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBackup, err)
	}
	found, err := audit.Verify(rows, &head)
	if err == nil && found != head {
		err = fmt.Errorf("%w: the audit goes on to %d, the manifest says %d", ErrBackup, found.Seq, head.Seq)
	}
	return err
}

// chain is the audit as the backup holds it.
func (b *bundle) chain() iter.Seq2[audit.Row, error] {
	return func(yield func(audit.Row, error) bool) {
		for _, table := range b.manifest.Tables {
			if table.Name != "audit" {
				continue
			}
			err := b.each(table, func(object map[string]any) error {
				row, err := auditRow(object)
				if err == nil && !yield(row, nil) {
					err = errStop
				}
				return err
			})
			if err != nil && !errors.Is(err, errStop) {
				yield(audit.Row{}, err)
			}
		}
	}
}

func auditRow(object map[string]any) (audit.Row, error) {
	var row audit.Row
	var at int64
	var hash []byte
	into := map[string]any{
		"seq": &row.Seq, "at": &at, "actor": &row.Actor, "name": &row.Name, "role": &row.Role, "address": &row.Address,
		"action": &row.Action, "object": &row.Object, "outcome": &row.Outcome, "detail": &row.Detail, "hash": &hash,
	}
	for name, to := range into {
		text, err := json.Marshal(object[name])
		if err == nil {
			err = json.Unmarshal(text, to)
		}
		if err != nil {
			return row, fmt.Errorf("%w: column %s: %w", ErrBackup, name, err)
		}
	}
	row.At = Time(at)
	copy(row.Hash[:], hash)
	return row, nil
}

// chainOf is the audit as a database holds it.
func chainOf(ctx context.Context, conn *sql.Conn, d dialect) iter.Seq2[audit.Row, error] {
	tx := &Tx{ctx: ctx, conn: &held{conn: conn}, dialect: d}
	return tx.AuditRows(audit.Filter{})
}
