// Package account says who may use an archive: users, passwords, sessions, lockout, and the separation of powers
// (三权分立) between those who manage accounts and those who read the audit.
//
// In: what people type, where from, a clock, and a Store. Out: users, sessions and typed errors that the edges put into
// words. Every act writes its audit entry in its own transaction. It knows no HTTP and no database.
package account

import "slices"

// Role is what a user is to the archive; each user has one.
type Role string

// The roles. Their labels live in i18n.
const (
	Reader        Role = "reader"
	Leader        Role = "leader"
	Unit          Role = "unit" // bound to one unit of the register
	Editor        Role = "editor"
	Auditor       Role = "auditor"
	Administrator Role = "administrator"
)

// Roles lists every role, the least powerful first.
func Roles() []Role { return []Role{Reader, Unit, Leader, Editor, Auditor, Administrator} }

// Valid tells whether a role exists.
func (r Role) Valid() bool { return slices.Contains(Roles(), r) }

// Power is something that only some roles may do.
type Power string

// The powers that this package guards. What may be read of bulletins is decided where they are served.
const (
	ManageAccounts Power = "accounts" // list, add, change, disable, unlock; the administrator's alone
	ReadAudit      Power = "audit"    // read, verify and export the audit; the auditor's alone
)

// Has tells whether a role has a power. No role has both of the above (GB/T 22239-2019: separate administrative rights).
func (r Role) Has(p Power) bool {
	switch p {
	case ManageAccounts:
		return r == Administrator
	case ReadAudit:
		return r == Auditor
	}
	return false
}
