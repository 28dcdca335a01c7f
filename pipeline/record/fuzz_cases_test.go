package record

import (
	"bytes"
	"testing"
	"time"

	"tongbao/pipeline/sheet"
)

// FuzzCases feeds any bytes as an export of cases: no panic, every row goes somewhere, and a case is handed on exactly
// for the rows that are not rejected.
func FuzzCases(f *testing.F) {
	f.Add([]byte(oddHead + "\n" + oddRow + "\n合计,,,,,\nA2,x,,,,\n"))
	f.Add(gb(oddHead + ",办理方式,派单时间\n" + oddRow + ",直办,\n\"A\n3\",2021年8月2日,市住建局,,五星,不满意,转办,20210802\n"))
	f.Add(book(gridXML(cells("热线工单"), cells(oddHead), cells(oddRow), cells(oddHead), cells(oddRow))))
	f.Add([]byte("<table><tr><td>诉求编号<td>受理时间<td>办结时间<tr><td>1<td>2021-8-2<td></table>"))
	reader := themeReader(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		file, _ := sheet.Open("热线工单.csv", bytes.NewReader(data), int64(len(data)))
		if file == nil {
			return
		}
		taken := 0
		found, err := reader.ReadFile(file, NewNames(), func(c *Case) (Outcome, error) {
			taken++
			if c.Place.Row < 1 || c.Star < -1 || c.Star > mostStars || !c.Direct && c.Unit < 0 {
				t.Fatalf("case %+v", c)
			}
			return Outcome(taken % 4), nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range found.Tables {
			c := table.Counts
			if table.Kind != KindCases {
				continue
			}
			taken -= c.Counted + c.Duplicates + c.OutOfPeriod
			if c.Rows != c.Counted+c.Duplicates+c.OutOfPeriod+c.Rejected || c.Rejected < 0 {
				t.Fatalf("%s: %+v", table.Place, c)
			}
		}
		if taken != 0 {
			t.Fatalf("%d cases more than the tables count", taken)
		}
	})
}

// FuzzMoment reads any text as a time: what is read lies within the years there may be, and says the same again.
func FuzzMoment(f *testing.F) {
	for _, text := range []string{"2021-8-2 下午 3:05", "２０２１年８月２日", "20210802153045", "44410.5", "2021-08-02T15:30:45.1+08:00", "'2021.8.2"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, ok := ParseMoment(sheet.Field{Kind: sheet.Text, Text: []byte(text)})
		if !ok || m == 0 {
			return
		}
		at := time.Unix(int64(m), 0).UTC()
		if at.Year() < firstYear || at.Year() > lastYear+1 {
			t.Fatalf("%q is %v", text, at)
		}
		again, ok := ParseMoment(sheet.Field{Kind: sheet.Text, Text: []byte(at.Format(time.DateTime))})
		if !ok && at.Year() <= lastYear || ok && again != m {
			t.Fatalf("%q is %v, which reads as %v", text, at, time.Unix(int64(again), 0).UTC())
		}
	})
}
