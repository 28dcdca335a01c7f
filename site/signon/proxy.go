package signon

import (
	"fmt"
	"net/netip"
	"strings"

	"tongbao/site/account"
)

// Proxies are the addresses of reverse proxies whose headers are believed.
type Proxies []netip.Prefix

// ParseProxies reads addresses (10.1.2.3, ::1) and networks (10.1.2.0/24). A network that holds everybody, or whose address
// has bits beyond its length, is a mistake and an error.
func ParseProxies(texts []string) (Proxies, error) {
	var proxies Proxies
	for _, text := range texts {
		network, err := parseNetwork(text)
		if err != nil {
			return nil, fmt.Errorf("proxies: %q is no address and no network such as 10.1.2.0/24", text)
		}
		if network.Bits() == 0 || network != network.Masked() || network.Addr().Is4In6() {
			return nil, fmt.Errorf("proxies: %q is not exactly the network it means", text)
		}
		proxies = append(proxies, network)
	}
	return proxies, nil
}

func parseNetwork(text string) (netip.Prefix, error) {
	if strings.Contains(text, "/") {
		return netip.ParsePrefix(text)
	}
	addr, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Prefix{}, err
	}
	return addr.Unmap().WithZone("").Prefix(addr.Unmap().BitLen())
}

// Has tells whether a peer is one of the proxies.
func (p Proxies) Has(peer netip.Addr) bool {
	peer = peer.Unmap().WithZone("")
	for _, network := range p {
		if network.Contains(peer) {
			return true
		}
	}
	return false
}

// ProxyUser gives whom a proxy vouches for. Values are all values of the header that names the user, peer is who opened the
// connection, never an address from a header. False without an error: there is no such header, or it came from somebody
// else and counts for nothing. account.ErrSignIn: a proxy sent what is not one login name.
//
// The name is the subject as well, since a header has nothing else: whoever takes over a name takes over its account.
func ProxyUser(values []string, peer netip.Addr, trusted Proxies) (account.Identity, bool, error) {
	if len(values) == 0 || !trusted.Has(peer) {
		return account.Identity{}, false, nil
	}
	if len(values) > 1 {
		return account.Identity{}, false, refuse("the proxy's header came %d times", len(values))
	}
	name := strings.TrimSpace(values[0])
	if !account.ValidName(name) {
		return account.Identity{}, false, refuse("the proxy's header is not a login name")
	}
	return account.Identity{Source: account.Proxy, Subject: account.Fold(name), Name: name, Display: name}, true, nil
}
