package signon

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// skew is how far the provider's clock may be behind ours.
const skew = time.Minute

// redeem gives the provider a code and gets what it says of the person, once everything fits the attempt.
func (p *provider) redeem(ctx context.Context, o *OIDC, a attempt, code string) (claims, error) {
	tokens, err := p.client(o, a.Redirect).Exchange(ctx, code, oauth2.VerifierOption(a.Verifier))
	if err != nil {
		return nil, exchangeError(err)
	}
	raw, is := tokens.Extra("id_token").(string)
	if !is {
		return nil, refuse("the provider gave no ID token")
	}
	token, err := p.verify(ctx, o, raw)
	if err != nil {
		return nil, err
	}
	said := claims{}
	if err := token.Claims(&said); err != nil {
		return nil, refuse("the ID token's claims: %s", tidy(err.Error()))
	}
	if err := a.fits(token, said, tokens.AccessToken, o.ClientID); err != nil {
		return nil, err
	}
	return p.complete(ctx, o, said, tokens)
}

// exchangeError tells a code that is not taken from a provider, or from settings, that do not work.
func exchangeError(err error) error {
	var answer *oauth2.RetrieveError
	if !errors.As(err, &answer) {
		return unavailable("redeeming the code", err)
	}
	if answer.ErrorCode == "invalid_grant" {
		return refuse("the provider does not take the code")
	}
	return unavailable("redeeming the code", fmt.Errorf("status %d, %q", answer.Response.StatusCode, tidy(answer.ErrorCode)))
}

// algorithms are those whose key is the provider's alone: not none, and none whose key is the client's secret.
var algorithms = []string{
	oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA,
}

// verify checks signature, issuer, audience and expiry.
func (p *provider) verify(ctx context.Context, o *OIDC, raw string) (*oidc.IDToken, error) {
	keys := &watchedKeys{KeySet: p.keys}
	config := &oidc.Config{ClientID: o.ClientID, Now: o.Now, SupportedSigningAlgs: algorithms}
	token, err := oidc.NewVerifier(o.Issuer, keys, config).Verify(ctx, raw)
	switch {
	case keys.unreachable != nil:
		return nil, unavailable("the provider's keys", keys.unreachable)
	case err != nil:
		return nil, refuse("the ID token: %s", tidy(err.Error()))
	}
	return token, nil
}

// watchedKeys remembers that the keys could not be fetched, which the verifier reports like a forged signature.
type watchedKeys struct {
	oidc.KeySet
	unreachable error
}

func (w *watchedKeys) VerifySignature(ctx context.Context, jwt string) ([]byte, error) {
	payload, err := w.KeySet.VerifySignature(ctx, jwt)
	if errors.Unwrap(err) != nil { // what failed is the request below; a signature that does not fit wraps nothing
		w.unreachable = err
	}
	return payload, err
}

// fits checks what the verifier leaves to its caller.
func (a attempt) fits(token *oidc.IDToken, said claims, access, clientID string) error {
	party := said.text("azp")
	authenticated, _ := said["auth_time"].(float64) // seconds since 1970; a provider that leaves it out asked nobody
	switch {
	case token.Subject == "":
		return refuse("the ID token names nobody")
	case token.Nonce != a.Nonce:
		return refuse("the ID token belongs to another attempt")
	case party != clientID && (party != "" || len(token.Audience) > 1):
		return refuse("the ID token was made for another client")
	case token.AccessTokenHash != "" && token.VerifyAccessToken(access) != nil:
		return refuse("the ID token goes with another access token")
	case a.Again && time.Unix(int64(authenticated), 0).Before(a.Begun.Add(-skew)):
		return refuse("the provider did not ask for the password again")
	}
	return nil
}
