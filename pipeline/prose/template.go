// Package prose writes a bulletin's sections: official Chinese over facts.
//
// In: [Templates], which say what may be said and under which conditions, and an [Input] of facts. Out: keyed
// paragraphs of Markdown in which every figure and every list of units is a link to its evidence. A sentence whose fact
// is missing is not said, so nothing is claimed that the data do not support. It knows no files and no clock.
package prose

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"tongbao/pipeline/measure"
)

// Templates are the contents of data/sentences.toml: the theme's, or the theme's with an archive's put over them.
type Templates struct {
	Many       int               `toml:"many"`   // units that tie are named up to this many, then counted
	Phrases    map[string]Phrase `toml:"phrase"` // "extreme", "full"
	Notes      Notes             `toml:"note"`   // remarks about few cases
	Empty      map[string]string `toml:"empty"`  // section → what it says where it has nothing to say
	Paragraphs []Paragraph       `toml:"paragraph"`
}

// Phrase is how a fact with units is said: of one unit, of several, and of more than one wants to read.
type Phrase struct {
	One  string `toml:"one"`
	Tie  string `toml:"tie"`
	Many string `toml:"many"`
}

// Notes are remarks behind an extreme whose units have few cases.
type Notes struct {
	Few     string `toml:"few"`
	FewSome string `toml:"few_some"`
}

// Paragraph is one paragraph of a section, or with For one for each table, channel, case or instruction.
type Paragraph struct {
	Section   string     `toml:"section"`
	Key       string     `toml:"key"`
	For       string     `toml:"for"`
	When      string     `toml:"when"`
	Lead      string     `toml:"lead"`
	Urgency   string     `toml:"urgency"` // paragraphs of a section that have one stand with the most urgent first
	Off       bool       `toml:"off"`     // an archive's way to leave out a paragraph of the theme
	Sentences []Sentence `toml:"sentence"`

	when, urgency measure.Condition
	lead          []node
}

// Sentence is one sentence, or with For one clause for each star, group or channel, joined.
type Sentence struct {
	Text  string `toml:"text"`
	When  string `toml:"when"`
	For   string `toml:"for"`
	Join  string `toml:"join"`
	Begin string `toml:"begin"` // before joined clauses
	End   string `toml:"end"`   // behind them
	Or    bool   `toml:"or"`    // said only if the sentence before it was not

	when  measure.Condition
	nodes []node
}

var keyForm = regexp.MustCompile(`^[a-z$][a-z0-9$_-]*$`)

// Over puts an archive's templates over the theme's: a paragraph of the same section and key takes the other's place,
// others are added behind.
func (t Templates) Over(theme Templates) Templates {
	out := theme
	if t.Many > 0 {
		out.Many = t.Many
	}
	out.Phrases, out.Empty = merged(theme.Phrases, t.Phrases), merged(theme.Empty, t.Empty)
	out.Paragraphs = slices.Clone(theme.Paragraphs)
	for _, p := range t.Paragraphs {
		i := slices.IndexFunc(out.Paragraphs, func(o Paragraph) bool { return o.Section == p.Section && o.Key == p.Key })
		if i < 0 {
			out.Paragraphs = append(out.Paragraphs, p)
		} else {
			out.Paragraphs[i] = p
		}
	}
	return out
}

func merged[V any](under, over map[string]V) map[string]V {
	out := map[string]V{}
	for k, v := range under {
		out[k] = v
	}
	for k, v := range over {
		out[k] = v
	}
	return out
}

// Compile reads every sentence and condition. The error names the paragraph and says in Chinese what is wrong with it.
func (t Templates) Compile() (Templates, error) {
	t.Paragraphs = slices.Clone(t.Paragraphs)
	for i := range t.Paragraphs {
		p := &t.Paragraphs[i]
		p.Sentences = slices.Clone(p.Sentences)
		if err := p.compile(); err != nil {
			return t, fmt.Errorf("data/sentences.toml 的段落 %s/%s：%w", p.Section, p.Key, err)
		}
	}
	return t, nil
}

func (p *Paragraph) compile() error {
	if !keyForm.MatchString(p.Key) {
		return fmt.Errorf("key 只能用小写字母、数字、连字符和变量")
	}
	if p.For != "" && !slices.Contains([]string{"table", "case", "instruction"}, p.For) {
		return fmt.Errorf("for 应为 table、case 或 instruction，不是 %q", p.For)
	}
	var err error
	if p.lead, err = parse(p.Lead); err != nil {
		return fmt.Errorf("lead：%w", err)
	}
	if p.when, err = condition(p.When); err != nil {
		return err
	}
	if p.urgency, err = condition(p.Urgency); err != nil {
		return err
	}
	for i := range p.Sentences {
		if err := p.Sentences[i].compile(); err != nil {
			return fmt.Errorf("第 %d 句：%w", i+1, err)
		}
	}
	return nil
}

func (s *Sentence) compile() error {
	for _, dimension := range strings.Fields(s.For) {
		if _, ok := dimensions[dimension]; !ok {
			return fmt.Errorf("for 应为 channel、group、metric、star、high、topic，不是 %q", dimension)
		}
	}
	var err error
	if s.nodes, err = parse(s.Text); err != nil {
		return err
	}
	s.when, err = condition(s.When)
	return err
}

// condition compiles an expression; those with $variables are compiled where they are known.
func condition(text string) (measure.Condition, error) {
	if text == "" || strings.Contains(text, "$") {
		return measure.Condition{}, nil
	}
	c, err := measure.NewCondition(text)
	if err != nil {
		return c, fmt.Errorf("条件 %q 有误：%w", text, err)
	}
	return c, nil
}
