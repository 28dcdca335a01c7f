package annotation

import (
	"os"
	"slices"
	"strings"
	"testing"

	"tongbao/site/account"
)

// policyTable is one part of testdata/policy.txt.
type policyTable struct {
	subjects []string
	lines    [][]string // four conditions, then a word for each subject
}

func readPolicy(t *testing.T) map[string]*policyTable {
	t.Helper()
	raw, err := os.ReadFile("testdata/policy.txt")
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string]*policyTable{}
	var now *policyTable
	for line := range strings.Lines(string(raw)) {
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0 || fields[0] == "#" || strings.HasPrefix(fields[0], "#"):
		case len(fields) == 1:
			now = &policyTable{}
			tables[fields[0]] = now
		case fields[0] == "act":
			now.subjects = fields[4:]
		default:
			if len(fields) != 4+len(now.subjects) {
				t.Fatalf("%d fields: %s", len(fields), line)
			}
			now.lines = append(now.lines, fields)
		}
	}
	return tables
}

// says gives the words of the one line for four values; several or none fail.
func (p *policyTable) says(t *testing.T, used map[int]bool, values ...string) []string {
	t.Helper()
	var found []string
	for n, line := range p.lines {
		fits := true
		for i, v := range values {
			fits = fits && (line[i] == "*" || slices.Contains(strings.Split(line[i], "|"), v))
		}
		if fits && found != nil {
			t.Fatalf("two lines for %v", values)
		}
		if fits {
			found, used[n] = line[4:], true
		}
	}
	if found == nil {
		t.Fatalf("no line for %v", values)
	}
	return found
}

var words = map[Verdict]string{Allowed: "yes", Forbidden: "no", Hidden: "hid", Gone: "gone", Untimely: "late"}

// The policy is the table, for every subject, act and state.
func TestPolicy(t *testing.T) {
	tables := readPolicy(t)
	cells := notePolicy(t, tables["notes"]) + instructionPolicy(t, tables["instructions"])
	t.Logf("%d cells", cells)
}

func notePolicy(t *testing.T, p *policyTable) int {
	cells, used := 0, map[int]bool{}
	acts := []Act{Create, Acknowledge, SeeReaders, Sign, Draft, See, Edit, Delete, Resolve, Reopen, AddReply, EditReply, DeleteReply}
	for _, act := range acts {
		for _, whose := range []string{"own", "other", "replier"} {
			for _, v := range Visibilities() {
				for _, there := range []string{"live", "deleted"} {
					want := p.says(t, used, string(act), whose, string(v), there)
					o := Object{Author: "other", Visibility: v, Replier: "third", Deleted: there == "deleted"}
					if whose == "own" {
						o.Author = "me"
					} else if whose == "replier" {
						o.Replier = "me"
					}
					for i, name := range p.subjects {
						for _, s := range noteSubjects(name) {
							cells++
							if got := words[May(s, act, o)]; got != want[i] {
								t.Errorf("%s %s %s %s as %s (%s): %s, want %s", act, whose, v, there, name, s.Role, got, want[i])
							}
						}
					}
				}
			}
		}
	}
	unused(t, p, used)
	return cells
}

// noteSubjects are who a column stands for.
func noteSubjects(name string) []Subject {
	switch name {
	case "anonymous":
		return []Subject{{}, {Reads: true}, {Role: account.Leader, Reads: true}}
	case "out":
		var all []Subject
		for _, role := range account.Roles() {
			all = append(all, Subject{ID: "me", Role: role, Unit: "mine"})
		}
		return all
	}
	return []Subject{{ID: "me", Role: account.Role(name), Unit: "mine", Reads: true}}
}

func instructionPolicy(t *testing.T, p *policyTable) int {
	cells, used := 0, map[int]bool{}
	acts := []Act{See, Amend, Discard, Confirm, Refuse, SetQuotable, Withdraw, Receive, Progress, AskExtension, Report, GrantExtension, RefuseExtension, Close, Return, Attach, Correct}
	for _, act := range acts {
		for _, state := range []InstructionState{Drafted, Refused, Discarded, Signed, Closed, Withdrawn} {
			for _, task := range []TaskState{Sent, Received, Reported, Done} {
				for _, asked := range []string{"no", "yes"} {
					want := p.says(t, used, string(act), string(state), string(task), asked)
					for i, name := range p.subjects {
						s := instructionSubject(name)
						o := Object{Signer: "signer", State: state, Units: []string{"mine", "theirs"}, Unit: "mine", Task: task, Asked: asked == "yes"}
						if name == "another" {
							o.Unit = "theirs"
						}
						cells++
						if got := words[May(s, act, o)]; got != want[i] {
							t.Errorf("%s %s %s %s as %s: %s, want %s", act, state, task, asked, name, got, want[i])
						}
					}
				}
			}
		}
	}
	unused(t, p, used)
	return cells
}

func instructionSubject(name string) Subject {
	short, out := strings.CutSuffix(name, "-out")
	s := Subject{ID: "me", Role: account.Role(short), Reads: !out}
	switch short {
	case "anonymous":
		return Subject{Reads: true}
	case "signer":
		s.ID, s.Role = "signer", account.Leader
	case "unit":
		s.Unit = "elsewhere"
	case "own", "another":
		s.Role, s.Unit = account.Unit, "mine"
	}
	return s
}

func unused(t *testing.T, p *policyTable, used map[int]bool) {
	t.Helper()
	for n, line := range p.lines {
		if !used[n] {
			t.Errorf("no combination reads the line %v", line)
		}
	}
}

// Each of many planted mistakes in the rules of instructions is found by the table.
func TestPlantedMistakesInRules(t *testing.T) {
	p := readPolicy(t)["instructions"]
	planted, found := 0, 0
	for act, was := range rules {
		for _, wrong := range mistakes(was) {
			planted++
			rules[act] = wrong
			probe := &testing.T{}
			done := make(chan struct{})
			go func() { // a failing test ends its goroutine
				defer close(done)
				instructionPolicy(probe, p)
			}()
			<-done
			if probe.Failed() {
				found++
			} else {
				t.Errorf("%s with %+v instead of %+v was not noticed", act, wrong, was)
			}
		}
		rules[act] = was
	}
	t.Logf("%d of %d planted mistakes found", found, planted)
}

func mistakes(r rule) []rule {
	signer, editor, unit, asked, states := r, r, r, r, r
	signer.signer, editor.editor, unit.unit, asked.asked = !r.signer, !r.editor, !r.unit, !r.asked
	states.states = []InstructionState{Drafted, Refused, Signed, Closed, Withdrawn}
	list := []rule{signer, editor, unit, states}
	if len(r.tasks) > 0 {
		tasks := r
		tasks.tasks = nil
		list = append(list, tasks, asked)
	}
	return list
}
