package tongbao_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// allowed is the architecture: which of our packages may import which. A new edge is a new line here, which somebody
// reads; ARCHITECTURE.md draws the same map.
var allowed = map[string][]string{
	"tongbao":                      {},
	"tongbao/archive":              {},
	"tongbao/pipeline/sheet":       {},
	"tongbao/pipeline/mask":        {},
	"tongbao/pipeline/record":      {"tongbao/pipeline/mask", "tongbao/pipeline/sheet"},
	"tongbao/pipeline/measure":     {"tongbao/pipeline/mask", "tongbao/pipeline/record", "tongbao/pipeline/sheet"},
	"tongbao/pipeline/peers":       {"tongbao/pipeline/record", "tongbao/pipeline/sheet"},
	"tongbao/pipeline/check":       {"tongbao/pipeline/mask", "tongbao/pipeline/measure", "tongbao/pipeline/record", "tongbao/pipeline/sheet"},
	"tongbao/pipeline/page":        {"tongbao/pipeline/mask", "tongbao/pipeline/measure", "tongbao/pipeline/prose", "tongbao/pipeline/record", "tongbao/pipeline/sheet"},
	"tongbao/pipeline/prose":       {"tongbao/pipeline/measure", "tongbao/pipeline/record"},
	"tongbao/pipeline/sample":      {"tongbao/pipeline/record", "tongbao/pipeline/sheet"},
	"tongbao/pipeline":             {"tongbao/archive", "tongbao/pipeline/check", "tongbao/pipeline/mask", "tongbao/pipeline/measure", "tongbao/pipeline/page", "tongbao/pipeline/prose", "tongbao/pipeline/record", "tongbao/pipeline/sample", "tongbao/pipeline/sheet"},
	"tongbao/site/filelock":        {},
	"tongbao/site/scratch":         {"tongbao/site/filelock"},
	"tongbao/site/build":           {"tongbao/archive", "tongbao/site/scratch"},
	"tongbao/site/audit":           {},
	"tongbao/site/account":         {"tongbao/site/audit"},
	"tongbao/site/annotation":      {"tongbao/site/account", "tongbao/site/audit"},
	"tongbao/site/carrier":         {},
	"tongbao/site/reminder":        {"tongbao/site/account", "tongbao/site/annotation", "tongbao/site/audit"},
	"tongbao/site/desk":            {"tongbao/site/account", "tongbao/site/annotation"},
	"tongbao/site/store":           {"tongbao/site/account", "tongbao/site/annotation", "tongbao/site/audit", "tongbao/site/filelock", "tongbao/site/reminder"},
	"tongbao/site/store/storetest": {},
	"tongbao/site/ledger":          {"tongbao/site/annotation"},
	"tongbao/site/web":             {"tongbao/site/account", "tongbao/site/annotation", "tongbao/site/answers", "tongbao/site/audit", "tongbao/site/desk", "tongbao/site/ledger", "tongbao/site/markdown", "tongbao/site/search"},
	"tongbao/site/answers":         {"tongbao/archive", "tongbao/site/search", "tongbao/site/series"},
	"tongbao/site/chart":           {},
	"tongbao/site/markdown":        {},
	"tongbao/site/evidence":        {},
	"tongbao/site/pdf":             {},
	"tongbao/site/series":          {"tongbao/site/chart"},
	"tongbao/site/signon":          {"tongbao/site/account"},
	"tongbao/site/search":          {"tongbao/site/series"},
	"tongbao/site/search/peers":    {"tongbao/site/search", "tongbao/site/series"},
	"tongbao/site":                 {"tongbao/archive", "tongbao/site/account", "tongbao/site/annotation", "tongbao/site/answers", "tongbao/site/audit", "tongbao/site/build", "tongbao/site/carrier", "tongbao/site/desk", "tongbao/site/evidence", "tongbao/site/ledger", "tongbao/site/pdf", "tongbao/site/reminder", "tongbao/site/scratch", "tongbao/site/search", "tongbao/site/series", "tongbao/site/signon", "tongbao/site/store", "tongbao/site/web"},
	"tongbao/cmd/tongbao":          {"tongbao", "tongbao/archive", "tongbao/pipeline", "tongbao/pipeline/mask", "tongbao/pipeline/measure", "tongbao/pipeline/page", "tongbao/pipeline/record", "tongbao/pipeline/sample", "tongbao/pipeline/sheet", "tongbao/site", "tongbao/site/account", "tongbao/site/annotation", "tongbao/site/answers", "tongbao/site/audit", "tongbao/site/carrier", "tongbao/site/reminder", "tongbao/site/search", "tongbao/site/store"},
	"tongbao/examples/workbooks":   {},
	"tongbao/e2e/readtext":         {"tongbao/site/annotation"},
	"tongbao/e2e/readxlsx":         {},
	"tongbao/e2e/searchall":        {"tongbao", "tongbao/archive", "tongbao/site", "tongbao/site/answers", "tongbao/site/search"},

	"tongbao/site/search/peers/index": {"tongbao/site/search"},
}

