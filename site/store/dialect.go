package store

import (
	"strconv"
	"strings"
)

// dialect is what differs between the two databases, beside how they are opened.
type dialect struct {
	name       string // as migrations' templates know it
	numbered   bool   // placeholders are $1, $2 …
	beginWrite string // a transaction that writes
	beginRead  string // a transaction that sees one moment
	lockHead   string // ends the query that reads the chain's head, and lets one writer in at a time
	tables     string // query: names of all tables
	columns    string // query: name, kind, place in the primary key or 0, of a table's columns in order
	deferKeys  string // lets rows come before those they refer to, until the commit
}

var sqliteDialect = dialect{
	name:       "sqlite",
	beginWrite: "BEGIN IMMEDIATE",
	beginRead:  "BEGIN",
	tables:     `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite^_%' ESCAPE '^' ORDER BY name`,
	columns:    `SELECT name, CASE type WHEN 'INTEGER' THEN 'integer' WHEN 'BLOB' THEN 'blob' ELSE 'text' END, pk FROM pragma_table_info(?) ORDER BY cid`,
	deferKeys:  "PRAGMA defer_foreign_keys = ON",
}

var postgresDialect = dialect{
	name:       "postgres",
	numbered:   true,
	beginWrite: "BEGIN",
	beginRead:  "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
	lockHead:   " FOR UPDATE",
	tables:     `SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name COLLATE "C"`,
	columns: `SELECT c.column_name::text, CASE c.data_type WHEN 'bigint' THEN 'integer' WHEN 'bytea' THEN 'blob' ELSE 'text' END,
		COALESCE((SELECT k.ordinal_position FROM information_schema.key_column_usage k
			JOIN information_schema.table_constraints t ON t.constraint_name = k.constraint_name AND t.table_schema = k.table_schema AND t.table_name = k.table_name
			WHERE t.constraint_type = 'PRIMARY KEY' AND k.table_schema = c.table_schema AND k.table_name = c.table_name AND k.column_name = c.column_name), 0)::bigint
		FROM information_schema.columns c WHERE c.table_schema = current_schema() AND c.table_name = ? ORDER BY c.ordinal_position`,
	deferKeys: "SET CONSTRAINTS ALL DEFERRED",
}

// Types of columns, for migrations' templates: {{.Text}}, {{.Int}}, {{.Blob}}, and {{.Strict}} after a table.

// Text sorts by bytes on both databases.
func (d dialect) Text() string { return d.either("TEXT", `TEXT COLLATE "C"`) }

// Int is 64 bits, and the row's own number in SQLite where it is the primary key.
func (d dialect) Int() string { return d.either("INTEGER", "BIGINT") }

// Blob is bytes.
func (d dialect) Blob() string { return d.either("BLOB", "BYTEA") }

// Strict makes SQLite hold to the types, as PostgreSQL does.
func (d dialect) Strict() string { return d.either("STRICT", "") }

// SQLite tells which of the two it is, for what has no common form (triggers).
func (d dialect) SQLite() bool { return !d.numbered }

func (d dialect) either(sqlite, postgres string) string {
	if d.numbered {
		return postgres
	}
	return sqlite
}

// rebind turns the placeholders ? outside quotes into the dialect's own.
func (d dialect) rebind(query string) string {
	if !d.numbered || !strings.Contains(query, "?") {
		return query
	}
	var b strings.Builder
	quoted, n := false, 0
	for _, r := range query {
		switch {
		case r == '\'':
			quoted = !quoted
		case r == '?' && !quoted:
			n++
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
