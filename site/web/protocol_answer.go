package web

import (
	"errors"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tongbao/site/annotation"
)

// answerAnnotation sends JSON-LD with its tag; 304 where the one who reads has it.
func answerAnnotation(w http.ResponseWriter, r *http.Request, status int, raw []byte, tag string) {
	h := w.Header()
	h.Set("ETag", tag)
	h.Set("Content-Type", annotationMedia)
	reading := r.Method == http.MethodGet || r.Method == http.MethodHead
	if known := r.Header.Values("If-None-Match"); reading && hasTag(known, tag, true) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(raw)))
	w.WriteHeader(status)
	w.Write(raw) // the reader has gone if this fails
}

// emptyAnswer has a type all the same: clients look at it before they look whether there is a body.
func emptyAnswer(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", annotationMedia)
	w.WriteHeader(status)
}

// hasTag tells whether a list of entity tags has one: * has every one. A weak tag counts where the comparison is weak.
func hasTag(lists []string, tag string, weak bool) bool {
	for entry := range strings.SplitSeq(strings.Join(lists, ","), ",") {
		entry = strings.TrimSpace(entry)
		if weak {
			entry = strings.TrimPrefix(entry, "W/")
		}
		if entry == "*" || entry == tag {
			return true
		}
	}
	return false
}

// acceptsAnnotations tells whether JSON-LD is what a client takes. Other writings, such as Turtle, are not offered.
func acceptsAnnotations(r *http.Request) bool {
	ranges := strings.Join(r.Header.Values("Accept"), ",")
	if strings.TrimSpace(ranges) == "" {
		return true
	}
	best, accepted := -1, false // the most particular range decides
	for entry := range strings.SplitSeq(ranges, ",") {
		media, params, err := mime.ParseMediaType(entry)
		rank := slices.Index([]string{"*/*", "application/*", "application/ld+json"}, media)
		if err != nil || rank < best || rank < 0 {
			continue
		}
		quality, bad := strconv.ParseFloat(params["q"], 64)
		best, accepted = rank, params["q"] == "" || bad == nil && quality > 0
	}
	return accepted
}

var included = regexp.MustCompile(`(?i)\binclude\s*=\s*(?:"([^"]*)"|([^\s;,"]+))`)

// preferred reads what a client prefers of a container; false where it wants two things that exclude each other. A preference that
// is not known is none.
func preferred(headers []string) (annotation.Preference, bool) {
	var wanted []string
	for _, m := range included.FindAllStringSubmatch(strings.Join(headers, ","), -1) {
		wanted = append(wanted, strings.Fields(m[1]+" "+m[2])...)
	}
	minimal, iris, whole := slices.Contains(wanted, preferMinimal), slices.Contains(wanted, preferIRIs), slices.Contains(wanted, preferContained)
	switch {
	case iris && whole:
		return "", false
	case minimal && iris:
		return annotation.MinimalIRIs, true
	case minimal:
		return annotation.Minimal, true
	case iris:
		return annotation.OnlyIRIs, true
	case whole:
		return annotation.Contained, true
	}
	return annotation.Descriptions, true
}

// protocolTrouble puts what failed into an answer of the protocol: what is no annotation is 400 here.
func (s *Server) protocolTrouble(w http.ResponseWriter, r *http.Request, err error) {
	_, field := errors.AsType[*annotation.BadField](err)
	_, target := errors.AsType[*annotation.BadTarget](err)
	switch {
	case field || target:
		problem(w, http.StatusBadRequest, "annotation", "不是可以收下的批注："+fieldOf(err))
	case errors.Is(err, errAddresses):
		problem(w, http.StatusConflict, "addresses", "id、canonical、via 不能改")
	case errors.Is(err, errPlace):
		problem(w, http.StatusConflict, "target", "批注的对象不能改")
	case errors.Is(err, errPrecondition):
		problem(w, http.StatusPreconditionFailed, "changed", "已不是 If-Match 所指的内容")
	case errors.Is(err, errSigned):
		problem(w, http.StatusMethodNotAllowed, "method", "批示签发后不改")
	default:
		s.annotationTrouble(w, r, err)
	}
}
