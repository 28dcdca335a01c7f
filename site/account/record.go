package account

import (
	"context"
	"errors"

	"tongbao/site/audit"
)

// Record writes an audit entry of an act that has no transaction of its own: a bulletin read, a file exported.
func (s *Service) Record(ctx context.Context, by Actor, action, object string, outcome audit.Outcome, detail map[string]string) error {
	return s.store.Write(ctx, func(tx Tx) error { return tx.Audit(by.Entry(action, object, outcome, detail)) })
}

// Reading and exporting the audit are recorded as these actions.
const (
	AuditRead   = "audit.read"
	AuditExport = "audit.export"
	AuditVerify = "audit.verify"
)

// ReadAudit records that the audit was read (AuditRead or AuditExport), then hands the rows that a filter chooses to
// each, oldest first. It needs the power ReadAudit, which the administrator has not; the console has every power.
func (s *Service) ReadAudit(ctx context.Context, by Actor, action string, f audit.Filter, each func(audit.Row) error) error {
	if err := s.recordPermit(ctx, by, action, described(f)); err != nil {
		return err
	}
	return s.store.Read(ctx, func(tx Tx) error {
		for row, err := range tx.AuditRows(f) {
			if err != nil {
				return err
			}
			if err := each(row); err != nil {
				return err
			}
		}
		return nil
	})
}

// recordPermit records an act on the audit, or that it was refused.
func (s *Service) recordPermit(ctx context.Context, by Actor, action string, detail map[string]string) error {
	var refused error
	err := s.store.Write(ctx, func(tx Tx) error {
		now, err := s.still(tx, by)
		if err != nil {
			return err
		}
		outcome := audit.OK
		if refused = s.Permit(now, ReadAudit); refused != nil {
			outcome = audit.Denied
		}
		return tx.Audit(now.Entry(action, "", outcome, detail))
	})
	if err != nil {
		return err
	}
	return refused
}

func described(f audit.Filter) map[string]string {
	detail := map[string]string{}
	for name, value := range map[string]string{"actor": f.Actor, "action": f.ActionPrefix, "object": f.Object, "outcome": string(f.Outcome)} {
		if value != "" {
			detail[name] = clip(value, 200)
		}
	}
	if !f.From.IsZero() {
		detail["from"] = f.From.UTC().Format("2006-01-02T15:04:05Z")
	}
	if !f.Until.IsZero() {
		detail["until"] = f.Until.UTC().Format("2006-01-02T15:04:05Z")
	}
	return detail
}

// VerifyAudit goes through the whole chain (audit.Verify), holds it to the store's own head and to an outside one where
// there is one, and records the outcome. *audit.Broken.
func (s *Service) VerifyAudit(ctx context.Context, by Actor, outside *audit.Head) (audit.Head, error) {
	var head audit.Head
	refused := false
	err := s.store.Read(ctx, func(tx Tx) error {
		now, err := s.still(tx, by)
		if err == nil {
			err = s.Permit(now, ReadAudit)
		}
		if refused = err != nil; refused {
			return err
		}
		own, err := tx.AuditHead()
		if err != nil {
			return err
		}
		if head, err = audit.Verify(tx.AuditRows(audit.Filter{}), outside); err == nil && head != own {
			err = &audit.Broken{Seq: head.Seq + 1, Why: audit.Missing}
		}
		return err
	})
	if refused {
		return audit.Head{}, s.denied(ctx, by, AuditVerify, "", err)
	}
	outcome := audit.OK
	if err != nil {
		outcome = audit.Failed
	}
	return head, errors.Join(err, s.Record(ctx, by, AuditVerify, head.String(), outcome, nil))
}
