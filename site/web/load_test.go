package web

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// A load is requests that clients send one after the other, each on a connection of its own that stays open. The client costs
// little: the request is bytes made before, because the servers measured share the processors with it.
type load struct {
	address string
	clients int
	// request is the n-th request of a client, as it goes over the wire.
	request func(client, n int) []byte
	status  int // expected of every answer
}

// measured is what came of a load.
type measured struct {
	took  time.Duration
	times []time.Duration // of each request, ascending
}

func (m measured) perSecond() float64 { return float64(len(m.times)) / m.took.Seconds() }

// at is the time that so great a part of the requests took at most, in milliseconds.
func (m measured) at(part float64) float64 {
	return float64(m.times[int(part*float64(len(m.times)-1))].Microseconds()) / 1000
}

// run keeps the clients at it for so long. first numbers the requests, so that two runs send different ones.
func (l load) run(first int, long time.Duration) (measured, error) {
	until := time.Now().Add(long)
	return l.all(first, func(int) bool { return time.Now().Before(until) })
}

// times lets every client send so many requests.
func (l load) times(each int) error {
	_, err := l.all(0, func(n int) bool { return n < each })
	return err
}

// all lets the clients send requests from number first on, as long as there are more.
func (l load) all(first int, more func(n int) bool) (measured, error) {
	var group sync.WaitGroup
	times, errs := make([][]time.Duration, l.clients), make([]error, l.clients)
	began := time.Now()
	for client := range l.clients {
		group.Go(func() { times[client], errs[client] = l.client(client, first, more) })
	}
	group.Wait()
	m := measured{took: time.Since(began), times: slices.Concat(times...)}
	slices.Sort(m.times)
	for _, err := range errs {
		if err != nil {
			return m, err
		}
	}
	if len(m.times) == 0 {
		return m, errors.New("no request ended in time")
	}
	return m, nil
}

func (l load) client(client, n int, more func(n int) bool) (times []time.Duration, err error) {
	conn, err := net.Dial("tcp", l.address)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	in := bufio.NewReaderSize(conn, 64<<10)
	for ; more(n); n++ {
		request := l.request(client, n)
		began := time.Now()
		if _, err := conn.Write(request); err != nil {
			return times, err
		}
		res, err := http.ReadResponse(in, nil)
		if err != nil {
			return times, err
		}
		body, err := io.ReadAll(io.LimitReader(res.Body, 1000))
		if err == nil {
			_, err = io.Copy(io.Discard, res.Body)
		}
		if err != nil {
			return times, err
		}
		if res.StatusCode != l.status {
			return times, fmt.Errorf("%d instead of %d: %s", res.StatusCode, l.status, body)
		}
		times = append(times, time.Since(began))
	}
	return times, nil
}
