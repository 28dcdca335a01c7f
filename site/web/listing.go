package web

import (
	"html/template"
	"net/url"
	"slices"
	"strconv"
)

// listed is which part of a list a page shows. Earlier and Later are queries of the pages beside it, "" where there are none.
type listed struct {
	Page, Pages    int // from 1
	First, Last    int // of the rows shown, from 1; 0 where there are none
	Total          int
	Earlier, Later template.URL
}

// part cuts one page out of a list. A page that is none is the nearest that is one; with makes a query of a page's number.
func part[T any](all []T, page, size int, with func(name, value string) template.URL) ([]T, listed) {
	l := listed{Pages: max(1, (len(all)+size-1)/size), Total: len(all)}
	l.Page = min(max(page, 1), l.Pages)
	from, to := (l.Page-1)*size, min(l.Page*size, len(all))
	if len(all) > 0 {
		l.First, l.Last = from+1, to
	}
	if l.Page > 1 {
		l.Earlier = with("page", strconv.Itoa(l.Page-1))
	}
	if l.Page < l.Pages {
		l.Later = with("page", strconv.Itoa(l.Page+1))
	}
	return all[from:to], l
}

// queryOf writes what is asked for as the query of a link; what is empty is left out. A page's number is kept only where it is
// what changes: other filters begin at the first.
func queryOf(all map[string]string, name, value string) template.URL {
	q := url.Values{}
	for k, v := range all {
		if v != "" {
			q.Set(k, v)
		}
	}
	q.Del(name)
	if value != "" {
		q.Set(name, value)
	}
	return template.URL(q.Encode()) // safe: it is encoded as a query
}

// choice is one value of a filter, with how many it would show and the query that does.
type choice struct {
	Value  string
	Count  int
	Chosen bool
	Query  template.URL
}

// choices counts a list by a filter's values; "" is all of it. The one chosen leads back to all.
func choices[T any](list []T, chosen string, values []string, fits func(T, string) bool, with func(value string) template.URL) []choice {
	var out []choice
	for _, value := range values {
		n := 0
		for _, one := range list {
			if value == "" || fits(one, value) {
				n++
			}
		}
		c := choice{value, n, value == chosen, with(value)}
		if c.Chosen {
			c.Query = with("")
		}
		out = append(out, c)
	}
	return out
}

// oneOf is a value of a filter as it came, "" where the filter has no such.
func oneOf(value string, values ...string) string {
	if slices.Contains(values, value) {
		return value
	}
	return ""
}
