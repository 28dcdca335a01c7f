package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver
)

// readers is how many reads run at once; more wait.
func readers() int { return max(4, 2*runtime.GOMAXPROCS(0)) }

// openSQLite locks, makes the file for its owner alone, and opens a connection that writes and a pool that reads.
func openSQLite(ctx context.Context, path string, now time.Time) (database, error) {
	path, err := filepath.Abs(strings.TrimPrefix(path, "sqlite:"))
	if err != nil {
		return database{}, err
	}
	held, err := lock(path+".lock", now)
	if err != nil {
		return database{}, err
	}
	db := database{dialect: sqliteDialect, lock: held, fresh: func() {}}
	if _, err := os.Lstat(path); errors.Is(err, os.ErrNotExist) {
		db.fresh = func() { removeSQLite(path) }
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return database{}, errors.Join(fmt.Errorf("%w: %w", ErrReadOnly, err), held.unlock())
	}
	if err := file.Close(); err != nil {
		return database{}, errors.Join(fmt.Errorf("%w: %w", ErrIO, err), held.unlock())
	}
	db.writer, db.reader, err = pools(path)
	if err != nil {
		return database{}, errors.Join(err, held.unlock())
	}
	if err := checkSQLite(ctx, db.writer.db); err != nil {
		return database{}, errors.Join(classify(err), db.close())
	}
	return db, nil
}

func removeSQLite(path string) {
	for _, end := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(path + end) // it holds nothing anybody has
	}
}

// pools: synchronous FULL syncs the log at every commit, so that an acknowledged write survives a power cut.
func pools(path string) (writer, reader *pool, err error) {
	common := []string{"journal_mode(wal)", "synchronous(full)", "busy_timeout(10000)", "foreign_keys(on)", "journal_size_limit(67108864)", "trusted_schema(off)"}
	writing, err := sql.Open("sqlite", sqliteURI(path, common))
	if err != nil {
		return nil, nil, err
	}
	reading, err := sql.Open("sqlite", sqliteURI(path, append(common, "query_only(on)")))
	if err != nil {
		return nil, nil, errors.Join(err, writing.Close())
	}
	return newPool(writing, 1, true), newPool(reading, readers(), true), nil
}

func sqliteURI(path string, pragmas []string) string {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // C:/… on Windows
	}
	uri := url.URL{Scheme: "file", Path: slashed, RawQuery: url.Values{"_pragma": pragmas}.Encode()}
	return uri.String()
}

// checkSQLite refuses a library that may lose committed pages, and settings that did not take.
func checkSQLite(ctx context.Context, db *sql.DB) error {
	var version, journal string
	var synchronous int
	err := db.QueryRowContext(ctx, "SELECT sqlite_version(), (SELECT journal_mode FROM pragma_journal_mode), (SELECT synchronous FROM pragma_synchronous)").Scan(&version, &journal, &synchronous)
	if err != nil {
		return err
	}
	if olderThan(version, 3, 51, 3) {
		return &OldSQLite{version}
	}
	if journal != "wal" || synchronous != 2 {
		return fmt.Errorf("%w: journal_mode %s, synchronous %d", ErrIO, journal, synchronous)
	}
	return nil
}

func olderThan(version string, least ...int) bool {
	for i, part := range strings.Split(version, ".") {
		n, err := strconv.Atoi(part)
		if err != nil || i >= len(least) {
			return err != nil
		}
		if n != least[i] {
			return n < least[i]
		}
	}
	return false
}
