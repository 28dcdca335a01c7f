package check

import (
	"tongbao/pipeline/measure"
	"tongbao/pipeline/sheet"
)

// claim is one statement of prose that data can bear out or contradict.
type claim interface {
	check(d data) []remark
	place() where
}

// where says which words a claim is made with, and of what it speaks.
type where struct {
	from, to int      // of plain
	channel  string   // "" where prose leaves it open: either will do
	groups   []string // named by the sentence, nil where none is
	heading  []string // named by the heading or the paragraph's lead
	hedged   bool     // a demand stands before it: what contradicts it is a doubt only
}

func (w where) place() where { return w }

// remark is a finding before it knows its passage.
type remark struct {
	code     string
	severity sheet.Severity
	message  string
	hint     string
	cells    []string
}

const (
	hintProse = "请改正文中的说法，或核对导出"
	hintList  = "请补全或更正名单，或核对导出"
)

func wrong(code, message, hint string, cells ...string) remark {
	return remark{code, sheet.Error, message, hint, cells}
}

func doubt(code, message, hint string, cells ...string) remark {
	return remark{code, sheet.Warning, message, hint, cells}
}

func aside(code, message, hint string, cells ...string) remark {
	return remark{code, sheet.Note, message, hint, cells}
}

// scope is one way to understand of which tables a claim speaks.
type scope struct {
	channel string
	groups  []string
}

func (s scope) name() string {
	if s.groups == nil {
		return channelName(s.channel)
	}
	return channelName(s.channel) + groupNames(s.groups)
}

// scopes lists the ways to understand a claim, the likeliest first. A claim is contradicted only where all of them
// contradict it.
func (w where) scopes() []scope {
	of := []string{w.channel}
	if w.channel == "" {
		of = channels
	}
	var out []scope
	for _, channel := range of {
		switch {
		case w.groups != nil:
			out = append(out, scope{channel, w.groups})
		case w.heading != nil:
			out = append(out, scope{channel, w.heading}, scope{channel, nil})
		default:
			out = append(out, scope{channel, nil})
		}
	}
	return out
}

// answer is what one way to understand a claim comes to. One that does not apply, for want of data, says nothing.
type answer struct {
	applies bool
	remarks []remark
}

func (a answer) contradicts() bool {
	for _, r := range a.remarks {
		if r.severity == sheet.Error {
			return true
		}
	}
	return false
}

// judge gives the remarks of the first way that bears the claim out, else of the first that contradicts it. ok is false
// where none applies.
func (w where) judge(look func(scope) answer) (remarks []remark, ok bool) {
	for _, s := range w.scopes() {
		a := look(s)
		if !a.applies {
			continue
		}
		if !a.contradicts() {
			return a.remarks, true
		}
		if !ok {
			remarks, ok = a.remarks, true
		}
	}
	return remarks, ok
}

// noColumn says that nothing in the data bears on a claim.
func noColumn(what string) []remark {
	return []remark{doubt("no-column", what+"：数据里没有这一列，无从核对", "请确认出处，或补充有这一列的导出")}
}

func finding(r remark, p measure.Passage) measure.Finding {
	return measure.Finding{Code: r.code, Severity: r.severity, Message: r.message, Hint: r.hint, Cells: r.cells, Passage: &p}
}
