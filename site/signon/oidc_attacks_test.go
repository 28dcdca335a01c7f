package signon_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/url"
	"strings"
	"testing"
	"time"

	"tongbao/site/signon"
)

// Each attack has its name, as in go test -run 'TestOIDCAttacks/code_used_twice'. They share one provider, because a
// process of its own for each would take a second each.
func TestOIDCAttacks(t *testing.T) {
	p := startProvider(t, false)
	for _, attack := range []struct {
		name string
		try  func(*testing.T, *provider)
	}{
		{"replayed state", attackReplayedState},
		{"forged attempt", attackForgedAttempt},
		{"late answer", attackLateAnswer},
		{"swapped nonce", attackSwappedNonce},
		{"other userinfo", attackOtherUserinfo},
		{"swapped access token", attackSwappedAccessToken},
		{"other party", attackOtherParty},
		{"other audience", attackOtherAudience},
		{"code of another client", attackCodeOfAnotherClient},
		{"algorithm none", attackAlgorithmNone},
		{"forged claims", attackForgedClaims},
		{"signed with the secret", attackSignedWithTheSecret},
		{"other issuer", attackOtherIssuer},
		{"expired token", attackExpiredToken},
		{"code used twice", attackCodeUsedTwice},
		{"open redirect", attackOpenRedirect},
		{"provider error", attackProviderError},
		{"password not asked again", attackPasswordNotAskedAgain},
	} {
		p.tamper = nil
		t.Run(attack.name, func(t *testing.T) { attack.try(t, p) })
	}
}

// signedOn is a sign-in at the provider that has come back and is not finished yet.
func signedOn(t *testing.T, o *signon.OIDC, person string) (pending string, query url.Values) {
	t.Helper()
	address, pending := begin(t, o, false)
	return pending, newBrowser(t, person).visit(t, address)
}

// An answer goes with the browser that asked for it: nobody is signed in as somebody else by a link.
func attackReplayedState(t *testing.T, p *provider) {
	o, _ := p.client(t, nil)
	_, attackers := signedOn(t, o, "id-b")
	pending, own := signedOn(t, o, "id-a")
	denied(t, o, pending, attackers, "state")
	attackers.Set("state", own.Get("state"))
	denied(t, o, pending, attackers, "code") // the code was made for another verifier
	without := maps.Clone(own)
	without.Del("state")
	denied(t, o, pending, without, "state")
	twice := maps.Clone(own)
	twice["state"] = []string{own.Get("state"), "another"}
	denied(t, o, pending, twice, "state")
	if _, _, err := o.Finish(t.Context(), callback, pending, own); err != nil {
		t.Errorf("the answer of the browser itself: %v", err)
	}
	denied(t, o, pending, own, "code") // the same answer once more
}

func attackForgedAttempt(t *testing.T, p *provider) {
	o, _ := p.client(t, nil)
	pending, query := signedOn(t, o, "id-a")
	other, _ := p.client(t, func(c *signon.OIDCConfig) { c.Key = []byte(strings.Repeat("x", 32)) })
	_, foreign := begin(t, other, false)
	flipped := []byte(pending)
	flipped[len(flipped)/2] ^= 1
	for _, forged := range []string{"", "e30", "%%%", pending[:20], pending + "A", string(flipped), foreign} {
		denied(t, o, forged, query, "no attempt of ours")
	}
}

func attackLateAnswer(t *testing.T, p *provider) {
	o, at := p.client(t, nil)
	pending, query := signedOn(t, o, "id-a")
	at.now = at.now.Add(10*time.Minute + time.Second)
	denied(t, o, pending, query, "10m")
}

// idToken gives the ID token that the provider makes for a finished sign-in of a client's.
func idToken(t *testing.T, p *provider, change func(*signon.OIDCConfig)) string {
	t.Helper()
	var token string
	p.at("/token", func(answer map[string]any) { token = answer["id_token"].(string) })
	o, _ := p.client(t, change)
	pending, query := signedOn(t, o, "id-b")
	if _, _, err := o.Finish(t.Context(), callback, pending, query); err != nil {
		t.Fatal(err)
	}
	return token
}

