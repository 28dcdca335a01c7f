package site

import (
	"context"
	"errors"

	"tongbao/archive"
	"tongbao/site/annotation"
)

// Quotable lists the instructions that their leaders let the next bulletin quote, signed from a day until another, both
// included (2021-10-01), in order. It works beside a running server.
func Quotable(ctx context.Context, a *archive.Archive, version, from, until string) (list []annotation.Instruction, err error) {
	s, err := look(ctx, a, version)
	if err != nil {
		return nil, err
	}
	err = s.Annotations().Read(ctx, func(tx annotation.Tx) error {
		all, err := tx.Instructions(annotation.Filter{Quotable: true})
		for _, i := range all {
			day := i.Signed.Local().Format("2006-01-02")
			inForce := i.State == annotation.Signed || i.State == annotation.Closed
			if inForce && i.Corrected == "" && from <= day && day <= until {
				list = append(list, i)
			}
		}
		return err
	})
	return list, errors.Join(err, s.Close())
}
