package account

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"
)

// Digest is the SHA-256 of a token. Tokens themselves are stored nowhere.
type Digest [32]byte

// DigestOf gives a token's digest.
func DigestOf(token string) Digest { return sha256.Sum256([]byte(token)) }

// newToken gives 256 random bits as text, which goes to the user alone.
func newToken() string {
	var raw [32]byte
	rand.Read(raw[:])
	return base64.RawURLEncoding.EncodeToString(raw[:])
}

// newID gives an id that is never used again: 130 random bits, capital letters and digits.
func newID() string { return rand.Text() }

// Session is one sign-in of one user with one browser.
type Session struct {
	ID            string    // public: names the session in lists, opens nothing
	Token         Digest    // of the token the browser holds
	UserID        string    //
	Created       time.Time // the absolute time-out counts from here
	Seen          time.Time // the idle time-out counts from here; at most a minute late
	Authenticated time.Time // the last time the password was given; zero for an access token
	Expires       time.Time // of an access token, which has no time-outs; zero for a browser's session
	Address       string    // at sign-in
	Agent         string    // the browser's own words at sign-in, or what an access token is for; at most 256 bytes
}

// IsToken tells whether the session is an access token's.
func (s Session) IsToken() bool { return !s.Expires.IsZero() }

// Alive tells whether the session still counts.
func (s Session) Alive(now time.Time, r Rules) bool {
	if s.IsToken() {
		return now.Before(s.Expires)
	}
	return now.Before(s.Seen.Add(r.Idle)) && now.Before(s.Created.Add(r.Absolute))
}

// Fresh tells whether the password was given recently enough for a dangerous act.
func (s Session) Fresh(now time.Time, r Rules) bool { return now.Before(s.Authenticated.Add(r.Fresh)) }

// TicketKind is what a one-time token is for.
type TicketKind string

// The kinds of one-time tokens.
const (
	FirstRunTicket TicketKind = "first-run" // make the first administrator
	PasswordTicket TicketKind = "password"  // set a password: invitation or reset
)

// Ticket is a one-time token, as it is kept.
type Ticket struct {
	Token   Digest
	Kind    TicketKind
	UserID  string // "" with FirstRunTicket
	Expires time.Time
}
