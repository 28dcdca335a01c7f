package web

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"tongbao/site/annotation"
)

// annotationHead sets what every answer of an annotation says of it. Nothing is known of it yet.
func annotationHead(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Cache-Control", privateUnkept)
	h.Add("Vary", varyAnnotation)
	h.Add("Link", linkResource)
	h.Add("Link", linkAnnotation)
	h.Set("Allow", readingMethods)
}

// allowed are the methods that somebody may use on what was written: a signed instruction never changes.
func (v visitor) allowed(w annotation.Written) string {
	out := readingMethods
	if w.Instruction.ID != "" {
		return out
	}
	for _, m := range []struct {
		name string
		act  annotation.Act
	}{{"PUT", editing(w)}, {"DELETE", removing(w)}} {
		if v.may(m.act, w) {
			out += ", " + m.name
		}
	}
	return out
}

// may asks the policy about what somebody sees.
func (v visitor) may(act annotation.Act, w annotation.Written) bool {
	of := annotation.Object{Author: w.Note.Author.ID, Visibility: w.Note.Visibility, Replier: w.Reply.Author.ID}
	return annotation.May(v.subject(), act, of) == annotation.Allowed
}

func editing(w annotation.Written) annotation.Act {
	if w.Reply.ID != "" {
		return annotation.EditReply
	}
	return annotation.Edit
}

func removing(w annotation.Written) annotation.Act {
	if w.Reply.ID != "" {
		return annotation.DeleteReply
	}
	return annotation.Delete
}

// annotation answers with one annotation.
func (s *Server) annotation(w http.ResponseWriter, r *http.Request, v visitor) {
	annotationHead(w)
	if !acceptsAnnotations(r) {
		problem(w, http.StatusNotAcceptable, "accept", "只有 application/ld+json")
		return
	}
	written, err := s.Annotations.Written(r.Context(), v.actor, r.PathValue("period"), r.PathValue("id"))
	if err != nil {
		s.protocolTrouble(w, r, err)
		return
	}
	s.answerWritten(w, r, v, http.StatusOK, written)
}

func (s *Server) annotationOptions(w http.ResponseWriter, r *http.Request, v visitor) {
	annotationHead(w)
	if v.signedIn {
		written, err := s.Annotations.Written(r.Context(), v.actor, r.PathValue("period"), r.PathValue("id"))
		if err != nil {
			s.protocolTrouble(w, r, err)
			return
		}
		w.Header().Set("Allow", v.allowed(written))
	}
	emptyAnswer(w, http.StatusOK)
}

func (s *Server) answerWritten(w http.ResponseWriter, r *http.Request, v visitor, status int, written annotation.Written) {
	raw, err := annotation.JSON(s.iris(r).Written(written))
	if err != nil {
		s.unavailable(w, r, err)
		return
	}
	h := w.Header()
	if status == http.StatusCreated { // what is answered is the annotation, though its container was asked
		h.Add("Link", linkResource)
		h.Del("Accept-Post")
	}
	h.Set("Allow", v.allowed(written))
	answerAnnotation(w, r, status, raw, annotation.ETag(raw))
}

// readAnnotation reads a body for a bulletin's container, and answers where it is none.
func (s *Server) readAnnotation(w http.ResponseWriter, r *http.Request, bulletin string) (annotation.Incoming, bool) {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/ld+json" && media != "application/json" {
		problem(w, http.StatusUnsupportedMediaType, "type", "应为 application/ld+json")
		return annotation.Incoming{}, false
	}
	raw, err := io.ReadAll(r.Body)
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		problem(w, http.StatusRequestEntityTooLarge, "size", "批注太长")
		return annotation.Incoming{}, false
	}
	if err != nil {
		problem(w, http.StatusBadRequest, "body", "内容没有收全")
		return annotation.Incoming{}, false
	}
	in, err := s.iris(r).ReadFor(bulletin, raw)
	if err != nil {
		s.protocolTrouble(w, r, err)
		return annotation.Incoming{}, false
	}
	return in, true
}

// putAnnotation changes an annotation: its words, who may see it, and, where it is about no place of the bulletin, what it is about.
func (s *Server) putAnnotation(w http.ResponseWriter, r *http.Request, v visitor) {
	annotationHead(w)
	in, ok := s.readAnnotation(w, r, r.PathValue("period"))
	if !ok {
		return
	}
	s.changeAnnotation(w, r, v, editing, func(was annotation.Written) (annotation.Written, error) {
		return s.edit(r, v, was, in)
	}, func(now annotation.Written) { s.answerWritten(w, r, v, http.StatusOK, now) })
}

