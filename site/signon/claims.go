package signon

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/oauth2"

	"tongbao/site/account"
)

// claims are what a provider says of a person, by name.
type claims map[string]any

// complete asks the provider for what the ID token leaves out: many keep it short. What the signed token says stays.
func (p *provider) complete(ctx context.Context, o *OIDC, said claims, tokens *oauth2.Token) (claims, error) {
	named := said.text("preferred_username") != "" && said.text("name") != ""
	grouped := len(o.Grants.Groups) == 0 || said.values(o.claim()) != nil
	if named && grouped || p.UserInfoEndpoint() == "" {
		return said, nil
	}
	info, err := p.UserInfo(ctx, oauth2.StaticTokenSource(tokens))
	if err != nil {
		return nil, unavailable("asking for the person's claims", err)
	}
	if info.Subject != said.text("sub") {
		return nil, refuse("the provider describes another person than its token")
	}
	more := claims{}
	if err := info.Claims(&more); err != nil {
		return nil, refuse("the person's claims: %s", tidy(err.Error()))
	}
	for name, value := range more {
		if _, known := said[name]; !known {
			said[name] = value
		}
	}
	return said, nil
}

func (o *OIDC) claim() string { return firstOf(o.Claim, "groups") }

// identity reads claims. The subject holds the issuer, because only both together are never given to somebody else
// (OpenID Connect Core, 5.7).
func (o *OIDC) identity(said claims) (account.Identity, error) {
	groups := said.values(o.claim())
	grant, err := o.Grants.of(func(group string) bool { return slices.Contains(groups, group) })
	if err != nil {
		return account.Identity{}, err
	}
	name, err := loginName(said.text("preferred_username"), said.text("upn"), said.text("email"), said.text("sub"))
	if err != nil {
		return account.Identity{}, err
	}
	return account.Identity{
		Source: account.OIDC, Subject: o.Issuer + " " + said.text("sub"), Name: name,
		Display: tidy(firstOf(said.text("name"), name)), Office: tidy(said.text("department")),
		Role: grant.Role, Unit: grant.Unit,
	}, nil
}

func (c claims) text(name string) string {
	text, _ := c[name].(string)
	return text
}

// values gives a claim's texts, or nil where there is none: the claim of that very name, else the one that dots lead to.
func (c claims) values(name string) []string {
	value, found := c[name]
	if !found {
		value = map[string]any(c)
		for step := range strings.SplitSeq(name, ".") {
			inner, _ := value.(map[string]any)
			value = inner[step]
		}
	}
	switch value := value.(type) {
	case string:
		return []string{value}
	case []any:
		texts := []string{}
		for _, one := range value {
			if text, is := one.(string); is {
				texts = append(texts, text)
			}
		}
		return texts
	}
	return nil
}
