package signon

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/go-ldap/ldap/v3"

	"tongbao/site/account"
)

// LDAP is a directory that checks names and passwords: it looks for the one entry that a filter finds, and signs in there
// as that entry. It is an account.Directory.
type LDAP struct {
	URL      string         // ldaps://host[:port], or ldap://host[:port] with StartTLS
	StartTLS bool           //
	Insecure bool           // allow passwords to go over the network as they are
	Roots    *x509.CertPool // whose certificates are believed; nil for the system's

	BindDN, BindPassword string // who looks for the entry; both empty for anybody
	Base                 string // where it looks, with everything below
	Filter               string // with %s for the name, as (uid=%s) or (sAMAccountName=%s)
	Groups               string // the attribute that names a person's groups; "" for memberOf
	Grants               Grants // by DN of a group, by its cn, or by the attribute's own text
}

var _ account.Directory = LDAP{}

// Valid tells what is wrong with the settings, in their own words, or nil.
func (d LDAP) Valid() error {
	at, err := url.Parse(d.URL)
	switch {
	case err != nil || at.Hostname() == "" || at.Scheme != "ldap" && at.Scheme != "ldaps":
		return fmt.Errorf("url: %q is not ldaps://HOST or ldap://HOST", d.URL)
	case at.Scheme == "ldaps" && d.StartTLS:
		return errors.New("start_tls: ldaps:// is encrypted from the first byte")
	case at.Scheme == "ldap" && !d.StartTLS && !d.Insecure:
		return errors.New("url: ldap:// without start_tls would send passwords unencrypted")
	case (d.BindDN == "") != (d.BindPassword == ""):
		return errors.New("bind_dn: needs a password, and a password needs it")
	case d.Base == "":
		return errors.New("base: missing")
	case !strings.Contains(d.Filter, "%s"):
		return errors.New("filter: has no %s for the name")
	}
	if _, err := ldap.CompileFilter(d.filter("a")); err != nil {
		return fmt.Errorf("filter: %w", err)
	}
	return nil
}

// filter puts a name into the filter so that it is only ever compared, whatever characters it has.
func (d LDAP) filter(name string) string {
	return strings.ReplaceAll(d.Filter, "%s", ldap.EscapeFilter(name))
}

// Check looks for the person and tries the password. An empty password is refused here: a directory takes a sign-in
// without one for a visit of nobody, and says yes to it (RFC 4513, 5.1.2).
func (d LDAP) Check(ctx context.Context, name, password string) (account.Identity, error) {
	name = strings.TrimSpace(name)
	if name == "" || password == "" {
		return account.Identity{}, refuse("no name or no password")
	}
	if err := d.Valid(); err != nil {
		return account.Identity{}, unavailable("settings", err)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := d.connect(ctx)
	if err != nil {
		return account.Identity{}, unavailable("connecting", err)
	}
	defer conn.Close()
	return d.check(conn, name, password)
}

func (d LDAP) check(conn *ldap.Conn, name, password string) (account.Identity, error) {
	found, err := d.find(conn, name)
	if err != nil {
		return account.Identity{}, err
	}
	// Nobody's password is tried as well, and fails, so that both take one more round.
	dn := "cn=nobody," + d.Base
	if len(found) == 1 {
		dn = found[0].DN
	}
	tried := bind(conn, dn, password)
	if len(found) != 1 {
		return account.Identity{}, refuse("%d entries have the name", len(found))
	}
	if tried != nil {
		return account.Identity{}, tried
	}
	return d.identity(found[0], name)
}

// find gives the entries of a name; two stand for any number above one.
func (d LDAP) find(conn *ldap.Conn, name string) ([]*ldap.Entry, error) {
	if d.BindDN != "" {
		if err := conn.Bind(d.BindDN, d.BindPassword); err != nil {
			return nil, unavailable("signing in as bind_dn", err)
		}
	}
	const atMost = 2
	answer, err := conn.Search(ldap.NewSearchRequest(d.Base, ldap.ScopeWholeSubtree, ldap.NeverDerefAliases,
		atMost, int(patience.Seconds()), false, d.filter(name), d.attributes(), nil))
	if err != nil && !ldap.IsErrorWithCode(err, ldap.LDAPResultSizeLimitExceeded) {
		return nil, unavailable("looking for the name", err)
	}
	return answer.Entries, nil
}

// bind tries a password. Only what a directory says of the person is a refusal: wrong, locked, expired, disabled.
func bind(conn *ldap.Conn, dn, password string) error {
	err := conn.Bind(dn, password)
	if err == nil {
		return nil
	}
	if ldap.IsErrorAnyOf(err, ldap.LDAPResultInvalidCredentials, ldap.LDAPResultNoSuchObject,
		ldap.LDAPResultInappropriateAuthentication, ldap.LDAPResultConstraintViolation,
		ldap.LDAPResultInsufficientAccessRights, ldap.LDAPResultUnwillingToPerform) {
		return refuse("the directory says no: %s", tidy(err.Error()))
	}
	return unavailable("trying the password", err)
}

// connect opens a connection that ends with its context, encrypted unless the settings allow otherwise.
func (d LDAP) connect(ctx context.Context) (*ldap.Conn, error) {
	at, err := url.Parse(d.URL)
	if err != nil {
		return nil, err
	}
	port := firstOf(at.Port(), map[string]string{"ldap": "389", "ldaps": "636"}[at.Scheme])
	raw, err := new(net.Dialer).DialContext(ctx, "tcp", net.JoinHostPort(at.Hostname(), port))
	if err != nil {
		return nil, err
	}
	// The library knows no context: whatever it waits for then fails.
	context.AfterFunc(ctx, func() { raw.Close() })
	trust := &tls.Config{ServerName: at.Hostname(), RootCAs: d.Roots, MinVersion: tls.VersionTLS12}
	wire := raw
	if at.Scheme == "ldaps" {
		encrypted := tls.Client(raw, trust)
		if err := encrypted.HandshakeContext(ctx); err != nil {
			return nil, errors.Join(err, raw.Close())
		}
		wire = encrypted
	}
	conn := ldap.NewConn(wire, at.Scheme == "ldaps")
	conn.Start()
	if d.StartTLS {
		if err := conn.StartTLS(trust); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	return conn, nil
}
