package store

import (
	"archive/zip"
	"bufio"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tongbao/site/audit"
)

// Manifest describes a backup; it is the zip's last entry, manifest.json.
type Manifest struct {
	Format  int            `json:"format"`  // backupFormat
	Schema  int            `json:"schema"`  // the number of its last migration
	Program string         `json:"program"` // version of the program that wrote it
	At      time.Time      `json:"at"`
	Audit   string         `json:"audit"` // head of the chain, as audit.Head.String
	Tables  []TableSummary `json:"tables"`
}

// TableSummary is one table of a backup: NAME.jsonl, one row a line, an object by column.
type TableSummary struct {
	Name   string `json:"name"`
	Rows   int64  `json:"rows"`
	SHA256 string `json:"sha256"` // of the lines
}

const (
	backupFormat = 1
	manifestName = "manifest.json"
)

// notKept are the tables that backups leave out: a restored database must not revive sessions and links that were ended
// since, and has migrations of its own.
var notKept = []string{"migrations", "sessions", "tickets"}

// Backup writes one moment of the database to w, as a zip of JSON Lines that Restore reads into either database, while
// others read and write. Whoever keeps the manifest's Audit has a head outside the database.
func (s *Store) Backup(ctx context.Context, w io.Writer) (Manifest, error) {
	return backup(ctx, s.database, s.opt, w)
}

// writeBackup puts a backup into a file, which appears when it is whole and on the disk.
func writeBackup(ctx context.Context, db database, opt Options, path string) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".backup-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) // not there any more where all went well
	_, err = backup(ctx, db, opt, file)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

func backup(ctx context.Context, db database, opt Options, w io.Writer) (Manifest, error) {
	m := Manifest{Format: backupFormat, Program: opt.Program, At: micros(opt.Now())}
	conn, err := db.reading(ctx)
	if err != nil {
		return m, classify(err)
	}
	defer conn.give()
	defer conn.discard() // ends the transaction, whatever became of it
	z := zip.NewWriter(w)
	d := dumper{ctx, conn.conn, db.dialect, z}
	if err := d.all(&m); err != nil {
		return m, classify(err)
	}
	return m, z.Close()
}

type dumper struct {
	ctx     context.Context
	conn    *sql.Conn
	dialect dialect
	zip     *zip.Writer
}

func (d dumper) all(m *Manifest) error {
	var head audit.Head
	var hash []byte
	row := d.conn.QueryRowContext(d.ctx, "SELECT (SELECT MAX(version) FROM migrations), seq, hash FROM audit_head WHERE id = 1")
	if err := row.Scan(&m.Schema, &head.Seq, &hash); err != nil {
		return err
	}
	copy(head.Hash[:], hash)
	m.Audit = head.String()
	names, err := tableNames(d.ctx, d.conn, d.dialect)
	if err != nil {
		return err
	}
	for _, name := range names {
		if slices.Contains(notKept, name) {
			continue
		}
		summary, err := d.table(name)
		if err != nil {
			return fmt.Errorf("table %s: %w", name, err)
		}
		m.Tables = append(m.Tables, summary)
	}
	return d.manifest(*m)
}

func (d dumper) manifest(m Manifest) error {
	w, err := d.zip.Create(manifestName)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(text, '\n'))
	return err
}

func (d dumper) table(name string) (TableSummary, error) {
	summary := TableSummary{Name: name}
	cols, err := columnsOf(d.ctx, d.conn, d.dialect, name)
	if err != nil {
		return summary, err
	}
	w, err := d.zip.Create(name + ".jsonl")
	if err != nil {
		return summary, err
	}
	sum := sha256.New()
	lines := bufio.NewWriterSize(io.MultiWriter(w, sum), 1<<16)
	rows, err := d.conn.QueryContext(d.ctx, cols.query(name))
	if err != nil {
		return summary, err
	}
	defer rows.Close()
	for ; rows.Next(); summary.Rows++ {
		line, err := cols.line(rows)
		if err != nil {
			return summary, err
		}
		if _, err := lines.Write(append(line, '\n')); err != nil {
			return summary, err
		}
	}
	err = errors.Join(rows.Err(), lines.Flush())
	summary.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return summary, err
}

// column is one column of a table: kind is text, integer or blob; key its place in the primary key, or 0.
type column struct {
	name, kind string
	key        int
}

type columns []column

func columnsOf(ctx context.Context, conn *sql.Conn, d dialect, table string) (columns, error) {
	rows, err := conn.QueryContext(ctx, d.rebind(d.columns), table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list columns
	for rows.Next() {
		var c column
		if err := rows.Scan(&c.name, &c.kind, &c.key); err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, rows.Err()
}

func (c columns) names() string {
	names := make([]string, len(c))
	for i := range c {
		names[i] = c[i].name
	}
	return strings.Join(names, ", ")
}

// query reads a table in the order of its primary key, so that the same rows are the same bytes on either database.
func (c columns) query(table string) string {
	keys := slices.DeleteFunc(slices.Clone(c), func(c column) bool { return c.key == 0 })
	slices.SortFunc(keys, func(a, b column) int { return a.key - b.key })
	return "SELECT " + c.names() + " FROM " + table + " ORDER BY " + keys.names()
}

// line is the row as a JSON object; bytes are base64.
func (c columns) line(rows *sql.Rows) ([]byte, error) {
	values, pointers := make([]any, len(c)), make([]any, len(c))
	for i := range values {
		pointers[i] = &values[i]
	}
	if err := rows.Scan(pointers...); err != nil {
		return nil, err
	}
	object := make(map[string]any, len(c))
	for i, col := range c {
		if raw, ok := values[i].([]byte); ok && col.kind == "blob" {
			values[i] = base64.StdEncoding.EncodeToString(raw)
		}
		object[col.name] = values[i]
	}
	return json.Marshal(object)
}
