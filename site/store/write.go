package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"tongbao/site/audit"
)

const (
	groupSize    = 256              // writes in one commit, at most
	groupTimeout = 30 * time.Second // for one commit; then its outcome is unknown
	keepKeys     = 30 * 24 * time.Hour
	pruneEvery   = time.Hour
	maxKey       = 200 // bytes
)

// pending is one write on its way.
type pending struct {
	ctx      context.Context
	key      string
	act      func(*Tx) ([]byte, error)
	done     chan struct{}
	result   []byte
	replayed bool
	err      error
	panicked any
	events   []Event
}

// Write runs act in a transaction, alone among all writers of all servers, and returns once its commit is on the disk.
//
// With a key (at most 200 bytes, chosen by whoever asks, told apart between users by the caller), result is kept beside
// it for 30 days in the same transaction: a second Write of that key runs nothing and gives the first one's result,
// replayed. So a caller whose outcome is unknown (ErrUnknown) asks again with the same key. An error of act, or of any
// statement, rolls back what act did and nothing else. act runs at most once, must be short because every other writer
// waits for it, must not call the store, and has no effect but through tx.
func (s *Store) Write(ctx context.Context, key string, act func(tx *Tx) (result []byte, err error)) (result []byte, replayed bool, err error) {
	if len(key) > maxKey {
		return nil, false, fmt.Errorf("store: a key of %d bytes", len(key))
	}
	p := &pending{ctx: ctx, key: key, act: act, done: make(chan struct{})}
	select {
	case <-s.closing:
		return nil, false, ErrClosed
	default:
	}
	select {
	case s.queue <- p:
	case <-ctx.Done():
		return nil, false, ctx.Err()
	case <-s.closing:
		return nil, false, ErrClosed
	}
	<-p.done
	if p.panicked != nil {
		panic(p.panicked)
	}
	return p.result, p.replayed, p.err
}

// writeGroups is the one writer: whatever waits while a commit is under way goes into the next.
func (s *Store) writeGroups() {
	for {
		select {
		case p := <-s.queue:
			s.commit(s.gather(p))
		case <-s.closing:
			return
		}
	}
}

func (s *Store) gather(first *pending) []*pending {
	list := []*pending{first}
	for len(list) < groupSize {
		select {
		case p := <-s.queue:
			list = append(list, p)
		default:
			return list
		}
	}
	return list
}

// commit runs a group of writes, each in a savepoint of one transaction, and tells each its outcome after the commit.
func (s *Store) commit(list []*pending) {
	ctx, cancel := context.WithTimeout(context.Background(), groupTimeout)
	defer cancel()
	err := s.group(ctx, list)
	for _, p := range list {
		if err != nil && p.err == nil {
			p.result, p.replayed, p.err = nil, false, err
		}
		if p.err == nil {
			s.hub.publish(p.events...)
		}
		close(p.done)
	}
}

func (s *Store) group(ctx context.Context, list []*pending) error {
	g, err := s.begin(ctx)
	if err != nil {
		return classify(err)
	}
	defer g.conn.give()
	for _, p := range list {
		if err := g.run(p); err != nil {
			g.abandon()
			return classify(err)
		}
	}
	if err := g.finish(); err != nil {
		g.abandon()
		return err
	}
	return nil
}

// group is one transaction of several writes.
type group struct {
	ctx  context.Context
	conn *held
	s    *Store
	now  time.Time
	head audit.Head
	was  audit.Head // at the beginning
}

// begin tries twice: a connection may have died while nobody wrote.
func (s *Store) begin(ctx context.Context) (*group, error) {
	g, err := s.beginOnce(ctx)
	if err != nil {
		g, err = s.beginOnce(ctx)
	}
	return g, err
}

func (s *Store) beginOnce(ctx context.Context) (*group, error) {
	conn, err := s.writer.take(ctx)
	if err != nil {
		return nil, err
	}
	g := &group{ctx: ctx, conn: conn, s: s, now: micros(s.opt.Now())}
	if err := g.open(); err != nil {
		g.abandon()
		conn.give()
		return nil, err
	}
	return g, nil
}

// open begins, waits for the head of the chain, which only one writer has at a time, and prunes old keys now and then.
func (g *group) open() error {
	if err := g.exec(g.s.beginWrite); err != nil {
		return err
	}
	if err := g.readHead(); err != nil {
		return err
	}
	if g.now.Sub(g.s.pruned) < pruneEvery {
		return nil
	}
	g.s.pruned = g.now
	return g.exec("DELETE FROM writes WHERE at < ?", g.now.Add(-keepKeys).UnixMicro())
}

func (g *group) readHead() error {
	rows, err := g.conn.query(g.ctx, "SELECT seq, hash FROM audit_head WHERE id = 1"+g.s.lockHead)
	if err != nil {
		return err
	}
	defer rows.Close()
	var hash []byte
	if !rows.Next() {
		return errors.Join(rows.Err(), sql.ErrNoRows)
	}
	if err := rows.Scan(&g.head.Seq, &hash); err != nil {
		return err
	}
	copy(g.head.Hash[:], hash)
	g.was = g.head
	return rows.Close()
}

func (g *group) exec(query string, args ...any) error {
	_, err := g.conn.exec(g.ctx, g.s.rebind(query), args...)
	return err
}

// abandon throws the transaction and its connection away.
func (g *group) abandon() { g.conn.discard() }

// run does one write in a savepoint. It gives an error only where the whole transaction is lost.
func (g *group) run(p *pending) error {
	if p.err = p.ctx.Err(); p.err != nil {
		return nil // whoever asked has gone, and nothing was done
	}
	if err := g.exec("SAVEPOINT one"); err != nil {
		return err
	}
	before := g.head
	tx := &Tx{ctx: g.ctx, conn: g.conn, dialect: g.s.dialect, now: g.now, head: &g.head}
	p.do(tx)
	tx.end()
	if p.err == nil && p.panicked == nil {
		p.events = tx.events
		return g.exec("RELEASE SAVEPOINT one")
	}
	g.head = before
	if err := g.exec("ROLLBACK TO SAVEPOINT one"); err != nil {
		return errors.Join(p.err, err) // a full disk, for one, makes SQLite roll back everything at once
	}
	return g.exec("RELEASE SAVEPOINT one")
}

// do runs the caller's function once for its key.
func (p *pending) do(tx *Tx) {
	defer func() { p.panicked = recover() }()
	if p.key != "" {
		p.replayed, p.err = tx.One([]any{&p.result}, "SELECT result FROM writes WHERE key = ?", p.key)
		if p.replayed || p.err != nil {
			return
		}
	}
	p.result, p.err = p.act(tx)
	if p.err == nil && p.key != "" {
		_, p.err = tx.Exec("INSERT INTO writes (key, at, result) VALUES (?, ?, ?)", p.key, tx.now, p.result)
	}
	if p.err == nil {
		p.err = tx.failed
	}
	if p.err != nil {
		p.result = nil
	}
}

// finish commits. Once a commit is asked for, only its confirmation tells what happened.
func (g *group) finish() error {
	if g.head != g.was {
		if err := g.exec("UPDATE audit_head SET seq = ?, hash = ? WHERE id = 1", g.head.Seq, g.head.Hash[:]); err != nil {
			return classify(err)
		}
	}
	if err := g.exec("COMMIT"); err != nil {
		return fmt.Errorf("%w: %w", ErrUnknown, classify(err))
	}
	return nil
}
