package annotation

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// The words of the Web Annotation Data Model and of ours, which are whole IRIs so that no context has to name them.
const (
	annoContext = "http://www.w3.org/ns/anno.jsonld"
	ldpContext  = "http://www.w3.org/ns/ldp.jsonld"
	ours        = "urn:tongbao:"
	// TextConforms is what a fragment selector of ours conforms to: SECTION, SECTION:PASSAGE or SECTION:PASSAGE:THROUGH by rule 1.
	TextConforms = ours + "text:1"
	// Instructing is the motivation of an instruction.
	Instructing = ours + "instructing"
)

// IRIs makes the addresses of things. Base is the site's, absolute, with a slash at the end.
type IRIs struct{ Base string }

// Page is a bulletin's page.
func (i IRIs) Page(bulletin string) string { return i.Base + "bulletins/" + bulletin + "/" }

// Container is the annotations on a bulletin.
func (i IRIs) Container(bulletin string) string { return i.Base + "annotations/" + bulletin + "/" }

// Annotation is a note, a reply or an instruction.
func (i IRIs) Annotation(bulletin, id string) string { return i.Container(bulletin) + id }

// Person is somebody who wrote; the address says no more than the id.
func (i IRIs) Person(id string) string { return ours + "user:" + id }

// Annotation is a W3C Web Annotation as it is written; docs/schema/annotation.json has its shape.
type Annotation struct {
	Context    string     `json:"@context,omitempty"`
	ID         string     `json:"id"`
	Type       string     `json:"type"`
	Motivation any        `json:"motivation"` // one word, or several
	Created    string     `json:"created"`
	Modified   string     `json:"modified,omitempty"`
	Creator    agent      `json:"creator"`
	Body       []textBody `json:"body,omitempty"` // left out where there is none: an empty list is none of the model's
	Target     any        `json:"target"`         // a specific resource, the IRI of what is replied to, or what came from elsewhere as it came
	Canonical  string     `json:"canonical,omitempty"`
	Via        any        `json:"via,omitempty"` // an address, or several
	Visibility Visibility `json:"urn:tongbao:visibility,omitempty"`
	Resolved   string     `json:"urn:tongbao:resolved,omitempty"`
	Kind       string     `json:"urn:tongbao:kind,omitempty"`
	State      string     `json:"urn:tongbao:state,omitempty"`
	Deadline   Date       `json:"urn:tongbao:deadline,omitempty"`
	Lead       []string   `json:"urn:tongbao:lead,omitempty"`
	Joint      []string   `json:"urn:tongbao:joint,omitempty"`
	Corrects   string     `json:"urn:tongbao:corrects,omitempty"`
	Number     string     `json:"urn:tongbao:number,omitempty"`
}

type agent struct {
	ID     string `json:"id"`
	Type   string `json:"type"`
	Name   string `json:"name"`
	Office string `json:"urn:tongbao:office,omitempty"`
}

type textBody struct {
	Type    string `json:"type"`
	Value   string `json:"value"`
	Format  string `json:"format"`
	Purpose string `json:"purpose,omitempty"`
}

// specificResource is a place. Of a whole bulletin the model wants no specific resource, but the page's address as id.
type specificResource struct {
	ID       string     `json:"id,omitempty"`
	Type     string     `json:"type"`
	Source   string     `json:"source,omitempty"`
	Selector []selector `json:"selector,omitempty"`
	Edition  int        `json:"urn:tongbao:edition"`
}

type selector struct {
	Type       string    `json:"type"`
	Value      string    `json:"value,omitempty"`
	ConformsTo string    `json:"conformsTo,omitempty"`
	Exact      string    `json:"exact,omitempty"`
	Prefix     string    `json:"prefix,omitempty"`
	Suffix     string    `json:"suffix,omitempty"`
	Start      *int      `json:"start,omitempty"`
	End        *int      `json:"end,omitempty"`
	RefinedBy  *selector `json:"refinedBy,omitempty"`
}

// stamp is a time as the model wants it: xsd:dateTime in UTC.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}

func (i IRIs) agent(p Person) agent {
	return agent{i.Person(p.ID), "Person", p.Name, p.Office}
}

