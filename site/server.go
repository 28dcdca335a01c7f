package site

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"tongbao/archive"
	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/desk"
	"tongbao/site/ledger"
	"tongbao/site/reminder"
	"tongbao/site/web"
)

// ServeOptions say how to serve with accounts. The callbacks tell the command what happened; they are called one at a time.
type ServeOptions struct {
	Addr    string // HOST:PORT
	Watch   bool   // publish when the archive changes
	Theme   fs.FS
	Version string
	Log     *slog.Logger
	// Workbook writes a table for a spreadsheet program (sheet.WriteTable): the halves meet in the command.
	Workbook func(w io.Writer, name string, head []string, rows [][]any) error
	// Check tells whether the archive may be published; it has said why where not.
	Check func(*archive.Archive) error
	// Ready has the server's address, and the link of the first set-up where nobody is administrator yet.
	Ready func(url, setUp string)
	Built func(Result, error)
}

// server is one archive being served.
type server struct {
	ServeOptions
	archive *archive.Archive
	office  *Office
	metrics *metrics
	answers answering
	shown   *publication
	notes   *annotation.Service
	names   ledger.Names
	remind  *reminding
	seen    atomic.Pointer[seen]
}

// Serve publishes the archive where that has not been done, and serves it with accounts until ctx ends.
func Serve(ctx context.Context, a *archive.Archive, o ServeOptions) error {
	if err := checkServer(a.Settings.Server, o.Addr); err != nil {
		return err
	}
	remind, err := openReminding(a)
	if err != nil {
		return err
	}
	office, err := OpenOffice(ctx, a, o.Version)
	if err != nil {
		return err
	}
	defer office.Close()
	s := &server{ServeOptions: o, archive: a, office: office, metrics: newMetrics(o.Version), remind: remind}
	now, err := see(a)
	if err != nil {
		return err
	}
	s.seen.Store(now)
	if s.names, err = Names(a, o.Theme); err != nil {
		return err
	}
	s.shown = &publication{folder: s.folder}
	s.notes = s.office.annotations(a, s.shown)
	if now.missing() {
		s.publish(ctx)
	}
	if s.seen.Load().missing() {
		return errors.New("没有可以显示的网站")
	}
	listener, err := net.Listen("tcp", o.Addr)
	if err != nil {
		return cannotListen(o.Addr, err)
	}
	defer listener.Close()
	return s.run(ctx, listener)
}

// publish reads the archive's settings anew, for who may read what stands there, and publishes where that is allowed.
func (s *server) publish(ctx context.Context) {
	a, err := archive.Open(s.archive.Root)
	if err == nil {
		err = s.Check(a)
	}
	var result Result
	if err == nil {
		result, err = Publish(ctx, a, s.Theme)
	}
	if err == nil {
		var now *seen
		if now, err = see(a); err == nil {
			s.seen.Store(now)
		}
	}
	s.metrics.built(err)
	s.Built(result, err)
	if err == nil {
		s.carry(ctx)
	}
}

// folder is the published folder that a role sees.
func (s *server) folder(r account.Role) string { return s.seen.Load().folders[r] }

// carry maps notes and instructions to the text that the site shows now.
func (s *server) carry(ctx context.Context) {
	bulletins, err := s.shown.bulletins()
	for _, bulletin := range bulletins {
		var c annotation.Carried
		if c, err = s.notes.Carry(ctx, bulletin); err != nil {
			break
		}
		if len(c.Review) > 0 {
			s.Log.Warn("notes whose text was corrected", "bulletin", bulletin, "count", len(c.Review))
		}
	}
	if err != nil {
		s.Log.Error("notes were not mapped to the new text", "error", err)
	}
}

