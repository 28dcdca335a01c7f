package signon

import (
	"context"
	"crypto/cipher"
	"crypto/subtle"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"tongbao/site/account"
)

// OIDCConfig are the settings of a provider.
type OIDCConfig struct {
	Issuer           string         // https://… as the provider writes it
	ClientID, Secret string         // Secret "" for a client without one
	Claim            string         // whose values are groups; "" for groups. a.b is b within a
	Grants           Grants         // by value of the claim
	Key              []byte         // at least 32 random bytes, the same on all servers of an archive
	Roots            *x509.CertPool // whose certificates are believed; nil for the system's
	Insecure         bool           // allow http://
	Now              func() time.Time
}

// OIDC signs people on at an OpenID Connect provider: authorization code with PKCE, state and nonce. It may be used by
// many at once.
type OIDC struct {
	OIDCConfig
	seal     cipher.AEAD
	client   *http.Client
	provider discovery
}

// NewOIDC checks the settings and asks nobody: a provider that is down does not keep a server from starting.
func NewOIDC(config OIDCConfig) (*OIDC, error) {
	if config.ClientID == "" {
		return nil, errors.New("client_id: missing")
	}
	if err := checkAddress(config.Issuer, config.Insecure); err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	seal, err := newSeal(config.Key)
	if err != nil {
		return nil, err
	}
	return &OIDC{OIDCConfig: config, seal: seal, client: newClient(config.Roots), provider: newDiscovery()}, nil
}

func checkAddress(text string, insecure bool) error {
	at, err := url.Parse(text)
	if err != nil || at.Host == "" || at.Scheme != "https" && !(insecure && at.Scheme == "http") {
		return fmt.Errorf("%q is not https://HOST/…", text)
	}
	return nil
}

// newClient follows no redirects: the secret goes where the settings say, or nowhere.
func newClient(roots *x509.CertPool) *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	return &http.Client{
		Transport: transport, Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Begin gives the provider's address to send a browser to, and what the browser keeps until it comes back to redirectURL:
// in a cookie that scripts cannot read. With again the provider asks for the password although it knows the person.
func (o *OIDC) Begin(ctx context.Context, redirectURL string, again bool) (addr, pending string, err error) {
	found, err := o.provider.get(ctx, o)
	if err != nil {
		return "", "", err
	}
	a := newAttempt(redirectURL, again, o.Now())
	if pending, err = a.seal(o.seal); err != nil {
		return "", "", err
	}
	options := []oauth2.AuthCodeOption{oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)}
	if again {
		// A provider that was asked for an age has to say when the password was given (OpenID Connect Core, 3.1.2.1).
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	return found.client(o, redirectURL).AuthCodeURL(a.State, options...), pending, nil
}

// Finish takes what the browser kept and the query it came back with, and gives who it is. Again tells that the person
// has just given their password to the provider, as Begin asked; only then is it more than a sign-in. Every refusal is
// account.ErrSignIn; ErrUnavailable where the provider does not answer.
//
// The web layer drops the cookie whatever comes out. A code works once because the provider sees to it.
func (o *OIDC) Finish(ctx context.Context, redirectURL, pending string, query url.Values) (who account.Identity, again bool, err error) {
	a, err := open(pending, o.seal, o.Now())
	if err != nil {
		return who, false, err
	}
	if a.Redirect != redirectURL {
		return who, false, refuse("begun for another address")
	}
	code, err := a.code(query, o.Issuer)
	if err != nil {
		return who, false, err
	}
	found, err := o.provider.get(ctx, o)
	if err != nil {
		return who, false, err
	}
	claims, err := found.redeem(oidc.ClientContext(ctx, o.client), o, a, code)
	if err != nil {
		return who, false, err
	}
	who, err = o.identity(claims)
	return who, a.Again && err == nil, err
}

// code gives the code of an answer that belongs to the attempt. What comes twice is taken for a forgery.
func (a attempt) code(query url.Values, issuer string) (string, error) {
	for _, name := range []string{"state", "code", "iss", "error"} {
		if len(query[name]) > 1 {
			return "", refuse("%s came %d times", name, len(query[name]))
		}
	}
	switch {
	case subtle.ConstantTimeCompare([]byte(query.Get("state")), []byte(a.State)) != 1:
		return "", refuse("the state belongs to another attempt")
	case query.Has("iss") && query.Get("iss") != issuer: // RFC 9207
		return "", refuse("the answer comes from another issuer")
	case query.Has("error"):
		return "", refuse("the provider says %q", tidy(query.Get("error")))
	case query.Get("code") == "":
		return "", refuse("the answer has no code")
	}
	return query.Get("code"), nil
}
