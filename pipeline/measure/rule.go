package measure

import (
	"fmt"
	"regexp"
	"strings"

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
	Show       map[string][]string // channel, or channel-group → the metrics shown, all of the table where left out
	Parts      []Part
	Ties       []string // metrics that order equal scores, a minus before those that go down; see [Rule.byTies]
	Tiers      []Tier
	Targets    map[string]map[string]float64 // network, hotline, or all for the whole office → metric → percent or days
	Digest     string                        // which version of the rule's file it is
}

// CaseTerms are what a rule says of judging cases.
type CaseTerms struct {
	TransferHours int  // dispatched within these is 即时转办
	WorkingDays   bool // 办件天数 counts working days
}

// columns gives the metrics of a table computed from cases; nil where the rule leaves it open.
func (r Rule) columns(channel, group string) []string { return special(r.Columns, channel, group) }

// special gives what a rule says of a table, the more special entry first.
func special[V any](of map[string]V, channel, group string) V {
	if v, ok := of[channel+"-"+group]; ok {
		return v
	}
	return of[channel]
}

// Thresholds are the limits a rule sets. Rates are percentages.
type Thresholds struct {
	FewCases        int
	LowSatisfaction map[string]float64
	OverdueDays     int
	MeanDays        float64
	Ends            int // how many units 前几位 and 后几位 name; 0 means three
}

// scoreVariables are the names a score expression may use; rates are fractions, and what has no base is nil.
var scoreVariables = []string{
	"assigned", "mean_star", "close_rate", "on_time_rate", "satisfaction_rate", "excellent_rate", "transfer_rate", "callback_rate", "days",
}

// NewRule compiles the score expressions, which may use the parts; an empty one means "not recomputed". The error names the
// part or the expression.
func NewRule(name, title, note string, formulas map[string]string, limits Thresholds, parts ...Part) (Rule, error) {
	r := Rule{Name: name, Title: title, Note: note, Thresholds: limits, Formulas: formulas, Parts: parts, score: map[string]*vm.Program{}}
	if err := checkParts(parts); err != nil {
		return Rule{}, fmt.Errorf("评分办法 %s 的 %w", name, err)
	}
	env := types.Map{}
	for _, p := range parts {
		env[p.Name] = types.Any
	}
	for _, v := range scoreVariables {
		env[v] = types.Any // a number, or nil
	}
	for key, formula := range formulas {
		if formula == "" {
			continue
		}
		program, err := expr.Compile(formula, expr.Env(env), expr.MaxNodes(200))
		if err != nil {
			return Rule{}, fmt.Errorf("评分办法 %s 的 score.%s 有误：%w", name, key, inChinese(err))
		}
		r.score[key] = program
	}
	return r, nil
}

var unknownName = regexp.MustCompile(`unknown name (\S+)`)

// inChinese words the commonest mistake of an expression; others keep the compiler's words, which show the place.
func inChinese(err error) error {
	if m := unknownName.FindStringSubmatch(err.Error()); m != nil {
		return fmt.Errorf("%s 既不是变量，也不是 [[part]] 的 name（可用的变量：%s）", m[1], strings.Join(scoreVariables, "、"))
	}
	return err
}

// Formula gives the score expression of a table as written, "" where it is not recomputed.
func (r Rule) Formula(channel, group string) string {
	return special(r.Formulas, channel, group)
}

// scoreOf evaluates the table's expression; ok is false where there is none or a needed value is missing.
func (r Rule) scoreOf(channel, group string, values map[string]any) (float64, bool) {
	program := r.score[channel]
	if _, own := r.Formulas[channel+"-"+group]; own {
		program = r.score[channel+"-"+group]
	}
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
