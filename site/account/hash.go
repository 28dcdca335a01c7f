package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// HashCost is what one argon2id hash takes.
type HashCost struct {
	Memory  uint32 // KiB
	Time    uint32 // passes
	Threads uint8
}

// DefaultCost is above the least that OWASP names for argon2id (19 MiB, 2 passes).
func DefaultCost() HashCost { return HashCost{Memory: 46 * 1024, Time: 2, Threads: 1} }

const (
	saltBytes, keyBytes = 16, 32
	maxWaitingPerSlot   = 64               // passwords that wait for one slot; more are refused at once
	maxWait             = 10 * time.Second // for a slot
)

// hasher computes as many hashes at once as there are slots, because each holds its memory; the others wait.
type hasher struct {
	cost    HashCost
	slots   chan struct{}
	waiting atomic.Int64
	decoy   string // what the password of nobody is compared with, at the same cost
}

func newHasher(cost HashCost) *hasher {
	h := &hasher{cost: cost, slots: make(chan struct{}, 2*runtime.GOMAXPROCS(0))}
	var salt [saltBytes]byte
	rand.Read(salt[:])
	h.decoy = encode(cost, salt[:], make([]byte, keyBytes)) // no password has this key but by finding a preimage of zeros
	return h
}

// slot waits for its turn; free gives it back. ErrBusy where too many wait, or for too long.
func (h *hasher) slot(ctx context.Context) (free func(), err error) {
	if h.waiting.Add(1) > int64(maxWaitingPerSlot*cap(h.slots)) {
		h.waiting.Add(-1)
		return nil, ErrBusy
	}
	defer h.waiting.Add(-1)
	ctx, cancel := context.WithTimeoutCause(ctx, maxWait, ErrBusy)
	defer cancel()
	select {
	case h.slots <- struct{}{}:
		return func() { <-h.slots }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// hash gives the PHC string of a password.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	free, err := h.slot(ctx)
	if err != nil {
		return "", err
	}
	defer free()
	var salt [saltBytes]byte
	rand.Read(salt[:])
	return encode(h.cost, salt[:], derive(password, salt[:], h.cost)), nil
}

// matches tells whether a password fits a PHC string, and whether that was made at another cost and should be made anew.
// What is no PHC string, "" among them, fits nothing and costs the same.
func (h *hasher) matches(ctx context.Context, encoded, password string) (fits, stale bool, err error) {
	free, err := h.slot(ctx)
	if err != nil {
		return false, false, err
	}
	defer free()
	cost, salt, key, err := decode(encoded)
	known := err == nil
	if !known {
		if cost, salt, key, err = decode(h.decoy); err != nil {
			return false, false, err
		}
	}
	same := subtle.ConstantTimeCompare(derive(password, salt, cost), key) == 1
	return same && known, cost != h.cost, nil
}

// derive reads full-width letters, which input methods for Chinese type now and then, as their usual forms.
func derive(password string, salt []byte, c HashCost) []byte {
	return argon2.IDKey([]byte(norm.NFKC.String(password)), salt, c.Time, c.Memory, c.Threads, keyBytes)
}

func encode(c HashCost, salt, key []byte) string {
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.Memory, c.Time, c.Threads, b64(salt), b64(key))
}

var errPHC = errors.New("account: not a hash of ours")

// decode reads a PHC string and bounds what it may cost: it comes from the database, and a wrong one must not take all
// memory.
func decode(encoded string) (c HashCost, salt, key []byte, err error) {
	var version int
	parts := strings.Split(encoded, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return c, nil, nil, errPHC
	}
	_, errVersion := fmt.Sscanf(parts[2], "v=%d", &version)
	_, errCost := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.Memory, &c.Time, &c.Threads)
	salt, errSalt := base64.RawStdEncoding.DecodeString(parts[4])
	key, errKey := base64.RawStdEncoding.DecodeString(parts[5])
	err = errors.Join(errVersion, errCost, errSalt, errKey)
	if err != nil || version != argon2.Version || len(key) != keyBytes || c.Memory > 1<<20 || c.Time < 1 || c.Time > 16 || c.Threads < 1 {
		return HashCost{}, nil, nil, errPHC
	}
	return c, salt, key, nil
}
