package archive

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/pelletier/go-toml/v2"
)

// Rule is one dated 评分办法, a file of rules/.
type Rule struct {
	Name          string                        `toml:"name"`
	Title         string                        `toml:"title"`
	EffectiveFrom toml.LocalDate                `toml:"effective_from"`
	EffectiveTo   toml.LocalDate                `toml:"effective_to"` // zero: until a later one begins
	Note          string                        `toml:"note"`
	Score         map[string]string             `toml:"score"` // channel, or channel-group, → expression
	Parts         []Part                        `toml:"part"`
	Ties          []string                      `toml:"ties"` // metrics, a minus before those that go down; or published
	Tiers         []Tier                        `toml:"tier"`
	Thresholds    Thresholds                    `toml:"thresholds"`
	Targets       map[string]map[string]float64 `toml:"targets"` // network, hotline or all → metric → limit
	Cases         CaseTerms                     `toml:"cases"`
	Columns       map[string][]string           `toml:"columns"` // channel, or channel-group → metrics of a table computed from cases
	Show          map[string][]string           `toml:"show"`    // channel, or channel-group → metrics shown

	File   string `toml:"-"` // its name, for messages
	Digest string `toml:"-"` // which version of the file it is: the beginning of its SHA-256
}

// Part is a named part of a score: points for a metric, by a line between points or by a table of steps.
type Part struct {
	Name   string      `toml:"name"`
	Metric string      `toml:"metric"`
	Tables []string    `toml:"tables"` // channels and channel-groups; all where left out
	Points [][]float64 `toml:"points"` // [value, points], rising values
	Steps  [][]float64 `toml:"steps"`  // [from this value on, points], rising values
}

// Tier is one 档: from a score on, or by rank down to a share of the units; the last may take the rest.
type Tier struct {
	Name   string   `toml:"name"`
	From   *float64 `toml:"from"`
	Share  *float64 `toml:"share"` // 0–1
	Tables []string `toml:"tables"`
}

// CaseTerms are what a rule says of judging cases.
type CaseTerms struct {
	TransferHours int  `toml:"transfer_hours"` // dispatched within these is 即时转办; 0 means the default
	WorkingDays   bool `toml:"working_days"`   // 办件天数 counts working days
}

// Thresholds are the limits a rule sets.
type Thresholds struct {
	FewCases        int                `toml:"few_cases"`        // 件数过少: fewer assigned cases than this
	LowSatisfaction map[string]float64 `toml:"low_satisfaction"` // channel → percent
	OverdueDays     int                `toml:"overdue_days"`
	MeanDays        float64            `toml:"mean_days"` // working days
	Ends            int                `toml:"ends"`      // how many units 前几位 and 后几位 name; 0 means the default
}

// DecodeRule reads a rule from a file's bytes.
func DecodeRule(name string, data []byte) (Rule, error) {
	sum := sha256.Sum256(data)
	r := Rule{File: name, Digest: hex.EncodeToString(sum[:])[:digestLength]}
	return r, Decode(name, data, &r)
}

// digestLength is how much of a digest tells versions of one file apart.
const digestLength = 12

func readRules(dir string) ([]Rule, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.toml"))
	if err != nil {
		return nil, err
	}
	rules := make([]Rule, 0, len(files))
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		r, err := DecodeRule(filepath.Base(file), data)
		if err != nil {
			return nil, fmt.Errorf("%s/%w", filepath.Base(dir), err)
		}
		rules = append(rules, r)
	}
	slices.SortStableFunc(rules, func(a, b Rule) int {
		return cmp.Compare(a.EffectiveFrom.String(), b.EffectiveFrom.String())
	})
	return rules, checkRules(rules)
}

// checkRules refuses rules of which nobody could say which one applies. They are in the order of their beginnings; one
// without an end is followed by the next.
func checkRules(rules []Rule) error {
	byName := map[string]string{}
	for i, r := range rules {
		if r.Name == "" {
			return fmt.Errorf("%s/%s 没有写 name：文件可能是空的或被改坏", rulesDir, r.File)
		}
		if other, taken := byName[r.Name]; taken {
			return fmt.Errorf("评分办法重名：%s/%s 与 %s/%s 的 name 都是 %q，请改其中一个", rulesDir, other, rulesDir, r.File, r.Name)
		}
		byName[r.Name] = r.File
		if r.EffectiveTo.Year > 0 && r.EffectiveTo.String() < r.EffectiveFrom.String() {
			return fmt.Errorf("%s/%s 的 effective_to（%s）早于 effective_from（%s）", rulesDir, r.File, r.EffectiveTo, r.EffectiveFrom)
		}
		for _, earlier := range rules[:i] {
			if earlier.EffectiveFrom == r.EffectiveFrom || earlier.EffectiveTo.Year > 0 && r.EffectiveFrom.String() <= earlier.EffectiveTo.String() {
				return fmt.Errorf("评分办法的生效日期重叠：%s/%s（%s）与 %s/%s（%s），请改 effective_from 或 effective_to",
					rulesDir, earlier.File, effective(earlier), rulesDir, r.File, effective(r))
			}
		}
	}
	return nil
}

func effective(r Rule) string {
	if r.EffectiveTo.Year == 0 {
		return r.EffectiveFrom.String() + " 起"
	}
	return r.EffectiveFrom.String() + " 至 " + r.EffectiveTo.String()
}
