package pipeline

import (
	"tongbao/pipeline/mask"
	"tongbao/pipeline/record"
	"tongbao/pipeline/sheet"
)

// What an export holds may come up in what is said about it. hideProblems and hideTables mask all of that, so that
// nothing personal gets into a report, a log or sources.json.

func hideProblems(problems []sheet.Problem) []sheet.Problem {
	for i := range problems {
		problems[i].Value = mask.Text(problems[i].Value)
		problems[i].Message = mask.Text(problems[i].Message)
		problems[i].Place = hidePlace(problems[i].Place)
	}
	return problems
}

func hideTables(tables []record.Table) []record.Table {
	for i := range tables {
		t := &tables[i]
		t.Title, t.Place = mask.Text(t.Title), hidePlace(t.Place)
		for k := range t.Columns {
			t.Columns[k].Header = mask.Text(t.Columns[k].Header)
			t.Columns[k].Why = mask.Text(t.Columns[k].Why)
		}
		for k := range t.Skipped {
			t.Skipped[k].Text = mask.Text(t.Skipped[k].Text)
		}
	}
	return tables
}

func hidePlace(p sheet.Place) sheet.Place {
	p.File, p.Sheet = mask.Text(p.File), mask.Text(p.Sheet)
	return p
}