// target writes a target as a specific resource: our fragment, refined by the position that counts in it, and the quote.
func (i IRIs) target(t Target) specificResource {
	if t.Section == "" {
		return specificResource{ID: i.Page(t.Bulletin), Type: "Text", Edition: t.Edition}
	}
	r := specificResource{Type: "SpecificResource", Source: i.Page(t.Bulletin), Edition: t.Edition}
	parts := []string{t.Section}
	if t.Passage != "" {
		parts = append(parts, t.Passage)
	}
	if t.Through != "" {
		parts = append(parts, t.Through)
	}
	fragment := selector{Type: "FragmentSelector", Value: strings.Join(parts, ":"), ConformsTo: TextConforms}
	if t.Quote.Exact == "" {
		r.Selector = []selector{fragment}
		return r
	}
	start := t.Start
	end := start + len([]rune(t.Quote.Exact)) // in the fragment's text, passages joined by a line feed
	fragment.RefinedBy = &selector{Type: "TextPositionSelector", Start: &start, End: &end}
	r.Selector = []selector{fragment, {Type: "TextQuoteSelector", Exact: t.Quote.Exact, Prefix: t.Quote.Prefix, Suffix: t.Quote.Suffix}}
	return r
}

// Note writes a note.
func (i IRIs) Note(n Note) Annotation {
	a := Annotation{
		Context: annoContext, ID: i.Annotation(n.Target.Bulletin, n.ID), Type: "Annotation", Motivation: "highlighting",
		Created: stamp(n.Created), Modified: stamp(n.Edited), Creator: i.agent(n.Author), Target: i.target(n.Target),
		Canonical: n.Canonical, Via: addresses(n.Via), Visibility: n.Visibility, Resolved: stamp(n.Resolved),
	}
	if n.Kind == Comment {
		a.Motivation, a.Body = "commenting", []textBody{{"TextualBody", n.Body, "text/markdown", "commenting"}}
	}
	if n.About != "" {
		a.Target = json.RawMessage(n.About)
	}
	return a
}

// addresses are IRIs with a space between, as one or as a list; nil for none.
func addresses(list string) any {
	switch all := strings.Fields(list); len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	default:
		return all
	}
}

// Replies writes a note's replies, each an annotation of its own on the note's.
func (i IRIs) Replies(n Note) []Annotation {
	var list []Annotation
	for _, r := range n.Replies {
		list = append(list, i.Reply(n, r))
	}
	return list
}

// Reply writes a reply to a note.
func (i IRIs) Reply(n Note, r Reply) Annotation {
	return Annotation{
		Context: annoContext, ID: i.Annotation(n.Target.Bulletin, r.ID), Type: "Annotation", Motivation: "replying",
		Created: stamp(r.Created), Modified: stamp(r.Edited), Creator: i.agent(r.Author), Visibility: n.Visibility,
		Body:   []textBody{{"TextualBody", r.Body, "text/markdown", "replying"}},
		Target: i.Annotation(n.Target.Bulletin, n.ID), Canonical: r.Canonical, Via: addresses(r.Via),
	}
}

// Instruction writes an instruction: its words as they were signed, whom they address and where it stands.
func (i IRIs) Instruction(in Instruction) Annotation {
	a := Annotation{
		Context: annoContext, ID: i.Annotation(in.Target.Bulletin, in.ID), Type: "Annotation", Motivation: []string{"commenting", Instructing},
		Created: stamp(in.Created), Creator: i.agent(in.Signer), Target: i.target(in.Target),
		Body: []textBody{{"TextualBody", in.Text, "text/plain", ""}},
		Kind: string(in.Kind), State: string(in.State), Deadline: in.Deadline,
	}
	if in.Corrects != "" {
		a.Corrects = i.Annotation(in.Target.Bulletin, in.Corrects)
	}
	a.Number = in.Number.String()
	for _, task := range in.Tasks {
		if task.Lead {
			a.Lead = append(a.Lead, task.Unit)
		} else {
			a.Joint = append(a.Joint, task.Unit)
		}
	}
	return a
}

// JSON is the bytes of an annotation, a collection or a page: indented, nothing escaped beyond what JSON needs.
func JSON(value any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(value)
	return b.Bytes(), err
}

// ETag is a strong entity tag of what was written.
func ETag(raw []byte) string {
	sum := sha256.Sum256(raw)
	return `"` + hex.EncodeToString(sum[:16]) + `"`
}

// Preference is how much of a collection somebody wants (Web Annotation Protocol, 4.2).
type Preference string

