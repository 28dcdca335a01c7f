package signon

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"

	"golang.org/x/oauth2"
)

// pendingFor is how long a person may take at the provider.
const pendingFor = 10 * time.Minute

// attempt is a sign-in that has begun: what the answer has to fit. It travels in the browser, sealed, so that servers
// keep nothing of it and each of several can finish what another began.
type attempt struct {
	State    string    `json:"s"` // comes back in the query: the answer belongs to this browser
	Nonce    string    `json:"n"` // comes back in the token: the token belongs to this attempt
	Verifier string    `json:"v"` // goes to the provider with the code: the code belongs to this attempt (PKCE)
	Redirect string    `json:"r"` // where the provider sends the browser
	Again    bool      `json:"a"` // the provider is to ask for the password although it knows the person
	Begun    time.Time `json:"b"`
}

func newAttempt(redirectURL string, again bool, now time.Time) attempt {
	return attempt{
		State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(),
		Redirect: redirectURL, Again: again, Begun: now,
	}
}

// newSeal gives the cipher of attempts: AES-256-GCM under a key for this purpose alone.
func newSeal(secret []byte) (cipher.AEAD, error) {
	if len(secret) < 32 {
		return nil, errors.New("key: shorter than 32 bytes")
	}
	key, err := hkdf.Key(sha256.New, secret, nil, "tongbao signon attempt", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

func (a attempt) seal(with cipher.AEAD) (string, error) {
	plain, err := json.Marshal(a)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(with.Seal(nil, nil, plain, nil)), nil
}

// open reads what seal wrote. Whatever else it is given is a refusal.
func open(pending string, with cipher.AEAD, now time.Time) (attempt, error) {
	var a attempt
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(pending)
	if err != nil {
		return a, refuse("what the browser kept is no attempt of ours")
	}
	plain, err := with.Open(nil, nil, sealed, nil)
	if err != nil || json.Unmarshal(plain, &a) != nil {
		return a, refuse("what the browser kept is no attempt of ours")
	}
	if now.After(a.Begun.Add(pendingFor)) {
		return a, refuse("begun more than %s ago", pendingFor)
	}
	return a, nil
}
