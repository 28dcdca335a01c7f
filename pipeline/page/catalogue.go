package page

// catalogue is datapackage.json: the archive's tables as open data, by the Frictionless Data Package specification.
type catalogue struct {
	Profile   string     `json:"profile"`
	Name      string     `json:"name"`
	Title     string     `json:"title"`
	Resources []resource `json:"resources"`
}

type resource struct {
	Profile   string `json:"profile"`
	Name      string `json:"name"`
	Title     string `json:"title"`
	Path      string `json:"path"`
	Format    string `json:"format"`
	Mediatype string `json:"mediatype"`
	Encoding  string `json:"encoding"`
}

var catalogued = []struct{ name, title string }{
	{"cases", "高星件、超期件"},
	{"findings", "核对结果"},
	{"rankings", "排名表"},
	{"sources", "数据来源"},
	{"standings", "名次成因"},
	{"summary", "事实"},
	{"topics", "诉求分类"},
}

// Catalogue writes data/datapackage.json for the periods of an archive.
func Catalogue(city string, periods []string) (File, error) {
	c := catalogue{Profile: "data-package", Name: "tongbao", Title: city + "12345通报数据", Resources: []resource{}}
	for _, period := range periods {
		for _, part := range catalogued {
			c.Resources = append(c.Resources, resource{
				Profile: "data-resource", Name: period + "-" + part.name, Title: period + " " + part.title,
				Path: "bulletins/" + period + "/" + part.name + ".json", Format: "json",
				Mediatype: "application/json", Encoding: "utf-8",
			})
		}
	}
	return encode("data/datapackage.json", c)
}
