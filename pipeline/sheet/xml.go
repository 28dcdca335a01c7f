package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// xmlReader reads the tags of one part of a workbook in a single pass over a small buffer. It knows as much XML as
// spreadsheet programs write, and refuses the rest: what it passes on is well nested and ends where it should. Memory
// does not grow with the part.
type xmlReader struct {
	r        io.Reader
	buf      []byte
	pos, end int
	eof      bool
	open     []tagID
	text     []byte // between the last tag and the one before it, entities unresolved
}

// tag is one start, end or empty-element tag. Its slices are valid until the next one is read.
type tag struct {
	name       []byte // without namespace prefix
	attributes []byte
	closes     bool // </c>, or <c/>
	opens      bool // <c>, or <c/>
}

// tagID tells the open elements apart well enough to see crossed tags: length and first bytes of the name.
type tagID [16]byte

func idOf(name []byte) tagID {
	var id tagID
	copy(id[1:], name)
	id[0] = byte(min(len(name), 255))
	return id
}

const (
	startBuffer = 64 << 10
	maxRun      = 256 << 10 // one tag, or the text between two: a cell holds 32,767 characters
)

var (
	errCut      = errors.New("内容中断")
	errCrossed  = errors.New("标签不配对")
	errDeep     = errors.New("嵌套过深")
	errLong     = errors.New("单个标签或文字过长")
	errDoctype  = errors.New("含 DOCTYPE 声明")
	errBadTag   = errors.New("内容损坏（标签不成形）")
	errBadText  = errors.New("内容损坏（字符不合法）")
	errTrailing = errors.New("内容损坏（结尾之后还有内容）")
)

func newXMLReader(r io.Reader) *xmlReader { return &xmlReader{r: r, buf: make([]byte, startBuffer)} }

// next reads up to the next tag; io.EOF at the part's proper end.
func (x *xmlReader) next() (tag, error) {
	for {
		at, err := x.find(x.pos, '<')
		if errors.Is(err, io.EOF) {
			return tag{}, x.atEnd()
		}
		if err != nil {
			return tag{}, err
		}
		end, err := x.tagEnd(at)
		if err != nil {
			return tag{}, err
		}
		at = x.pos + at // find and tagEnd give places from pos, which filling moves
		end = x.pos + end
		x.text = x.buf[x.pos:at]
		inner := x.buf[at+1 : end]
		x.pos = end + 1
		switch {
		case len(inner) > 0 && inner[0] == '?':
			continue
		case bytes.HasPrefix(inner, []byte("!--")):
			continue
		case len(inner) > 0 && inner[0] == '!':
			return tag{}, errDoctype
		}
		t, err := parseTag(inner)
		if err == nil {
			err = x.nest(t)
		}
		return t, err
	}
}

// find gives the offset from pos of a byte at or behind from (a place in buf), filling the buffer as needed.
func (x *xmlReader) find(from int, b byte) (int, error) {
	offset := from - x.pos
	for {
		if i := bytes.IndexByte(x.buf[x.pos+offset:x.end], b); i >= 0 {
			return offset + i, nil
		}
		offset = x.end - x.pos
		if err := x.fill(); err != nil {
			return 0, err
		}
	}
}

// tagEnd gives the offset of the > that ends the tag at an offset; one within quotes, or within a comment, does not.
func (x *xmlReader) tagEnd(at int) (int, error) {
	comment := []byte("!--")
	from := at + 1
	for {
		end, err := x.find(x.pos+from, '>')
		if errors.Is(err, io.EOF) {
			return 0, errCut
		}
		if err != nil {
			return 0, err
		}
		inner := x.buf[x.pos+at+1 : x.pos+end]
		isComment := bytes.HasPrefix(inner, comment)
		if isComment && bytes.HasSuffix(inner, []byte("--")) && len(inner) >= 5 || !isComment && bytes.Count(inner, []byte{'"'})%2 == 0 {
			return end, nil
		}
		from = end + 1
	}
}

// fill reads more behind what is kept; io.EOF where there is no more.
func (x *xmlReader) fill() error {
	if x.eof {
		return io.EOF
	}
	kept := x.end - x.pos
	if kept > maxRun {
		return errLong
	}
	if kept > len(x.buf)/2 {
		x.buf = append(x.buf, make([]byte, len(x.buf))...)
	}
	copy(x.buf, x.buf[x.pos:x.end])
	x.pos, x.end = 0, kept
	for {
		n, err := x.r.Read(x.buf[x.end:])
		x.end += n
		x.eof = errors.Is(err, io.EOF)
		if err != nil && !x.eof {
			return err
		}
		if n > 0 {
			return nil
		}
		if x.eof {
			return io.EOF
		}
	}
}

