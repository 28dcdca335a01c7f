package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// pool lends connections, so many at once; more wait. For SQLite it keeps them itself, each with the statements that it has run:
// SQLite parses a text as long as it runs it. PostgreSQL's driver keeps statements of its own.
type pool struct {
	db    *sql.DB
	keeps bool
	slots chan struct{} // one for each connection that is out
	mu    sync.Mutex
	idle  []*held
	ended bool
}

// held is a connection that one transaction has at a time.
type held struct {
	conn     *sql.Conn
	pool     *pool
	prepared map[string]*sql.Stmt // nil where the pool keeps no connections
	broken   bool
}

// maxPrepared bounds the statements of a connection; those that are put together from a form are few as well.
const maxPrepared = 200

func newPool(db *sql.DB, size int, keeps bool) *pool {
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	return &pool{db: db, keeps: keeps, slots: make(chan struct{}, size)}
}

func (p *pool) take(ctx context.Context) (*held, error) {
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	p.mu.Lock()
	if n := len(p.idle); n > 0 {
		h := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mu.Unlock()
		return h, nil
	}
	p.mu.Unlock()
	conn, err := p.db.Conn(ctx)
	if err != nil {
		<-p.slots
		return nil, err
	}
	h := &held{conn: conn, pool: p}
	if p.keeps {
		h.prepared = map[string]*sql.Stmt{}
	}
	return h, nil
}

// close closes the connections that nobody has; the others close when they are given back.
func (p *pool) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
	var errs []error
	for _, h := range p.idle {
		h.forget()
		errs = append(errs, h.conn.Close())
	}
	p.idle = nil
	return errors.Join(append(errs, p.db.Close())...)
}

// give gives the connection back.
func (h *held) give() {
	p := h.pool
	p.mu.Lock()
	if h.prepared != nil && !h.broken && !p.ended {
		p.idle = append(p.idle, h)
	} else {
		h.forget()
		_ = h.conn.Close() // a connection that fails to close is gone as well
	}
	p.mu.Unlock()
	<-p.slots
}

// discard makes give close the connection, because nobody knows what state it is in.
func (h *held) discard() {
	h.broken = true
	h.forget()
	discard(h.conn)
}

// forget ends the statements. It has to come before the connection's end: SQLite leaves a file open as long as one is.
func (h *held) forget() {
	for _, s := range h.prepared {
		_ = s.Close() // a statement that fails to close is gone as well
	}
	clear(h.prepared)
}

func (h *held) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if h.prepared == nil {
		return h.conn.ExecContext(ctx, query, args...)
	}
	s, ctx, err := h.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

func (h *held) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if h.prepared == nil {
		return h.conn.QueryContext(ctx, query, args...)
	}
	s, ctx, err := h.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// statement gives a query's statement, and the context to run it with. Whoever has gone is told so before; a statement of SQLite's
// under way is not cut off, because it waits at most busy_timeout, and a goroutine that watches each costs more than most of them.
func (h *held) statement(ctx context.Context, query string) (*sql.Stmt, context.Context, error) {
	if err := ctx.Err(); err != nil {
		return nil, ctx, err
	}
	ctx = context.WithoutCancel(ctx)
	if s, ok := h.prepared[query]; ok {
		return s, ctx, nil
	}
	if len(h.prepared) >= maxPrepared {
		h.forget()
	}
	s, err := h.conn.PrepareContext(ctx, query)
	if err == nil {
		h.prepared[query] = s
	}
	return s, ctx, err
}
