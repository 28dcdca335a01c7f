package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"path"
	"sort"
	"strings"
)

// Limits of one file. They are far above what a hotline exports in a year and far below what hurts; what declares or
// holds more is refused.
const (
	maxFileBytes  = 2 << 30
	maxPart       = 8 << 30  // a sheet of 1,048,576 rows with long texts
	maxOtherPart  = 8 << 20  // styles, theme, relationships: they are small in every real workbook
	maxKept       = 1 << 30  // shared strings that are kept for the columns that are read
	maxShared     = 64 << 20 // how many shared strings there may be
	maxRatio      = 200
	maxParts      = 1000
	maxDepth      = 32
	maxCellRunes  = 32767
	maxSheetRows  = 1 << 20
	maxSheetCols  = 512
	maxTextRows   = 100 << 20
	maxSheetCells = 4_000_000 // of a sheet that is read as a whole
	maxReadBytes  = 192 << 20 // of a sheet or text file that is read as a whole
)

// admit checks the package's directory before anything is opened; the error is a Chinese clause. The parts are checked
// as they are read.
func admit(r io.ReaderAt, zr *zip.Reader) error {
	if len(zr.File) > maxParts {
		return fmt.Errorf("压缩包内有 %d 个部件，超过 %d 个", len(zr.File), maxParts)
	}
	if err := admitHeaders(r, zr.File); err != nil {
		return err
	}
	if err := admitNames(zr.File); err != nil {
		return err
	}
	return admitExtents(zr.File)
}

// admitHeaders compares each part's name in the directory with the one before its data: a part that lost its name in
// one of them (styles, say) would otherwise be missed without a word.
func admitHeaders(r io.ReaderAt, files []*zip.File) error {
	for _, f := range files {
		offset, err := f.DataOffset()
		if err != nil {
			return fmt.Errorf("部件 %s 找不到数据", f.Name)
		}
		if !named(r, offset, f.Name) {
			return fmt.Errorf("部件 %s 前后名称不一致", f.Name)
		}
	}
	return nil
}

// longestHeader is a local header with the longest name and extra field.
const longestHeader = 30 + 2*(1<<16-1)

// named tells whether the local header that ends at an offset has the name; most are short.
func named(r io.ReaderAt, offset int64, name string) bool {
	for _, reach := range []int64{512, longestHeader} {
		before := make([]byte, min(reach, offset))
		if _, err := r.ReadAt(before, offset-int64(len(before))); err != nil {
			return false
		}
		if found := localName(before); found != "" || reach == longestHeader {
			return found == name
		}
	}
	return false
}

// localName reads the name in the local header that ends where the part's data begin (APPNOTE.TXT 4.3.7), "" where
// there is none.
func localName(before []byte) string {
	const fixed = 30
	for at := len(before); at > 0; {
		if at = bytes.LastIndex(before[:at], []byte("PK\x03\x04")); at < 0 {
			return ""
		}
		if len(before)-at < fixed {
			continue
		}
		name := int(binary.LittleEndian.Uint16(before[at+26:]))
		extra := int(binary.LittleEndian.Uint16(before[at+28:]))
		if at+fixed+name+extra == len(before) {
			return string(before[at+fixed : at+fixed+name])
		}
	}
	return ""
}

func admitNames(files []*zip.File) error {
	seen := map[string]bool{}
	for _, f := range files {
		name := strings.ToLower(f.Name)
		if strings.Contains(name, `\`) || path.Clean("/"+name) != "/"+strings.TrimSuffix(name, "/") {
			return fmt.Errorf("部件名 %q 不合规范", f.Name)
		}
		if seen[name] {
			return fmt.Errorf("部件 %q 重复出现", f.Name)
		}
		if f.Flags&1 != 0 {
			return fmt.Errorf("部件 %q 已加密", f.Name)
		}
		seen[name] = true
	}
	return nil
}

// admitExtents refuses parts whose data overlap: that is how a small file holds thousands of large parts.
func admitExtents(files []*zip.File) error {
	type extent struct{ from, to int64 }
	extents := make([]extent, 0, len(files))
	for _, f := range files {
		offset, err := f.DataOffset()
		if err != nil {
			return fmt.Errorf("部件 %s 找不到数据", f.Name)
		}
		extents = append(extents, extent{offset, offset + int64(f.CompressedSize64)})
	}
	sort.Slice(extents, func(i, j int) bool { return extents[i].from < extents[j].from })
	for i := 1; i < len(extents); i++ {
		if extents[i].from < extents[i-1].to {
			return errors.New("部件的数据互相重叠")
		}
	}
	return nil
}

// admitSize refuses a part that would inflate to more than a spreadsheet program writes. The declared size can be
// relied on: archive/zip stops reading there, and compares the checksum.
func admitSize(f *zip.File) error {
	size := f.UncompressedSize64
	if size > partLimit(f.Name) {
		return fmt.Errorf("部件 %s 展开后过大（%d 字节）", f.Name, size)
	}
	if size > 1<<20 && size > maxRatio*f.CompressedSize64 {
		return fmt.Errorf("部件 %s 压缩比异常（%d 倍）", f.Name, size/max(f.CompressedSize64, 1))
	}
	return nil
}

func partLimit(name string) uint64 {
	if strings.HasPrefix(name, "xl/worksheets/") || name == "xl/sharedStrings.xml" {
		return maxPart
	}
	return maxOtherPart
}
