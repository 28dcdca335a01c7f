package carrier_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"mime"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"tongbao/site/carrier"
)

// mailServer is a mail server in this process: it takes what one account sends, and answers as the test wants.
type mailServer struct {
	address string
	roots   *x509.CertPool

	mu     sync.Mutex
	took   []string // messages, as they came
	to     []string
	refuse *smtp.SMTPError // of the next recipients
	open   bool            // takes mail of whoever comes
	cut    bool            // the connection ends when a message was taken, before it is said
}

const smtpPassword = "mail secret"

func (s *mailServer) NewSession(c *smtp.Conn) (smtp.Session, error) {
	return &mailSession{server: s, conn: c}, nil
}

type mailSession struct {
	server *mailServer
	conn   *smtp.Conn
	known  bool
}

func (*mailSession) AuthMechanisms() []string { return []string{sasl.Plain} }

func (m *mailSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "tongbao" || password != smtpPassword {
			return smtp.ErrAuthFailed
		}
		m.known = true
		return nil
	}), nil
}

func (m *mailSession) Mail(string, *smtp.MailOptions) error {
	if !m.known && !m.server.open {
		return smtp.ErrAuthRequired
	}
	return nil
}

func (m *mailSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	m.server.mu.Lock()
	defer m.server.mu.Unlock()
	if m.server.refuse != nil {
		return m.server.refuse
	}
	m.server.to = append(m.server.to, to)
	return nil
}

func (m *mailSession) Data(r io.Reader) error {
	body, err := io.ReadAll(r)
	m.server.mu.Lock()
	m.server.took = append(m.server.took, string(body))
	cut := m.server.cut
	m.server.mu.Unlock()
	if cut {
		m.conn.Conn().Close()
	}
	return err
}

func (*mailSession) Reset()        {}
func (*mailSession) Logout() error { return nil }

// serveMail starts a mail server with TLS from the first byte, or on the client's word.
func serveMail(t *testing.T, fromTheStart bool) *mailServer {
	t.Helper()
	s := &mailServer{roots: x509.NewCertPool()}
	server := smtp.NewServer(s)
	certificate := selfSigned(t, s.roots)
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = listener.Addr().String()
	if fromTheStart {
		listener = tls.NewListener(listener, server.TLSConfig)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	t.Cleanup(func() {
		server.Close()
		<-ended
	})
	return s
}

func selfSigned(t *testing.T, roots *x509.CertPool) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	of := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), BasicConstraintsValid: true,
	}
	raw, err := x509.CreateCertificate(rand.Reader, of, of, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}
}

var message = carrier.Message{
	ID: "abc", Name: "示例姓名", Address: "somebody@office.example", Subject: "【通报库】彰武县：批示已超期2天，请尽快办理并报办结",
	Text: "承办单位：彰武县\n期限：2021-10-20\n", At: time.Date(2021, 10, 22, 1, 0, 0, 0, time.UTC),
}

func settings(s *mailServer, security string) carrier.Mail {
	return carrier.Mail{Server: s.address, TLS: security, User: "tongbao", Password: smtpPassword, From: "通报库 <tongbao@office.example>", Roots: s.roots}
}

// A message arrives by TLS, from the first byte or by STARTTLS, signed in, with its subject in Chinese and its words as they are.
func TestMail(t *testing.T) {
	for _, security := range []string{"tls", "starttls"} {
		s := serveMail(t, security == "tls")
		m := settings(s, security)
		if err := errors.Join(m.Valid(), m.Check(t.Context()), m.Send(t.Context(), message)); err != nil {
			t.Fatalf("%s: %v", security, err)
		}
		if len(s.took) != 1 || len(s.to) != 1 || s.to[0] != message.Address {
			t.Fatalf("%s: %v to %v", security, s.took, s.to)
		}
		arrived, err := mail.ReadMessage(strings.NewReader(s.took[0]))
		if err != nil {
			t.Fatal(err)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(arrived.Header.Get("Subject"))
		if err != nil || subject != message.Subject {
			t.Errorf("subject %q, %v", subject, err)
		}
		for i := range len(s.took[0]) {
			if s.took[0][i] >= 0x80 {
				t.Fatalf("%s: a byte of the message is not ASCII", security)
			}
		}
		if to, err := arrived.Header.AddressList("To"); err != nil || to[0].Name != message.Name || to[0].Address != message.Address {
			t.Errorf("to %v, %v", to, err)
		}
		for name, want := range map[string]string{"Message-Id": "<abc@office.example>", "Auto-Submitted": "auto-generated"} {
			if got := arrived.Header.Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		if kind := arrived.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/plain; charset=UTF-8") {
			t.Errorf("content type %q", kind)
		}
		if body := plain(t, arrived); body != message.Text {
			t.Errorf("text %q", body)
		}
	}
}

func plain(t *testing.T, m *mail.Message) string {
	t.Helper()
	body, err := io.ReadAll(decoded(m))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(body), "\r\n", "\n")
}

