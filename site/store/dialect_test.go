package store

import (
	"testing"
)

func TestPlaceholders(t *testing.T) {
	got := postgresDialect.rebind("SELECT '?', a FROM t WHERE b = ? AND c = 'it''s ?' AND d IN (?, ?)")
	if want := "SELECT '?', a FROM t WHERE b = $1 AND c = 'it''s ?' AND d IN ($2, $3)"; got != want {
		t.Error(got)
	}
}
