package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"tongbao/site/audit"
)

var errBadConn = driver.ErrBadConn

// Tx is a transaction under way. SQL is one text for both databases: ? for values; columns are text, 64-bit integers or
// bytes. Times are stored as microseconds (0 for the zero time), truth values as 0 and 1; Time reads one back. A text has
// to be UTF-8 without NUL (ErrText). Once a statement has failed, the transaction fails, whatever its function gives.
type Tx struct {
	ctx     context.Context
	conn    *held
	dialect dialect
	now     time.Time
	failed  error       // of the first statement that failed
	head    *audit.Head // the writer's; nil where the transaction only reads
	events  []Event
}

// Now is the time of the transaction, UTC, whole microseconds.
func (tx *Tx) Now() time.Time { return tx.now }

// Time gives the time that a column holds as microseconds.
func Time(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

// Exec runs a statement and gives how many rows it touched.
func (tx *Tx) Exec(query string, args ...any) (int64, error) {
	if tx.head == nil && tx.conn != nil {
		return 0, errRead
	}
	result, err := try(tx, args, func(args []any) (sql.Result, error) {
		return tx.conn.exec(tx.ctx, tx.dialect.rebind(query), args...)
	})
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// Each calls scan for every row of a query. scan must not use tx.
func (tx *Tx) Each(scan func(*sql.Rows) error, query string, args ...any) error {
	rows, err := try(tx, args, func(args []any) (*sql.Rows, error) {
		return tx.conn.query(tx.ctx, tx.dialect.rebind(query), args...)
	})
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	_, err = try(tx, nil, func([]any) (any, error) { return nil, rows.Err() })
	return err
}

// One scans the first row of a query into dest, where that is not nil, and tells whether there is one.
func (tx *Tx) One(dest []any, query string, args ...any) (bool, error) {
	found := false
	err := tx.Each(func(rows *sql.Rows) error {
		if found || dest == nil {
			found = true
			return nil
		}
		found = true
		return rows.Scan(dest...)
	}, query, args...)
	return found && err == nil, err
}

func (tx *Tx) end() { tx.conn = nil }

// try runs a statement with converted arguments, and keeps the first failure: PostgreSQL refuses everything after it, so
// SQLite has to as well.
func try[T any](tx *Tx, args []any, run func([]any) (T, error)) (T, error) {
	var none T
	if tx.conn == nil {
		return none, errDone
	}
	if tx.failed != nil {
		return none, tx.failed
	}
	converted, err := convert(args)
	if err == nil {
		var got T
		if got, err = run(converted); err == nil {
			return got, nil
		}
	}
	tx.failed = classify(err)
	return none, tx.failed
}

func convert(args []any) ([]any, error) {
	out := make([]any, len(args))
	for i, arg := range args {
		switch v := arg.(type) {
		case time.Time:
			if out[i] = int64(0); !v.IsZero() {
				out[i] = v.UnixMicro()
			}
			continue
		case bool:
			if out[i] = int64(0); v {
				out[i] = int64(1)
			}
			continue
		case []byte:
			if out[i] = v; v == nil {
				out[i] = []byte{}
			}
			continue
		}
		switch v := reflect.ValueOf(arg); v.Kind() {
		case reflect.String:
			if !utf8.ValidString(v.String()) || strings.IndexByte(v.String(), 0) >= 0 {
				return nil, fmt.Errorf("%w: value %d", ErrText, i+1)
			}
			out[i] = v.String()
		case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
			out[i] = v.Int()
		default:
			return nil, fmt.Errorf("store: value %d is a %T, and no text, integer, time, truth value or bytes", i+1, arg)
		}
	}
	return out, nil
}

// maxEvent bounds an event, because PostgreSQL bounds what it carries.
const maxEvent = 1000

// Publish sends an event to every subscriber of every server, once the transaction is committed. Topic and object are
// at most 1,000 bytes together and hold no tab; the same event twice in one moment may come once.
func (tx *Tx) Publish(topic, object string) error {
	if len(topic)+len(object) > maxEvent || strings.Contains(topic+object, "\t") || topic == "" || topic == Resync {
		return fmt.Errorf("store: not an event: %q %q", topic, object)
	}
	if tx.head == nil {
		return errRead
	}
	if tx.dialect.numbered {
		return tx.Each(func(*sql.Rows) error { return nil }, "SELECT pg_notify('"+channel+"', ?)", topic+"\t"+object)
	}
	tx.events = append(tx.events, Event{topic, object})
	return nil
}