func (s *Server) edit(r *http.Request, v visitor, was annotation.Written, in annotation.Incoming) (annotation.Written, error) {
	if !s.keepsAddresses(r, was, in) {
		return was, errAddresses
	}
	if was.Reply.ID != "" {
		if in.Answers != was.Note.ID {
			return was, errPlace
		}
		note, err := s.Annotations.EditReplyAt(r.Context(), v.actor, was.Note.ID, was.Reply.ID, was.Note.Revision, in.Body)
		return annotation.Written{Note: note, Reply: replyOf(note, was.Reply.ID)}, err
	}
	if in.Answers != "" || !in.SamePlace(was.Note) {
		return was, errPlace
	}
	change := annotation.NoteEdit{Body: in.Body, Visibility: in.Visibility, About: in.About}
	if !in.Shown {
		change.Visibility = was.Note.Visibility
	}
	note, err := s.Annotations.EditNote(r.Context(), v.actor, was.Note.ID, was.Note.Revision, change)
	return annotation.Written{Note: note}, err
}

func replyOf(n annotation.Note, id string) annotation.Reply {
	for _, reply := range n.Replies {
		if reply.ID == id {
			return reply
		}
	}
	return annotation.Reply{}
}

// keepsAddresses tells whether a new state claims no other address than the annotation has. What it leaves out stays.
func (s *Server) keepsAddresses(r *http.Request, was annotation.Written, in annotation.Incoming) bool {
	now := s.iris(r).Written(was)
	via := was.Note.Via
	if was.Reply.ID != "" {
		via = was.Reply.Via
	}
	return (in.ID == "" || in.ID == now.ID) && (in.Canonical == "" || in.Canonical == now.Canonical) &&
		(len(in.Elsewhere) == 0 || strings.Join(in.Elsewhere, " ") == via)
}

func (s *Server) deleteAnnotation(w http.ResponseWriter, r *http.Request, v visitor) {
	annotationHead(w)
	s.changeAnnotation(w, r, v, removing, func(was annotation.Written) (annotation.Written, error) {
		if was.Reply.ID != "" {
			_, err := s.Annotations.DeleteReplyAt(r.Context(), v.actor, was.Note.ID, was.Reply.ID, was.Note.Revision)
			return was, err
		}
		return was, s.Annotations.DeleteNote(r.Context(), v.actor, was.Note.ID, was.Note.Revision)
	}, func(annotation.Written) { emptyAnswer(w, http.StatusNoContent) })
}

// Why a change is refused before the service is asked.
var (
	errAddresses    = errors.New("web: another id, canonical or via than the annotation has")
	errPlace        = errors.New("web: another target than the annotation has")
	errPrecondition = errors.New("web: If-Match names another state")
	errSigned       = errors.New("web: a signed instruction")
)

// changeTries bounds how often a change begins again because somebody replied meanwhile, which does not change what If-Match names.
const changeTries = 20

// changeAnnotation does an act on the state that If-Match names, or on whatever the state is where it is not sent.
func (s *Server) changeAnnotation(w http.ResponseWriter, r *http.Request, v visitor, act func(annotation.Written) annotation.Act,
	do func(annotation.Written) (annotation.Written, error), answer func(annotation.Written)) {
	for left := changeTries; ; left-- {
		was, err := s.asNamed(w, r, v, act)
		var now annotation.Written
		if err == nil {
			now, err = do(was)
		}
		switch {
		case err == nil:
			answer(now)
		case errors.Is(err, annotation.ErrStale) && left > 0:
			continue
		default:
			s.protocolTrouble(w, r, err)
		}
		return
	}
}

// asNamed gives the annotation in the state that If-Match names. Whoever may not change it anyhow is told so by the service.
func (s *Server) asNamed(w http.ResponseWriter, r *http.Request, v visitor, act func(annotation.Written) annotation.Act) (annotation.Written, error) {
	condition := r.Header.Values("If-Match")
	was, err := s.Annotations.Written(r.Context(), v.actor, r.PathValue("period"), r.PathValue("id"))
	switch {
	case errors.Is(err, annotation.ErrNotFound) && len(condition) > 0:
		return was, errPrecondition // nothing has that tag
	case err != nil:
		return was, err
	case was.Instruction.ID != "":
		return was, errSigned
	}
	w.Header().Set("Allow", v.allowed(was))
	if len(condition) > 0 && v.may(act(was), was) {
		raw, err := annotation.JSON(s.iris(r).Written(was))
		if err == nil && !hasTag(condition, annotation.ETag(raw), false) {
			err = errPrecondition
		}
		return was, err
	}
	return was, nil
}
