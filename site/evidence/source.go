package evidence

// What is taken from the data files; docs/schema describes them.

type summary struct {
	Facts map[string]sourceFact `json:"facts"`
}

type sourceFact struct {
	Label   string   `json:"label"`
	Text    string   `json:"text"`
	Unit    string   `json:"unit"`
	Formula string   `json:"formula"`
	Cells   []string `json:"cells"`
	Places  []place  `json:"places"`
}

type rankings struct {
	Tables []sourceTable `json:"tables"`
}

type sourceTable struct {
	Key     string   `json:"key"`
	Channel string   `json:"channel"`
	Group   string   `json:"group"`
	Place   place    `json:"place"`
	Metrics []metric `json:"metrics"`
	Hidden  []metric `json:"hidden"`
	Rows    []struct {
		Unit         string `json:"unit"`
		Name         string `json:"name"`
		Rank         int    `json:"rank"`
		PreviousRank int    `json:"previous_rank"`
		Place        place  `json:"place"`
		Cells        map[string]struct {
			Text     string `json:"text"`
			Previous string `json:"previous"`
		} `json:"cells"`
	} `json:"rows"`
}

type metric struct {
	Key   string `json:"key"`
	Label string `json:"label"`
}

type sources struct {
	Files []struct {
		Tables []struct {
			Kind    string `json:"kind"`
			Channel string `json:"channel"`
			Group   string `json:"group"`
			Counts  struct {
				Rows int `json:"rows"`
			} `json:"counts"`
		} `json:"tables"`
	} `json:"files"`
}

// read counts the rows that a ranking was read from, whether it was exported as a ranking or counted from cases.
func (s sources) read(channel, group string) int {
	exported, cases := 0, 0
	for _, f := range s.Files {
		for _, t := range f.Tables {
			switch {
			case t.Kind == "ranking" && t.Channel == channel && t.Group == group:
				exported += t.Counts.Rows
			case t.Kind == "cases":
				cases += t.Counts.Rows
			}
		}
	}
	if exported > 0 {
		return exported
	}
	return cases
}
