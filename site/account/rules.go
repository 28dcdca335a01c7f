package account

import "time"

// Rules are the bounds an office may set. Standard and Dengbao are the two profiles.
type Rules struct {
	MinLength int           // characters of a password
	Classes   int           // of lower case, upper case, digits, others; 0 asks for none
	MaxAge    time.Duration // of a password; 0 for no expiry
	History   int           // how many passwords before may not come back, the present one included

	Failures        int           // of an account within Window, then it is locked for Lock
	AddressFailures int           // of an address, of any accounts, likewise
	Window, Lock    time.Duration //
	Familiar        time.Duration // how long an address counts as the user's own after a sign-in (see lockout.go)

	Idle, Absolute time.Duration // of a session
	Fresh          time.Duration // how long after the password a dangerous act needs it not again
	FirstRun       time.Duration // how long the first-run link works
	Invite         time.Duration // how long an invitation or reset works
}

// Standard follows NIST SP 800-63B and ASVS 5.0: long passwords that are not common, no composition, no expiry.
func Standard() Rules {
	return Rules{
		MinLength: 12, History: 1,
		Failures: 5, AddressFailures: 5, Window: 15 * time.Minute, Lock: 30 * time.Minute, Familiar: 30 * 24 * time.Hour,
		Idle: 30 * time.Minute, Absolute: 12 * time.Hour, Fresh: 10 * time.Minute,
		FirstRun: time.Hour, Invite: 3 * 24 * time.Hour,
	}
}

// Dengbao follows the usual values of 等保2.0 audits (GB/T 22239-2019): composition, expiry, history, short sessions.
func Dengbao() Rules {
	r := Standard()
	r.MinLength, r.Classes, r.MaxAge, r.History = 8, 3, 90*24*time.Hour, 5
	r.Idle = 10 * time.Minute
	return r
}
