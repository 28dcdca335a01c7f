package site

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"tongbao/archive"
	"tongbao/site/annotation"
	"tongbao/site/ledger"
)

// Ledger is the whole 督办台账, or that of one bulletin, as it stands now: what is signed, closed or withdrawn, in order. It reads
// the database as whoever keeps it may, beside a running server.
func Ledger(ctx context.Context, a *archive.Archive, theme fs.FS, version, bulletin string) (t ledger.Table, err error) {
	names, err := Names(a, theme)
	if err != nil {
		return t, err
	}
	s, err := look(ctx, a, version)
	if err != nil {
		return t, err
	}
	now := time.Now()
	err = s.Annotations().Read(ctx, func(tx annotation.Tx) error {
		all, err := tx.Instructions(annotation.Filter{Bulletin: bulletin})
		var signed []annotation.Instruction
		for _, i := range all {
			if !i.Signed.IsZero() {
				signed = append(signed, i)
			}
		}
		t = ledger.Instructions(signed, names, annotation.Date(now.Format(time.DateOnly)), time.Local)
		return err
	})
	return t, errors.Join(err, s.Close())
}
