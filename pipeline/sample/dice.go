package sample

import (
	"math/rand/v2"
	"strconv"
)

// dice draws the texts of one case, the same ones each time it is written.
type dice struct{ pcg rand.PCG }

func newDice(seed uint64, of uint32) dice {
	var d dice
	d.pcg.Seed(seed, uint64(of))
	return d
}

// n is a number from 0 to below most. The bias of the remainder is far below what a sample shows.
func (d *dice) n(most int) int { return int(d.pcg.Uint64() % uint64(most)) }

func (d *dice) one(of []string) string { return of[d.n(len(of))] }

type citizen struct{ name, phone, address string }

// citizen makes a person whom everybody sees to be none: every name is 示例, numbers begin with 199 0000, which no
// operator has given out, and every road is an example.
func (d *dice) citizen() citizen {
	no := strconv.Itoa
	return citizen{
		name:  d.one(surnames) + "示例",
		phone: "1990000" + no(10000 + d.n(10000))[1:],
		address: "示例路" + no(1+d.n(60)) + "号" + no(1+d.n(20)) + "号楼" + no(1+d.n(3)) + "单元" +
			no(1+d.n(6)) + "0" + no(1+d.n(2)) + "室",
	}
}

func (d *dice) source(channel string) string {
	if channel == network {
		return d.one(networkSources)
	}
	return d.one(hotlineSources)
}

// title is a sentence of the category. Some hold a person's data, as citizens' own words do.
func (d *dice) title(kind category, who citizen) string {
	text := d.one(places) + d.one(kind.titles)
	switch d.n(24) {
	case 0:
		return text + "，联系人" + who.name + "，电话" + who.phone
	case 1:
		return who.name + "反映" + text + "，请回电" + who.phone
	case 2:
		return text + "，住址" + who.address
	}
	return text
}
