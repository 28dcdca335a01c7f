package web

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// pace bounds how often one address may ask for what is dear: sign-ins. The accounts lock what fails too often; this keeps a
// flood from reaching them.
type pace struct {
	mu       sync.Mutex
	now      func() time.Time
	limiters map[string]*rate.Limiter
}

const (
	paceEvery = 200 * time.Millisecond
	paceBurst = 30
	paceMost  = 10_000 // addresses; then all begin anew, which a flood from so many could have had anyhow
)

func newPace(now func() time.Time) *pace {
	return &pace{now: now, limiters: map[string]*rate.Limiter{}}
}

func (p *pace) allows(address string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.limiters) > paceMost {
		clear(p.limiters)
	}
	l, ok := p.limiters[address]
	if !ok {
		l = rate.NewLimiter(rate.Every(paceEvery), paceBurst)
		p.limiters[address] = l
	}
	return l.AllowN(p.now(), 1)
}
