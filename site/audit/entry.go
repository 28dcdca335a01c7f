// Package audit keeps a record of acts that shows when it was tampered with: every entry carries a hash over itself and
// the hash before it.
//
// In: entries and rows as values. Out: rows, heads and the first place where a chain is broken. It stores nothing and
// reads no clock; site/store keeps the rows.
package audit

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"time"
)

// Outcome is how an act ended.
type Outcome string

// The outcomes: done, refused by a rule, and begun but not finished.
const (
	OK     Outcome = "ok"
	Denied Outcome = "denied"
	Failed Outcome = "failed"
)

// Entry is one act: who did what to what, from where, and how it ended.
type Entry struct {
	Seq     int64     // from 1, without gaps; given by the store
	At      time.Time // UTC, whole microseconds; given by the store where zero. Order is Seq's, never At's
	Actor   string    // id of the user who acts; "" for nobody signed in, the console and the program itself
	Name    string    // the actor's login name at that time
	Role    string    // the actor's role at that time
	Address string    // where the request came from, without port; "" for the console
	Action  string    // dotted English words: session.start, user.role, bulletin.read
	Object  string    // id of what it was done to
	Outcome Outcome
	Detail  string // JSON object made by Detail; "" for none. Never a password, a token or a hash of either
}

// Hash is a SHA-256 digest.
type Hash [32]byte

// Row is an entry as it is stored: Hash covers the entry and the hash of the row before it.
type Row struct {
	Entry
	Hash Hash
}

// Filter chooses rows; an empty field chooses all. Fields are joined by and.
type Filter struct {
	From, Until  time.Time // At: from inclusive, until exclusive
	Actor        string
	Name         string // login name at that time
	ActionPrefix string // "session" chooses session.start and session.fail
	Object       string
	Outcome      Outcome
	Before       int64 // only rows with a smaller Seq, for paging backwards; 0 for no bound
	Limit        int   // the newest so many; 0 for all, oldest first
}

// Detail encodes fields as the canonical JSON object that entries carry: sorted keys, no spaces, no escapes beyond those
// that JSON needs. It gives "" where there are no fields.
func Detail(fields map[string]string) string {
	if len(fields) == 0 {
		return ""
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(fields) // texts in memory cannot fail
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// encode is the canonical form that is hashed: a version, then numbers as eight bytes and texts after their length, so
// that no two entries share one form.
func (e *Entry) encode(to []byte) []byte {
	to = append(to, "tongbao-audit-1\n"...)
	to = binary.BigEndian.AppendUint64(to, uint64(e.Seq))            // #nosec G115 -- its eight bytes, whatever they say
	to = binary.BigEndian.AppendUint64(to, uint64(e.At.UnixMicro())) // #nosec G115 -- likewise, before 1970 too
	for _, text := range [...]string{e.Actor, e.Name, e.Role, e.Address, e.Action, e.Object, string(e.Outcome), e.Detail} {
		to = binary.BigEndian.AppendUint32(to, uint32(len(text))) // #nosec G115 -- no text of an act comes near 4 GB: forms, names, digests
		to = append(to, text...)
	}
	return to
}