// deniedWith finishes a sign-in whose ID token is replaced on its way.
func deniedWith(t *testing.T, p *provider, replace func(token string) string, reason string) {
	t.Helper()
	p.at("/token", func(answer map[string]any) { answer["id_token"] = replace(answer["id_token"].(string)) })
	o, _ := p.client(t, nil)
	pending, query := signedOn(t, o, "id-a")
	denied(t, o, pending, query, reason)
}

func attackSwappedNonce(t *testing.T, p *provider) {
	other := idToken(t, p, nil)
	deniedWith(t, p, func(string) string { return other }, "another attempt")
}

// The person whom the userinfo address describes has to be the one of the signed token, which it cannot overrule.
func attackOtherUserinfo(t *testing.T, p *provider) {
	p.at("/me", func(answer map[string]any) { answer["sub"] = "id-b" })
	o, _ := p.client(t, nil)
	pending, query := signedOn(t, o, "id-a")
	denied(t, o, pending, query, "another person")
	p.at("/me", func(answer map[string]any) { answer["iss"], answer["aud"], answer["name"] = "x", "y", "用户乙" })
	pending, query = signedOn(t, o, "id-a")
	who, _, err := o.Finish(t.Context(), callback, pending, query)
	if err != nil || who.Subject != p.issuer+" id-a" || who.Display != "用户乙" {
		t.Errorf("got %+v, %v", who, err)
	}
}

func attackSwappedAccessToken(t *testing.T, p *provider) {
	o, _ := p.client(t, nil)
	pending, query := signedOn(t, o, "id-d")
	denied(t, o, pending, query, "another access token")
}

// A token that names us among others was made for the one that it says.
func attackOtherParty(t *testing.T, p *provider) {
	o, _ := p.client(t, nil)
	pending, query := signedOn(t, o, "id-c")
	denied(t, o, pending, query, "another client")
}

func attackOtherAudience(t *testing.T, p *provider) {
	other := idToken(t, p, func(c *signon.OIDCConfig) { c.ClientID = "other" })
	deniedWith(t, p, func(string) string { return other }, "audience")
}

// A code that the provider made for another client of the house is worth nothing here.
func attackCodeOfAnotherClient(t *testing.T, p *provider) {
	o, _ := p.client(t, nil)
	other, _ := p.client(t, func(c *signon.OIDCConfig) { c.ClientID = "other" })
	pending, query := signedOn(t, o, "id-a")
	_, foreign := signedOn(t, other, "id-b")
	query.Set("code", foreign.Get("code"))
	denied(t, o, pending, query, "does not take the code")
}

