package search

import (
	"container/list"
	"sync"
)

// cache keeps what was read by name, at most so many bytes of it; what was not asked for the longest goes first. It is safe
// for several readers at once.
type cache struct {
	most  int
	mu    sync.Mutex
	size  int
	items map[string]*list.Element
	order *list.List // the latest first
}

type cached struct {
	name  string
	value any
	size  int
}

func newCache(most int) *cache {
	return &cache{most: most, items: map[string]*list.Element{}, order: list.New()}
}

func (c *cache) get(name string) (any, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	item, ok := c.items[name]
	if !ok {
		return nil, false
	}
	c.order.MoveToFront(item)
	return item.Value.(cached).value, true
}

func (c *cache) put(name string, value any, size int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.items[name]; ok || size > c.most {
		return
	}
	c.items[name] = c.order.PushFront(cached{name, value, size})
	for c.size += size; c.size > c.most; {
		oldest := c.order.Remove(c.order.Back()).(cached)
		delete(c.items, oldest.name)
		c.size -= oldest.size
	}
}
