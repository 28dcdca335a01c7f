package sheet

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

const bomUTF8 = "\xef\xbb\xbf"

// encoding is how a text file stores its characters.
type encoding struct {
	name string
	mark int  // bytes of its byte order mark
	gb   bool // GB18030, which contains GBK and GB2312 and so stands for all three
}

// encodingOf tells the encoding from a file's first bytes; whole says that these are all.
func encodingOf(sample []byte, whole bool) encoding {
	switch {
	case bytes.HasPrefix(sample, []byte(bomUTF8)):
		return encoding{name: "UTF-8 BOM", mark: len(bomUTF8)}
	case bytes.HasPrefix(sample, []byte("\xff\xfe")):
		return encoding{name: "UTF-16LE", mark: 2}
	case bytes.HasPrefix(sample, []byte("\xfe\xff")):
		return encoding{name: "UTF-16BE", mark: 2}
	case isUTF8(sample, whole):
		return encoding{name: "UTF-8"}
	default:
		return encoding{name: "GB18030", gb: true}
	}
}

func hasUTF16BOM(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff"))
}

// isUTF8 tells whether a sample is UTF-8, leaving out a character that the sample's end cuts.
func isUTF8(sample []byte, whole bool) bool {
	for cut := 0; cut < utf8.UTFMax && !whole && len(sample) > cut; cut++ {
		if utf8.Valid(sample[:len(sample)-cut]) {
			return true
		}
	}
	return utf8.Valid(sample)
}

// isGB18030 is isUTF8 for GB18030, whose characters have up to four bytes as well.
func isGB18030(sample []byte, whole bool) bool {
	for cut := 0; cut < utf8.UTFMax && !whole && len(sample) > cut; cut++ {
		if _, ok := decodeGB(sample[:len(sample)-cut]); ok {
			return true
		}
	}
	_, ok := decodeGB(sample)
	return ok
}

// decodeGB decodes strictly: what the encoding does not know is refused, so that no character is lost unseen.
func decodeGB(data []byte) ([]byte, bool) {
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	return out, err == nil && !bytes.ContainsRune(out, utf8.RuneError)
}

// decodeSample gives a sample as UTF-8, good enough to see separators and line ends.
func (e encoding) decodeSample(sample []byte) []byte {
	switch e.name {
	case "UTF-16LE", "UTF-16BE":
		order := unicode.LittleEndian
		if e.name == "UTF-16BE" {
			order = unicode.BigEndian
		}
		text, err := unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder().Bytes(sample)
		if err == nil {
			return text
		}
	}
	return sample // ASCII bytes never stand within a character of UTF-8; of GB18030 no comma, semicolon, tab or line end does
}
