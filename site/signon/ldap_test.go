//go:build linux

package signon_test

import (
	"context"
	"crypto/x509"
	"errors"
	"net"
	"strings"
	"testing"

	"tongbao/site/account"
	"tongbao/site/signon"
)

// house is a directory of artificial people.
func house() string {
	return strings.Join([]string{
		"dn: " + base + "\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: example",
		"dn: " + service + "\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: service\nuserPassword: " + password,
		"dn: ou=people," + base + "\nobjectClass: organizationalUnit\nou: people",
		"dn: ou=ad," + base + "\nobjectClass: organizationalUnit\nou: ad",
		person("user-a", "用户甲", "displayName: 用户甲", "mail: user-a@example.test", "departmentNumber: 处室甲", "title: 职务甲"),
		person("user-b", "用户乙"),
		person("user-off", "用户丙", "sAMAccountName: user-off", "userAccountControl: 514"),
		person("twin-1", "用户丁", "mail: twin@example.test"),
		person("twin-2", "用户丁", "mail: twin@example.test"),
		person("twin-3", "用户丁"),
		person("user-busy", "用户辛", "objectClass: errAuxObject", "errCode: 51", "errOp: bind"),
		"dn: cn=user-ad,ou=ad," + base + "\nobjectClass: inetOrgPerson\nobjectClass: securityPrincipal\ncn: user-ad\nsn: 用户戊\n" +
			"displayName: 用户戊\nsAMAccountName: user-ad\nuserAccountControl: 512\nuserPassword: " + password + "\n" +
			"objectGUID: \x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff",
		"dn: cn=user-plain,ou=ad," + base + "\nobjectClass: inetOrgPerson\nuid: user-plain\ncn: user-plain\nsn: 用户己\nuserPassword: " + password,
		"dn: ou=groups," + base + "\nobjectClass: organizationalUnit\nou: groups",
		"dn: cn=Editors,ou=groups," + base + "\nobjectClass: groupOfNames\ncn: Editors\nmember: uid=user-a,ou=people," + base,
		"dn: cn=all,ou=groups," + base + "\nobjectClass: groupOfNames\ncn: all\nmember: uid=user-a,ou=people," + base +
			"\nmember: uid=user-b,ou=people," + base,
	}, "\n\n")
}

func TestLDAPSignsOnByNameAndPassword(t *testing.T) {
	directory := startSlapd(t, house()).directory()
	directory.Grants = grants(t, map[string]string{"editors": "editor", "cn=all,ou=groups," + base: "reader"}, "")
	who := check(t, directory, "user-a")
	if len(who.Subject) != 36 {
		t.Errorf("the subject is %q, not an entryUUID", who.Subject)
	}
	want := account.Identity{
		Source: account.LDAP, Subject: who.Subject, Name: "user-a", Display: "用户甲", Office: "处室甲 职务甲", Role: account.Editor,
	}
	if who != want {
		t.Errorf("got  %+v\nwant %+v", who, want)
	}
	if who := check(t, directory, "user-b"); who.Role != account.Reader || who.Display != "用户乙" || who.Office != "" {
		t.Errorf("user-b is %+v", who)
	}
	if who := check(t, directory, " USER-A "); who != want {
		t.Errorf("another writing of the name gives %+v", who)
	}
	refused(t, directory, "user-plain", password, "in no group")
	directory.Grants = grants(t, nil, "unit:unit-a")
	if who := check(t, directory, "user-plain"); who.Role != account.Unit || who.Unit != "unit-a" {
		t.Errorf("user-plain is %+v", who)
	}
}

func TestLDAPGivesOneUserForEveryName(t *testing.T) {
	directory := startSlapd(t, house()).directory()
	byUID := check(t, directory, "user-a")
	directory.Filter = "(|(uid=%s)(mail=%s))"
	if byMail := check(t, directory, "user-a@example.test"); byMail != byUID {
		t.Errorf("by mail %+v, by uid %+v", byMail, byUID)
	}
}

func TestLDAPReadsActiveDirectory(t *testing.T) {
	directory := startSlapd(t, house()).directory()
	directory.Filter = "(&(objectClass=securityPrincipal)(sAMAccountName=%s))"
	who := check(t, directory, "User-AD")
	if who.Subject != "33221100-5544-7766-8899-aabbccddeeff" || who.Name != "user-ad" || who.Display != "用户戊" {
		t.Errorf("got %+v", who)
	}
	directory.Filter = "(uid=%s)"
	if who := check(t, directory, "user-plain"); who.Subject != "cn=user-plain,ou=ad,"+base {
		t.Errorf("without an id of the server the subject is %q", who.Subject)
	}
}

func TestLDAPRefusesDisabledInActiveDirectory(t *testing.T) {
	refused(t, startSlapd(t, house()).directory(), "user-off", password, "disabled")
}

func TestLDAPRefusesEmptyPassword(t *testing.T) {
	directory := startSlapd(t, house()).directory()
	refused(t, directory, "user-a", "", "no password")
	refused(t, directory, " ", password, "no name")
}

func TestLDAPRefusesWrongPasswordAndUnknownName(t *testing.T) {
	directory := startSlapd(t, house()).directory()
	refused(t, directory, "user-a", password+"x", "the directory says no")
	refused(t, directory, "user-z", password, "0 entries")
}