func (s *server) run(ctx context.Context, listener net.Listener) error {
	streams, endStreams := context.WithCancel(ctx)
	defer endStreams()
	srv := newServer(s.handler())
	srv.ErrorLog = connectionLog(s.Log)
	srv.BaseContext = func(net.Listener) context.Context { return streams }
	changes, stop, err := watch(s.archive, s.Watch) // before anybody is told: what is changed from then on is seen
	if err != nil {
		return err
	}
	defer stop()
	if err := s.metrics.serve(ctx, s.archive.Settings.Server.Metrics); err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- s.accept(srv, listener) }()
	if err := s.announce(ctx, listener); err != nil {
		return err
	}
	s.carry(ctx)
	defer s.reminders(ctx)()
	daily := time.NewTicker(24 * time.Hour)
	defer daily.Stop()
	s.upkeep(ctx)
	for {
		select {
		case <-ctx.Done():
			endStreams()
			return shutdown(ctx, srv)
		case err := <-failed:
			return err
		case <-changes:
			s.publish(ctx)
		case <-daily.C:
			s.upkeep(ctx)
		}
	}
}

// remindEvery is how often the server looks what is due.
const remindEvery = time.Minute

// reminders sends what is due, beside everything else; what it gives ends that, once what is being sent has been.
func (s *server) reminders(ctx context.Context) (end func()) {
	if len(s.remind.carriers) == 0 {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	service := s.office.reminders(s.archive, s.shown, s.remind.rules)
	var background sync.WaitGroup
	background.Go(func() {
		tick := time.NewTicker(remindEvery)
		defer tick.Stop()
		for {
			if err := s.remind.round(ctx, service, time.Now, s.reminded); err != nil && ctx.Err() == nil {
				s.Log.Error("reminders were not sent", "error", err)
			}
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
		}
	})
	return func() {
		cancel()
		background.Wait()
	}
}

// reminded counts what became of a reminder, and logs what did not go.
func (s *server) reminded(t reminder.Task, o reminder.Outcome) {
	s.metrics.reminded(t.Carrier, string(o.State))
	if o.State != reminder.Sent {
		s.Log.Warn("a reminder did not go", "kind", t.Kind, "carrier", t.Carrier, "object", t.Object(), "to", t.To.Name, "state", o.State, "error", o.Error)
	}
}

func (s *server) accept(srv *http.Server, listener net.Listener) error {
	c := s.archive.Settings.Server
	if c.Certificate == "" {
		return srv.Serve(listener)
	}
	pair := &certificate{certFile: below(s.archive, c.Certificate), keyFile: below(s.archive, c.Key)}
	if _, err := pair.get(nil); err != nil {
		return fmt.Errorf("证书不能用：%w", err)
	}
	srv.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12, CipherSuites: authenticated(), GetCertificate: pair.get}
	return srv.ServeTLS(listener, "", "")
}

// authenticated are the suites of TLS 1.2 that encrypt and authenticate in one; Go also takes some with CBC, for browsers older than
// any that pages work in. TLS 1.3 has no others.
func authenticated() []uint16 {
	return []uint16{
		tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
		tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
		tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
	}
}

func (s *server) announce(ctx context.Context, listener net.Listener) error {
	scheme := "http"
	if s.archive.Settings.Server.Certificate != "" {
		scheme = "https"
	}
	url := scheme + "://" + listener.Addr().String() + "/"
	token, err := s.office.Accounts.FirstRun(ctx)
	switch {
	case err == nil:
		s.Ready(url, url+"set-up/"+token)
	case errors.Is(err, account.ErrSetUp):
		s.Ready(url, "")
	default:
		return err
	}
	return nil
}

// upkeep drops what has run out and logs the end of the audit's chain: a head that stands outside the database shows when
// its tail is cut.
func (s *server) upkeep(ctx context.Context) {
	if err := s.office.Accounts.Prune(ctx); err != nil {
		s.Log.Error("upkeep failed", "error", err)
	}
	head, err := s.office.Head(ctx)
	if err != nil {
		s.Log.Error("no audit head", "error", err)
		return
	}
	s.Log.Info("audit head", "head", head.String())
}

