package measure

import (
	"fmt"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
)

// Condition is an expression over facts that decides whether a sentence is said, or how urgent a requirement is. It may
// use has("key"), count("key") (of the units a fact lists), number("key"), text("key"), same("key", "key") (one unit
// each, and the same) and asked("paragraph key") (last period's bulletin asked for it).
type Condition struct{ program *vm.Program }

// NewCondition compiles one; the error says what is wrong with it.
func NewCondition(text string) (Condition, error) {
	program, err := expr.Compile(text, expr.Env(conditionEnv(Facts{}, nil)), expr.MaxNodes(100))
	if err != nil {
		return Condition{}, err
	}
	return Condition{program}, nil
}

// Holds tells whether the condition is true; the zero condition always is. The error says that it gave no truth value.
func (c Condition) Holds(facts Facts, asked map[string]bool) (bool, error) {
	if c.program == nil {
		return true, nil
	}
	out, err := expr.Run(c.program, conditionEnv(facts, asked))
	if err != nil {
		return false, err
	}
	held, ok := out.(bool)
	if !ok {
		return false, fmt.Errorf("结果应为真或假，得到 %v", out)
	}
	return held, nil
}

// Weight gives the condition's number; the zero condition weighs 0.
func (c Condition) Weight(facts Facts, asked map[string]bool) (float64, error) {
	if c.program == nil {
		return 0, nil
	}
	out, err := expr.Run(c.program, conditionEnv(facts, asked))
	if err != nil {
		return 0, err
	}
	switch n := out.(type) {
	case float64:
		return n, nil
	case int:
		return float64(n), nil
	}
	return 0, fmt.Errorf("结果应为数字，得到 %v", out)
}

func conditionEnv(facts Facts, asked map[string]bool) map[string]any {
	get := func(key string) Fact {
		f, _ := facts.Get(key)
		return f
	}
	return map[string]any{
		"has":    func(key string) bool { _, ok := facts.Get(key); return ok },
		"count":  func(key string) int { return len(get(key).Items) },
		"number": func(key string) float64 { return get(key).Number },
		"text":   func(key string) string { return get(key).Text },
		"same": func(a, b string) bool {
			one, other := get(a).Items, get(b).Items
			return len(one) == 1 && len(other) == 1 && one[0].Unit.ID == other[0].Unit.ID
		},
		"asked": func(key string) bool { return asked[key] },
	}
}
