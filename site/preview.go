package site

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"

	"tongbao/site/web"
)

// PreviewOptions say how to show an archive on this machine. The callbacks tell the command what happened; they are called
// one at a time.
type PreviewOptions struct {
	Addr  string // HOST:PORT; the host must be a loopback address
	Watch bool   // rebuild when the archive changes
	Ready func(url string)
	Built func(Result, error)
}

// ErrNotLoopback says why a preview, which knows no accounts, listens on this machine only.
var ErrNotLoopback = errors.New("预览不用登录，只能在本机访问：请用 127.0.0.1、localhost 或 [::1]；" +
	"要给全单位看，请用 tongbao serve（不加 --preview），或用 tongbao build -o 生成网站放到内网网页服务器上")

// Preview builds the site and serves it without accounts until ctx ends. Where the build fails and an earlier site is there,
// that one is served.
func (s *Site) Preview(ctx context.Context, o PreviewOptions) error {
	host, _, err := net.SplitHostPort(o.Addr)
	if err != nil {
		return fmt.Errorf("地址 %q 应写作 主机:端口，如 127.0.0.1:8080", o.Addr)
	}
	if !loopback(host) {
		return fmt.Errorf("不能监听 %s：%w", o.Addr, ErrNotLoopback)
	}
	listener, err := net.Listen("tcp", o.Addr)
	if err != nil {
		return cannotListen(o.Addr, err)
	}
	defer listener.Close()
	result, err := s.Build(ctx)
	o.Built(result, err)
	if _, missing := os.Stat(s.public); err != nil && missing != nil {
		return errors.New("没有可以显示的网站")
	}
	return s.show(ctx, listener, o)
}

func (s *Site) show(ctx context.Context, listener net.Listener, o PreviewOptions) error {
	host, _, _ := net.SplitHostPort(o.Addr) // Preview has parsed it
	server := newServer(web.Preview(s.public, localNames(host)))
	changes, stop, err := watch(s.archive, o.Watch) // before anybody is told: what is changed from then on is seen
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
			return shutdown(ctx, server)
		case err := <-failed:
			return err
		case <-changes:
			o.Built(s.Build(ctx))
		}
	}
}
