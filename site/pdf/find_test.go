package pdf

import (
	"errors"
	"os/exec"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/page"
)

func TestFind(t *testing.T) {
	windows := map[string]string{"ProgramFiles": `C:\Program Files`, "ProgramFiles(x86)": `C:\Program Files (x86)`}
	cases := []struct {
		name   string
		system string
		onPath []string
		files  []string
		want   string
	}{
		{"chromium before others", "linux", []string{"microsoft-edge", "chromium"}, nil, "/usr/bin/chromium"},
		{"edge where nothing else is", "linux", []string{"microsoft-edge"}, nil, "/usr/bin/microsoft-edge"},
		{"chrome is on no path of Windows", "windows", nil, []string{m(windows, 0)}, m(windows, 0)},
		{"edge of Windows", "windows", nil, []string{m(windows, 4)}, m(windows, 4)},
		{"a bundle of macOS", "darwin", nil, []string{bundles[1]}, bundles[1]},
		{"another system's place is none", "linux", nil, []string{bundles[1]}, ""},
		{"none", "linux", nil, nil, ""},
	}
	for _, c := range cases {
		got, err := Find(Machine{
			System: c.system,
			LookPath: func(name string) (string, error) {
				if slices.Contains(c.onPath, name) {
					return "/usr/bin/" + name, nil
				}
				return "", exec.ErrNotFound
			},
			Getenv: func(name string) string { return windows[name] },
			IsFile: func(path string) bool { return slices.Contains(c.files, path) },
		})
		if got != c.want || (c.want == "") != errors.Is(err, ErrNoBrowser) {
			t.Errorf("%s: %q, %v; want %q", c.name, got, err, c.want)
		}
	}
}

// m is the path of the nth known place below the folders of a machine.
func m(folders map[string]string, n int) string {
	machine := Machine{System: "windows", Getenv: func(name string) string { return folders[name] }}
	for _, place := range machine.places() {
		if suffix := below[n].path; len(place) > len(suffix) && place[len(place)-len(suffix):] == suffix {
			return place
		}
	}
	return ""
}

func TestOldBrowsersNumberPagesByTheirFooter(t *testing.T) {
	for product, footed := range map[string]bool{
		"HeadlessChrome/83.0.4103.61": true, "Chrome/130.0.6723.58": true, "HeadlessChrome/131.0.1.2": false, "Edg/140.0.0.0": false, "": true,
	} {
		var p page.PrintToPDFParams
		settings(product)(&p)
		if got := p.DisplayHeaderFooter != nil && *p.DisplayHeaderFooter; got != footed {
			t.Errorf("%q: footer %v, want %v", product, got, footed)
		}
	}
}
