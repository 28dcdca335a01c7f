package account

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/netip"
	"strings"
	"time"
)

// Failures are the failed sign-ins under one key.
//
// The keys are an account's name (known here or not, so that nothing tells the two apart), an address, and both together.
// From an address where the account signed in lately only the last counts: so an attacker who locks an account, or shares
// a gateway with its owner, does not keep the owner out. The price is that whoever sits at such an address has five
// guesses of their own. Attempts while locked are refused unread: they neither count nor lengthen the lock, nor cost a
// hash, and leave no row each; the audit has the lock itself.
type Failures struct {
	Count  int
	Since  time.Time // the first of them
	Locked time.Time // until then; zero for not locked
}

func (f Failures) locked(now time.Time) bool { return now.Before(f.Locked) }

// next counts one more failure. Those of an earlier window, or before a lock that has ended, are forgotten.
func (f Failures) next(now time.Time, r Rules, limit int) Failures {
	if !f.Locked.IsZero() || !now.Before(f.Since.Add(r.Window)) {
		f = Failures{Since: now}
	}
	if f.Count++; f.Count >= limit {
		f.Locked = now.Add(r.Lock)
	}
	return f
}

// keys of failures.
func nameKey(folded string) string {
	digest := sha256.Sum256([]byte(folded)) // people type passwords into the field for names
	return "name:" + hex.EncodeToString(digest[:16])
}
func addressKey(address string) string      { return "address:" + network(address) }
func pairKey(userID, address string) string { return pairPrefix(userID) + "|" + network(address) }
func pairPrefix(userID string) string       { return "pair:" + userID }
func sessionKey(id string) string           { return "session:" + id }

// network is the address as failures count it: IPv6 by its first 64 bits, which one household or office has to itself.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return "unknown"
	}
	if ip = ip.Unmap().WithZone(""); ip.Is6() {
		return netip.PrefixFrom(ip, 64).Masked().String()
	}
	return ip.String()
}

// counter is a key under which a failure of an attempt counts, and how many lock it.
type counter struct {
	key   string
	limit int
}

// counters are those that an attempt on a name from an address falls under; user is nil where nobody has the name.
func (s *Service) counters(tx Tx, user *User, folded, address string) ([]counter, error) {
	if user != nil {
		last, err := tx.Familiar(user.ID, network(address))
		if err != nil {
			return nil, err
		}
		if !last.IsZero() && s.now().Before(last.Add(s.opt.Rules.Familiar)) {
			return []counter{{pairKey(user.ID, address), s.opt.Rules.Failures}}, nil
		}
	}
	return []counter{{addressKey(address), s.opt.Rules.AddressFailures}, {nameKey(folded), s.opt.Rules.Failures}}, nil
}

// gate refuses an attempt while one of its counters is locked: *Throttled for the address, else ErrSignIn.
func (s *Service) gate(tx Tx, counters []counter) error {
	for _, c := range counters {
		f, err := tx.Failures(c.key)
		if err != nil {
			return err
		}
		if f.locked(s.now()) {
			if strings.HasPrefix(c.key, "address:") {
				return &Throttled{f.Locked}
			}
			return ErrSignIn
		}
	}
	return nil
}

// count adds a failure to each counter, and tells whether that locked one.
func (s *Service) count(tx Tx, counters []counter) (locked bool, err error) {
	for _, c := range counters {
		f, err := tx.Failures(c.key)
		if err != nil {
			return false, err
		}
		f = f.next(s.now(), s.opt.Rules, c.limit)
		locked = locked || !f.Locked.IsZero()
		if err := tx.PutFailures(c.key, f); err != nil {
			return false, err
		}
	}
	return locked, nil
}

// kept runs an act whose refusal stays on record: the transaction is committed, and the refusal given afterwards.
func (s *Service) kept(ctx context.Context, act func(Tx) error) error {
	var refused error
	err := s.store.Write(ctx, func(tx Tx) error {
		err := act(tx)
		_, throttled := errors.AsType[*Throttled](err)
		if throttled || errors.Is(err, ErrSignIn) {
			refused, err = err, nil
		}
		return err
	})
	if err != nil {
		return err
	}
	return refused
}
