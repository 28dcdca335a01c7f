package measure

import "tongbao/pipeline/record"

// typicalStar is the least star of a case that is proposed for 典型案例 by its stars alone.
const typicalStar = 15

// mostTypical is how many cases are proposed.
const mostTypical = 6

// Typical proposes cases for 典型案例, the most stars first: those of fifteen stars and more; where they are fewer than
// three, those of ten whose reason was given as well. The list is in the order of the high-star list.
func (b Bulletin) Typical() []record.HighStar {
	out := b.withStars(typicalStar)
	if len(out) < 3 {
		out = b.withStars(1)
	}
	return out[:min(len(out), mostTypical)]
}

func (b Bulletin) withStars(least int) []record.HighStar {
	var out []record.HighStar
	for _, c := range b.HighStars {
		if c.Star >= least && c.Reason != "" {
			out = append(out, c)
		}
	}
	return out
}
