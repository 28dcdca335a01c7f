package series

import "slices"

// mediansOf gives for every metric the median of what the table's units have; a metric that none has is left out.
func mediansOf(t Table) map[string]*float64 {
	out := map[string]*float64{}
	for _, m := range t.Metrics {
		var values []float64
		for _, r := range t.Rows {
			if v := r.Cells[m.Key].Value; v != nil {
				values = append(values, *v)
			}
		}
		if n := len(values); n > 0 {
			slices.Sort(values)
			out[m.Key] = new((values[(n-1)/2] + values[n/2]) / 2)
		}
	}
	return out
}
