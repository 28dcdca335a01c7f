package archive

import (
	"path/filepath"
	"strings"
)

// Server is how tongbao serve serves the archive: the section [server] of tongbao.toml. Zero values mean the defaults that
// docs/operations.md lists.
type Server struct {
	Address     string   `toml:"address"`     // HOST:PORT
	Hosts       []string `toml:"hosts"`       // names under which readers reach it, besides the address itself
	PublicURL   string   `toml:"public_url"`  // the address by which others name it, in the addresses of annotations; "" for that of each request
	Origins     []string `toml:"origins"`     // other sites whose pages may use the annotation protocol, with an access token
	Access      string   `toml:"access"`      // login (the default) or intranet: reading without an account
	Database    string   `toml:"database"`    // a file below the archive, or postgres://…
	Certificate string   `toml:"certificate"` // PEM files; both or none
	Key         string   `toml:"key"`         //
	PlainHTTP   bool     `toml:"plain_http"`  // allow other machines without TLS: passwords are then readable on the way
	Proxies     []string `toml:"proxies"`     // addresses of reverse proxies whose X-Forwarded-* are believed
	Metrics     string   `toml:"metrics"`     // HOST:PORT for Prometheus; "" for none
	Passwords   string   `toml:"passwords"`   // the policy: default or dengbao
	Idle        Duration `toml:"idle"`        // a session without a request ends after it
	Longest     Duration `toml:"longest"`     // a session ends after it in any case
	LogFormat   string   `toml:"log_format"`  // text (the default) or json
	OIDC        OIDC     `toml:"oidc"`
	LDAP        LDAP     `toml:"ldap"`
	ProxyUser   Proxied  `toml:"proxy_user"`
}

// OIDC is sign-on by an OpenID Connect provider.
type OIDC struct {
	Issuer     string            `toml:"issuer"`
	ClientID   string            `toml:"client_id"`
	SecretFile string            `toml:"secret_file"`
	Claim      string            `toml:"claim"`   // whose values name roles; groups where left out
	CAFile     string            `toml:"ca_file"` // PEM, where the system does not know the issuer of its certificate
	Roles      map[string]string `toml:"roles"`   // value of the claim → role
	Role       string            `toml:"role"`    // of whoever has none of them; "" refuses
}

// LDAP is sign-on by a directory (LDAP, AD): the name and the password are tried there.
type LDAP struct {
	URL          string            `toml:"url"` // ldaps://… or ldap:// with start_tls
	StartTLS     bool              `toml:"start_tls"`
	CAFile       string            `toml:"ca_file"`       // PEM, where the system does not know the issuer
	BindDN       string            `toml:"bind_dn"`       // who looks for the user
	PasswordFile string            `toml:"password_file"` // of bind_dn
	Base         string            `toml:"base"`
	Filter       string            `toml:"filter"` // (uid=%s)
	Groups       string            `toml:"groups"` // the attribute that lists groups; memberOf where left out
	Roles        map[string]string `toml:"roles"`  // group → role
	Role         string            `toml:"role"`   // of whoever is in none of them; "" refuses
}

// Proxied is sign-on by a header that a trusted proxy sets.
type Proxied struct {
	Header string `toml:"header"` // such as X-Remote-User; believed from the addresses of proxies only
	Role   string `toml:"role"`   // of a user who is new; "" refuses whom the accounts do not know
}

// DatabaseFile is the database of an archive that names none.
const DatabaseFile = "database/tongbao.sqlite"

// DSN is where the archive's database is: a postgres:// address or the path of a file.
func (a *Archive) DSN() string {
	name := a.Settings.Server.Database
	if name == "" {
		name = DatabaseFile
	}
	if strings.HasPrefix(name, "postgres://") || strings.HasPrefix(name, "postgresql://") || filepath.IsAbs(name) {
		return name
	}
	return a.Path(filepath.FromSlash(name))
}
