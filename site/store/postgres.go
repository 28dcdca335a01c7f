package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// channel is where events of all servers go.
const channel = "tongbao"

// openPostgres opens a connection that writes and a pool that reads. A server that dies or stalls in the middle of a
// write frees the others after ten seconds. It has to be the database itself or a pooler that keeps sessions.
func openPostgres(ctx context.Context, dsn string) (database, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return database{}, err
	}
	config.RuntimeParams["application_name"] = "tongbao"
	writing := config.Copy()
	writing.RuntimeParams["default_transaction_isolation"] = "read committed"
	writing.RuntimeParams["idle_in_transaction_session_timeout"] = "10s"
	writing.RuntimeParams["lock_timeout"] = "20s"
	db := database{dialect: postgresDialect, fresh: func() {}}
	db.writer = newPool(stdlib.OpenDB(*writing, stdlib.OptionAfterConnect(durable)), 1, false)
	db.reader = newPool(stdlib.OpenDB(*config), readers(), false)
	db.listen = func(ctx context.Context, h *hub, ready chan<- error) { listen(ctx, config, h, ready) }
	if err := checkPostgres(ctx, db.reader.db); err != nil {
		return database{}, errors.Join(classify(err), db.close())
	}
	return db, nil
}

// durable turns waiting for the disk on where the server's settings turned it off.
func durable(ctx context.Context, conn *pgx.Conn) error {
	var now string
	if err := conn.QueryRow(ctx, "SHOW synchronous_commit").Scan(&now); err != nil || now != "off" {
		return err
	}
	_, err := conn.Exec(ctx, "SET synchronous_commit = on")
	return err
}

func checkPostgres(ctx context.Context, db *sql.DB) error {
	for setting, needed := range map[string]string{"fsync": "on", "full_page_writes": "on", "server_encoding": "UTF8"} {
		var value string
		if err := db.QueryRowContext(ctx, "SHOW "+setting).Scan(&value); err != nil {
			return err
		}
		if value != needed {
			return &Unsafe{setting, value}
		}
	}
	return nil
}

// quiet is how long nothing may be heard before the connection is asked whether it lives.
const quiet = 30 * time.Second

// listen hands the events of all servers to the hub until ctx ends. It says on ready that it listens, or why it cannot;
// later it connects again by itself, and says Resync, because events may have passed meanwhile.
func listen(ctx context.Context, config *pgx.ConnConfig, h *hub, ready chan<- error) {
	wait := 100 * time.Millisecond
	for first := true; ctx.Err() == nil; {
		conn, err := listening(ctx, config)
		if first {
			ready <- err
			if err != nil {
				return
			}
			first = false
		} else if err == nil {
			h.publish(Event{Topic: Resync})
		}
		if err == nil {
			wait = 100 * time.Millisecond
			hear(ctx, conn, h)
		}
		select {
		case <-time.After(wait):
			wait = min(2*wait, 5*time.Second)
		case <-ctx.Done():
		}
	}
}

func listening(ctx context.Context, config *pgx.ConnConfig) (*pgx.Conn, error) {
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return nil, errors.Join(err, conn.Close(ctx))
	}
	return conn, nil
}

// hear gives what is heard to the hub until the connection fails.
func hear(ctx context.Context, conn *pgx.Conn, h *hub) {
	defer conn.Close(context.WithoutCancel(ctx))
	for {
		short, cancel := context.WithTimeout(ctx, quiet)
		n, err := conn.WaitForNotification(short)
		cancel()
		switch {
		case err == nil:
			h.publish(parseEvent(n.Payload))
		case ctx.Err() != nil || conn.IsClosed():
			return
		default:
			if conn.Ping(ctx) != nil {
				return
			}
		}
	}
}
