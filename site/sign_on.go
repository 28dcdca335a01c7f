package site

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tongbao/archive"
	"tongbao/site/account"
	"tongbao/site/signon"
)

// signOns are the ways in that an archive's settings name besides local passwords.
type signOns struct {
	directory account.Directory // nil for none
	provider  *signon.OIDC      // nil for none
	proxies   signon.Proxies
}

// openSignOns reads the settings and asks nobody yet: a source that is down does not keep the server from starting.
func openSignOns(a *archive.Archive) (signOns, error) {
	var out signOns
	s := a.Settings.Server
	var err error
	if out.proxies, err = signon.ParseProxies(s.Proxies); err != nil {
		return out, settingsTrouble("[server]", err)
	}
	if s.LDAP.URL != "" {
		if out.directory, err = directory(a, s.LDAP); err != nil {
			return out, settingsTrouble("[server.ldap]", err)
		}
	}
	if s.OIDC.Issuer != "" {
		if out.provider, err = provider(a, s.OIDC); err != nil {
			return out, settingsTrouble("[server.oidc]", err)
		}
	}
	if r := s.ProxyUser.Role; r != "" && (!account.Role(r).Valid() || r == string(account.Unit)) {
		return out, settingsTrouble("[server.proxy_user]", fmt.Errorf("role: %q", r))
	}
	return out, nil
}

func settingsTrouble(section string, err error) error {
	return fmt.Errorf("%s 的 %s 不对：%w（写法见 docs/operations.md）", archive.SettingsFile, section, err)
}

func directory(a *archive.Archive, s archive.LDAP) (account.Directory, error) {
	grants, err := signon.ParseGrants(s.Roles, s.Role)
	if err != nil {
		return nil, err
	}
	password, err := secretFile(a, s.PasswordFile)
	if err != nil {
		return nil, err
	}
	roots, err := rootsFile(a, s.CAFile)
	if err != nil {
		return nil, err
	}
	filter := s.Filter
	if filter == "" {
		filter = "(uid=%s)"
	}
	d := signon.LDAP{URL: s.URL, StartTLS: s.StartTLS, Roots: roots, BindDN: s.BindDN, BindPassword: password, Base: s.Base, Filter: filter, Groups: s.Groups, Grants: grants}
	return d, d.Valid()
}

func provider(a *archive.Archive, s archive.OIDC) (*signon.OIDC, error) {
	grants, err := signon.ParseGrants(s.Roles, s.Role)
	if err != nil {
		return nil, err
	}
	secret, err := secretFile(a, s.SecretFile)
	if err != nil {
		return nil, err
	}
	roots, err := rootsFile(a, s.CAFile)
	if err != nil {
		return nil, err
	}
	return signon.NewOIDC(signon.OIDCConfig{
		Issuer: s.Issuer, ClientID: s.ClientID, Secret: secret, Claim: s.Claim, Grants: grants, Key: sealKey(secret), Roots: roots, Now: time.Now,
	})
}

// sealKey is the same on all servers that have the client's secret; without one, a server finishes only what it began.
func sealKey(secret string) []byte {
	if secret == "" {
		key := make([]byte, 32)
		rand.Read(key)
		return key
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("tongbao sign-on"))
	return mac.Sum(nil)
}

// secretFile reads a secret that a file beside the settings holds; "" where none is named.
func secretFile(a *archive.Archive, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	body, err := os.ReadFile(below(a, name))
	return strings.TrimRight(string(body), "\r\n"), err
}

func rootsFile(a *archive.Archive, name string) (*x509.CertPool, error) {
	if name == "" {
		return nil, nil
	}
	body, err := os.ReadFile(below(a, name))
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(body) {
		return nil, fmt.Errorf("ca_file: %s holds no certificate", name)
	}
	return pool, nil
}

// below is a file that settings name: beside them, or anywhere.
func below(a *archive.Archive, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return a.Path(filepath.FromSlash(name))
}

// proxyUser is whom a trusted proxy vouches for; nil where no header is set up.
func (s signOns) proxyUser(header string) func(netip.Addr, http.Header) (account.Identity, bool) {
	if header == "" {
		return nil
	}
	return func(peer netip.Addr, h http.Header) (account.Identity, bool) {
		who, ok, err := signon.ProxyUser(h.Values(header), peer, s.proxies)
		return who, ok && err == nil
	}
}
