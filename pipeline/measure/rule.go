package measure

import (
	"fmt"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/types"
	"github.com/expr-lang/expr/vm"
)

// Rule is one dated 评分办法, ready to use.
type Rule struct {
	Name       string
	Title      string
	Note       string
	Thresholds Thresholds
	score      map[string]*vm.Program // channel, or channel-group
	Formulas   map[string]string      // the same, as written
	Terms      CaseTerms
	Columns    map[string][]string // channel, or channel-group → the metrics of a table computed from cases
}

// CaseTerms are what a rule says of judging cases.
type CaseTerms struct {
	TransferHours int  // dispatched within these is 即时转办
	WorkingDays   bool // 办件天数 counts working days
}

// columns gives the metrics of a table, the more special entry first; nil where the rule leaves it open.
func (r Rule) columns(channel, group string) []string {
	if columns, ok := r.Columns[channel+"-"+group]; ok {
		return columns
	}
	return r.Columns[channel]
}

// Thresholds are the limits a rule sets. Rates are percentages.
type Thresholds struct {
	FewCases        int
	LowSatisfaction map[string]float64
	OverdueDays     int
	MeanDays        float64
}

// scoreVariables are the names a score expression may use; rates are fractions, and what has no base is nil.
var scoreVariables = []string{
	"assigned", "mean_star", "close_rate", "on_time_rate", "satisfaction_rate", "excellent_rate", "transfer_rate", "callback_rate", "days",
}

// NewRule compiles the score expressions; an empty one means "not recomputed". The error names the expression.
func NewRule(name, title, note string, formulas map[string]string, limits Thresholds) (Rule, error) {
	r := Rule{Name: name, Title: title, Note: note, Thresholds: limits, Formulas: formulas, score: map[string]*vm.Program{}}
	env := types.Map{}
	for _, v := range scoreVariables {
		env[v] = types.Any // a number, or nil
	}
	for key, formula := range formulas {
		if formula == "" {
			continue
		}
		program, err := expr.Compile(formula, expr.Env(env), expr.MaxNodes(200))
		if err != nil {
			return Rule{}, fmt.Errorf("评分办法 %s 的 score.%s 有误：%w", name, key, err)
		}
		r.score[key] = program
	}
	return r, nil
}

// Formula gives the score expression of a table as written, "" where it is not recomputed.
func (r Rule) Formula(channel, group string) string {
	if f, ok := r.Formulas[channel+"-"+group]; ok {
		return f
	}
	return r.Formulas[channel]
}

// scoreOf evaluates the table's expression; ok is false where there is none or a needed value is missing.
func (r Rule) scoreOf(channel, group string, values map[string]any) (float64, bool) {
	key := channel + "-" + group
	if _, special := r.Formulas[key]; !special {
		key = channel
	}
	program := r.score[key]
	if program == nil {
		return 0, false
	}
	out, err := expr.Run(program, values)
	if err != nil {
		return 0, false // arithmetic with nil: a part of the score has no value
	}
	switch n := out.(type) {
	case float64:
		return n, true
	case int:
		return float64(n), true
	}
	return 0, false
}
