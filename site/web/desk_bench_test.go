package web

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
)

// BenchmarkDesk is what the count beside the desk's link costs on a page, over HTTP, among a thousand instructions of ten leaders with five
// steps each, nine of ten closed long ago.
func BenchmarkDesk(b *testing.B) {
	o := newOffice(b, nil)
	for _, role := range []account.Role{account.Leader, account.Editor, account.Unit, account.Reader} {
		o.user(b, string(role), role)
	}
	signers := []string{o.user(b, "leader0", account.Leader)}
	for i := range 9 {
		signers = append(signers, o.user(b, fmt.Sprint("leader", i+1), account.Leader))
	}
	_, _, err := o.store.Annotations().Write(b.Context(), "", func(tx annotation.Tx) ([]byte, error) {
		for i := range 1000 {
			in := annotation.Instruction{
				ID: fmt.Sprint("i", i), Target: annotation.Target{Bulletin: "2021q3"}, Kind: annotation.Handle, Text: "请查明原因，限期整改。", Signer: annotation.Person{ID: signers[i%10]},
				State: annotation.Signed, Created: o.now.Now(), Signed: o.now.Now(), Revision: 1, Deadline: "2021-10-30",
				Tasks: []annotation.Task{{Unit: "fumeng", Lead: true, State: annotation.Received, Deadline: "2021-10-30"}},
			}
			if i%100 >= 10 {
				in.State, in.Tasks[0].State, in.Ended = annotation.Closed, annotation.Done, o.now.Now().AddDate(0, -2, 0)
			}
			if err := tx.PutInstruction(in); err != nil {
				return nil, err
			}
			for seq := range 5 {
				if err := tx.AddStep(in.ID, annotation.Step{Seq: seq + 1, Act: annotation.Progress, Unit: "fumeng", Text: "正在办理", At: o.now.Now().Add(-time.Hour)}); err != nil {
					return nil, err
				}
			}
		}
		return nil, nil
	})
	must(b, err)
	for _, name := range []string{"leader0", "editor", "unit", "reader"} {
		token := o.session(b, name)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if got := o.ask(b, "GET", "/api/desk", token, nil, func(r *http.Request) { r.Header.Set("Accept", "application/json") }); got.status != 200 {
					b.Fatal(got.status, got.body)
				}
			}
		})
	}
}