// What goes wrong is told apart: what may pass, what never will, and what nobody knows. No word of it names the recipient.
func TestMailThatDoesNotArrive(t *testing.T) {
	s := serveMail(t, true)
	refused := func(code int) func() {
		return func() {
			s.refuse = &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: message.Address}
		}
	}
	for _, c := range []struct {
		name               string
		set                func()
		change             func(*carrier.Mail)
		refused, uncertain bool
	}{
		{"a full mailbox", refused(452), nil, false, false},
		{"no such mailbox", refused(550), nil, true, false},
		{"a wrong password", func() {}, func(m *carrier.Mail) { m.Password = "wrong" }, false, false},
		{"an unknown certificate", func() {}, func(m *carrier.Mail) { m.Roots = x509.NewCertPool() }, false, false},
		{"nobody there", func() {}, func(m *carrier.Mail) { m.Server = "127.0.0.1:1" }, false, false},
		{"a connection cut at the end", func() { s.cut = true }, nil, false, true},
	} {
		s.mu.Lock()
		s.refuse, s.cut = nil, false
		c.set()
		s.mu.Unlock()
		m := settings(s, "tls")
		if c.change != nil {
			c.change(&m)
		}
		err := m.Send(t.Context(), message)
		if err == nil || errors.Is(err, carrier.ErrRefused) != c.refused || errors.Is(err, carrier.ErrUncertain) != c.uncertain {
			t.Errorf("%s: %v", c.name, err)
		} else if strings.Contains(err.Error(), message.Address) {
			t.Errorf("%s names the recipient: %v", c.name, err)
		}
	}
}

// A server that offers no TLS gets neither password nor message where TLS was asked for.
func TestMailKeepsToTLS(t *testing.T) {
	s := &mailServer{open: true}
	server := smtp.NewServer(s)
	server.AllowInsecureAuth = true
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = listener.Addr().String()
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	t.Cleanup(func() {
		server.Close()
		<-ended
	})
	signedIn, unknown := settings(s, "starttls"), settings(s, "starttls")
	unknown.User, unknown.Password = "", ""
	for _, m := range []carrier.Mail{signedIn, unknown} {
		if err := m.Send(t.Context(), message); err == nil || len(s.took) != 0 {
			t.Errorf("%v, took %v", err, s.took)
		}
	}
	unknown.TLS = "none"
	if err := unknown.Send(t.Context(), message); err != nil || len(s.took) != 1 {
		t.Errorf("where the office wants none: %v, took %v", err, s.took)
	}
}

func TestMailSettings(t *testing.T) {
	for _, c := range []struct {
		name string
		m    carrier.Mail
	}{
		{"server", carrier.Mail{Server: "smtp.office.example", TLS: "tls", From: "a@b.example"}},
		{"server", carrier.Mail{Server: "smtp.office.example:0", TLS: "tls", From: "a@b.example"}},
		{"from", carrier.Mail{Server: "h:25", TLS: "tls", From: "nobody"}},
		{"tls", carrier.Mail{Server: "h:25", From: "a@b.example"}},
		{"tls", carrier.Mail{Server: "h:25", TLS: "none", From: "a@b.example", User: "u", Password: "p"}},
		{"user", carrier.Mail{Server: "h:25", TLS: "tls", From: "a@b.example", User: "u"}},
	} {
		if bad, ok := errors.AsType[*carrier.BadSetting](c.m.Valid()); !ok || bad.Name != c.name {
			t.Errorf("%+v: %v, want %s", c.m, c.m.Valid(), c.name)
		}
	}
}
