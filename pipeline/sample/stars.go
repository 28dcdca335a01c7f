package sample

import (
	"fmt"
	"strconv"
	"strings"

	"tongbao/pipeline/record"
)

// stars lists the stars of the rated cases. Columns without a face value are filled with stars they may hold.
func (p *planner) stars(d *demand, metrics []string) []int {
	var out []int
	for _, metric := range metrics {
		face, isStars := strings.CutPrefix(metric, "stars-")
		star, _ := strconv.Atoi(face) // the other two are told by their names
		for range int(d.row.Values[metric].Number) {
			switch {
			case isStars && face == "below-3":
				out = append(out, 1+p.rng.IntN(2))
			case isStars && face == "above-5":
				out = append(out, [...]int{10, 10, 10, 10, 10, 10, 10, 15, 15, 25}[p.rng.IntN(10)])
			case isStars:
				out = append(out, star)
			}
		}
	}
	p.rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	p.excellent(d, out)
	return out
}

// excellent reports a rate that the stars beside it contradict: no case can heal that.
func (p *planner) excellent(d *demand, stars []int) {
	v := d.row.Values["excellent_rate"]
	if v.State != record.Known {
		return
	}
	five := 0
	for _, s := range stars {
		if s >= 5 {
			five++
		}
	}
	if len(stars) == 0 || percent(five, len(stars)) != hundredths(v) {
		p.miss(d, fmt.Sprintf("%s %s 与评星件数不符", labels["excellent_rate"], v.Text))
	}
}

// starred counts the cases of a star, of ten and more only: lower ones are on no list.
func (d *demand) starred(star int) int {
	n := 0
	for _, s := range d.stars {
		if s == star && star >= 10 {
			n++
		}
	}
	return n
}
