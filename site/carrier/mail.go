package carrier

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"strconv"
	"strings"

	"github.com/wneessen/go-mail"
)

// Mail is the office's mail server, by SMTP.
type Mail struct {
	Server   string         // HOST:PORT
	TLS      string         // "tls" from the first byte, "starttls", or "none"
	User     string         // "" for a server that asks for none
	Password string         //
	From     string         // address, or 名称 <address>
	Roots    *x509.CertPool // who vouches for the server; nil for those that the system knows
}

// Valid says what is wrong in the settings: *BadSetting.
func (m Mail) Valid() error {
	host, port, err := net.SplitHostPort(m.Server)
	if n, portErr := strconv.Atoi(port); err != nil || host == "" || portErr != nil || n < 1 || n > 65535 {
		return bad("server", "%q 应写作 主机:端口，如 smtp.office.example:465", m.Server)
	}
	if _, err := netmail.ParseAddress(m.From); err != nil {
		return bad("from", "%q 应写作 通报库 <tongbao@office.example>", m.From)
	}
	switch {
	case m.TLS != "tls" && m.TLS != "starttls" && m.TLS != "none":
		return bad("tls", "写了 %q，应为 tls、starttls 或 none", m.TLS)
	case m.TLS == "none" && m.User != "":
		return bad("tls", "写了 none，密码会在网络上被看到：有 user 时应为 tls 或 starttls")
	case (m.User == "") != (m.Password == ""):
		return bad("user", "user 和密码（password_file 或环境变量）要么都有，要么都没有")
	}
	return nil
}

// Send hands a message to the mail server.
func (m Mail) Send(ctx context.Context, message Message) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	written, err := m.write(message)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	client, err := m.dial(ctx)
	if err != nil {
		return err
	}
	defer client.Close()
	return outcome(written, client.Send(written))
}

// Check signs in at the mail server and leaves again.
func (m Mail) Check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	client, err := m.dial(ctx)
	if err != nil {
		return err
	}
	return client.Close()
}

func (m Mail) dial(ctx context.Context) (*mail.Client, error) {
	host, port, err := net.SplitHostPort(m.Server)
	if err != nil {
		return nil, err
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return nil, err
	}
	options := []mail.Option{mail.WithPort(number), mail.WithTimeout(timeout), mail.WithTLSConfig(&tls.Config{ServerName: host, RootCAs: m.Roots, MinVersion: tls.VersionTLS12})}
	switch m.TLS {
	case "tls":
		options = append(options, mail.WithSSL())
	case "starttls":
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	default:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	}
	if m.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(m.User), mail.WithPassword(m.Password))
	}
	client, err := mail.NewClient(host, options...)
	if err != nil {
		return nil, err
	}
	return client, client.DialWithContext(ctx)
}

// write makes a plain text message that no holiday notice answers.
func (m Mail) write(message Message) (*mail.Msg, error) {
	from, err := netmail.ParseAddress(m.From)
	if err != nil {
		return nil, err
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	written := mail.NewMsg(mail.WithNoDefaultUserAgent())
	written.FromMailAddress(from)
	if err := written.AddToFormat(message.Name, message.Address); err != nil {
		return nil, errors.New("the address cannot be written to")
	}
	written.Subject(message.Subject)
	written.SetDateWithValue(message.At)
	written.SetMessageIDWithValue(message.ID + "@" + domain)
	written.SetGenHeader("Auto-Submitted", "auto-generated")
	written.SetBodyString(mail.TypeTextPlain, message.Text)
	return written, nil
}

// outcome tells what came of sending. The library's own words hold the recipient's address, which no log should.
func outcome(written *mail.Msg, err error) error {
	if err == nil || written.IsDelivered() { // leaving may fail afterwards
		return nil
	}
	var failed *mail.SendError
	if !errors.As(err, &failed) {
		return errors.New("carrier: the mail server cannot be reached")
	}
	said := fmt.Errorf("%s (SMTP %d)", failed.Reason, failed.ErrorCode())
	switch {
	case failed.Reason == mail.ErrSMTPDataClose && failed.ErrorCode() == 0:
		return fmt.Errorf("%w: %w", ErrUncertain, said)
	case failed.ErrorCode() >= 500:
		return fmt.Errorf("%w: %w", ErrRefused, said)
	}
	return said
}