// atEnd tells whether the part may end here.
func (x *xmlReader) atEnd() error {
	if len(x.open) > 0 {
		return errCut
	}
	if len(bytes.TrimSpace(x.buf[x.pos:x.end])) > 0 {
		return errTrailing
	}
	return io.EOF
}

func parseTag(inner []byte) (tag, error) {
	t := tag{opens: true}
	if len(inner) > 0 && inner[0] == '/' {
		t.opens, t.closes, inner = false, true, inner[1:]
	} else if n := len(inner); n > 0 && inner[n-1] == '/' {
		t.closes, inner = true, inner[:n-1]
	}
	cut := bytes.IndexAny(inner, " \t\r\n")
	if cut < 0 {
		cut = len(inner)
	}
	t.name, t.attributes = inner[:cut], inner[cut:]
	if colon := bytes.IndexByte(t.name, ':'); colon >= 0 {
		t.name = t.name[colon+1:]
	}
	if len(t.name) == 0 || bytes.IndexByte(t.name, '<') >= 0 || bytes.IndexByte(t.attributes, '<') >= 0 {
		return tag{}, errBadTag
	}
	return t, nil
}

// nest keeps the open elements.
func (x *xmlReader) nest(t tag) error {
	id := idOf(t.name)
	switch {
	case t.opens && !t.closes:
		if len(x.open) >= maxDepth {
			return errDeep
		}
		x.open = append(x.open, id)
	case t.closes && !t.opens:
		last := len(x.open) - 1
		if last < 0 || x.open[last] != id {
			return errCrossed
		}
		x.open = x.open[:last]
	}
	return nil
}

// is tells whether the tag has a local name.
func (t tag) is(name string) bool { return string(t.name) == name }

// attribute gives an attribute's value by its local name, entities unresolved; nil where there is none.
func (t tag) attribute(name string) []byte {
	rest := t.attributes
	for {
		rest = bytes.TrimLeft(rest, " \t\r\n")
		eq := bytes.IndexByte(rest, '=')
		if eq < 0 || eq+1 >= len(rest) {
			return nil
		}
		key := bytes.TrimRight(rest[:eq], " \t\r\n")
		rest = bytes.TrimLeft(rest[eq+1:], " \t\r\n")
		if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
			return nil
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return nil
		}
		if colon := bytes.IndexByte(key, ':'); colon >= 0 && string(key[:colon]) != "xmlns" {
			key = key[colon+1:]
		}
		if string(key) == name {
			return rest[1 : 1+end]
		}
		rest = rest[end+2:]
	}
}

var entities = map[string]rune{"amp": '&', "lt": '<', "gt": '>', "quot": '"', "apos": '\''}

// unescape resolves entities and checks the characters.
func unescape(raw []byte) (string, error) {
	if !utf8.Valid(raw) {
		return "", errBadText
	}
	if bytes.IndexByte(raw, '&') < 0 {
		return string(raw), nil
	}
	out := make([]byte, 0, len(raw))
	for len(raw) > 0 {
		at := bytes.IndexByte(raw, '&')
		if at < 0 {
			return string(append(out, raw...)), nil
		}
		out = append(out, raw[:at]...)
		end := bytes.IndexByte(raw[at:], ';')
		if end < 0 {
			return "", errBadText
		}
		c, ok := entity(string(raw[at+1 : at+end]))
		if !ok {
			return "", fmt.Errorf("内容损坏（不认识的实体 &%s;）", raw[at+1:at+end])
		}
		out = utf8.AppendRune(out, c)
		raw = raw[at+end+1:]
	}
	return string(out), nil
}

func entity(name string) (rune, bool) {
	if c, ok := entities[name]; ok {
		return c, true
	}
	var n rune
	var err error
	if len(name) > 2 && name[0] == '#' && (name[1] == 'x' || name[1] == 'X') {
		_, err = fmt.Sscanf(name[2:], "%x", &n)
	} else if len(name) > 1 && name[0] == '#' {
		_, err = fmt.Sscanf(name[1:], "%d", &n)
	} else {
		return 0, false
	}
	return n, err == nil && utf8.ValidRune(n) && n != 0
}
