package sample

import (
	"math"

	"tongbao/pipeline/record"
)

// hundredths is a printed rate or mean as a whole number: 91.96 % is 9196, 8.53 days are 853.
func hundredths(v record.Value) int { return int(math.Round(v.Number * 100)) }

// percent is how a rate prints: hundredths of a percent, rounded half up.
func percent(part, whole int) int { return (20000*part + whole) / (2 * whole) }

// mean is how a mean prints: hundredths, rounded half up.
func mean(sum, n int) int { return (200*sum + n) / (2 * n) }

// partOf gives the number of cases out of whole that comes nearest to a printed rate, and whether it prints as it.
func partOf(rate, whole int) (part int, exact bool) {
	if whole == 0 {
		return 0, false
	}
	part = min((rate*whole+5000)/10000, whole)
	return part, percent(part, whole) == rate
}

// widest gives the largest base up to most with which a rate prints, and the part of it. Where there is none, base is
// most and part the nearest.
func widest(rate, most int) (part, base int, exact bool) {
	for base = most; base > 0; base-- {
		if part, exact = partOf(rate, base); exact {
			return part, base, true
		}
	}
	part, _ = partOf(rate, most)
	return part, most, false
}

// sumOf gives the sum of n whole numbers that comes nearest to a printed mean, and whether it prints as it.
func sumOf(average, n int) (sum int, exact bool) {
	sum = (average*n + 50) / 100
	return sum, n > 0 && mean(sum, n) == average
}
