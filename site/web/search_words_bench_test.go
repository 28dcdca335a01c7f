package web

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
)

// Searching as an editor among 10,000 notes of 100 characters, which hold what is looked for as often as words of so many
// characters happen to: how long an answer takes.
func BenchmarkSearchAmongNotes(b *testing.B) {
	o := newOffice(b, nil)
	id := o.user(b, "editor", account.Editor)
	token := o.session(b, "editor")
	random := rand.New(rand.NewPCG(1, 2))
	text := func(length int) string {
		out := make([]rune, length)
		for i := range out {
			out[i] = rune(0x4e00 + int(random.ExpFloat64()*200))
		}
		return string(out)
	}
	_, _, err := o.store.Annotations().Write(b.Context(), "", func(tx annotation.Tx) ([]byte, error) {
		for i := range 10_000 {
			at := o.now.Now().Add(time.Duration(i) * time.Second)
			n := annotation.Note{
				ID: fmt.Sprintf("n%d", i), Target: annotation.Target{Bulletin: "2021q3"}, Kind: annotation.Comment, Body: text(100), Visibility: annotation.Everyone,
				Author: annotation.Person{ID: id, Name: "editor", Office: "示例职务"}, Created: at, Revision: 1,
			}
			if err := tx.PutNote(n); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
	must(b, err)
	handler := o.server.Handler()
	for _, length := range []int{1, 2, 4} {
		b.Run(fmt.Sprint(length), func(b *testing.B) {
			var took []time.Duration
			for range 200 {
				r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/api/search?in=words&q="+url.QueryEscape(text(length)), nil)
				r.AddCookie(&http.Cookie{Name: sessionCookie, Value: token})
				got := httptest.NewRecorder()
				begin := time.Now()
				handler.ServeHTTP(got, r)
				took = append(took, time.Since(begin))
				if got.Code != http.StatusOK {
					b.Fatal(got.Code, got.Body)
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}
