package measure

import (
	"fmt"
	"math"
	"slices"
)

// Tier is one 档 of a ranking: from a score on, or by rank down to a share of the units (0–1); one without either takes
// the rest.
type Tier struct {
	Name   string
	From   *float64
	Share  *float64
	Tables []string // channels and channel-groups; all where empty
}

// tiersOf are the tiers of one table, the best first.
func (r Rule) tiersOf(channel, group string) []Tier {
	return slices.DeleteFunc(slices.Clone(r.Tiers), func(t Tier) bool { return !covers(t.Tables, channel, group) })
}

// tier puts every ranked row in its tier: the first that takes it. Rows of one rank are in one tier.
func (r Rule) tier(t Table) {
	tiers := r.tiersOf(t.Channel, t.Group)
	for i, row := range t.Rows {
		if row.Rank == 0 {
			continue
		}
		at := slices.IndexFunc(tiers, func(tier Tier) bool { return tier.takes(row, len(t.Rows)) })
		if at >= 0 {
			t.Rows[i].Tier = tiers[at].Name
		}
	}
}

func (t Tier) takes(row Row, units int) bool {
	switch score := deciding(row); {
	case t.Share != nil:
		return float64(row.Rank) <= math.Round(*t.Share*float64(units)) // to the nearest whole unit
	case t.From != nil:
		return score != math.MinInt64 && score >= int64(math.Round(*t.From*100))
	}
	return true
}

// checkTiers says in Chinese what is wrong with the tiers: of each table they must go down, by one measure, and only the
// last may take the rest.
func checkTiers(r Rule) error {
	for _, channel := range channelOrder {
		for _, group := range groupOrder {
			tiers := r.tiersOf(channel, group)
			for i, t := range tiers {
				if err := checkTier(tiers, i); err != nil {
					return fmt.Errorf("[[tier]] %q：%w", t.Name, err)
				}
			}
		}
	}
	return nil
}

func checkTier(tiers []Tier, i int) error {
	t, last := tiers[i], i == len(tiers)-1
	switch {
	case t.Name == "":
		return fmt.Errorf("要写 name")
	case t.From != nil && t.Share != nil:
		return fmt.Errorf("from 和 share 只能写一个")
	case t.From == nil && t.Share == nil && !last:
		return fmt.Errorf("只有最后一档可以不写 from 和 share")
	case t.Share != nil && (*t.Share <= 0 || *t.Share > 1):
		return fmt.Errorf("share 是累计比例，应在 0 与 1 之间")
	}
	if i == 0 {
		return nil
	}
	above := tiers[i-1]
	switch {
	case t.From != nil && (above.From == nil || *above.From <= *t.From):
		return fmt.Errorf("同一张表的各档要都用 from，分数从高到低")
	case t.Share != nil && (above.Share == nil || *above.Share >= *t.Share):
		return fmt.Errorf("同一张表的各档要都用 share，累计比例从小到大")
	}
	return nil
}
