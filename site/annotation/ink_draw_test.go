package annotation

import (
	"math"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

func TestDraw(t *testing.T) {
	if d := (Ink{}).Draw(); d != (Drawing{}) {
		t.Errorf("nothing: %+v", d)
	}
	dot := Ink{Width: 100, Height: 50, Strokes: []Stroke{{{10, 20, 0}, {10.2, 20, 1}}}}.Draw() // the pen stood still
	if dot.Path != "M9.3 20A0.8 0.8 0 1 1 10.8 20A0.8 0.8 0 1 1 9.3 20Z" || dot.Box != "3.3 13.3 13.5 13.5" {
		t.Errorf("a dot: %+v", dot)
	}
	line := Ink{Strokes: []Stroke{{{0, 0, 0}, {10, 0, 0}}}}.Draw()
	if line.Path != "M0 -0.8L10 -0.8A0.8 0.8 0 0 1 10 0.8L0 0.8A0.8 0.8 0 0 1 0 -0.8Z" {
		t.Errorf("a line: %s", line.Path)
	}
	there := Stroke{{0, 0, 0.5}, {20, 0, 0.5}, {0, 1, 0.5}} // and back: two pieces
	if d := (Ink{Strokes: []Stroke{there}}).Draw(); strings.Count(d.Path, "M") != 2 {
		t.Errorf("turned back: %s", d.Path)
	}
}

// More pressure is a broader line.
func TestPressureIsSeen(t *testing.T) {
	height := func(pressure float64) float64 {
		dots := Stroke{{0, 0, pressure}, {50, 0, pressure}, {100, 0, pressure}}.dots()
		return 2 * dots[1].r
	}
	if light, heavy := height(0.1), height(0.9); heavy < 2*light {
		t.Errorf("%g, %g", light, heavy)
	}
}

var pathSyntax = regexp.MustCompile(`^(M-?[\d.]+ -?[\d.]+((L-?[\d.]+ -?[\d.]+)|(Q-?[\d.]+ -?[\d.]+ -?[\d.]+ -?[\d.]+)|(A[\d.]+ [\d.]+ 0 [01] 1 -?[\d.]+ -?[\d.]+))*Z)+$`)

// Whatever Ink.check lets through is drawn as a path, within its box.
func TestDrawnInkIsAPath(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		k := Ink{Width: maxPad, Height: maxPad}
		for range 1 + random.IntN(4) {
			var s Stroke
			for range 1 + random.IntN(30) {
				scale := math.Pow(10, float64(random.IntN(5))-1)
				s = append(s, [3]float64{math.Mod(random.NormFloat64()*scale, 2*maxPad), math.Mod(random.NormFloat64()*scale, 2*maxPad), random.Float64()})
			}
			k.Strokes = append(k.Strokes, s)
		}
		if err := k.check(); err != nil {
			t.Fatal(err)
		}
		if d := k.Draw(); !pathSyntax.MatchString(d.Path) || strings.Contains(d.Box, "Inf") {
			t.Fatalf("%+v", d)
		}
	}
}
