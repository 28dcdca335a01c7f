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

// Limits of one workbook. They are far above what an office's summary tables need and far below what hurts: a file
// that declares more is refused before any of it is parsed. excelize drops CRC, deflate and XML errors and then
// returns wrong data without an error, so every part is read through here first.
const (
	maxFileBytes  = 64 << 20
	maxInflated   = 256 << 20
	maxPart       = 192 << 20
	maxOtherPart  = 8 << 20 // styles, theme, relationships: excelize holds these in memory as trees
	maxRatio      = 200
	maxParts      = 1000
	maxDepth      = 32
	maxTagBytes   = 64 << 10
	maxCellRunes  = 32767
	maxSheetRows  = 1 << 20
	maxSheetCols  = 512
	maxSheetCells = 4_000_000
)

// admit reads the whole package once and refuses what is damaged or hostile; the error is a Chinese clause.
func admit(data []byte, zr *zip.Reader) error {
	if len(zr.File) > maxParts {
		return fmt.Errorf("压缩包内有 %d 个部件，超过 %d 个", len(zr.File), maxParts)
	}
	if err := admitHeaders(data, zr.File); err != nil {
		return err
	}
	if err := admitNames(zr.File); err != nil {
		return err
	}
	if err := admitSizes(zr.File); err != nil {
		return err
	}
	for _, f := range zr.File {
		if err := admitPart(f); err != nil {
			return fmt.Errorf("部件 %s：%w", f.Name, err)
		}
	}
	return nil
}

// admitHeaders compares each part's name in the directory with the one before its data: a part that lost its name in
// one of them (styles, say) would otherwise be missed without a word.
func admitHeaders(data []byte, files []*zip.File) error {
	for _, f := range files {
		offset, err := f.DataOffset()
		if err != nil {
			return fmt.Errorf("部件 %s 找不到数据", f.Name)
		}
		if localName(data[:offset]) != f.Name {
			return fmt.Errorf("部件 %s 前后名称不一致", f.Name)
		}
	}
	return nil
}

// localName reads the name in the local header that ends where the part's data begin (APPNOTE.TXT 4.3.7), "" where
// there is none.
func localName(before []byte) string {
	const fixed = 30
	for at := len(before); at > 0; {
		if at = bytes.LastIndex(before[:at], []byte("PK\x03\x04")); at < 0 || len(before)-at < fixed {
			return ""
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

func admitSizes(files []*zip.File) error {
	total := uint64(0)
	type extent struct{ from, to int64 }
	extents := make([]extent, 0, len(files))
	for _, f := range files {
		size := f.UncompressedSize64
		total += size
		if size > partLimit(f.Name) || total > maxInflated {
			return fmt.Errorf("部件 %s 展开后过大（%d 字节）", f.Name, size)
		}
		if size > 1<<20 && size > maxRatio*f.CompressedSize64 {
			return fmt.Errorf("部件 %s 压缩比异常（%d 倍）", f.Name, size/max(f.CompressedSize64, 1))
		}
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

func partLimit(name string) uint64 {
	if strings.HasPrefix(name, "xl/worksheets/") || name == "xl/sharedStrings.xml" {
		return maxPart
	}
	return maxOtherPart
}

func admitPart(f *zip.File) error {
	r, err := f.Open()
	if err != nil {
		return errors.New("无法展开")
	}
	defer r.Close()
	if !strings.HasSuffix(f.Name, ".xml") && !strings.HasSuffix(f.Name, ".rels") {
		_, err = io.Copy(io.Discard, r)
	} else if err = admitXML(&tagLimiter{r: r}); err == nil {
		_, err = io.Copy(io.Discard, r) // to the end, where the checksum is compared
	}
	if errors.Is(err, zip.ErrChecksum) {
		return errors.New("校验和不符，文件已损坏")
	}
	return err
}
