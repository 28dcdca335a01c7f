package store

import "time"

func (tx annotationTx) Looked(user string) (time.Time, error) {
	var at int64
	_, err := tx.One([]any{&at}, "SELECT at FROM looks WHERE user_id = ?", user)
	return Time(at), err
}

func (tx annotationTx) PutLooked(user string, until time.Time) error {
	_, err := tx.Exec("INSERT INTO looks (user_id, at) VALUES (?, ?) ON CONFLICT (user_id) DO UPDATE SET at = excluded.at", user, until)
	return err
}
