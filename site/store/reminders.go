package store

import (
	"context"
	"database/sql"
	"time"

	"tongbao/site/reminder"
)

// Reminders is the store as site/reminder needs it.
func (s *Store) Reminders() reminder.Store { return reminders{s} }

type reminders struct{ store *Store }

func (r reminders) Write(ctx context.Context, act func(reminder.Tx) error) error {
	_, _, err := r.store.Write(ctx, "", func(tx *Tx) ([]byte, error) { return nil, act(reminderTx{annotationTx{tx}}) })
	return err
}

func (r reminders) Read(ctx context.Context, look func(reminder.Tx) error) error {
	return r.store.Read(ctx, func(tx *Tx) error { return look(reminderTx{annotationTx{tx}}) })
}

// reminderTx is a transaction as site/reminder needs it.
type reminderTx struct{ annotationTx }

const deliveryColumns = "key, carrier, recipient, kind, object, state, attempts, at, next, error"

func (tx reminderTx) deliveries(where string, args ...any) ([]reminder.Delivery, error) {
	var list []reminder.Delivery
	err := tx.Each(func(rows *sql.Rows) error {
		var d reminder.Delivery
		var at, next int64
		err := rows.Scan(&d.Key, &d.Carrier, &d.Recipient, &d.Kind, &d.Object, &d.State, &d.Attempts, &at, &next, &d.Error)
		d.At, d.Next = Time(at), Time(next)
		list = append(list, d)
		return err
	}, "SELECT "+deliveryColumns+" FROM deliveries"+where, args...)
	return list, err
}

func (tx reminderTx) Delivery(key, carrier, recipient string) (reminder.Delivery, bool, error) {
	return first(tx.deliveries(" WHERE key = ? AND carrier = ? AND recipient = ?", key, carrier, recipient))
}

func (tx reminderTx) Deliveries(since time.Time) ([]reminder.Delivery, error) {
	return tx.deliveries(" WHERE at >= ? ORDER BY at DESC, key, carrier, recipient", since)
}

func (tx reminderTx) PutDelivery(d reminder.Delivery) error {
	_, err := tx.Exec(`INSERT INTO deliveries (`+deliveryColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (key, carrier, recipient) DO UPDATE SET kind = excluded.kind, object = excluded.object, state = excluded.state,
		attempts = excluded.attempts, at = excluded.at, next = excluded.next, error = excluded.error`,
		d.Key, d.Carrier, d.Recipient, d.Kind, d.Object, d.State, d.Attempts, d.At, d.Next, d.Error)
	return err
}
