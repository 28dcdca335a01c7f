package measure

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Part is a named part of a score, which score expressions use as a variable: points for a score variable, rates in
// percent. It has Points or Steps, not both.
type Part struct {
	Name   string
	Metric string
	Tables []string // channels and channel-groups; all where empty
	Points [][]float64
	Steps  [][]float64
}

// covers tells whether a list of channels and channel-groups means a table; an empty one means all.
func covers(tables []string, channel, group string) bool {
	return len(tables) == 0 || slices.Contains(tables, channel) || slices.Contains(tables, channel+"-"+group)
}

// points gives what a value is worth.
func (p Part) points(value float64) float64 {
	if p.Steps != nil {
		return onSteps(p.Steps, value)
	}
	return onLine(p.Points, value)
}

// onLine reads a line through points: flat before the first and after the last, a floor and a cap.
func onLine(points [][]float64, x float64) float64 {
	first, last := points[0], points[len(points)-1]
	switch {
	case x <= first[0]:
		return first[1]
	case x >= last[0]:
		return last[1]
	}
	i := slices.IndexFunc(points, func(p []float64) bool { return p[0] > x })
	a, b := points[i-1], points[i]
	return a[1] + (b[1]-a[1])*(x-a[0])/(b[0]-a[0])
}

// onSteps reads a table of values and what counts from each of them on; below the first there is nothing.
func onSteps(steps [][]float64, x float64) float64 {
	points := 0.0
	for _, s := range steps {
		if x >= s[0] {
			points = s[1]
		}
	}
	return points
}

var partName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// check says in Chinese what is wrong with a part.
func (p Part) check() error {
	wrong := func(format string, args ...any) error {
		return fmt.Errorf("[[part]] %q：%s", p.Name, fmt.Sprintf(format, args...))
	}
	switch {
	case !partName.MatchString(p.Name):
		return wrong("name 只能用小写字母、数字和下划线，以字母开头")
	case slices.Contains(scoreVariables, p.Name):
		return wrong("name 与式子里的变量同名，请换一个")
	case !slices.Contains(scoreVariables, p.Metric):
		return wrong("没有 %q 这个 metric，可用：%s", p.Metric, strings.Join(scoreVariables, "、"))
	case (p.Points == nil) == (p.Steps == nil):
		return wrong("points 和 steps 要写一个，也只能写一个")
	case p.Points != nil && len(p.Points) < 2:
		return wrong("points 至少要有两个点")
	case !rising(p.Points):
		return wrong("points 的每一项是 [数值, 得分]，数值要从小到大")
	case p.Steps != nil && len(p.Steps) == 0 || !rising(p.Steps):
		return wrong("steps 的每一项是 [从多少起, 得分]，要从小到大，不能为空")
	}
	return nil
}

func rising(pairs [][]float64) bool {
	for i, p := range pairs {
		if len(p) != 2 || i > 0 && pairs[i-1][0] >= p[0] {
			return false
		}
	}
	return true
}

// checkParts looks at each part, and that no table has two of one name.
func checkParts(parts []Part) error {
	for i, p := range parts {
		if err := p.check(); err != nil {
			return err
		}
		for _, other := range parts[:i] {
			if other.Name == p.Name && overlap(other.Tables, p.Tables) {
				return fmt.Errorf("[[part]] %q：同一张表有两个这个名字的部分，请用 tables 分开", p.Name)
			}
		}
	}
	return nil
}

// overlap tells whether two lists of channels and channel-groups mean a table both.
func overlap(a, b []string) bool {
	for _, channel := range channelOrder {
		for _, group := range groupOrder {
			if covers(a, channel, group) && covers(b, channel, group) {
				return true
			}
		}
	}
	return false
}

// addParts adds to a row's variables what the parts are worth; nil where the part is not for the table or its metric has
// no base.
func (r Rule) addParts(channel, group string, env map[string]any) {
	for _, p := range r.Parts {
		if _, there := env[p.Name]; !there {
			env[p.Name] = nil
		}
		value, known := env[p.Metric].(float64)
		if !known || !covers(p.Tables, channel, group) {
			continue
		}
		if strings.HasSuffix(p.Metric, "_rate") {
			value *= 100
		}
		env[p.Name] = p.points(value)
	}
}
