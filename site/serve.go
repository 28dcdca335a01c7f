package site

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"tongbao/site/web"
)

// ServeOptions say how to serve. The callbacks tell the command what happened; they are called one at a time.
type ServeOptions struct {
	Addr  string // HOST:PORT; the host must be a loopback address
	Watch bool   // rebuild when the archive changes
	Ready func(url string)
	Built func(Result, error)
}

// ErrNotLoopback says why a server that knows no accounts listens on this machine only.
var ErrNotLoopback = errors.New("还没有账号和权限，只能在本机访问：请用 127.0.0.1、localhost 或 [::1]；" +
	"要给全单位看，请用 tongbao build 生成网站，放到内网网页服务器上")

// Timeouts of the server: a slow or silent client does not hold a connection for ever.
const (
	headerTimeout   = 5 * time.Second
	requestTimeout  = 30 * time.Second
	answerTimeout   = 2 * time.Minute
	idleTimeout     = 2 * time.Minute
	shutdownTimeout = 10 * time.Second
	maxHeaderBytes  = 64 << 10
)

// Serve builds the site and serves it until ctx ends. Where the build fails and an earlier site is there, that one is
// served.
func (s *Site) Serve(ctx context.Context, o ServeOptions) error {
	host, _, err := net.SplitHostPort(o.Addr)
	if err != nil {
		return fmt.Errorf("地址 %q 应写作 主机:端口，如 127.0.0.1:8080", o.Addr)
	}
	if !loopback(host) {
		return fmt.Errorf("不能监听 %s：%w", o.Addr, ErrNotLoopback)
	}
	listener, err := net.Listen("tcp", o.Addr)
	if err != nil {
		return fmt.Errorf("不能监听 %s（端口可能已被占用，可用 --addr 换一个）：%w", o.Addr, err)
	}
	defer listener.Close()
	result, err := s.Build(ctx)
	o.Built(result, err)
	if _, missing := os.Stat(s.public); err != nil && missing != nil {
		return errors.New("没有可以显示的网站")
	}
	return s.run(ctx, listener, o)
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// localNames are the hosts that requests may ask for.
func localNames(host string) []string { return []string{"localhost", "127.0.0.1", "::1", host} }

func (s *Site) run(ctx context.Context, listener net.Listener, o ServeOptions) error {
	host, _, _ := net.SplitHostPort(o.Addr) // Serve has parsed it
	server := &http.Server{
		Handler:           web.Handler(s.public, localNames(host)),
		ReadHeaderTimeout: headerTimeout, ReadTimeout: requestTimeout, WriteTimeout: answerTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
	}
	changes, stop, err := s.changes(o.Watch) // before anybody is told: what is changed from then on is seen
	if err != nil {
		return err
	}
	defer stop()
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	o.Ready("http://" + listener.Addr().String() + "/")
	for {
		select {
		case <-ctx.Done():
			grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
			defer cancel()
			return server.Shutdown(grace)
		case err := <-failed:
			return err
		case <-changes:
			o.Built(s.Build(ctx))
		}
	}
}
