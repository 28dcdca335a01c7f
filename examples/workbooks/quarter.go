package main

// files are the published tables a quarter consists of, by the name they have in the folder of published tables.
const (
	cityFile        = "network-cities.csv"
	countyFile      = "network-counties.csv"
	departmentFile  = "network-departments.csv"
	hotCountyFile   = "hotline-counties.csv"
	hotDepartFile   = "hotline-departments.csv"
	hotOtherFile    = "hotline-others.csv"
	highStarsFile   = "high-star-cases.csv"
	overdueFile     = "overdue-30-days.csv"
	overviewFile    = "overview.csv"
	publishedPeriod = "2021q3"
)

// localFiles are the rankings of the city's own units: the table of cities compares cities.
func localFiles() []string {
	return []string{countyFile, departmentFile, hotCountyFile, hotDepartFile, hotOtherFile}
}

// quarter is everything the workbooks of one period are made of.
type quarter struct {
	key    string // 2021q3
	name   string // 三季度
	sample bool   // invented, and says so
	tables map[string]table
}

// title heads a sheet; an invented one says what it is.
func (q quarter) title(text string) string {
	if q.sample {
		return q.name + text + "（示例数据）"
	}
	return q.name + text
}

// fileName is what the office calls a file; an invented one begins with 示例数据, by which the pages know it.
func (q quarter) fileName(name string) string {
	if q.sample {
		return "示例数据 " + name
	}
	return name
}

// readPublished reads the one quarter that was published.
func readPublished(from string) (quarter, error) {
	q := quarter{key: publishedPeriod, name: "三季度", tables: map[string]table{}}
	for _, file := range append(localFiles(), cityFile, highStarsFile, overdueFile, overviewFile) {
		t, err := readTable(from, file)
		if err != nil {
			return q, err
		}
		q.tables[file] = t
	}
	return q, nil
}
