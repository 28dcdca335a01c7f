package measure

import (
	"fmt"

	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// openCases is how many cases of a unit may be open, by the tables: in all, and on the network alone.
type openCases struct {
	unit         record.Unit
	all, network float64
	onNetwork    bool
	unknown      bool // a table does not say
	cells        []string
}

// examineOverdue finds units with more overdue than open cases. The list does not say its channel. Beyond what both
// channels leave open it is wrong; where it fits the network but for a few units, it is likely the network's, and those
// few are noted.
func examineOverdue(b Bulletin) []Finding {
	if len(b.Overdue) == 0 || b.Overdue[0].Place == casesPlace {
		return nil
	}
	open := b.open()
	var found, beyondNetwork []Finding
	listed, order := b.overdueByUnit(open)
	for _, id := range order {
		o, n := open[id], listed[id]
		switch {
		case o.unknown:
		case n > o.all:
			found = append(found, tooManyOverdue(o, n))
		case o.onNetwork && n > o.network:
			beyondNetwork = append(beyondNetwork, overdueElsewhere(o, n))
		}
	}
	if len(beyondNetwork)*fewOf > len(order) {
		return found
	}
	return append(found, beyondNetwork...)
}

// fewOf is how many listed units there must be for each that does not fit the network.
const fewOf = 5

func (b Bulletin) open() map[string]*openCases {
	out := map[string]*openCases{}
	for _, channel := range channelOrder {
		for _, s := range b.seats(channel) {
			o := out[s.row.Unit.ID]
			if o == nil {
				o = &openCases{unit: s.row.Unit}
				out[s.row.Unit.ID] = o
			}
			n, ok := s.open()
			o.unknown = o.unknown || !ok
			o.all += n.high
			if channel == "network" {
				o.network, o.onNetwork = n.high, true
			}
			o.cells = append(o.cells, CellKey(s.table, s.row, "close_rate"))
		}
	}
	return out
}

// overdueByUnit adds up the list by the unit that is ranked for it, in the order of the list.
func (b Bulletin) overdueByUnit(ranked map[string]*openCases) (counts map[string]float64, order []string) {
	counts = map[string]float64{}
	for _, o := range b.Overdue {
		id := o.Unit.ID
		if ranked[id] == nil {
			id = o.Unit.Parent
		}
		if ranked[id] == nil {
			continue
		}
		if _, seen := counts[id]; !seen {
			order = append(order, id)
		}
		counts[id] += o.Count.Number
	}
	return counts, order
}

func tooManyOverdue(o *openCases, overdue float64) Finding {
	return Finding{
		Code: "overdue-above-open", Severity: sheet.Warning, Cells: o.cells,
		Message: fmt.Sprintf("%s超期未报%s件，多于各排名表的未办结数%s件", o.unit.Name, record.FormatNumber(overdue), record.FormatNumber(o.all)),
		Hint:    "未办结数 = 交办总量 − 办结量；清单若含往期诉求，请在说明里写明",
	}
}

func overdueElsewhere(o *openCases, overdue float64) Finding {
	return Finding{
		Code: "overdue-above-open", Severity: sheet.Note, Cells: o.cells,
		Message: fmt.Sprintf("%s超期未报%s件，多于网络表的未办结数%s件（网络与热线合计%s件）", o.unit.Name, record.FormatNumber(overdue), record.FormatNumber(o.network), record.FormatNumber(o.all)),
		Hint:    "清单没有写明渠道；若只列网络平台的诉求，则与网络表矛盾，请核对",
	}
}
