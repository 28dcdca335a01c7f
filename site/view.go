package site

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"tongbao/archive"
	"tongbao/site/account"
)

// A view is the site as some readers see it: the bulletins they may not read are in no page, list, feed, download or index
// of it. Readers who may read the same share one view, so an archive without restricted bulletins has one.
type view struct {
	roles  []account.Role // that see it; none for the view of everybody
	hidden []string       // folders of bulletins: 2021q3, 2021q3-e1
	folder string         // name of its published folder
}

// publicFolder is the published folder where nothing is hidden. One where something is has a name of its own, so that a
// bulletin restricted since the last build is not served from the folder of before.
const publicFolder = "public"

// views lists an archive's views: first what everybody may read, then one for each other set of bulletins that some role
// may read. The error names the setting that names no role: a slip must not open a bulletin.
func views(a *archive.Archive) ([]view, error) {
	if err := checkAudiences(a); err != nil {
		return nil, err
	}
	hidden, err := hiddenFrom(a, "")
	if err != nil {
		return nil, err
	}
	all := []view{{hidden: hidden, folder: folderOf(hidden)}}
	for _, role := range account.Roles() {
		hidden, err := hiddenFrom(a, role)
		if err != nil {
			return nil, err
		}
		at := slices.IndexFunc(all, func(v view) bool { return slices.Equal(v.hidden, hidden) })
		if at < 0 {
			at = len(all)
			all = append(all, view{hidden: hidden, folder: folderOf(hidden)})
		}
		all[at].roles = append(all[at].roles, role)
	}
	return all, nil
}

func checkAudiences(a *archive.Archive) error {
	for period, b := range a.Settings.Bulletins {
		for _, role := range b.Audience {
			if !slices.Contains(account.Roles(), account.Role(role)) {
				return fmt.Errorf("%s 中 [bulletins.%s] 的 audience 写了 %q，不是角色：可写 reader、leader、unit、editor、auditor、administrator", archive.SettingsFile, period, role)
			}
		}
	}
	return nil
}

// hiddenFrom lists the folders of bulletins that a role may not read, frozen editions too; "" is somebody without a role. An
// editor reads all: they wrote it.
func hiddenFrom(a *archive.Archive, role account.Role) ([]string, error) {
	folders := map[string]bool{}
	for _, part := range []string{"content", "data"} {
		entries, err := os.ReadDir(a.Path(part, "bulletins"))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		for _, e := range entries {
			period, _, _ := strings.Cut(e.Name(), "-e")
			audience := a.Settings.Bulletins[period].Audience
			if len(audience) > 0 && role != account.Editor && !slices.Contains(audience, string(role)) {
				folders[e.Name()] = true
			}
		}
	}
	var out []string
	for name := range folders {
		out = append(out, name)
	}
	slices.Sort(out)
	return out, nil
}

// folderOf names a view's folder by the bulletins that are not in it, so that it stays the same from build to build and when
// an edition is frozen.
func folderOf(hidden []string) string {
	var periods []string
	for _, folder := range hidden {
		period, _, _ := strings.Cut(folder, "-e")
		periods = append(periods, period)
	}
	if periods = slices.Compact(periods); len(periods) == 0 {
		return publicFolder
	}
	sum := sha256.Sum256([]byte(strings.Join(periods, "\n")))
	return publicFolder + "-" + hex.EncodeToString(sum[:6])
}
