package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Look opens a database only to read it, beside the process that has it: for backups and for verifying the audit. Every write
// fails with ErrClosed. A database that is not there is not made: the error is then os.ErrNotExist.
func Look(ctx context.Context, dsn string, opt Options) (*Store, error) {
	db, err := lookAt(ctx, dsn)
	if err != nil {
		return nil, err
	}
	s := &Store{database: db, opt: opt, hub: newHub(), closing: make(chan struct{}), stop: func() {}}
	if err := s.Ping(ctx); err != nil {
		return nil, errors.Join(err, db.close())
	}
	s.closed.Do(func() { close(s.closing) })
	return s, nil
}

func lookAt(ctx context.Context, dsn string) (database, error) {
	if IsPostgres(dsn) {
		return openPostgres(ctx, dsn)
	}
	path, err := filepath.Abs(strings.TrimPrefix(dsn, "sqlite:"))
	if err != nil {
		return database{}, err
	}
	if _, err := os.Stat(path); err != nil {
		return database{}, err
	}
	reader, err := sql.Open("sqlite", sqliteURI(path, []string{"busy_timeout(10000)", "query_only(on)", "trusted_schema(off)"}))
	if err != nil {
		return database{}, fmt.Errorf("%w: %w", ErrIO, err)
	}
	looking := newPool(reader, readers(), true)
	return database{dialect: sqliteDialect, writer: looking, reader: looking, fresh: func() {}}, nil
}
