package account

import (
	"net/mail"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Source is what vouches for a user.
type Source string

// The sources of identity.
const (
	Local Source = "local" // a password kept here, as a hash
	LDAP  Source = "ldap"  // the office's directory, by name and password
	OIDC  Source = "oidc"  // the office's single sign-on
	Proxy Source = "proxy" // a header of a trusted reverse proxy
)

// User is an account. It holds nothing secret; the password's hash is kept beside it (Secret).
type User struct {
	ID              string    // random, never used again
	Name            string    // login name, unique after Fold
	Display         string    // the person's name as pages show it
	Office          string    // department and post, free text
	Email           string    // where reminders go; "" for nowhere
	Role            Role      //
	Unit            string    // id in the register; only and always with the role Unit
	Source          Source    //
	Subject         string    // the id at the source; "" with Local. Unique per source
	Disabled        bool      // can do nothing
	MustChange      bool      // the password was given by somebody else
	PasswordChanged time.Time // zero where there is no password
	Created         time.Time //
	SignedIn        time.Time // the last time; zero for never
}

// Secret is what is kept of a local user's passwords.
type Secret struct {
	Hash     string   // PHC string of argon2id; "" where no password is set yet
	Previous []string // the hashes before it, newest first, as many as the rules' History asks for
}

// NewUser is what an administrator, or the console, says of a new account.
type NewUser struct {
	Name, Display, Office string
	Role                  Role
	Unit                  string
	Email                 string // "" for none
}

// Identity is what an outside source says of a person it has checked.
type Identity struct {
	Source                Source
	Subject               string // stable id at the source, required
	Name, Display, Office string
	Role                  Role   // "" leaves the role of a known user, and gives a new one Options.NewRole
	Unit                  string // with the role Unit
}

// Fold gives the form under which a login name is unique: NFKC, lower case, no space around it.
func Fold(name string) string { return strings.ToLower(norm.NFKC.String(strings.TrimSpace(name))) }

// ValidName tells whether a login name can be given: 1 to 64 letters (of any script), digits and ._-@, the first a letter
// or digit.
func ValidName(name string) bool {
	folded := Fold(name)
	if n := utf8.RuneCountInString(folded); n == 0 || n > 64 || !utf8.ValidString(name) {
		return false
	}
	for i, r := range folded {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && (i == 0 || !strings.ContainsRune("._-@", r)) {
			return false
		}
	}
	return true
}

// maxEmail is the longest address that mail can go to (RFC 5321).
const maxEmail = 254

// ValidEmail tells whether an address can be given: one plain address, name@domain, without a display name.
func ValidEmail(email string) bool {
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != email || len(email) > maxEmail {
		return false
	}
	_, domain, _ := strings.Cut(email, "@")
	return !strings.ContainsFunc(email, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"<>()[]\\,;:`, r) }) && domain != "" && !strings.Contains(domain, "@")
}
