//go:build unix

// Package storetest gives tests real databases: an SQLite file, and a PostgreSQL cluster of the test's own.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Each runs a test on an empty database of each kind, as subtests named sqlite and postgres.
func Each(t *testing.T, test func(t *testing.T, dsn string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// SQLite gives the path of a database that does not exist yet.
func SQLite(tb testing.TB) string { return filepath.Join(tb.TempDir(), "tongbao.db") }

// Postgres gives the DSN of an empty database. The first call of a process starts a cluster, which ends with the process.
// Where PostgreSQL is not installed the test is skipped, or fails where CI is set.
func Postgres(tb testing.TB) string {
	tb.Helper()
	c, err := cluster()
	if errors.Is(err, errNotInstalled) && os.Getenv("CI") == "" {
		tb.Skip(err)
	}
	if err != nil {
		tb.Fatal(err)
	}
	name := fmt.Sprintf("test%d_%d", os.Getpid(), c.databases.Add(1))
	if err := c.admin("CREATE DATABASE " + name); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := c.admin("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"); err != nil {
			tb.Error(err)
		}
	})
	return c.dsn(name)
}

// Admin runs a statement as the cluster's owner in the database of a DSN, beside whoever uses it.
func Admin(tb testing.TB, dsn, statement string) {
	tb.Helper()
	if err := run(dsn, statement); err != nil {
		tb.Fatal(err)
	}
}

var errNotInstalled = errors.New("PostgreSQL is not installed (scripts/setup browser)")

type server struct {
	dir       string
	held      io.Closer // the shell's standard input: closed, the cluster ends
	databases atomic.Int64
}

var cluster = sync.OnceValues(startCluster)

func (s *server) dsn(database string) string {
	return fmt.Sprintf("postgres://tongbao@/%s?host=%s", database, s.dir)
}

func (s *server) admin(statement string) error { return run(s.dsn("postgres"), statement) }

func run(dsn, statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, statement)
	return err
}

func startCluster() (*server, error) {
	initdb, err := find("initdb")
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pg")
	if err != nil {
		return nil, err
	}
	as, err := owner(dir)
	if err != nil {
		return nil, err
	}
	init := exec.Command(initdb, "-D", dir+"/data", "-U", "tongbao", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	init.SysProcAttr, init.Dir = as, dir
	if out, err := init.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	s := &server{dir: dir}
	return s, s.start(filepath.Join(filepath.Dir(initdb), "postgres"), as)
}

// start lets a shell hold the server: when this process ends, however it ends, the pipe closes, the shell stops the server
// and removes the folder.
func (s *server) start(postgres string, as *syscall.SysProcAttr) error {
	const script = `"$1" -D "$2/data" -k "$2" -c listen_addresses= -c max_connections=300 -c shared_buffers=64MB -c max_wal_size=256MB >"$2/log" 2>&1 </dev/null &
read -r _; kill -INT $!; wait $!; rm -rf "$2"`
	shell := exec.Command("sh", "-c", script, "sh", postgres, s.dir)
	shell.SysProcAttr, shell.Dir = as, s.dir
	held, err := shell.StdinPipe()
	if err != nil {
		return err
	}
	s.held = held
	if err := shell.Start(); err != nil {
		return err
	}
	for range 300 {
		if err = s.admin("SELECT 1"); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond) // the server says nowhere else that it is ready
	}
	log, _ := os.ReadFile(s.dir + "/log")
	return fmt.Errorf("postgres does not answer: %w: %s", err, log)
}

// owner gives the folder to a user without rights where the test runs as root, which PostgreSQL refuses.
func owner(dir string) (*syscall.SysProcAttr, error) {
	as := &syscall.SysProcAttr{Setpgid: true} // an interrupt for the test leaves the shell time to clean up
	if os.Geteuid() != 0 {
		return as, nil
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		return nil, err
	}
	uid, err := strconv.ParseUint(nobody.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(nobody.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	as.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid), NoSetGroups: false}
	return as, os.Chown(dir, int(uid), int(gid))
}

// find looks in PATH, then where Debian puts what it keeps out of PATH; the newest version wins.
func find(program string) (string, error) {
	if path, err := exec.LookPath(program); err == nil {
		return filepath.EvalSymlinks(path)
	}
	paths, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + program)
	if err != nil || len(paths) == 0 {
		return "", errors.Join(errNotInstalled, err)
	}
	return paths[len(paths)-1], nil
}
