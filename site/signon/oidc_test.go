package signon_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/signon"
)

func editors(t *testing.T) func(*signon.OIDCConfig) {
	return func(c *signon.OIDCConfig) {
		c.Grants = grants(t, map[string]string{"readers": "reader", "editors": "editor"}, "")
	}
}

func TestOIDCSignsOn(t *testing.T) {
	for name, all := range map[string]bool{"claims in the token": true, "claims asked for": false} {
		t.Run(name, func(t *testing.T) {
			p := startProvider(t, all)
			asked := false
			p.at("/me", func(map[string]any) { asked = true })
			o, _ := p.client(t, editors(t))
			address, pending := begin(t, o, false)
			who, again, err := o.Finish(t.Context(), callback, pending, newBrowser(t, "id-a").visit(t, address))
			want := account.Identity{
				Source: account.OIDC, Subject: p.issuer + " id-a", Name: "user-a", Display: "用户甲", Office: "处室甲", Role: account.Editor,
			}
			if err != nil || again || who != want {
				t.Errorf("got  %+v, %v, %v\nwant %+v", who, again, err, want)
			}
			if p.codes.Load() != 1 || asked == all {
				t.Errorf("the code was redeemed %d times, the claims asked for: %v", p.codes.Load(), asked)
			}
		})
	}
}

// The userinfo address adds to the signed token and overrules nothing in it.
func TestOIDCBelievesTheSignedTokenFirst(t *testing.T) {
	p := startProvider(t, true)
	p.at("/me", func(answer map[string]any) { answer["name"], answer["added"] = "用户乙", "yes" })
	o, _ := p.client(t, func(c *signon.OIDCConfig) {
		c.Claim, c.Grants = "added", grants(t, map[string]string{"yes": "leader"}, "")
	})
	address, pending := begin(t, o, false)
	who, _, err := o.Finish(t.Context(), callback, pending, newBrowser(t, "id-a").visit(t, address))
	if err != nil || who.Display != "用户甲" || who.Role != account.Leader {
		t.Errorf("got %+v, %v", who, err)
	}
}

func TestOIDCMapsClaimsToRoles(t *testing.T) {
	p := startProvider(t, false)
	for name, c := range map[string]struct {
		person, claim string
		roles         map[string]string
		role          string
		want          account.Role
		refused       bool
	}{
		"a claim within a claim":       {"id-a", "realm.roles", map[string]string{"leads": "leader"}, "", account.Leader, false},
		"a claim of one text":          {"id-a", "department", map[string]string{"处室甲": "auditor"}, "", account.Auditor, false},
		"in no group, another role":    {"id-b", "", map[string]string{"editors": "editor"}, "reader", account.Reader, false},
		"in no group":                  {"id-b", "", map[string]string{"editors": "editor"}, "", "", true},
		"no such claim":                {"id-a", "x.y", map[string]string{"editors": "editor"}, "", "", true},
		"administrator and auditor":    {"id-a", "", map[string]string{"readers": "administrator", "editors": "auditor"}, "", "", true},
		"two units":                    {"id-a", "", map[string]string{"readers": "unit:unit-a", "editors": "unit:unit-b"}, "", "", true},
		"the accounts here say it all": {"id-b", "", nil, "", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			o, _ := p.client(t, func(config *signon.OIDCConfig) {
				config.Claim, config.Grants = c.claim, grants(t, c.roles, c.role)
			})
			address, pending := begin(t, o, false)
			who, _, err := o.Finish(t.Context(), callback, pending, newBrowser(t, c.person).visit(t, address))
			if who.Role != c.want || errors.Is(err, account.ErrSignIn) != c.refused || (err != nil) != c.refused {
				t.Errorf("got %+v, %v", who, err)
			}
		})
	}
}

// A person whom the provider knows is let through at once; for a dangerous act it asks again.
func TestOIDCAsksAgain(t *testing.T) {
	p := startProvider(t, false)
	o, at := p.client(t, editors(t))
	b := newBrowser(t, "id-a")
	signIn := func(again bool) bool {
		at.now = time.Now()
		address, pending := begin(t, o, again)
		_, asked, err := o.Finish(t.Context(), callback, pending, b.visit(t, address))
		if err != nil {
			t.Fatal(err)
		}
		return asked
	}
	for i, step := range []struct {
		again bool
		asked int
	}{{false, 1}, {false, 1}, {true, 2}, {false, 2}} {
		if asked := signIn(step.again); asked != step.again || b.asked != step.asked {
			t.Errorf("step %d: again %v, asked %d times; want %v, %d", i, asked, b.asked, step.again, step.asked)
		}
	}
}

