package archive

import (
	"fmt"
	"time"
)

// Duration is written 30m or 12h.
type Duration time.Duration

// UnmarshalText reads a duration; one that is not above zero is refused.
func (d *Duration) UnmarshalText(text []byte) error {
	value, err := time.ParseDuration(string(text))
	if err != nil || value <= 0 {
		return fmt.Errorf("%q 不是时长，应写作 30m、12h", text)
	}
	*d = Duration(value)
	return nil
}

// Or is the duration, or another where it is left out.
func (d Duration) Or(other time.Duration) time.Duration {
	if d == 0 {
		return other
	}
	return time.Duration(d)
}