func TestLDAPRefusesTwoEntries(t *testing.T) {
	directory := startSlapd(t, house()).directory()
	directory.Filter = "(mail=%s)"
	refused(t, directory, "twin@example.test", password, "2 entries")
	directory.Filter = "(cn=%s)" // three, of which the server is asked for two at most
	refused(t, directory, "用户丁", password, "2 entries")
}

func TestLDAPInjection(t *testing.T) {
	directory := startSlapd(t, house()).directory()
	directory.Filter = "(&(objectClass=person)(uid=%s))"
	for _, name := range []string{
		"*", "user-*", "*)(uid=*", "user-a)(uid=user-a", "user-a)(|(uid=*", "user-a))(|(uid=*)", `user-a\`, `\2a`, "user-a\x00",
	} {
		refused(t, directory, name, password, "0 entries")
	}
}

// What a name looks for is found as it is written, even where the writing is the filter's own.
func TestLDAPFindsNamesWithTheFiltersCharacters(t *testing.T) {
	odd := "dn: cn=odd,ou=people," + base + "\nobjectClass: inetOrgPerson\ncn: odd\nsn: 用户庚\nuid: user-g\nmail: a*(b)\\c@example.test\nuserPassword: " + password
	directory := startSlapd(t, house()+"\n\n"+odd).directory()
	directory.Filter = "(mail=%s)"
	if who := check(t, directory, `a*(b)\c@example.test`); who.Name != "user-g" {
		t.Errorf("got %+v", who)
	}
}

func TestLDAPOverStartTLS(t *testing.T) {
	server := startSlapd(t, house())
	directory := server.directory()
	directory.URL, directory.StartTLS = server.plain, true
	check(t, directory, "user-a")
	directory.Roots = x509.NewCertPool()
	outOfReach(t, directory)
}

func TestLDAPRefusesUnknownIssuer(t *testing.T) {
	directory := startSlapd(t, house()).directory()
	directory.Roots = x509.NewCertPool()
	outOfReach(t, directory)
	directory.Roots = nil // the system's
	outOfReach(t, directory)
}

func TestLDAPSendsNoPasswordUnencrypted(t *testing.T) {
	server := startSlapd(t, house())
	directory := server.directory()
	directory.URL = server.plain
	outOfReach(t, directory)
	directory.Insecure = true
	check(t, directory, "user-a")
}

// A password that the archive's own settings have wrong is no fault of the person who signs in.
func TestLDAPTellsItsOwnFaultsApart(t *testing.T) {
	server := startSlapd(t, house())
	for name, break_ := range map[string]func(*signon.LDAP){
		"bind password": func(d *signon.LDAP) { d.BindPassword = "wrong" },
		"base":          func(d *signon.LDAP) { d.Base = "dc=nowhere,dc=test" },
		"nobody":        func(d *signon.LDAP) { d.BindDN, d.BindPassword = "", "" },
		"filter":        func(d *signon.LDAP) { d.Filter = "(uid=%s" },
		"no address":    func(d *signon.LDAP) { d.URL = "https://127.0.0.1" },
		"down":          func(d *signon.LDAP) { d.URL = "ldaps://" + freeAddress(t) },
	} {
		directory := server.directory()
		break_(&directory)
		t.Run(name, func(t *testing.T) { outOfReach(t, directory) })
	}
	_, err := server.directory().Check(t.Context(), "user-busy", password)
	if !errors.Is(err, signon.ErrUnavailable) || errors.Is(err, account.ErrSignIn) {
		t.Errorf("busy: %v", err)
	}
}

func TestLDAPGivesUpWithItsContext(t *testing.T) {
	mute, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer mute.Close()
	for _, directory := range []signon.LDAP{
		{URL: "ldaps://" + mute.Addr().String()},
		{URL: "ldap://" + mute.Addr().String(), StartTLS: true},
		{URL: "ldap://" + mute.Addr().String(), Insecure: true, BindDN: service, BindPassword: password},
	} {
		directory.Base, directory.Filter = base, "(uid=%s)"
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			conn, err := mute.Accept()
			if err == nil {
				conn.Read(make([]byte, 1)) // it has asked; now nobody answers
				cancel()
				defer conn.Close()
				conn.Read(make([]byte, 1<<16))
				conn.Read(make([]byte, 1<<16))
			}
		}()
		if _, err := directory.Check(ctx, "user-a", password); !errors.Is(err, signon.ErrUnavailable) {
			t.Errorf("%s: %v", directory.URL, err)
		}
	}
}

func check(t *testing.T, d signon.LDAP, name string) account.Identity {
	t.Helper()
	who, err := d.Check(t.Context(), name, password)
	if err != nil {
		t.Fatalf("%q: %v", name, err)
	}
	return who
}

func refused(t *testing.T, d signon.LDAP, name, password, reason string) {
	t.Helper()
	who, err := d.Check(t.Context(), name, password)
	if !errors.Is(err, account.ErrSignIn) || who != (account.Identity{}) || !strings.Contains(err.Error(), reason) {
		t.Errorf("%q: got %+v, %v; want a refusal: %s", name, who, err, reason)
	}
}

func outOfReach(t *testing.T, d signon.LDAP) {
	t.Helper()
	who, err := d.Check(t.Context(), "user-a", password)
	if !errors.Is(err, signon.ErrUnavailable) || errors.Is(err, account.ErrSignIn) || who != (account.Identity{}) {
		t.Errorf("got %+v, %v; want that the directory cannot be asked", who, err)
	}
}