// The preferences.
const (
	Descriptions Preference = ""             // pages hold whole annotations
	OnlyIRIs     Preference = "iris"         // pages hold addresses; the first is embedded
	Contained    Preference = "descriptions" // pages hold whole annotations; the first is embedded
	Minimal      Preference = "minimal"      // no page embedded
	MinimalIRIs  Preference = "minimal iris" // no page embedded; pages hold addresses
)

// OfIRIs is the same preference with addresses in the pages.
func (p Preference) OfIRIs() Preference {
	if p == Minimal || p == MinimalIRIs {
		return MinimalIRIs
	}
	return OnlyIRIs
}

func (p Preference) iris() bool { return p == OnlyIRIs || p == MinimalIRIs }

// PageSize is how many annotations a page holds.
const PageSize = 20

// Collection is what one viewer may see of the annotations on a bulletin, in order: a container and its pages.
type Collection struct {
	IRI      string // IRIs.Container
	Label    string
	Modified time.Time // of the latest change; zero for none
	Items    []Annotation
}

type collection struct {
	Context  []string `json:"@context"`
	ID       string   `json:"id"`
	Type     []string `json:"type"`
	Label    string   `json:"label,omitempty"`
	Modified string   `json:"modified,omitempty"`
	Total    int      `json:"total"`
	First    any      `json:"first,omitempty"` // an address, or a page
	Last     string   `json:"last,omitempty"`
}

type page struct {
	Context    string `json:"@context,omitempty"`
	ID         string `json:"id"`
	Type       string `json:"type"`
	PartOf     any    `json:"partOf,omitempty"`
	StartIndex int    `json:"startIndex"`
	Next       string `json:"next,omitempty"`
	Prev       string `json:"prev,omitempty"`
	Items      any    `json:"items"`
}

type whole struct {
	ID       string `json:"id"`
	Total    int    `json:"total"`
	Modified string `json:"modified,omitempty"`
}

// Pages is how many pages there are; none without items.
func (c Collection) Pages() int { return (len(c.Items) + PageSize - 1) / PageSize }

// id is the address of the collection in the variant whose pages hold addresses, or whole annotations.
func (c Collection) id(p Preference) string {
	if p.iris() {
		return c.IRI + "?iris=1"
	}
	return c.IRI
}

// Address is that of a variant of the container.
func (c Collection) Address(p Preference) string { return c.id(p) }

// PageIRI is the address of a page, from 0.
func (c Collection) PageIRI(p Preference, n int) string {
	if p.iris() {
		return fmt.Sprintf("%s?iris=1&page=%d", c.IRI, n)
	}
	return fmt.Sprintf("%s?page=%d", c.IRI, n)
}

// Container writes the collection. Its first page is embedded where the preference says so, else named.
func (c Collection) Container(p Preference) any {
	out := collection{
		Context: []string{annoContext, ldpContext}, ID: c.id(p), Type: []string{"BasicContainer", "AnnotationCollection"},
		Label: c.Label, Modified: stamp(c.Modified), Total: len(c.Items),
	}
	if len(c.Items) == 0 {
		return out
	}
	out.First, out.Last = c.PageIRI(p, 0), c.PageIRI(p, c.Pages()-1)
	if p == OnlyIRIs || p == Contained {
		first, _ := c.page(p, 0)
		first.Context, first.PartOf = "", nil
		out.First = first
	}
	return out
}

// Page writes a page, from 0; false where there is none.
func (c Collection) Page(p Preference, n int) (any, bool) {
	return c.page(p, n)
}

func (c Collection) page(p Preference, n int) (page, bool) {
	if n < 0 || n >= c.Pages() {
		return page{}, false
	}
	items := c.Items[n*PageSize : min(len(c.Items), (n+1)*PageSize)]
	out := page{
		Context: annoContext, ID: c.PageIRI(p, n), Type: "AnnotationPage", StartIndex: n * PageSize,
		PartOf: whole{c.id(p), len(c.Items), stamp(c.Modified)},
	}
	if n > 0 {
		out.Prev = c.PageIRI(p, n-1)
	}
	if n+1 < c.Pages() {
		out.Next = c.PageIRI(p, n+1)
	}
	var list []any
	for _, item := range items {
		if p.iris() {
			list = append(list, item.ID)
			continue
		}
		list = append(list, item) // with its context: an item is taken out of a page as it is
	}
	out.Items = list
	return out, true
}
