package store

import (
	"context"
	"strings"
	"sync"
)

// Event says that something changed.
type Event struct{ Topic, Object string }

// Resync is the topic of the event that stands for events that may have been lost: look at everything anew.
const Resync = "resync"

// maxWaiting is how many events wait for one slow subscriber before one Resync takes their place.
const maxWaiting = 1024

// hub hands events to the subscribers of this process.
type hub struct {
	mu   sync.Mutex
	subs map[*subscriber]struct{}
}

type subscriber struct {
	waiting []Event
	wake    chan struct{}
}

// parseEvent reads what Publish wrote, with a tab between the two.
func parseEvent(text string) Event {
	topic, object, _ := strings.Cut(text, "\t")
	return Event{topic, object}
}

func newHub() *hub { return &hub{subs: map[*subscriber]struct{}{}} }

func (h *hub) publish(events ...Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, e := range events {
		for sub := range h.subs {
			if len(sub.waiting) >= maxWaiting || e.Topic == Resync {
				sub.waiting = []Event{{Topic: Resync}}
			} else {
				sub.waiting = append(sub.waiting, e)
			}
			select {
			case sub.wake <- struct{}{}:
			default: // it is awake already
			}
		}
	}
}

func (h *hub) take(sub *subscriber) []Event {
	h.mu.Lock()
	defer h.mu.Unlock()
	events := sub.waiting
	sub.waiting = nil
	return events
}

// Subscribe gives the events of all servers that are committed from now on, until ctx ends or the store closes; then
// the channel closes. Whoever reads slowly gets Resync instead of what was too much.
func (s *Store) Subscribe(ctx context.Context) <-chan Event {
	sub := &subscriber{wake: make(chan struct{}, 1)}
	s.hub.mu.Lock()
	s.hub.subs[sub] = struct{}{}
	s.hub.mu.Unlock()
	out := make(chan Event)
	go func() {
		defer close(out)
		s.hub.forward(ctx, s.closing, sub, out)
		s.hub.mu.Lock()
		delete(s.hub.subs, sub)
		s.hub.mu.Unlock()
	}()
	return out
}

func (h *hub) forward(ctx context.Context, closing chan struct{}, sub *subscriber, out chan<- Event) {
	for {
		select {
		case <-sub.wake:
		case <-ctx.Done():
			return
		case <-closing:
			return
		}
		for _, e := range h.take(sub) {
			select {
			case out <- e:
			case <-ctx.Done():
				return
			case <-closing:
				return
			}
		}
	}
}
