package site

import (
	"context"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are what a server counts, for Prometheus to fetch.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	builds   *prometheus.CounterVec
	reminds  *prometheus.CounterVec
}

func newMetrics(version string) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "tongbao_http_request_seconds", Help: "Time to answer a request, by route and status.",
			Buckets: []float64{.001, .005, .02, .1, .5, 2, 10},
		}, []string{"route", "status"}),
		builds: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "tongbao_builds_total", Help: "Builds of the site, by outcome."}, []string{"outcome"}),
	}
	m.reminds = prometheus.NewCounterVec(prometheus.CounterOpts{Name: "tongbao_reminders_total", Help: "Reminders handed over, by carrier and what became of them."}, []string{"carrier", "state"})
	info := prometheus.NewGauge(prometheus.GaugeOpts{Name: "tongbao_info", Help: "The program's version.", ConstLabels: prometheus.Labels{"version": version}})
	info.Set(1)
	m.registry.MustRegister(m.requests, m.builds, m.reminds, info, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// request counts one request. A route that was not reached has no name of its own, so that made-up addresses make no series.
func (m *metrics) request(route string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Observe(took.Seconds())
}

func (m *metrics) built(err error) {
	outcome := "ok"
	if err != nil {
		outcome = "failed"
	}
	m.builds.WithLabelValues(outcome).Inc()
}

func (m *metrics) reminded(carrier, state string) { m.reminds.WithLabelValues(carrier, state).Inc() }

// serve answers Prometheus at an address of its own until ctx ends; "" is nowhere. It tells nothing of anybody, but it is no
// page for readers: the address should be one that they do not reach.
func (m *metrics) serve(ctx context.Context, addr string) error {
	if addr == "" {
		return nil
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return cannotListen(addr, err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	srv := newServer(mux)
	go srv.Serve(listener) // ends with Close
	context.AfterFunc(ctx, func() { srv.Close() })
	return nil
}
