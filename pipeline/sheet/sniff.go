package sheet

import (
	"archive/zip"
	"bytes"
	"unicode/utf8"
)

// format is what a file's bytes say it is.
type format uint8

const (
	formatEmpty format = iota
	formatXLSX
	formatText
	formatEncrypted  // an OLE container holding an encrypted workbook
	formatOldExcel   // BIFF .xls
	formatOLE        // another OLE container (.doc, .et, .wps)
	formatHTML       // a web page, often named .xls
	formatBrokenZip  // starts like a zip, cannot be opened as one
	formatOtherZip   // a zip that is no workbook
	formatDocument   // .docx, .pptx
	formatOpenOffice // .ods
	formatXLSB
	formatPDF
	formatImage
	formatArchive // rar, 7z, gzip
	formatUnknown
)

// OLE2 containers name their streams in UTF-16LE.
var streamNames = []struct {
	name string
	is   format
}{
	{"EncryptedPackage", formatEncrypted},
	{"Workbook", formatOldExcel},
	{"Book", formatOldExcel},
}

var signatures = []struct {
	prefix string
	is     format
}{
	{"%PDF", formatPDF},
	{"\x89PNG", formatImage}, {"\xff\xd8\xff", formatImage}, {"GIF8", formatImage},
	{"Rar!", formatArchive}, {"7z\xbc\xaf", formatArchive}, {"\x1f\x8b", formatArchive},
	{"\x09\x08", formatOldExcel}, {"\x09\x04", formatOldExcel}, {"\x09\x02", formatOldExcel}, // BIFF without a container
}

const oleMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// sniff tells what the bytes are. A stray UTF-8 BOM in front of a binary file (seen on .xls files) is ignored.
func sniff(data []byte) format {
	body := bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if len(bytes.TrimSpace(body)) == 0 {
		return formatEmpty
	}
	if bytes.HasPrefix(body, []byte(oleMagic)) {
		return sniffOLE(body)
	}
	if bytes.HasPrefix(body, []byte("PK\x03\x04")) || bytes.HasPrefix(body, []byte("PK\x05\x06")) {
		return sniffZip(body)
	}
	for _, s := range signatures {
		if bytes.HasPrefix(body, []byte(s.prefix)) {
			return s.is
		}
	}
	return sniffText(body)
}

func sniffOLE(data []byte) format {
	for _, s := range streamNames {
		if bytes.Contains(data, utf16le(s.name)) {
			return s.is
		}
	}
	return formatOLE
}

func utf16le(s string) []byte {
	out := make([]byte, 0, 2*len(s))
	for i := range len(s) {
		out = append(out, s[i], 0)
	}
	return out
}

var zipParts = []struct {
	name string
	is   format
}{
	{"xl/workbook.xml", formatXLSX},
	{"xl/workbook.bin", formatXLSB},
	{"word/document.xml", formatDocument},
	{"ppt/presentation.xml", formatDocument},
	{"content.xml", formatOpenOffice},
}

func sniffZip(data []byte) format {
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return formatBrokenZip
	}
	for _, part := range zipParts {
		for _, f := range zr.File {
			if f.Name == part.name {
				return part.is
			}
		}
	}
	return formatOtherZip
}

func sniffText(data []byte) format {
	if hasUTF16BOM(data) {
		return formatText
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return formatUnknown
	}
	if looksLikeHTML(data) {
		return formatHTML
	}
	if !utf8.Valid(data) && !validGB18030(data) {
		return formatUnknown
	}
	return formatText
}

func looksLikeHTML(data []byte) bool {
	head := bytes.ToLower(bytes.TrimSpace(data[:min(len(data), 1024)]))
	if !bytes.HasPrefix(head, []byte("<")) {
		return false
	}
	for _, tag := range []string{"<html", "<table", "<!doctype html", "<head", "<meta", "<body"} {
		if bytes.Contains(head, []byte(tag)) {
			return true
		}
	}
	return false
}
