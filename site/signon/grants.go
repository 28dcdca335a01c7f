package signon

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/site/account"
)

// Grant is what a person gets: a role, and the unit that goes with the role Unit. The zero Grant is none.
type Grant struct {
	Role account.Role
	Unit string // id in the register; with the role Unit alone
}

// Grants says which group of a source gives what. Both empty: the source says only who somebody is, and the accounts here
// say what they may do.
type Grants struct {
	Groups map[string]Grant
	Else   Grant // of whoever is in none of the groups; the zero Grant refuses them
}

// ParseGrants reads the settings roles and role: names of roles, or "unit:ID".
func ParseGrants(roles map[string]string, role string) (Grants, error) {
	grants := Grants{Groups: map[string]Grant{}}
	for group, text := range roles {
		grant, err := parseGrant(text)
		if err != nil {
			return Grants{}, fmt.Errorf("roles, %q: %w", group, err)
		}
		grants.Groups[group] = grant
	}
	if role == "" {
		return grants, nil
	}
	var err error
	if grants.Else, err = parseGrant(role); err != nil {
		return Grants{}, fmt.Errorf("role: %w", err)
	}
	return grants, nil
}

func parseGrant(text string) (Grant, error) {
	role, unit, _ := strings.Cut(text, ":")
	grant := Grant{Role: account.Role(role), Unit: unit}
	if !grant.Role.Valid() || (grant.Role == account.Unit) != (unit != "") {
		return Grant{}, fmt.Errorf("%q is no role; there are reader, leader, unit:ID, editor, auditor and administrator", text)
	}
	return grant, nil
}

// of gives what a person gets who is in the groups that in tells. Of several roles the most powerful counts; two units, or
// the roles whose powers must be apart, give nothing, because choosing one would hide a mistake in the directory.
func (g Grants) of(in func(group string) bool) (Grant, error) {
	if len(g.Groups) == 0 {
		return g.Else, nil
	}
	has := map[account.Role]Grant{}
	for group, grant := range g.Groups {
		if !in(group) {
			continue
		}
		if other, twice := has[grant.Role]; twice && other != grant {
			return Grant{}, refuse("groups of two units")
		}
		has[grant.Role] = grant
	}
	_, manages := has[account.Administrator]
	if _, audits := has[account.Auditor]; manages && audits {
		return Grant{}, refuse("groups of an administrator and of an auditor")
	}
	for _, role := range slices.Backward(account.Roles()) {
		if grant, found := has[role]; found {
			return grant, nil
		}
	}
	if g.Else == (Grant{}) {
		return Grant{}, refuse("in no group that gives a role")
	}
	return g.Else, nil
}
