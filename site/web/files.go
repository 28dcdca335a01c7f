package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"tongbao/site/annotation"
)

// Bounds of one upload.
const (
	uploadBody  = 64 << 20 // bytes of the whole form
	uploadFiles = 6        // files of one form
	uploadTime  = 5 * time.Minute
)

// fileShown is a file of an instruction as its page lists it.
type fileShown struct {
	annotation.Attachment
	Scan    bool   // the paper's picture, or one that a later took the place of
	Old     bool   // a later one took its place
	Picture bool   // may be shown in the page
	Path    string // address
}

func filesShown(i annotation.Instruction, files []annotation.Attachment) []fileShown {
	var out []fileShown
	for _, a := range files {
		f := fileShown{Attachment: a, Picture: isPicture(a.Type), Path: "/instructions/" + i.ID + "/files/" + a.ID}
		f.Scan = a.By.Unit == "" // units bring material, editors the paper
		f.Old = f.Scan && a.ID != i.Scan
		out = append(out, f)
	}
	return out
}

func isPicture(kind string) bool { return strings.HasPrefix(kind, "image/") }

// KB is the size as lists give it, at least 1.
func (f fileShown) KB() int { return max(1, (f.Size+512)/1024) }

// upload keeps files with an instruction and does the act that they go with: a scan of the paper, a unit's progress or report.
// What was kept before something was refused waits in the form that is shown again.
func (s *Server) upload(w http.ResponseWriter, r *http.Request, v visitor) {
	id := r.PathValue("id")
	if _, err := s.Annotations.Instruction(r.Context(), v.actor, id); err != nil { // before anything is read
		s.annotationTrouble(w, r, err)
		return
	}
	parts, err := r.MultipartReader()
	if err != nil {
		problem(w, http.StatusUnsupportedMediaType, "type", "应为 multipart/form-data")
		return
	}
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(uploadTime)) // a form's usual time is kept where this cannot be set
	u := uploading{keep: func(key, name string, content []byte) (annotation.Attachment, error) {
		return s.Annotations.Attach(r.Context(), v.actor, key, id, name, content)
	}, form: url.Values{}}
	err = u.read(parts)
	if err == nil && u.form.Get("act") != string(annotation.Attach) {
		_, err = s.Annotations.Do(r.Context(), v.actor, u.form.Get("key"), id, revisionOf(u.form), actOf(u.form))
	}
	if err == nil && u.form.Get("act") == string(annotation.Attach) && u.files == 0 {
		err = &annotation.BadField{Field: "file-none"}
	}
	if err != nil {
		io.Copy(io.Discard, r.Body) // a browser that is still sending would not read the answer
	}
	s.done(w, r, v, err)
}

// uploading is a form with files under way: one file at a time is in memory, and is kept as soon as it is whole.
type uploading struct {
	keep  func(key, name string, content []byte) (annotation.Attachment, error)
	form  url.Values
	files int
}

func (u *uploading) read(parts *multipart.Reader) error {
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = u.part(part)
		}
		if err != nil {
			return tooLong(err)
		}
	}
}

// tooLong puts a body beyond its bound, or one that broke off, into the form's terms.
func tooLong(err error) error {
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		return &annotation.BadField{Field: "file-size"}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &annotation.BadField{Field: "file-broken"}
	}
	return err
}

func (u *uploading) part(part *multipart.Part) error {
	if part.FormName() != "file" {
		value, err := io.ReadAll(io.LimitReader(part, maxBody))
		u.form.Add(part.FormName(), string(value))
		return err
	}
	content, err := io.ReadAll(io.LimitReader(part, annotation.MaxAttachment+1))
	if err != nil || part.FileName() == "" { // no file was chosen
		return err
	}
	if u.files++; u.files > uploadFiles {
		return &annotation.BadField{Field: "file-many"}
	}
	key := u.form.Get("key")
	if key != "" { // of the file too: a form that was gone back to may bring another one
		sum := sha256.Sum256(content)
		key += "." + hex.EncodeToString(sum[:8])
	}
	kept, err := u.keep(key, part.FileName(), content)
	if err == nil && u.form.Get("act") != string(annotation.Attach) {
		u.form.Add("file-id", kept.ID)
	}
	return err
}

// download sends a file of an instruction to whoever may see that. Nothing of it is ever run: its type is what its first
// bytes say, pictures are shown in a sandbox without anything, everything else is saved.
func (s *Server) download(w http.ResponseWriter, r *http.Request, v visitor) {
	a, content, err := s.Annotations.Attachment(r.Context(), v.actor, r.PathValue("file"))
	if err == nil && a.Instruction != r.PathValue("id") {
		err = annotation.ErrNotFound
	}
	if err != nil {
		s.annotationTrouble(w, r, err)
		return
	}
	h := w.Header()
	disposition := "attachment"
	if isPicture(a.Type) {
		disposition = "inline"
	}
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": savedName(a)}))
	h.Set("Content-Type", a.Type)
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", `"`+a.SHA256+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}

// endings are the names that go with each type; the first is added to a name that has none of them, so that a saved file
// opens as what it is.
var endings = map[string][]string{
	"image/jpeg":                {".jpg", ".jpeg"},
	"image/png":                 {".png"},
	"image/webp":                {".webp"},
	"application/pdf":           {".pdf"},
	"application/zip":           {".zip", ".docx", ".xlsx", ".pptx", ".ofd", ".wps", ".et", ".dps"},
	"application/x-ole-storage": {".doc", ".xls", ".ppt", ".wps", ".et", ".dps"},
}

func savedName(a annotation.Attachment) string {
	fit := endings[a.Type]
	if len(fit) == 0 || slices.Contains(fit, strings.ToLower(path.Ext(a.Name))) {
		return a.Name
	}
	return a.Name + fit[0]
}
