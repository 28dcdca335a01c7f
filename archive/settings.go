package archive

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pelletier/go-toml/v2"
)

// Settings is tongbao.toml.
type Settings struct {
	City       string              `toml:"city"`       // 阜新
	Issuer     string              `toml:"issuer"`     // 编发单位
	Masthead   string              `toml:"masthead"`   // the red head, such as 12345 通报
	ReportTo   string              `toml:"report_to"`  // 报
	CopyTo     string              `toml:"copy_to"`    // 送
	Distribute string              `toml:"distribute"` // 发
	Contact    string              `toml:"contact"`
	Copies     int                 `toml:"copies"` // 印数, 0 where nothing is printed
	Limits     Limits              `toml:"limits"`
	Bulletins  map[string]Bulletin `toml:"bulletins"`
	Server     Server              `toml:"server"`
	Reminders  Reminders           `toml:"reminders"`
}

// Limits stop an ingest that lost too much.
type Limits struct {
	RejectedPercent float64 `toml:"rejected_percent"` // of a file's rows; 0 means the default
}

// Bulletin is what only the office knows about one number, by period.
type Bulletin struct {
	Number int            `toml:"number"` // 期号 within the year
	Date   toml.LocalDate `toml:"date"`
	Cutoff toml.LocalDate `toml:"cutoff"` // the day up to which cases are followed; the date, else the period's last day
	Title  string         `toml:"title"`
	// Audience are the roles that may read it; none is everybody who may read the archive. Editors always may.
	Audience []string `toml:"audience"`
}

// Units is units.toml: the register of 承办单位.
type Units struct {
	Units    []Unit     `toml:"unit"`
	Distinct []Distinct `toml:"distinct"`
}

// Unit is one entry of the register.
type Unit struct {
	ID      string            `toml:"id" json:"id"`
	Name    string            `toml:"name" json:"name"`
	Aliases []string          `toml:"aliases" json:"aliases,omitempty"`
	Former  []Former          `toml:"former" json:"former,omitempty"`
	Parent  string            `toml:"parent" json:"parent,omitempty"`
	Groups  map[string]string `toml:"groups" json:"groups,omitempty"` // channel → group, or several joined by +
}

// Former is a name that a unit had for a time; a date left out is an open end.
type Former struct {
	Name  string         `toml:"name" json:"name"`
	From  toml.LocalDate `toml:"from" json:"from,omitzero"`
	Until toml.LocalDate `toml:"until" json:"until,omitzero"`
}

// Day gives a date as 2018-12-31, "" where it is left out.
func Day(d toml.LocalDate) string {
	if d.Year == 0 {
		return ""
	}
	return d.String()
}

// Distinct names units that look alike and must never merge.
type Distinct struct {
	Units []string `toml:"units"`
	Note  string   `toml:"note"`
}

func decodeOptional(file string, into any) error {
	if err := decodeFile(file, into); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func decodeFile(file string, into any) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return Decode(filepath.Base(file), data, into)
}

// Decode reads TOML strictly: a key nobody knows is an error, for it is a slip of the pen that would be ignored.
func Decode(name string, data []byte, into any) error {
	d := toml.NewDecoder(newReader(data)).DisallowUnknownFields()
	err := d.Decode(into)
	var place *toml.DecodeError
	var unknown *toml.StrictMissingError
	switch {
	case errors.As(err, &unknown):
		row, _ := unknown.Errors[0].Position()
		return fmt.Errorf("%s 第 %d 行：不认识的设置项 %q", name, row, key(unknown.Errors[0].Key()))
	case errors.As(err, &place):
		row, col := place.Position()
		return fmt.Errorf("%s 第 %d 行第 %d 列的写法不是有效的 TOML，请改正或从备份恢复（%w）", name, row, col, err)
	case err != nil:
		return fmt.Errorf("%s：%w", name, err)
	}
	return nil
}