// resigned gives a token with another head, changed claims and the given signature.
func resigned(t *testing.T, token, head, signature string, change map[string]any) string {
	t.Helper()
	body, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	claims := map[string]any{}
	if err := json.Unmarshal(body, &claims); err != nil {
		t.Fatal(err)
	}
	maps.Copy(claims, change)
	if body, err = json.Marshal(claims); err != nil {
		t.Fatal(err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(head)) + "." + encode(body) + "." + signature
}

func attackAlgorithmNone(t *testing.T, p *provider) {
	deniedWith(t, p, func(token string) string {
		return resigned(t, token, `{"alg":"none"}`, "", map[string]any{"sub": "id-b"})
	}, "ID token")
}

// The claims of somebody else under the signature of one's own.
func attackForgedClaims(t *testing.T, p *provider) {
	deniedWith(t, p, func(token string) string {
		parts := strings.Split(token, ".")
		head, err := base64.RawURLEncoding.DecodeString(parts[0])
		if err != nil {
			t.Fatal(err)
		}
		return resigned(t, token, string(head), parts[2], map[string]any{"sub": "id-b"})
	}, "signature")
}

// The client's secret is known to more people than the provider's key, and signs nothing.
func attackSignedWithTheSecret(t *testing.T, p *provider) {
	deniedWith(t, p, func(token string) string {
		unsigned := resigned(t, token, `{"alg":"HS256"}`, "", map[string]any{"sub": "id-b"})
		return unsigned + signature(strings.TrimSuffix(unsigned, "."), "secret-of-a-test")
	}, "ID token")
}

func signature(of, secret string) string {
	code := hmac.New(sha256.New, []byte(secret))
	code.Write([]byte(of))
	return base64.RawURLEncoding.EncodeToString(code.Sum(nil))
}

func attackOtherIssuer(t *testing.T, p *provider) {
	second := startProvider(t, false)
	other := idToken(t, second, nil)
	deniedWith(t, p, func(string) string { return other }, "different provider")
	o, _ := p.client(t, nil)
	pending, query := signedOn(t, o, "id-a")
	query.Set("iss", second.issuer)
	denied(t, o, pending, query, "another issuer")
}

func attackExpiredToken(t *testing.T, p *provider) {
	o, at := p.client(t, nil)
	pending, query := signedOn(t, o, "id-a")
	at.now = at.now.Add(2 * time.Minute) // the provider's tokens live for 90 seconds
	denied(t, o, pending, query, "expired")
}

func attackCodeUsedTwice(t *testing.T, p *provider) {
	o, _ := p.client(t, nil)
	pending, query := signedOn(t, o, "id-a")
	if _, _, err := o.Finish(t.Context(), callback, pending, query); err != nil {
		t.Fatal(err)
	}
	before := p.codes.Load()
	denied(t, o, pending, query, "does not take the code")
	if tries := p.codes.Load() - before; tries != 1 {
		t.Errorf("the used code was tried %d times", tries)
	}
}

// The answer leads nowhere but to the address that the sign-in began with, and the provider knows that one alone.
func attackOpenRedirect(t *testing.T, p *provider) {
	o, _ := p.client(t, nil)
	address, pending, err := o.Begin(t.Context(), "https://elsewhere.example.test/", false)
	if err != nil {
		t.Fatal(err)
	}
	if back := newBrowser(t, "id-a").visit(t, address); back != nil {
		t.Errorf("the provider sends the browser elsewhere with %v", back)
	}
	_, query := signedOn(t, o, "id-a")
	denied(t, o, pending, query, "another address")
}

func attackProviderError(t *testing.T, p *provider) {
	o, _ := p.client(t, nil)
	pending, query := signedOn(t, o, "id-a")
	query.Set("error", "access_denied\nlevel=ERROR")
	denied(t, o, pending, query, `"access_denied level=ERROR"`)
	query.Del("error")
	query.Del("code")
	denied(t, o, pending, query, "no code")
}

// Whoever sits down at an unlocked machine takes the question for the password out of the address, and is refused.
func attackPasswordNotAskedAgain(t *testing.T, p *provider) {
	for name, change := range map[string]func(url.Values){
		"neither": func(q url.Values) { q.Del("prompt"); q.Del("max_age") },
		"old":     func(q url.Values) { q.Del("prompt"); q.Set("max_age", "36000") },
	} {
		t.Run(name, func(t *testing.T) {
			o, at := p.client(t, nil)
			b := newBrowser(t, "id-a")
			address, _ := begin(t, o, false)
			b.visit(t, address)
			at.now = at.now.Add(75 * time.Second) // more than its clock may differ, less than its token lives
			address, pending := begin(t, o, true)
			changed, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			query := changed.Query()
			change(query)
			changed.RawQuery = query.Encode()
			answer := b.visit(t, changed.String())
			if b.asked != 1 {
				t.Fatalf("asked %d times", b.asked)
			}
			denied(t, o, pending, answer, "again")
		})
	}
}
