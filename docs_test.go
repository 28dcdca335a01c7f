package tongbao_test

import (
	"maps"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

func text(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// Every word of the page is there in both languages.
func TestLanguagesHaveTheSameWords(t *testing.T) {
	keys := func(path string) []string {
		words := map[string]any{}
		if err := toml.Unmarshal([]byte(text(t, path)), &words); err != nil {
			t.Fatal(err)
		}
		return slices.Sorted(maps.Keys(words))
	}
	zh, en := keys("i18n/zh-cn.toml"), keys("i18n/en.toml")
	if !slices.Equal(zh, en) {
		t.Errorf("zh-cn has %v\nen has %v", zh, en)
	}
	used := map[string]bool{}
	layouts := strings.Join(grep(t, `T "[a-z_-]+"|"key_[a-z_]+"|printf "[a-z_]+_%s"|"prefix" "[a-z_]+_"`, "layouts"), "\n")
	var families []string // of words that layouts put together, as channel_network
	for _, m := range regexp.MustCompile(`(?:printf|"prefix") "([a-z_]+_)(?:%s)?"`).FindAllStringSubmatch(layouts, -1) {
		families = append(families, m[1])
	}
	for _, m := range regexp.MustCompile(`T "([a-z_-]+)"|"(key_[a-z_]+)"`).FindAllStringSubmatch(layouts, -1) {
		used[m[1]+m[2]] = true
	}
	for word := range used {
		if !slices.Contains(zh, word) {
			t.Errorf("layouts use %q, which i18n lacks", word)
		}
	}
	for _, word := range zh {
		byKey := slices.ContainsFunc(families, func(family string) bool { return strings.HasPrefix(word, family) })
		if !used[word] && !byKey {
			t.Errorf("no layout uses the word %q", word)
		}
	}
}

// Every command and flag has its line in docs/commands.md; every setting in docs/archive.md.
func TestDocumentsNameEverything(t *testing.T) {
	commands := text(t, "docs/commands.md")
	flag := regexp.MustCompile(`Flags\(\)\.\w+\([^"]*"([a-z-]+)"`)
	for _, line := range grep(t, `Flags\(\)\.`, "cmd/tongbao") {
		if m := flag.FindStringSubmatch(line); m != nil && !strings.Contains(commands, "--"+m[1]) {
			t.Errorf("docs/commands.md does not name --%s", m[1])
		}
	}
	for _, line := range grep(t, `Use: +"`, "cmd/tongbao") {
		name := regexp.MustCompile(`Use: +"([a-z]+)`).FindStringSubmatch(line)[1]
		if !regexp.MustCompile("`tongbao (units |profile |user |audit |notes |reminders )?"+name+"[ `]").MatchString(commands) && name != "tongbao" {
			t.Errorf("docs/commands.md does not name the command %s", name)
		}
	}
	archive := text(t, "docs/archive.md")
	for _, line := range grep(t, `toml:"`, "archive") {
		for _, m := range regexp.MustCompile(`toml:"([a-z_]+)"`).FindAllStringSubmatch(line, -1) {
			if !strings.Contains(archive, m[1]) {
				t.Errorf("docs/archive.md does not name the setting %s", m[1])
			}
		}
	}
}

// What the theme's vocabularies share with the layouts agrees: every section has a file and a title.
func TestGlossaryNamesEverySection(t *testing.T) {
	glossary := text(t, "docs/glossary.md")
	for _, m := range regexp.MustCompile(`(?m)^key = "([a-z_-]+)"`).FindAllStringSubmatch(text(t, "data/sections.toml"), -1) {
		if !strings.Contains(glossary, m[1]) {
			t.Errorf("docs/glossary.md does not name the section %s", m[1])
		}
	}
}

// Every action that the audit may name has its line in docs/operations.md, and its group in the form of the audit's page.
func TestDocumentsNameEveryAction(t *testing.T) {
	docs, form := text(t, "docs/operations.md"), text(t, "layouts/server/audit.html")
	shape := regexp.MustCompile(`"([a-z]+)\.([a-z]+(?:-[a-z]+)*)"`)
	var actions []string
	for _, folder := range []string{"site/account", "site/web", "site/reminder", "site/exchange.go"} {
		for _, line := range grep(t, `"[a-z]+\.[a-z-]+"`, folder) {
			for _, m := range shape.FindAllStringSubmatch(line, -1) {
				if slices.Contains([]string{"html", "json", "csv", "svg"}, m[2]) {
					continue // a file
				}
				action, group := m[1]+"."+m[2], m[1]
				actions = append(actions, action)
				if !strings.Contains(docs, "`"+action+"`") {
					t.Errorf("docs/operations.md lacks the action %s", action)
				}
				if !strings.Contains(form, `"`+group+`"`) {
					t.Errorf("the form of the audit lacks the group %s", group)
				}
			}
		}
	}
	for _, action := range annotationActions(t) {
		actions = append(actions, action)
		if !strings.Contains(docs, "`"+action+"`") {
			t.Errorf("docs/operations.md lacks the action %s", action)
		}
		if group, _, _ := strings.Cut(action, "."); !strings.Contains(form, `"`+group+`"`) {
			t.Errorf("the form of the audit lacks the group %s", group)
		}
	}
	if len(actions) < 40 {
		t.Errorf("found only %v", actions)
	}
	for _, m := range regexp.MustCompile("(?m)^\\| (`[^|]+`) \\|").FindAllStringSubmatch(docs[strings.Index(docs, "| action |"):], -1) {
		for action := range strings.SplitSeq(strings.ReplaceAll(m[1], "`", ""), ", ") {
			if !slices.Contains(actions, action) {
				t.Errorf("docs/operations.md lists the action %s, which is none", action)
			}
		}
	}
}

// annotationActions are the acts of site/annotation as the audit names them: their topic by what they are on. To see is none.
func annotationActions(t *testing.T) []string {
	var actions []string
	topics := map[string]string{"notes and replies": "note", "instructions": "instruction", "editions": "reading"}
	for _, block := range regexp.MustCompile(`(?s)// Acts on ([a-z ]+)\.\nconst \((.*?)\n\)`).FindAllStringSubmatch(text(t, "site/annotation/policy.go"), -1) {
		for _, m := range regexp.MustCompile(`Act += "([a-z-]+)"`).FindAllStringSubmatch(block[2], -1) {
			if !strings.HasPrefix(m[1], "see") {
				actions = append(actions, topics[block[1]]+"."+m[1])
			}
		}
	}
	return actions
}

// grep gives the lines of a folder's files that match an extended regular expression.
func grep(t *testing.T, pattern, folder string) []string {
	t.Helper()
	out, err := exec.Command("grep", "-rhE", "--exclude=*_test.go", pattern, folder).Output()
	if err != nil {
		if exit, ok := err.(*exec.ExitError); ok && exit.ExitCode() == 1 {
			return nil // no line matches
		}
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}
