package signon_test

import (
	"errors"
	"net/netip"
	"testing"

	"tongbao/site/account"
	"tongbao/site/signon"
)

func proxies(t testing.TB, texts ...string) signon.Proxies {
	t.Helper()
	p, err := signon.ParseProxies(texts)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestProxyUser(t *testing.T) {
	trusted := proxies(t, "10.1.2.3", "10.9.0.0/16", "fd00::1", "::1")
	for name, c := range map[string]struct {
		values []string
		peer   string
		want   string // the subject
		err    error
	}{
		"a proxy":              {[]string{" User-A "}, "10.1.2.3", "user-a", nil},
		"a network of proxies": {[]string{"用户甲"}, "10.9.255.1", "用户甲", nil},
		"IPv6":                 {[]string{"user-a@EXAMPLE.TEST"}, "fd00::1", "user-a@example.test", nil},
		"IPv4 within IPv6":     {[]string{"user-a"}, "::ffff:10.1.2.3", "user-a", nil},
		"with a zone":          {[]string{"user-a"}, "::1%lo", "user-a", nil},
		"no header":            {nil, "10.1.2.3", "", nil},
		"somebody else":        {[]string{"user-a"}, "10.1.2.4", "", nil},
		"somebody else, twice": {[]string{"user-a", "user-b"}, "10.10.0.1", "", nil},
		"several":              {[]string{"user-a", "user-a"}, "10.1.2.3", "", account.ErrSignIn},
		"several in one":       {[]string{"user-a, user-b"}, "10.1.2.3", "", account.ErrSignIn},
		"empty":                {[]string{" "}, "10.1.2.3", "", account.ErrSignIn},
		"not text":             {[]string{"user-\xff"}, "10.1.2.3", "", account.ErrSignIn},
		"a line end":           {[]string{"user-a\nuser-b"}, "10.1.2.3", "", account.ErrSignIn},
	} {
		who, ok, err := signon.ProxyUser(c.values, netip.MustParseAddr(c.peer), trusted)
		if who.Subject != c.want || ok != (c.want != "") || !errors.Is(err, c.err) {
			t.Errorf("%s: %+v, %v, %v", name, who, ok, err)
		}
		if ok && (who.Source != account.Proxy || who.Role != "" || account.Fold(who.Name) != who.Subject) {
			t.Errorf("%s: %+v", name, who)
		}
	}
	if _, ok, _ := signon.ProxyUser([]string{"user-a"}, netip.MustParseAddr("127.0.0.1"), nil); ok {
		t.Error("without proxies a header counts")
	}
}

func TestProxiesAreWhatTheySay(t *testing.T) {
	for _, text := range []string{
		"", "proxy", "10.1.2", "10.1.2.3/33", "10.1.2.3/24", "0.0.0.0/0", "::/0", "::ffff:10.0.0.0/104", "10.1.2.3:80",
	} {
		if p, err := signon.ParseProxies([]string{text}); err == nil {
			t.Errorf("%q is taken for %v", text, p)
		}
	}
}

// Whatever a header holds, it is a login name or nobody.
func FuzzProxyUser(f *testing.F) {
	f.Add("user-a")
	f.Add("用户甲")
	f.Add("ａ\u200b,\x00")
	trusted := proxies(f, "::1")
	f.Fuzz(func(t *testing.T, value string) {
		who, ok, err := signon.ProxyUser([]string{value}, netip.IPv6Loopback(), trusted)
		if ok == (err != nil) || ok && !account.ValidName(who.Name) || ok && account.Fold(who.Subject) != who.Subject {
			t.Errorf("%q gives %+v, %v, %v", value, who, ok, err)
		}
	})
}
