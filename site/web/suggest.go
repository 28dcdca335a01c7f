package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"tongbao/site/annotation"
)

// suggested are the units that a place is about: the one of a cell, whose key names it, else those that the quote names.
func suggested(t annotation.Target, units []Unit) []Unit {
	if parts := strings.Split(t.Passage, "/"); len(parts) > 1 {
		at := slices.IndexFunc(units, func(u Unit) bool { return u.ID == parts[1] })
		if at < 0 {
			return nil
		}
		return units[at : at+1]
	}
	var named []Unit
	for _, u := range units {
		if u.Name != "" && strings.Contains(t.Quote.Exact, u.Name) {
			named = append(named, u)
		}
	}
	return slices.DeleteFunc(named, func(u Unit) bool { // a part of a longer name is not that unit's
		return slices.ContainsFunc(named, func(other Unit) bool { return other.Name != u.Name && strings.Contains(other.Name, u.Name) })
	})
}

// first puts some units before the others.
func first(units, before []Unit) []Unit {
	rest := slices.DeleteFunc(slices.Clone(units), func(u Unit) bool { return slices.Contains(before, u) })
	return append(slices.Clone(before), rest...)
}

// Bounds of a leader's own phrases.
const (
	ownPhrase  = 40 // code points of one
	ownPhrases = 5
)

// ownWords are the short texts that a leader has signed most often, then last.
func (s *Server) ownWords(r *http.Request, v visitor) ([]string, error) {
	list, err := s.Annotations.Instructions(r.Context(), v.actor, annotation.Filter{Author: v.actor.User.ID})
	return mostUsed(list), err
}

func mostUsed(list []annotation.Instruction) []string {
	times, order := map[string]int{}, []string{}
	for _, i := range slices.Backward(list) { // the last first
		if utf8.RuneCountInString(i.Text) > ownPhrase || strings.Contains(i.Text, "\n") || i.Signed.IsZero() {
			continue
		}
		if times[i.Text] == 0 {
			order = append(order, i.Text)
		}
		times[i.Text]++
	}
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(times[b], times[a]) })
	return order[:min(len(order), ownPhrases)]
}
