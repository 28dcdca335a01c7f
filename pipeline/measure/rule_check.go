package measure

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Check says in Chinese what is wrong with tiers, ties, targets and what is shown; known tells the metrics there are.
func (r Rule) Check(known func(metric string) bool) error {
	if err := checkTiers(r); err != nil {
		return err
	}
	for _, key := range r.Ties {
		if metric := strings.TrimPrefix(key, "-"); metric != publishedOrder && !known(metric) {
			return fmt.Errorf("ties 里没有 %q 这个指标", metric)
		}
	}
	for where, targets := range r.Targets {
		if where != "all" && !slices.Contains(channelOrder, where) {
			return fmt.Errorf("targets.%s：只能是 network、hotline 或 all", where)
		}
		for metric := range targets {
			if !known(metric) {
				return fmt.Errorf("targets.%s 里没有 %q 这个指标", where, metric)
			}
		}
	}
	return r.checkTables()
}

// checkTables finds names of tables that there are none of.
func (r Rule) checkTables() error {
	lists := map[string][]string{"score": slices.Collect(maps.Keys(r.Formulas)), "show": slices.Collect(maps.Keys(r.Show)), "columns": slices.Collect(maps.Keys(r.Columns))}
	for _, p := range r.Parts {
		lists["[[part]] "+p.Name] = append(lists["[[part]] "+p.Name], p.Tables...)
	}
	for _, t := range r.Tiers {
		lists["[[tier]] "+t.Name] = append(lists["[[tier]] "+t.Name], t.Tables...)
	}
	for _, where := range slices.Sorted(maps.Keys(lists)) {
		for _, key := range lists[where] {
			channel, group, _ := strings.Cut(key, "-")
			if !slices.Contains(channelOrder, channel) || group != "" && !slices.Contains(groupOrder, group) {
				return fmt.Errorf("%s：没有 %q 这类表，应写渠道（network、hotline）或“渠道-类别”（如 network-county）", where, key)
			}
		}
	}
	return nil
}
