package signon

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ber "github.com/go-asn1-ber/asn1-ber"
	"github.com/go-ldap/ldap/v3"

	"tongbao/site/account"
)

// Whatever a name holds, the filter compares one attribute with it and does nothing else.
func FuzzFilter(f *testing.F) {
	for _, name := range []string{"user-a", "*)(uid=*", `\2a`, "用户甲", "\x00", "\xff"} {
		f.Add(name)
	}
	d := LDAP{Filter: "(uid=%s)"}
	f.Fuzz(func(t *testing.T, name string) {
		packet, err := ldap.CompileFilter(d.filter(name))
		if err != nil {
			t.Fatal(err)
		}
		if packet.Tag != ldap.FilterEqualityMatch || len(packet.Children) != 2 || value(packet.Children[1]) != name {
			t.Errorf("%q gives %q", name, d.filter(name))
		}
	})
}

func value(p *ber.Packet) string { return p.Data.String() }

// Whatever a browser brings, only what was sealed opens.
func FuzzAttempt(f *testing.F) {
	seal, err := newSeal(make([]byte, 32))
	if err != nil {
		f.Fatal(err)
	}
	now := time.Unix(1, 0)
	good, err := newAttempt("https://archive.example.test", true, now).seal(seal)
	if err != nil {
		f.Fatal(err)
	}
	if _, err := open(good, seal, now); err != nil {
		f.Fatal(err)
	}
	f.Add("", 0, byte('A'))
	f.Add("e30", 40, byte('\n'))
	f.Fuzz(func(t *testing.T, text string, at int, by byte) {
		at = max(at, -at-1, 0) % len(good)
		changed := good[:at] + string([]byte{by}) + good[at+1:]
		for _, pending := range []string{text, good[:at], changed} {
			if _, err := open(pending, seal, now); pending != good && !errors.Is(err, account.ErrSignIn) {
				t.Errorf("%q: %v", pending, err)
			}
		}
	})
}

func FuzzTidy(f *testing.F) {
	f.Add("用户甲\u202e\x00\xff")
	f.Add(strings.Repeat("长", 99) + " 字")
	f.Fuzz(func(t *testing.T, text string) {
		clean := tidy(text)
		if !utf8.ValidString(clean) || utf8.RuneCountInString(clean) > 100 || strings.ContainsAny(clean, "\n\r\t\x00\u202e\u200b") || tidy(clean) != clean {
			t.Errorf("%q gives %q", text, clean)
		}
	})
}

// The groups of settings are compared as directories compare: DNs by their parts, whatever the case and the spaces.
func TestGroupsByEitherName(t *testing.T) {
	groups := []string{"CN=Editors,OU=Groups,DC=example,DC=test", `cn=a\2cb,dc=example`, "ou=leads,dc=example", "plain"}
	for wanted, in := range map[string]bool{
		"cn=editors, ou=groups, dc=example, dc=test": true,
		"cn=editors,dc=example,dc=test":              false,
		"editors":                                    true,
		"a,b":                                        true,
		"leads":                                      false,
		"Groups":                                     false,
		"PLAIN":                                      true,
		"":                                           false,
	} {
		if inGroup(groups, wanted) != in {
			t.Errorf("in %q: %v", wanted, !in)
		}
	}
}
