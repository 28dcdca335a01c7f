package main

import (
	"math/rand/v2"
	"slices"
)

// season is one of the quarters before the published one, which had no bulletin to take over: its figures are invented.
type season struct {
	key, name string
	volume    float64 // cases given to units, of those of the published quarter
	firstCase int     // the least number a case of the quarter has
}

// seasons lists the invented quarters, the newest first: figures drift back from the published ones.
func seasons() []season {
	return []season{
		{"2021q2", "二季度", 0.97, 4_000_000},
		{"2021q1", "一季度", 0.93, 3_200_000},
		{"2020q4", "四季度", 1.06, 2_400_000},
	}
}

// past invents quarters one after the other, each from the habits of the units and how far they have drifted.
type past struct {
	published quarter
	random    *rand.Rand
	habits    map[string][]habit // by file, in the order of the published table
	drifts    map[string][]drift // beside the habits
}

// invent makes the quarters before the published one, the oldest first. The same tables give the same quarters.
func invent(published quarter) []quarter {
	p := past{
		published: published, random: rand.New(rand.NewPCG(12345, 2021)),
		habits: map[string][]habit{}, drifts: map[string][]drift{},
	}
	for _, file := range append(localFiles(), cityFile) {
		p.habits[file] = habitsOf(published.tables[file])
		p.drifts[file] = make([]drift, len(p.habits[file]))
	}
	p.leaveOut(hotOtherFile, "市烟草专卖局")
	var quarters []quarter
	for _, s := range seasons() {
		quarters = append(quarters, p.quarter(s))
	}
	slices.Reverse(quarters)
	return quarters
}

// leaveOut drops a unit that the published quarter lists in two tables of one channel.
func (p *past) leaveOut(file, unit string) {
	p.habits[file] = slices.DeleteFunc(p.habits[file], func(h habit) bool { return h.unit == unit })
}

func (p *past) quarter(s season) quarter {
	praised := p.praise(s)
	local := map[string][]standing{}
	for _, file := range localFiles() {
		local[file] = p.stand(s, file, praised)
	}
	q := quarter{key: s.key, name: s.name, sample: true, tables: map[string]table{}}
	for file, standings := range local {
		q.tables[file] = rankingTable(p.published.tables[file].header, standings)
	}
	network := sumOf(local[countyFile], local[departmentFile])
	hotline := sumOf(local[hotCountyFile], local[hotDepartFile], local[hotOtherFile])
	q.tables[cityFile] = rankingTable(p.published.tables[cityFile].header, p.cities(s, network))
	q.tables[highStarsFile] = praiseTable(p.published.tables[highStarsFile].header, praised)
	q.tables[overdueFile] = p.overdue(local[countyFile], local[departmentFile])
	q.tables[overviewFile] = p.overview(network, hotline, len(praised))
	return q
}

// stand lets the units of a table drift by one quarter and deals their cases.
func (p *past) stand(s season, file string, praised []praisedCase) []standing {
	var standings []standing
	for i, h := range p.habits[file] {
		d := p.drifts[file][i].step(p.random, swingOf(file))
		p.drifts[file][i] = d
		h = h.after(d, s, file)
		standing := h.deal(p.random, praiseOf(praised, file, h.unit))
		standing.score = round(standing.baseScore()+h.bonus, 2)
		standings = append(standings, standing)
	}
	return standings
}
