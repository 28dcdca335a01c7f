package signon_test

import (
	"testing"

	"tongbao/site/signon"
)

func TestGrantsThatAreNone(t *testing.T) {
	for _, text := range []string{"root", "unit", "unit:", "editor:unit-a", "Editor", " "} {
		if g, err := signon.ParseGrants(map[string]string{"group": text}, ""); err == nil {
			t.Errorf("roles: %q is taken for %+v", text, g)
		}
		if g, err := signon.ParseGrants(nil, text); err == nil {
			t.Errorf("role: %q is taken for %+v", text, g)
		}
	}
	if _, err := signon.ParseGrants(map[string]string{"group": ""}, ""); err == nil {
		t.Error("a group may give nothing")
	}
}

func grants(t *testing.T, roles map[string]string, role string) signon.Grants {
	t.Helper()
	g, err := signon.ParseGrants(roles, role)
	if err != nil {
		t.Fatal(err)
	}
	return g
}
