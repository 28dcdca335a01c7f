package archive

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
)

// AppendUnit gives the text of units.toml with one more unit at its end; what is there stays as it is, comments too.
// It writes nothing.
func AppendUnit(a *Archive, u Unit) ([]byte, error) {
	old, err := os.ReadFile(a.Path(UnitsFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	text := strings.TrimRight(string(old), "\n")
	if text != "" {
		text += "\n\n"
	}
	body := []byte(text + unitBlock(u))
	var check Units
	if err := Decode(UnitsFile, body, &check); err != nil {
		return nil, err
	}
	return body, nil
}

func unitBlock(u Unit) string {
	var out strings.Builder
	fmt.Fprintf(&out, "[[unit]]\nid = %s\nname = %s\n", basic(u.ID), basic(u.Name))
	if len(u.Aliases) > 0 {
		quoted := make([]string, len(u.Aliases))
		for i, alias := range u.Aliases {
			quoted[i] = basic(alias)
		}
		fmt.Fprintf(&out, "aliases = [%s]\n", strings.Join(quoted, ", "))
	}
	if u.Parent != "" {
		fmt.Fprintf(&out, "parent = %s\n", basic(u.Parent))
	}
	if len(u.Groups) > 0 {
		out.WriteString("[unit.groups]\n")
		for _, channel := range slices.Sorted(maps.Keys(u.Groups)) {
			fmt.Fprintf(&out, "%s = %s\n", channel, basic(u.Groups[channel]))
		}
	}
	return out.String()
}

func basic(text string) string { return `"` + escapeBasic(text) + `"` }