// owners are the heavy or foreign dependencies that exactly one package may import; goldmark and HTML's tokens, which are neither, have two.
var owners = map[string]string{
	"github.com/xuri/excelize/v2":                    "tongbao/pipeline/sheet",
	"github.com/gocarina/gocsv":                      "tongbao/pipeline",
	"golang.org/x/net/html":                          "tongbao/pipeline/sheet tongbao/site/annotation",
	"github.com/gohugoio/hugo/hugolib":               "tongbao/site/build",
	"github.com/spf13/cobra":                         "tongbao/cmd/tongbao",
	"github.com/expr-lang/expr":                      "tongbao/pipeline/measure",
	"github.com/yuin/goldmark":                       "tongbao/pipeline/check tongbao/pipeline/page",
	"github.com/yuin/goldmark/parser":                "tongbao/pipeline/check tongbao/pipeline/page tongbao/site/markdown",
	"github.com/pelletier/go-toml/v2":                "tongbao/archive",
	"github.com/klauspost/compress/flate":            "tongbao/pipeline/sheet",
	"github.com/klauspost/compress/gzip":             "tongbao/site/web",
	"github.com/go-ldap/ldap/v3":                     "tongbao/site/signon",
	"github.com/coreos/go-oidc/v3/oidc":              "tongbao/site/signon",
	"golang.org/x/oauth2":                            "tongbao/site/signon",
	"github.com/wneessen/go-mail":                    "tongbao/site/carrier",
	"github.com/prometheus/client_golang/prometheus": "tongbao/site",
	"github.com/fsnotify/fsnotify":                   "tongbao/site",
	"github.com/chromedp/chromedp":                   "tongbao/site/pdf",
	"golang.org/x/text/encoding/unicode":             "tongbao/pipeline/sheet",
	"golang.org/x/crypto/argon2":                     "tongbao/site/account",
	"modernc.org/sqlite":                             "tongbao/site/store",
	"github.com/jackc/pgx/v5":                        "tongbao/site/store",
	"github.com/jackc/pgx/v5/pgconn":                 "tongbao/site/store",
	"github.com/jackc/pgx/v5/stdlib":                 "tongbao/site/store",
	"database/sql":                                   "tongbao/site/store",
}

// outside are no part of the program: what writes and reads workbooks for examples and tests, what gives tests databases,
// and the peers that speed is measured against.
var outside = map[string]bool{"tongbao/examples/workbooks": true, "tongbao/pipeline/peers": true, "tongbao/e2e/readxlsx": true, "tongbao/site/store/storetest": true, "tongbao/site/search/peers": true, "tongbao/site/search/peers/index": true}

type goPackage struct {
	ImportPath string
	Imports    []string
}

func TestImports(t *testing.T) {
	for _, p := range packages(t) {
		may, known := allowed[p.ImportPath]
		if !known {
			t.Errorf("package %s is not in the table: add it with the packages it may import", p.ImportPath)
			continue
		}
		for _, imported := range p.Imports {
			ours := imported == "tongbao" || strings.HasPrefix(imported, "tongbao/")
			if ours && !slices.Contains(may, imported) {
				t.Errorf("%s imports %s, which the table does not allow", p.ImportPath, imported)
			}
			owner, owned := owners[imported]
			if owned && !slices.Contains(strings.Fields(owner), p.ImportPath) && !outside[p.ImportPath] {
				t.Errorf("%s imports %s, which only %s may", p.ImportPath, imported, owner)
			}
		}
	}
}

func packages(t *testing.T) []goPackage {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var list []goPackage
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}
