package annotation

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Drawing is handwriting as SVG shows it: the box that holds it, and the outline of its strokes, to be filled (fill-rule
// nonzero). It holds numbers and letters of path commands alone.
type Drawing struct{ Box, Path string }

// How a stroke looks, in the pad's pixels. Script draws the same while the pen is down (assets/ts/instruct/stroke.ts).
const (
	thinnest = 0.75 // radius without pressure
	thicker  = 2.75 // more of it under all pressure
	nearest  = 0.5  // points closer than this to the last one say nothing
	margin   = 6    // around the strokes
)

// dot is a point of a stroke with the radius of the pen there.
type dot struct{ x, y, r float64 }

// Draw gives the drawing of handwriting; zero where nothing was written.
func (k Ink) Draw() Drawing {
	var path strings.Builder
	left, top, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, stroke := range k.Strokes {
		dots := stroke.dots()
		for _, d := range dots {
			left, right = min(left, d.x-d.r), max(right, d.x+d.r)
			top, bottom = min(top, d.y-d.r), max(bottom, d.y+d.r)
		}
		for _, piece := range pieces(dots) {
			outline(&path, piece)
		}
	}
	if path.Len() == 0 {
		return Drawing{}
	}
	box := fmt.Sprintf("%s %s %s %s", decimal(left-margin), decimal(top-margin), decimal(right-left+2*margin), decimal(bottom-top+2*margin))
	return Drawing{box, path.String()}
}

// dots are a stroke's points without those that stand still, each a little drawn towards its neighbours: a hand trembles.
func (s Stroke) dots() []dot {
	var kept []dot
	for _, p := range s {
		d := dot{p[0], p[1], thinnest + thicker*p[2]}
		if n := len(kept); n == 0 || math.Hypot(d.x-kept[n-1].x, d.y-kept[n-1].y) >= nearest {
			kept = append(kept, d)
		}
	}
	smooth := append([]dot(nil), kept...)
	for i := 1; i+1 < len(kept); i++ {
		a, b, c := kept[i-1], kept[i], kept[i+1]
		smooth[i] = dot{(a.x + 2*b.x + c.x) / 4, (a.y + 2*b.y + c.y) / 4, (a.r + 2*b.r + c.r) / 4}
	}
	return smooth
}

// pieces cuts a stroke where it turns back on itself, so that each piece has two sides; both have the turning point.
func pieces(dots []dot) [][]dot {
	var out [][]dot
	from := 0
	for i := 1; i+1 < len(dots); i++ {
		a, b, c := dots[i-1], dots[i], dots[i+1]
		if (b.x-a.x)*(c.x-b.x)+(b.y-a.y)*(c.y-b.y) < 0 {
			out = append(out, dots[from:i+1])
			from = i
		}
	}
	if len(dots) > 0 {
		out = append(out, dots[from:])
	}
	return out
}

// outline goes along one side of a piece, round its end, back along the other and round its beginning.
func outline(path *strings.Builder, piece []dot) {
	if len(piece) == 1 {
		d := piece[0]
		fmt.Fprintf(path, "M%sA%[2]s %[2]s 0 1 1 %sA%[2]s %[2]s 0 1 1 %[1]sZ", xy(d.x-d.r, d.y), decimal(d.r), xy(d.x+d.r, d.y))
		return
	}
	there, back := make([]dot, len(piece)), make([]dot, len(piece))
	for i, d := range piece {
		a, b := piece[max(0, i-1)], piece[min(len(piece)-1, i+1)]
		dx, dy := b.x-a.x, b.y-a.y
		if length := math.Hypot(dx, dy); length > 0 {
			dx, dy = dx/length*d.r, dy/length*d.r
		}
		there[i] = dot{x: d.x + dy, y: d.y - dx}
		back[len(piece)-1-i] = dot{x: d.x - dy, y: d.y + dx}
	}
	path.WriteString("M" + xy(there[0].x, there[0].y))
	along(path, there)
	round(path, piece[len(piece)-1].r, back[0])
	along(path, back)
	round(path, piece[0].r, there[0])
	path.WriteString("Z")
}

// along draws a smooth line through the middles between points, from the first to the last.
func along(path *strings.Builder, points []dot) {
	for i := 1; i+1 < len(points); i++ {
		p, next := points[i], points[i+1]
		path.WriteString("Q" + xy(p.x, p.y) + " " + xy((p.x+next.x)/2, (p.y+next.y)/2))
	}
	last := points[len(points)-1]
	path.WriteString("L" + xy(last.x, last.y))
}

func round(path *strings.Builder, r float64, to dot) {
	fmt.Fprintf(path, "A%[1]s %[1]s 0 0 1 %s", decimal(r), xy(to.x, to.y))
}

func xy(x, y float64) string { return decimal(x) + " " + decimal(y) }

func decimal(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }
