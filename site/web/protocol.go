package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tongbao/site/account"
	"tongbao/site/annotation"
)

// The Web Annotation Protocol (docs/annotation.md): /annotations/PERIOD/ is the container of what is written on a bulletin, its
// pages are told by a query, /annotations/PERIOD/ID is one note, reply or instruction. Everything is as the one who asks may see
// it, so nothing of it is kept by a cache.
const protocolPath = "/annotations/"

// What the protocol calls things.
const (
	annotationMedia = `application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"`
	linkBasic       = `<http://www.w3.org/ns/ldp#BasicContainer>; rel="type"`
	linkConstrained = `<http://www.w3.org/TR/annotation-protocol/>; rel="http://www.w3.org/ns/ldp#constrainedBy"`
	linkResource    = `<http://www.w3.org/ns/ldp#Resource>; rel="type"`
	linkAnnotation  = `<http://www.w3.org/ns/oa#Annotation>; rel="type"`
	relService      = `rel="http://www.w3.org/ns/oa#annotationService"`
	preferMinimal   = "http://www.w3.org/ns/ldp#PreferMinimalContainer"
	preferIRIs      = "http://www.w3.org/ns/oa#PreferContainedIRIs"
	preferContained = "http://www.w3.org/ns/oa#PreferContainedDescriptions"
	varyContainer   = "Accept, Prefer, Cookie, Authorization"
	varyAnnotation  = "Accept, Cookie, Authorization"
	readingMethods  = "GET, HEAD, OPTIONS"
	privateUnkept   = "private, no-store"
)

// iris makes the addresses of this site: by the setting, else as this request reached it.
func (s *Server) iris(r *http.Request) annotation.IRIs {
	if s.PublicURL != "" {
		return annotation.IRIs{Base: strings.TrimSuffix(s.PublicURL, "/") + "/"}
	}
	return annotation.IRIs{Base: s.address(r) + "/"}
}

// containerHead sets what every answer of a container says of it.
func (s *Server) containerHead(w http.ResponseWriter, v visitor) {
	h := w.Header()
	h.Set("Cache-Control", privateUnkept)
	h.Add("Vary", varyContainer)
	h.Add("Link", linkBasic)
	h.Add("Link", linkConstrained)
	h.Set("Allow", readingMethods)
	if v.mayPost() {
		h.Set("Allow", readingMethods+", POST")
		h.Set("Accept-Post", annotationMedia)
	}
}

// mayPost tells whether somebody may add a note at all: everybody's least is a private one.
func (v visitor) mayPost() bool {
	return v.signedIn && annotation.May(v.subject(), annotation.Create, annotation.Object{Visibility: annotation.Private}) == annotation.Allowed
}

// pageAsked is what the query of a container's address asks for.
type pageAsked struct {
	iris, page bool
	number     int
}

// readPageAsked gives false where the query asks for nothing that there is.
func readPageAsked(q url.Values) (pageAsked, bool) {
	asked := pageAsked{iris: q.Has("iris"), page: q.Has("page")}
	if asked.iris && (len(q["iris"]) != 1 || q.Get("iris") != "1") {
		return asked, false
	}
	if !asked.page {
		return asked, true
	}
	n, err := strconv.Atoi(q.Get("page"))
	asked.number = n
	return asked, err == nil && n >= 0 && len(q["page"]) == 1 && strconv.Itoa(n) == q.Get("page")
}

// container answers with the container, or a page of it.
func (s *Server) container(w http.ResponseWriter, r *http.Request, v visitor) {
	s.containerHead(w, v)
	asked, ok := readPageAsked(r.URL.Query())
	if asked.page {
		pageHead(w)
	}
	if !ok {
		problem(w, http.StatusNotFound, "page", "没有这一页")
		return
	}
	if !acceptsAnnotations(r) {
		problem(w, http.StatusNotAcceptable, "accept", "只有 application/ld+json")
		return
	}
	c, ok := s.collection(w, r, v)
	if !ok {
		return
	}
	if asked.page {
		s.collectionPage(w, r, c, asked)
		return
	}
	preference, ok := preferred(r.Header.Values("Prefer"))
	if !ok {
		problem(w, http.StatusBadRequest, "prefer", "不能同时只要地址又要全文")
		return
	}
	if asked.iris { // the address says what the pages hold
		preference = preference.OfIRIs()
	}
	value := c.Container(preference)
	w.Header().Set("Content-Location", c.Address(preference))
	s.answerCollection(w, r, c, value)
}

// pageHead sets what is otherwise with a page: it is told by its address alone, and takes no annotation.
func pageHead(w http.ResponseWriter) {
	h := w.Header()
	h["Vary"] = slices.DeleteFunc(h["Vary"], func(on string) bool { return on == varyContainer })
	h.Add("Vary", varyAnnotation)
	h.Del("Link")
	h.Set("Allow", readingMethods)
	h.Del("Accept-Post")
}

func (s *Server) collectionPage(w http.ResponseWriter, r *http.Request, c annotation.Collection, asked pageAsked) {
	preference := annotation.Descriptions
	if asked.iris {
		preference = annotation.OnlyIRIs
	}
	value, there := c.Page(preference, asked.number)
	if !there {
		problem(w, http.StatusNotFound, "page", "没有这一页")
		return
	}
	s.answerCollection(w, r, c, value)
}

// collection gives what the one who asks may see, and answers where that is nothing to them.
func (s *Server) collection(w http.ResponseWriter, r *http.Request, v visitor) (annotation.Collection, bool) {
	bulletin := r.PathValue("period")
	listed, err := s.Annotations.Listed(r.Context(), v.actor, bulletin)
	if err != nil {
		s.protocolTrouble(w, r, err)
		return annotation.Collection{}, false
	}
	return s.iris(r).Collect(bulletin, "通报 "+bulletin+" 的批注和批示", listed), true
}

// answerCollection writes a variant of a collection; its tag changes with anything in the collection.
func (s *Server) answerCollection(w http.ResponseWriter, r *http.Request, c annotation.Collection, value any) {
	raw, err := annotation.JSON(value)
	tag := ""
	if err == nil {
		tag, err = c.ETag(raw)
	}
	if err != nil {
		s.unavailable(w, r, err)
		return
	}
	answerAnnotation(w, r, http.StatusOK, raw, tag)
}

// containerOptions says what may be done: without a credential as well, because a browser asks so before it sends one.
func (s *Server) containerOptions(w http.ResponseWriter, r *http.Request, v visitor) {
	s.containerHead(w, v)
	asked, ok := readPageAsked(r.URL.Query())
	if asked.page {
		pageHead(w)
	}
	if v.signedIn {
		c, found := s.collection(w, r, v)
		if !found {
			return
		}
		if asked.page && (!ok || asked.number >= c.Pages()) {
			problem(w, http.StatusNotFound, "page", "没有这一页")
			return
		}
	}
	emptyAnswer(w, http.StatusOK)
}

// post adds an annotation to a container: a note, or a reply to one.
func (s *Server) post(w http.ResponseWriter, r *http.Request, v visitor) {
	s.containerHead(w, v)
	if r.URL.Query().Has("page") {
		pageHead(w)
		problem(w, http.StatusMethodNotAllowed, "method", "批注要加到容器，不是它的一页")
		return
	}
	bulletin := r.PathValue("period")
	in, ok := s.readAnnotation(w, r, bulletin)
	if !ok {
		return
	}
	written, err := s.add(r, v, bulletin, in)
	if err != nil {
		s.protocolTrouble(w, r, err)
		return
	}
	value := s.iris(r).Written(written)
	w.Header().Set("Location", value.ID)
	s.answerWritten(w, r, v, http.StatusCreated, written)
}

func (s *Server) add(r *http.Request, v visitor, bulletin string, in annotation.Incoming) (annotation.Written, error) {
	key, slug := r.Header.Get("Idempotency-Key"), r.Header.Get("Slug")
	if in.Answers == "" {
		in.Slug = slug
		note, err := s.Annotations.AddForeign(r.Context(), v.actor, key, in.NewNote)
		return annotation.Written{Note: note}, err
	}
	if of, err := s.Annotations.Written(r.Context(), v.actor, bulletin, in.Answers); err != nil || of.Note.ID != in.Answers {
		if err == nil {
			err = annotation.ErrState // a reply to a reply, or to an instruction
		}
		return annotation.Written{}, err
	}
	note, err := s.Annotations.Answer(r.Context(), v.actor, key, in.Answers, annotation.NewReply{Body: in.Body, Canonical: in.Canonical, Via: in.Via, Slug: slug})
	if err != nil {
		return annotation.Written{}, err
	}
	return annotation.Written{Note: note, Reply: lastOf(note, v.actor.User)}, nil
}

// lastOf is the newest reply that somebody wrote: the one just added, also where it was asked for again.
func lastOf(n annotation.Note, u account.User) annotation.Reply {
	for i := len(n.Replies) - 1; i >= 0; i-- {
		if n.Replies[i].Author.ID == u.ID {
			return n.Replies[i]
		}
	}
	return annotation.Reply{}
}

// service names the container of a bulletin to whoever reads its page.
func (s *Server) service(w http.ResponseWriter, r *http.Request, v visitor) {
	rest, ok := strings.CutPrefix(r.URL.Path, "/bulletins/")
	folder, file, nested := strings.Cut(rest, "/")
	period, _, _ := strings.Cut(folder, "-e")
	if ok && nested && (file == "" || file == "index.html") && s.Reads(v.role(), period) {
		w.Header().Add("Link", "<"+s.iris(r).Container(url.PathEscape(period))+">; "+relService)
	}
}
