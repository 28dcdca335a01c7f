package site

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Timeouts of a server: a slow or silent client does not hold a connection for ever.
const (
	headerTimeout   = 5 * time.Second
	requestTimeout  = 30 * time.Second
	answerTimeout   = 2 * time.Minute
	idleTimeout     = 2 * time.Minute
	shutdownTimeout = 10 * time.Second
	maxHeaderBytes  = 64 << 10
)

func newServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: headerTimeout, ReadTimeout: requestTimeout, WriteTimeout: answerTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
	}
}

// shutdown lets the requests under way end.
func shutdown(ctx context.Context, server *http.Server) error {
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	return server.Shutdown(grace)
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// localNames are the hosts that requests to this machine may ask for.
func localNames(host string) []string { return []string{"localhost", "127.0.0.1", "::1", host} }

func cannotListen(addr string, err error) error {
	return fmt.Errorf("不能监听 %s（端口可能已被占用，可用 --addr 换一个）：%w", addr, err)
}
