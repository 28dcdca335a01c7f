package account

import "time"

// Failures are the failed sign-ins of an account, of an address, or of both together.
type Failures struct {
	Count  int
	Since  time.Time // the first of them
	Locked time.Time // until then; zero for not locked
}
