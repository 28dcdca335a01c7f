package signon

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// retryAfter is how long a provider that did not answer is left alone, so that those who wait for it do not pile up.
const retryAfter = 5 * time.Second

// discovery finds the provider when it is first needed, and again while that fails.
type discovery struct {
	turn  chan struct{} // one asks, the others wait for its answer; guards what follows
	state *discovered
}

type discovered struct {
	provider *provider // nil until it answered
	failed   time.Time
	err      error
}

// provider is what discovery says of it.
type provider struct {
	*oidc.Provider
	keys   oidc.KeySet
	inBody bool     // takes the client's secret in the body alone
	scopes []string // of those that we use and it has
}

func newDiscovery() discovery {
	return discovery{turn: make(chan struct{}, 1), state: &discovered{}}
}

func (d discovery) get(ctx context.Context, o *OIDC) (*provider, error) {
	select {
	case d.turn <- struct{}{}:
		defer func() { <-d.turn }()
	case <-ctx.Done():
		return nil, unavailable("waiting for discovery", ctx.Err())
	}
	now := o.Now()
	if d.state.provider != nil {
		return d.state.provider, nil
	}
	if d.state.err != nil && now.Before(d.state.failed.Add(retryAfter)) {
		return nil, d.state.err
	}
	found, err := o.discover(ctx)
	if err != nil {
		err = unavailable("discovery", err)
	}
	if ctx.Err() == nil { // whoever gave up says nothing of the provider
		*d.state = discovered{provider: found, failed: now, err: err}
	}
	return found, err
}

func (o *OIDC) discover(ctx context.Context) (*provider, error) {
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, o.client), o.Issuer)
	if err != nil {
		return nil, err
	}
	var more struct {
		Keys    string   `json:"jwks_uri"`
		Methods []string `json:"token_endpoint_auth_methods_supported"`
		Scopes  []string `json:"scopes_supported"`
	}
	if err := found.Claims(&more); err != nil {
		return nil, err
	}
	addresses := []string{found.Endpoint().AuthURL, found.Endpoint().TokenURL, more.Keys}
	if asked := found.UserInfoEndpoint(); asked != "" {
		addresses = append(addresses, asked)
	}
	for _, address := range addresses {
		if err := checkAddress(address, o.Insecure); err != nil {
			return nil, fmt.Errorf("an address of the provider: %w", err)
		}
	}
	p := &provider{Provider: found, scopes: []string{oidc.ScopeOpenID, "profile"}}
	p.keys = oidc.NewRemoteKeySet(oidc.ClientContext(context.WithoutCancel(ctx), o.client), more.Keys)
	p.inBody = len(more.Methods) > 0 && !slices.Contains(more.Methods, "client_secret_basic")
	for _, scope := range []string{"email", "groups"} {
		if slices.Contains(more.Scopes, scope) {
			p.scopes = append(p.scopes, scope)
		}
	}
	return p, nil
}

// client is the library's view of us. The way to authenticate is said, because the library would otherwise try a code
// twice, and a provider takes that for theft.
func (p *provider) client(o *OIDC, redirectURL string) *oauth2.Config {
	endpoint := p.Endpoint()
	endpoint.AuthStyle = oauth2.AuthStyleInHeader
	if p.inBody || o.Secret == "" {
		endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	return &oauth2.Config{
		ClientID: o.ClientID, ClientSecret: o.Secret, Endpoint: endpoint, RedirectURL: redirectURL, Scopes: p.scopes,
	}
}