func (s *server) handler() http.Handler {
	settings, ways := s.archive.Settings.Server, s.office.signOns
	c := web.Config{
		Accounts: s.office.Accounts, Rules: s.office.Rules, Units: registered(s.archive), Names: s.names, Workbook: s.Workbook, Proxies: ways.proxies.Has,
		Annotations: s.notes, Folder: s.folder, Reads: s.shown.reads,
		Restricted: func(path string) (string, bool) { return s.seen.Load().bulletin(path) },
		Open:       settings.Access == "intranet", Secure: secure(settings), Hosts: hostNames(settings, s.Addr),
		PublicURL: settings.PublicURL, Origins: settings.Origins,
		ProxyUser: ways.proxyUser(settings.ProxyUser.Header), Answer: s.answers.answer, Ready: s.office.Store.Writable, Events: s.events, Now: time.Now, Log: s.Log,
		Observe: s.metrics.request, Bulletins: s.shown.newestFirst,
		Changes: func(folder string, units []string) (desk.Changes, error) {
			return desk.ReadChanges(os.DirFS(folder), units)
		},
	}
	if ways.provider != nil {
		c.SignOn = ways.provider
	}
	return web.New(c).Handler()
}

func registered(a *archive.Archive) []web.Unit {
	var units []web.Unit
	for _, u := range a.Units.Units {
		units = append(units, web.Unit{ID: u.ID, Name: u.Name})
	}
	return units
}

// events turns what the database tells into what readers' pages are told.
func (s *server) events(ctx context.Context) <-chan web.Event {
	changes := s.office.Store.Subscribe(ctx)
	out := make(chan web.Event)
	go func() {
		defer close(out)
		for e := range changes {
			select {
			case out <- web.Event(e):
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// secure tells whether readers come by TLS: ours, or that of a proxy.
func secure(s archive.Server) bool {
	return s.Certificate != "" || len(s.Proxies) > 0 && !s.PlainHTTP
}

// hostNames are the names that requests may ask for. An address by number is no name that somebody else could point here.
func hostNames(s archive.Server, addr string) []string {
	names := []string{"localhost"}
	if host, _, err := net.SplitHostPort(addr); err == nil {
		names = append(names, host)
	}
	if own, err := os.Hostname(); err == nil {
		names = append(names, strings.ToLower(own))
	}
	for _, h := range s.Hosts {
		names = append(names, strings.ToLower(h))
	}
	return names
}

// checkAddresses holds what stands for a site to be its address.
func checkAddresses(s archive.Server) error {
	if u, err := url.Parse(s.PublicURL); s.PublicURL != "" && (err != nil || !isWeb(u) || u.RawQuery != "" || u.Fragment != "") {
		return fmt.Errorf("%s 中 [server] 的 public_url 写了 %q，应为完整地址，如 https://tongbao.office.example/", archive.SettingsFile, s.PublicURL)
	}
	for _, origin := range s.Origins {
		if u, err := url.Parse(origin); err != nil || !isWeb(u) || u.Scheme+"://"+u.Host != origin {
			return fmt.Errorf("%s 中 [server] 的 origins 写了 %q，应为网站的地址，不带路径，如 https://tool.office.example", archive.SettingsFile, origin)
		}
	}
	return nil
}

func isWeb(u *url.URL) bool {
	return (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil
}

// checkServer says what is wrong in the settings before anything is opened.
func checkServer(s archive.Server, addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("地址 %q 应写作 主机:端口，如 127.0.0.1:8080", addr)
	}
	if !slices.Contains([]string{"", "login", "intranet"}, s.Access) {
		return fmt.Errorf("%s 中 [server] 的 access 写了 %q，应为 login 或 intranet", archive.SettingsFile, s.Access)
	}
	if err := checkAddresses(s); err != nil {
		return err
	}
	if (s.Certificate == "") != (s.Key == "") {
		return fmt.Errorf("%s 中 [server] 的 certificate 和 key 要么都写，要么都不写", archive.SettingsFile)
	}
	if !loopback(host) && s.Certificate == "" && len(s.Proxies) == 0 && !s.PlainHTTP {
		return fmt.Errorf("监听 %s 需要 TLS，否则密码会在网络上被看到：请在 %s 的 [server] 中写 certificate 和 key，"+
			"或由前置代理提供 TLS 并写 proxies；确需明文的，写 plain_http = true", addr, archive.SettingsFile)
	}
	return nil
}
