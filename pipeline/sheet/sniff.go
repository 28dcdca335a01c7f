package sheet

import (
	"archive/zip"
	"bytes"
	"io"
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

// sniff tells what a file is from its first bytes; of a zip or OLE container, what it holds.
func sniff(sample []byte, r io.ReaderAt, size int64) format {
	if len(bytes.TrimSpace(bytes.TrimPrefix(sample, []byte(bomUTF8)))) == 0 {
		return formatEmpty
	}
	if bytes.HasPrefix(sample, []byte(oleMagic)) {
		return sniffOLE(r, size)
	}
	if bytes.HasPrefix(sample, []byte("PK\x03\x04")) || bytes.HasPrefix(sample, []byte("PK\x05\x06")) {
		return sniffZip(r, size)
	}
	for _, s := range signatures {
		if bytes.HasPrefix(sample, []byte(s.prefix)) {
			return s.is
		}
	}
	return sniffText(sample, int64(len(sample)) == size)
}

// maxOLE is how far into an OLE container its directory of streams is looked for.
const maxOLE = 64 << 20

func sniffOLE(r io.ReaderAt, size int64) format {
	data, err := io.ReadAll(io.NewSectionReader(r, 0, min(size, maxOLE)))
	if err != nil {
		return formatUnknown
	}
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

func sniffZip(r io.ReaderAt, size int64) format {
	zr, err := zip.NewReader(r, size)
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

// sniffText tells text from other bytes; whole says that the sample is all there is, and not cut within a character.
func sniffText(sample []byte, whole bool) format {
	if hasUTF16BOM(sample) {
		return formatText
	}
	if bytes.IndexByte(sample, 0) >= 0 {
		return formatUnknown
	}
	if looksLikeHTML(bytes.TrimPrefix(sample, []byte(bomUTF8))) {
		return formatHTML
	}
	if !isUTF8(sample, whole) && !isGB18030(sample, whole) {
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
