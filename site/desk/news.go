package desk

import (
	"slices"

	"tongbao/site/account"
	"tongbao/site/annotation"
)

// News is what somebody else did on an instruction that concerns the person, since they looked.
type News struct {
	Instruction annotation.Instruction
	annotation.Step
}

const mostNews = 30

// news are the acts that each role is told of: a leader of all on their own instructions, the others of what answers them.
var news = map[account.Role][]annotation.Act{
	account.Leader: {annotation.Receive, annotation.Progress, annotation.AskExtension, annotation.GrantExtension, annotation.RefuseExtension, annotation.Report, annotation.Return, annotation.Close},
	account.Editor: {annotation.Confirm, annotation.Refuse, annotation.Withdraw},
	account.Unit:   {annotation.GrantExtension, annotation.RefuseExtension, annotation.Return, annotation.Close},
}

// newsOf lists the latest first. It says how many there are beyond those listed.
func newsOf(w annotation.Work) (list []News, more int) {
	for _, in := range w.Instructions {
		for _, s := range in.Steps {
			own := s.By.ID == w.By.ID || w.By.Role == account.Unit && s.Unit != w.By.Unit || w.By.Role == account.Leader && in.Signer.ID != w.By.ID
			if s.At.After(w.Looked) && !own && slices.Contains(news[w.By.Role], s.Act) {
				list = append(list, News{in, s})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b News) int { return b.At.Compare(a.At) })
	if len(list) > mostNews {
		list, more = list[:mostNews], len(list)-mostNews
	}
	return list, more
}
