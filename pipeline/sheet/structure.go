package sheet

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// admitXML reads one XML part to its end and refuses what no spreadsheet program writes.
func admitXML(r io.Reader) error {
	d := xml.NewDecoder(r)
	check := structure{}
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return check.end()
		}
		if err != nil {
			return fmt.Errorf("内容损坏（%w）", err)
		}
		if err := check.token(token); err != nil {
			return err
		}
	}
}

// structure follows one XML part: nesting, and for worksheets the order of rows and the number of cells.
type structure struct {
	open  []string
	row   int
	cells int
}

func (s *structure) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.Directive:
		return errors.New("含 DOCTYPE 声明")
	case xml.StartElement:
		s.open = append(s.open, t.Name.Local)
		if len(s.open) > maxDepth {
			return errors.New("嵌套过深")
		}
		return s.element(t)
	case xml.EndElement:
		if len(s.open) == 0 || s.open[len(s.open)-1] != t.Name.Local {
			return errors.New("标签不配对")
		}
		s.open = s.open[:len(s.open)-1]
	}
	return nil
}

func (s *structure) element(t xml.StartElement) error {
	switch t.Name.Local {
	case "row":
		return s.rowElement(t)
	case "c":
		return s.cellElement(t)
	}
	return nil
}

func (s *structure) rowElement(t xml.StartElement) error {
	next := s.row + 1
	if ref := attribute(t, "r"); ref != "" {
		if _, err := fmt.Sscanf(ref, "%d", &next); err != nil || next <= s.row {
			return fmt.Errorf("行号 %q 错乱", ref)
		}
	}
	if next > maxSheetRows {
		return fmt.Errorf("行号 %d 超过 %d", next, maxSheetRows)
	}
	s.row = next
	return nil
}

func (s *structure) cellElement(t xml.StartElement) error {
	if s.cells++; s.cells > maxSheetCells {
		return fmt.Errorf("单元格超过 %d 个", maxSheetCells)
	}
	ref := attribute(t, "r")
	if ref == "" {
		return nil
	}
	col := 0
	for _, b := range []byte(ref) {
		if b < 'A' || b > 'Z' || col > maxSheetCols {
			break
		}
		col = col*26 + int(b-'A') + 1
	}
	if col < 1 || col > maxSheetCols {
		return fmt.Errorf("单元格 %q 的列不在 1–%d 之间", ref, maxSheetCols)
	}
	return nil
}

func (s *structure) end() error {
	if len(s.open) > 0 {
		return errors.New("内容中断")
	}
	return nil
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// tagLimiter stops a part whose single tag is longer than any real one: such parts make parsers slow and large.
type tagLimiter struct {
	r     io.Reader
	inTag bool
	run   int
}

func (l *tagLimiter) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	for _, b := range p[:n] {
		switch {
		case b == '<':
			l.inTag, l.run = true, 0
		case b == '>':
			l.inTag = false
		case l.inTag:
			if l.run++; l.run > maxTagBytes {
				return 0, errors.New("单个标签过长")
			}
		}
	}
	return n, err
}
