package annotation

import "math"

// Ink is handwriting as the pen gave it; what is shown is drawn from these points.
type Ink struct {
	Width   int      `json:"width,omitempty"` // of the pad, CSS pixels
	Height  int      `json:"height,omitempty"`
	Strokes []Stroke `json:"strokes,omitempty"`
}

// Stroke is one movement of the pen: x, y in the pad's pixels, pressure from 0 to 1.
type Stroke [][3]float64

// Bounds of handwriting.
const (
	maxPad     = 4000
	MaxStrokes = 500
	MaxPoints  = 20_000 // of all strokes
)

// Empty tells whether nothing was written.
func (k Ink) Empty() bool { return len(k.Strokes) == 0 }

// Points counts the points of all strokes.
func (k Ink) Points() int {
	n := 0
	for _, s := range k.Strokes {
		n += len(s)
	}
	return n
}

// check refuses what no pen writes: *BadField.
func (k Ink) check() error {
	if k.Empty() {
		return nil
	}
	if k.Width < 1 || k.Width > maxPad || k.Height < 1 || k.Height > maxPad || len(k.Strokes) > MaxStrokes || k.Points() > MaxPoints {
		return &BadField{"ink"}
	}
	for _, stroke := range k.Strokes {
		for _, p := range stroke {
			// A pen leaves the pad by a little; a number that is none compares as neither.
			inside := math.Abs(p[0]) <= 2*maxPad && math.Abs(p[1]) <= 2*maxPad && p[2] >= 0 && p[2] <= 1
			if !inside {
				return &BadField{"ink"}
			}
		}
		if len(stroke) == 0 {
			return &BadField{"ink"}
		}
	}
	return nil
}