// A provider that is down keeps nobody from starting, is left alone for a moment, and is found when it is back.
func TestOIDCFindsTheProviderWhenItIsUp(t *testing.T) {
	p := newProvider(t)
	o, at := p.client(t, editors(t))
	down := func(when string) {
		if _, _, err := o.Begin(t.Context(), callback, false); !errors.Is(err, signon.ErrUnavailable) {
			t.Errorf("%s: %v", when, err)
		}
	}
	down("down")
	p.start(t, false)
	down("up, but it has just failed")
	at.now = at.now.Add(5 * time.Second)
	begin(t, o, false)
}

func TestOIDCOneWhoGivesUpKeepsNobodyElse(t *testing.T) {
	p := startProvider(t, false)
	o, _ := p.client(t, editors(t))
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := o.Begin(gone, callback, false); !errors.Is(err, signon.ErrUnavailable) {
		t.Error(err)
	}
	begin(t, o, false)
}

func TestOIDCTellsItsOwnFaultsApart(t *testing.T) {
	p := startProvider(t, false)
	for name, c := range map[string]struct {
		change func(*signon.OIDCConfig)
		after  func(*provider)
	}{
		"wrong secret":       {func(c *signon.OIDCConfig) { c.Secret = "wrong" }, func(*provider) {}},
		"down meanwhile":     {nil, func(p *provider) { p.back.Store(nil) }},
		"keys not available": {nil, func(p *provider) { p.keys.Store(503) }},
	} {
		t.Run(name, func(t *testing.T) {
			back := p.back.Load()
			defer func() { p.back.Store(back); p.keys.Store(0) }()
			o, _ := p.client(t, c.change)
			address, pending := begin(t, o, false)
			query := newBrowser(t, "id-a").visit(t, address)
			c.after(p)
			_, _, err := o.Finish(t.Context(), callback, pending, query)
			if !errors.Is(err, signon.ErrUnavailable) || errors.Is(err, account.ErrSignIn) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Secrets go where the settings say, and encrypted, whatever the provider's own description says.
func TestOIDCSendsNoSecretElsewhere(t *testing.T) {
	p := startProvider(t, false)
	for name, address := range map[string]string{
		"authorization_endpoint": "ftp://127.0.0.1/auth", "token_endpoint": "", "jwks_uri": "ftp://127.0.0.1/jwks", "userinfo_endpoint": "/me",
		"issuer": "https://127.0.0.1",
	} {
		p.at("/.well-known/openid-configuration", func(answer map[string]any) { answer[name] = address })
		o, _ := p.client(t, nil)
		if _, _, err := o.Begin(t.Context(), callback, false); !errors.Is(err, signon.ErrUnavailable) {
			t.Errorf("%s: %v", name, err)
		}
	}
	p.tamper = nil
	o, _ := p.client(t, nil)
	address, pending := begin(t, o, false)
	query := newBrowser(t, "id-a").visit(t, address)
	asked := false
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	defer elsewhere.Close()
	p.redirect.Store(&elsewhere.URL)
	if _, _, err := o.Finish(t.Context(), callback, pending, query); !errors.Is(err, signon.ErrUnavailable) || asked {
		t.Errorf("redirected: %v, asked elsewhere %v", err, asked)
	}
}

func TestOIDCSettings(t *testing.T) {
	good := signon.OIDCConfig{Issuer: "https://sso.example.test", ClientID: "tongbao", Key: make([]byte, 32), Now: time.Now}
	for name, c := range map[string]struct {
		break_ func(*signon.OIDCConfig)
		want   string
	}{
		"good":      {func(*signon.OIDCConfig) {}, ""},
		"short key": {func(c *signon.OIDCConfig) { c.Key = c.Key[1:] }, "key"},
		"no client": {func(c *signon.OIDCConfig) { c.ClientID = "" }, "client_id"},
		"http":      {func(c *signon.OIDCConfig) { c.Issuer = "http://sso.example.test" }, "https"},
		"no issuer": {func(c *signon.OIDCConfig) { c.Issuer = "" }, "issuer"},
	} {
		config := good
		c.break_(&config)
		_, err := signon.NewOIDC(config)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func denied(t *testing.T, o *signon.OIDC, pending string, query url.Values, reason string) {
	t.Helper()
	who, again, err := o.Finish(t.Context(), callback, pending, query)
	if !errors.Is(err, account.ErrSignIn) || who != (account.Identity{}) || again || !strings.Contains(err.Error(), reason) {
		t.Errorf("got %+v, %v, %v; want a refusal: %s", who, again, err, reason)
	}
}
