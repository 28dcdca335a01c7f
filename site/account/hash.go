package account

// HashCost is what one argon2id hash takes.
type HashCost struct {
	Memory  uint32 // KiB
	Time    uint32 // passes
	Threads uint8
	AtOnce  int // hashes computed at once; the others wait. 0 for twice the cores
}

// DefaultCost is above the least that OWASP names (19 MiB, 2 passes).
func DefaultCost() HashCost { return HashCost{Memory: 46 * 1024, Time: 2, Threads: 1} }

type hasher struct{}
