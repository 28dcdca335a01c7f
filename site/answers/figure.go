package answers

import (
	"fmt"
	"strconv"
)

// Figure writes one of the table's values as bulletins do: 95.76%, 100%, 9.94, 333; — where there is none.
func (t Table) Figure(v *float64) string {
	switch {
	case v == nil:
		return "—"
	case t.Unit == "%" && *v == 100:
		return "100%"
	case t.Unit == "%":
		return fmt.Sprintf("%.2f%%", *v)
	case t.Unit == "分":
		return fmt.Sprintf("%.2f", *v)
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}
