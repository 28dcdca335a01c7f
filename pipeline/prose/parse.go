package prose

import (
	"fmt"
	"strings"
)

// node is a piece of a sentence: words, a $variable, a {fact} in one of its forms, or an [optional] part.
type node struct {
	words    string
	variable string
	fact     string // its key, in which $variables may stand
	form     string // how a fact is said: "" is its figure
	after    string // of the form each: what follows every figure
	optional []node
}

// forms are the ways to say a fact (docs/sentences.md).
var forms = map[string]bool{"": true, "names": true, "each": true, "extreme": true, "full": true, "move": true, "name": true, "word": true}

// parse reads a sentence. The error says in Chinese what is wrong and where.
func parse(text string) ([]node, error) {
	p := parser{rest: text}
	nodes, err := p.nodes(false)
	if err == nil && p.rest != "" {
		err = fmt.Errorf("多了一个 ]：…%s", p.rest)
	}
	return nodes, err
}

type parser struct{ rest string }

func (p *parser) nodes(inside bool) ([]node, error) {
	var out []node
	for p.rest != "" {
		i := strings.IndexAny(p.rest, "$[]{}")
		if i < 0 {
			i = len(p.rest)
		}
		if i > 0 {
			out = append(out, node{words: p.rest[:i]})
			p.rest = p.rest[i:]
			continue
		}
		if p.rest[0] == ']' {
			break
		}
		n, err := p.special()
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	if inside && p.rest == "" {
		return nil, fmt.Errorf("[ 没有配对的 ]")
	}
	return out, nil
}

func (p *parser) special() (node, error) {
	switch p.rest[0] {
	case '$':
		name, rest := cutName(p.rest[1:])
		if name == "" {
			return node{}, fmt.Errorf("$ 后面没有变量名：%s", p.rest)
		}
		p.rest = rest
		return node{variable: name}, nil
	case '[':
		p.rest = p.rest[1:]
		inner, err := p.nodes(true)
		if err != nil {
			return node{}, err
		}
		p.rest = p.rest[1:] // the closing bracket
		return node{optional: inner}, nil
	case '{':
		inside, rest, closed := strings.Cut(p.rest[1:], "}")
		if !closed {
			return node{}, fmt.Errorf("{ 没有配对的 }：%s", p.rest)
		}
		p.rest = rest
		return factNode(inside)
	}
	return node{}, fmt.Errorf("多了一个 }：%s", p.rest)
}

func factNode(inside string) (node, error) {
	key, form, _ := strings.Cut(inside, ":")
	form, after, _ := strings.Cut(form, " ")
	if key == "" || !forms[form] {
		return node{}, fmt.Errorf("{%s} 应写作 {事实} 或 {事实:说法}，说法有 names、each、extreme、full、move、name、word", inside)
	}
	return node{fact: key, form: form, after: after}, nil
}

func cutName(text string) (name, rest string) {
	i := 0
	for i < len(text) && (text[i] >= 'a' && text[i] <= 'z' || text[i] == '_') {
		i++
	}
	return text[:i], text[i:]
}

// expand puts variables into a fact's key.
func expand(key string, variables map[string]string) string {
	var out strings.Builder
	for {
		before, after, found := strings.Cut(key, "$")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		name, rest := cutName(after)
		out.WriteString(variables[name])
		key = rest
	}
}
