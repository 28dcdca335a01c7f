package web

import (
	"errors"
	"net/http"
	"net/netip"
	"strings"

	"tongbao/site/account"
)

// A visitor is who asks: somebody signed in, or nobody known.
type visitor struct {
	actor    account.Actor
	signedIn bool
}

func (v visitor) role() account.Role { return v.actor.User.Role }

// visitor reads the session from the cookie. A cookie that opens nothing is taken away. Where a trusted proxy vouches for
// somebody who has no session yet, one begins.
func (s *Server) visitor(w http.ResponseWriter, r *http.Request) (visitor, error) {
	if token, brought := bearer(r); brought {
		return s.byToken(r, token)
	}
	from := s.origin(r)
	if token := s.cookie(r, sessionCookie); token != "" {
		actor, err := s.Accounts.Authenticate(r.Context(), from, token)
		switch {
		case err == nil && !s.vouchedForAnother(r, actor.User):
			return visitor{actor, true}, nil
		case err != nil && !errors.Is(err, account.ErrNoSession):
			return visitor{}, err
		}
		s.clearCookie(w, sessionCookie)
	}
	return s.vouchedFor(w, r, from)
}

func (s *Server) vouchedFor(w http.ResponseWriter, r *http.Request, from account.Origin) (visitor, error) {
	who, ok := s.proxyUser(r)
	if !ok {
		return visitor{}, nil
	}
	in, err := s.Accounts.SignInAs(r.Context(), from, who)
	if errors.Is(err, account.ErrSignIn) {
		return visitor{}, nil
	}
	if err != nil {
		return visitor{}, err
	}
	s.setCookie(w, sessionCookie, in.Token, 0)
	return visitor{in.Actor, true}, nil
}

// vouchedForAnother tells whether the proxy names somebody else than the session's user: then the session is not theirs.
func (s *Server) vouchedForAnother(r *http.Request, u account.User) bool {
	who, ok := s.proxyUser(r)
	return ok && u.Source == account.Proxy && who.Subject != u.Subject
}

func (s *Server) proxyUser(r *http.Request) (account.Identity, bool) {
	if s.ProxyUser == nil {
		return account.Identity{}, false
	}
	return s.ProxyUser(peer(r), r.Header)
}

// origin is where a request comes from: the peer, or whom a trusted proxy names.
func (s *Server) origin(r *http.Request) account.Origin {
	address := peer(r)
	if s.trusted(address) {
		// The last address was added by the proxy itself; those before it may be anything the client wrote.
		all := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		for i := len(all) - 1; i >= 0 && s.trusted(address); i-- {
			next, err := netip.ParseAddr(strings.TrimSpace(all[i]))
			if err != nil {
				break
			}
			address = next.Unmap()
		}
	}
	return account.Origin{Address: address.String(), Agent: r.UserAgent()}
}

func (s *Server) trusted(a netip.Addr) bool { return s.Proxies != nil && s.Proxies(a) }

// peer is the address at the other end of the connection.
func peer(r *http.Request) netip.Addr {
	ap, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return ap.Addr().Unmap().WithZone("")
}
