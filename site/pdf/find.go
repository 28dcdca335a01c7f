package pdf

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// ErrNoBrowser says that none of the known browsers is on this machine.
var ErrNoBrowser = errors.New("没有找到 Chromium、Chrome 或 Edge，不能生成 PDF：请安装其中一种，或用 --browser 写明浏览器程序的位置；" +
	"也可以在浏览器里打开通报，用“打印 / 存为 PDF”")

// Machine is where a browser is looked for.
type Machine struct {
	System   string                       // as runtime.GOOS
	LookPath func(string) (string, error) // finds a program by name
	Getenv   func(string) string
	IsFile   func(string) bool
}

// ThisMachine is the one the program runs on.
func ThisMachine() Machine {
	return Machine{runtime.GOOS, exec.LookPath, os.Getenv, func(path string) bool {
		info, err := os.Stat(path)
		return err == nil && info.Mode().IsRegular()
	}}
}

// names are the programs' names on a path, the one most likely meant for such work first.
var names = []string{
	"chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome",
	"microsoft-edge-stable", "microsoft-edge", "msedge",
}

// below are the places of programs that no path names: below the folders that these variables of Windows hold.
var below = []struct{ variable, path string }{
	{"ProgramFiles", `Google\Chrome\Application\chrome.exe`},
	{"ProgramFiles(x86)", `Google\Chrome\Application\chrome.exe`},
	{"LocalAppData", `Google\Chrome\Application\chrome.exe`},
	{"LocalAppData", `Chromium\Application\chrome.exe`},
	{"ProgramFiles(x86)", `Microsoft\Edge\Application\msedge.exe`},
	{"ProgramFiles", `Microsoft\Edge\Application\msedge.exe`},
}

// bundles are where macOS keeps them.
var bundles = []string{
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	"/Applications/Chromium.app/Contents/MacOS/Chromium",
	"/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
}

// Find gives the path of a browser that prints: the first that is there, or ErrNoBrowser.
func Find(m Machine) (string, error) {
	for _, path := range m.places() {
		if m.IsFile(path) {
			return path, nil
		}
	}
	for _, name := range names {
		if path, err := m.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNoBrowser
}

// places are the full paths worth a look on this system.
func (m Machine) places() []string {
	var out []string
	switch m.System {
	case "windows":
		for _, b := range below {
			if folder := m.Getenv(b.variable); folder != "" {
				out = append(out, filepath.Join(folder, b.path))
			}
		}
	case "darwin":
		out = bundles
	}
	return out
}
