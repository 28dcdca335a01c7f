package archive

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// Profile is a file of profiles/: how the columns of one kind of export are to be read (导出格式).
type Profile struct {
	Name        string            `toml:"name" json:"name"`
	Fingerprint string            `toml:"fingerprint" json:"fingerprint"` // of the header, which it is recognised by
	Channel     string            `toml:"channel" json:"channel,omitempty"`
	Columns     map[string]string `toml:"columns" json:"columns"` // header → field, "" for not read
}

const profilesDir = "profiles"

// File is the profile's path below the archive. It is named by the fingerprint: a header has one profile.
func (p Profile) File() string { return profilesDir + "/" + p.Fingerprint + ".toml" }

// TOML writes the profile as a file.
func (p Profile) TOML() []byte {
	var out strings.Builder
	out.WriteString("# 导出格式：这种表头的各列当作什么。\"\" 表示不读。由 tongbao profile 写入，可以手改；fingerprint 由表头算出，不要改。\n")
	fmt.Fprintf(&out, "name = %s\nfingerprint = %s\nchannel = %s\n\n[columns]\n", basic(p.Name), basic(p.Fingerprint), basic(p.Channel))
	for _, header := range slices.Sorted(maps.Keys(p.Columns)) {
		fmt.Fprintf(&out, "%s = %s\n", basic(header), basic(p.Columns[header]))
	}
	return []byte(out.String())
}

func readProfiles(dir string) ([]Profile, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.toml"))
	if err != nil {
		return nil, err
	}
	profiles := make([]Profile, 0, len(files))
	for _, file := range files {
		var p Profile
		if err := decodeFile(file, &p); err != nil {
			return nil, err
		}
		profiles = append(profiles, p)
	}
	return profiles, nil
}
