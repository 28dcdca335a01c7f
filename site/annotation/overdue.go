package annotation

import "time"

// Light is how urgent a task is.
type Light string

// The lights.
const (
	NoLight Light = ""       // no deadline, or far from it, or done
	Blue    Light = "blue"   // seven days left, or fewer
	Orange  Light = "orange" // three days left, or fewer; the last day too
	Red     Light = "red"    // the deadline has passed, or was missed
)

// Days left at which lights change.
const (
	blueDays   = 7
	orangeDays = 3
)

// Light is a task's on a day. A task that was reported is judged by the day of its last report, in the office's place.
func (t Task) Light(today Date, place *time.Location) Light {
	if t.Deadline == "" {
		return NoLight
	}
	if !t.Reported.IsZero() && t.State != Received {
		if t.Deadline < Date(t.Reported.In(place).Format(time.DateOnly)) {
			return Red
		}
		return NoLight
	}
	left, ok := daysBetween(today, t.Deadline)
	switch {
	case !ok || left > blueDays:
		return NoLight
	case left < 0:
		return Red
	case left <= orangeDays:
		return Orange
	}
	return Blue
}

func daysBetween(from, to Date) (int, bool) {
	a, errA := time.Parse(time.DateOnly, string(from))
	b, errB := time.Parse(time.DateOnly, string(to))
	return int(b.Sub(a).Hours() / 24), errA == nil && errB == nil
}

// Light is the most urgent of the tasks of an instruction in force.
func (i Instruction) Light(today Date, place *time.Location) Light {
	if i.State != Signed {
		return NoLight
	}
	worst, order := NoLight, map[Light]int{Blue: 1, Orange: 2, Red: 3}
	for _, t := range i.Tasks {
		if l := t.Light(today, place); order[l] > order[worst] {
			worst = l
		}
	}
	return worst
}
