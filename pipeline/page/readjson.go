package page

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
)

// ReadJSON reads one data file of an archive. The error is fs.ErrNotExist where there is none; where it is broken, by hand
// or by a disk that filled up, it names the file and the line.
func ReadJSON(archive fs.FS, path string, into any) error {
	data, err := fs.ReadFile(archive, path)
	if err != nil {
		return fmt.Errorf("%s：%w", path, err)
	}
	err = json.Unmarshal(data, into)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("%s 第 %d 行：不是完整有效的 JSON，文件可能被截断或改坏", path, lineAt(data, syntax.Offset))
	case errors.As(err, &kind):
		return fmt.Errorf("%s 第 %d 行：%s 的值类型不对", path, lineAt(data, kind.Offset), kind.Field)
	case err != nil:
		return fmt.Errorf("%s：%w", path, err)
	}
	return nil
}

// lineAt gives the line, from 1, of the byte before an offset.
func lineAt(data []byte, offset int64) int {
	return 1 + bytes.Count(data[:min(max(offset-1, 0), int64(len(data)))], []byte("\n"))
}
