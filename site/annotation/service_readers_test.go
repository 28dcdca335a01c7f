//go:build unix

package annotation_test

import (
	"testing"
	"time"

	"tongbao/site/account"
	"tongbao/site/annotation"
	"tongbao/site/store/storetest"
)

// 圈阅 is one per person and edition, and shows who has not read.
func TestAcknowledgements(t *testing.T) {
	storetest.Each(t, func(t *testing.T, dsn string) {
		o, ctx := newOffice(t, dsn), t.Context()
		leader, other, reader := o.person("li", account.Leader, ""), o.person("zhao", account.Leader, ""), o.person("sun", account.Reader, "")
		first := must(o.Acknowledge(ctx, leader, bulletin, 1))(t)
		o.pass(time.Minute)
		second := must(o.Acknowledge(ctx, leader, bulletin, 1))(t)
		if first != second || len(o.audited("reading")) != 1 {
			t.Errorf("%+v %+v", first, second)
		}
		_, err := o.Acknowledge(ctx, leader, bulletin, 2)
		want(t, err, annotation.ErrNotFound)
		_, err = o.Acknowledge(ctx, reader, bulletin, 1)
		want(t, err, annotation.ErrForbidden)
		_, err = o.Readers(ctx, reader, bulletin, 1)
		want(t, err, annotation.ErrForbidden)
		r := must(o.Readers(ctx, other, bulletin, 1))(t)
		if len(r.Read) != 1 || r.Read[0].By.Name != "姓名li" || len(r.Unread) != 1 || r.Unread[0].ID != other.User.ID {
			t.Errorf("%+v", r)
		}
	})
}
