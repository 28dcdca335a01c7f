package pipeline

import (
	"tongbao/archive"
)

// UnitMatch says which unit a name means, or what it is most like.
type UnitMatch struct {
	Name       string   `json:"name"`
	ID         string   `json:"id,omitempty"` // "" where the name is not registered
	Unit       string   `json:"unit,omitempty"`
	Candidates []string `json:"candidates,omitempty"`
}

// MatchUnits looks names up in the archive's register, the way ingest does.
func MatchUnits(a *archive.Archive, names []string) ([]UnitMatch, error) {
	register, err := newRegister(a, anyDay)
	if err != nil {
		return nil, err
	}
	out := make([]UnitMatch, 0, len(names))
	for _, name := range names {
		m := UnitMatch{Name: name}
		if u := register.Find(name); u.Registered {
			m.ID, m.Unit = u.ID, u.Name
		} else {
			m.Candidates = register.Suggest(name)
		}
		out = append(out, m)
	}
	return out, nil
}

// AddUnit registers a unit: it is checked against the whole register first, then written to the end of units.toml,
// whose comments and order stay. The error says in Chinese what is wrong with it.
func AddUnit(a *archive.Archive, u archive.Unit) error {
	more := *a
	more.Units.Units = append(append([]archive.Unit{}, a.Units.Units...), u)
	if _, err := newRegister(&more, anyDay); err != nil {
		return err
	}
	body, err := archive.AppendUnit(a, u)
	if err != nil {
		return err
	}
	return archive.Replace(a.Path(archive.UnitsFile), body)
}
