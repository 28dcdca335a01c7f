// Package chart is the geometry of small charts over time, drawn as SVG when the site is built: they need no script, print
// as they are and can be read out by their titles.
//
// In: values by period. Out: coordinates and paths in CSS pixels, rounded to a tenth. It draws nothing: the markup is
// layouts/_partials/chart/, the colours are assets/css/chart.css.
package chart

import (
	"math"
	"strconv"
)

// Series is what a chart shows: one value a period, with the group's in the background.
type Series struct {
	Labels  []string   // a period each, the oldest first
	Values  []*float64 // nil where there is none
	Context []*float64 // the group's median; nil, or of the same length
	Texts   []string   // a value as written, for its title
	Breaks  []string   // why a value cannot be compared with the one before it; "" where it can
	Apart   []bool     // whether periods are missing before this one
	Rank    bool       // whole numbers, the first on top
	Last    int        // the last rank there is
	Ceiling float64    // the most a value can be, 0 where there is no limit
}

// Chart is a drawing. Its coordinates count from the upper left.
type Chart struct {
	Width   int      `json:"width"`
	Height  int      `json:"height"`
	Left    float64  `json:"left"`   // of the plot
	Right   float64  `json:"right"`  // of the plot
	Top     float64  `json:"top"`    // of the plot
	Bottom  float64  `json:"bottom"` // of the plot
	Ticks   []Tick   `json:"ticks"`  // of the value axis
	Periods []Tick   `json:"periods"`
	Lines   []string `json:"lines"` // path data of each stretch that can be compared
	Context []string `json:"context"`
	Dots    []Dot    `json:"dots"`
	Breaks  []Break  `json:"breaks"`
	Said    *Said    `json:"said"` // nil without any value
}

// Tick is a label at a place of an axis.
type Tick struct {
	At   float64 `json:"at"`
	Text string  `json:"text"`
}

// Dot is a value.
type Dot struct {
	X    float64 `json:"x"`
	Y    float64 `json:"y"`
	Text string  `json:"text"` // period and value
	Last bool    `json:"last"`
}

// Break is where values on both sides cannot be compared.
type Break struct {
	X    float64 `json:"x"`
	Text string  `json:"text"` // why
}

// Said is a chart in words: each is a period and its value. The highest rank is the first.
type Said struct {
	First   string `json:"first"`
	Last    string `json:"last"`
	Highest string `json:"highest"`
	Lowest  string `json:"lowest"`
}

const (
	height     = 148
	left       = 44.0
	right      = 22.0
	top        = 14.0
	bottom     = 26.0
	perPeriod  = 56.0 // a label under each period, until the chart is as wide as a page
	narrowest  = 304
	widest     = 900
	labelWidth = 54.0
	fewDots    = 24 // with more periods the line alone is clearer
)

// Draw lays a series out. A series without any value gives a chart without lines.
func Draw(s Series) Chart {
	n := len(s.Labels)
	width := int(math.Min(widest, math.Max(narrowest, left+right+perPeriod*float64(n-1)+perPeriod/2)))
	c := Chart{
		Width: width, Height: height, Left: left, Right: float64(width) - right, Top: top, Bottom: height - bottom,
		Ticks: []Tick{}, Periods: []Tick{}, Lines: []string{}, Context: []string{}, Dots: []Dot{}, Breaks: []Break{},
	}
	scale := s.scale()
	x := func(i int) float64 {
		if n == 1 {
			return tenth((c.Left + c.Right) / 2)
		}
		return tenth(c.Left + 10 + (c.Right-c.Left-20)*float64(i)/float64(n-1))
	}
	y := func(v float64) float64 { return tenth(c.Bottom - (c.Bottom-c.Top)*scale.share(v)) }
	for _, v := range scale.ticks {
		c.Ticks = append(c.Ticks, Tick{y(v), tickText(v)})
	}
	c.Periods = periods(s.Labels, x, c.Right-c.Left)
	c.Lines, c.Context = s.stretches(s.Values, x, y), s.stretches(s.Context, x, y)
	c.Dots = s.dots(x, y)
	for i, why := range s.Breaks {
		if why != "" && i > 0 {
			c.Breaks = append(c.Breaks, Break{tenth((x(i-1) + x(i)) / 2), why})
		}
	}
	c.Said = s.said()
	return c
}

// stretches are the path data of the values that follow one another.
func (s Series) stretches(values []*float64, x func(int) float64, y func(float64) float64) []string {
	paths := []string{}
	var path []byte
	end := func() {
		if len(path) > 0 {
			paths = append(paths, string(path))
			path = path[:0]
		}
	}
	for i, v := range values {
		if s.Breaks[i] != "" || s.Apart[i] || v == nil {
			end()
		}
		if v == nil {
			continue
		}
		letter := byte('L')
		if len(path) == 0 {
			letter = 'M'
		}
		path = strconv.AppendFloat(append(path, letter), x(i), 'g', -1, 64)
		path = strconv.AppendFloat(append(path, ' '), y(*v), 'g', -1, 64)
	}
	end()
	return paths
}

// dots marks every value of a short series, else the last alone.
func (s Series) dots(x func(int) float64, y func(float64) float64) []Dot {
	dots := []Dot{}
	for i, v := range s.Values {
		if v != nil {
			dots = append(dots, Dot{X: x(i), Y: y(*v), Text: s.Labels[i] + " " + s.Texts[i]})
		}
	}
	if len(dots) == 0 {
		return dots
	}
	dots[len(dots)-1].Last = true
	if len(s.Labels) > fewDots {
		return dots[len(dots)-1:]
	}
	return dots
}

// periods labels as many periods as there is room for, the last always.
func periods(labels []string, x func(int) float64, room float64) []Tick {
	every := int(math.Ceil(float64(len(labels)) * labelWidth / (room + labelWidth)))
	out := []Tick{}
	for i := len(labels) - 1; i >= 0; i -= max(every, 1) {
		out = append(out, Tick{x(i), labels[i]})
	}
	return out
}

// said names the ends of a series, for those who do not see it.
func (s Series) said() *Said {
	var out *Said
	var low, high float64
	for i, v := range s.Values {
		if v == nil {
			continue
		}
		say := s.Labels[i] + " " + s.Texts[i]
		if out == nil {
			out, low, high = &Said{First: say, Lowest: say, Highest: say}, *v, *v
		}
		out.Last = say
		if *v < low {
			out.Lowest, low = say, *v
		}
		if *v > high {
			out.Highest, high = say, *v
		}
	}
	if out != nil && s.Rank {
		out.Lowest, out.Highest = out.Highest, out.Lowest
	}
	return out
}

func tenth(n float64) float64 { return math.Round(n*10) / 10 }
