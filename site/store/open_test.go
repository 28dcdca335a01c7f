package store

import (
	"errors"
	"os"
	"testing"

	"tongbao/site/store/storetest"
)

func TestASecondProcessIsRefused(t *testing.T) {
	path := storetest.SQLite(t)
	s, c := openTest(t, path)
	_, err := Open(t.Context(), path, c.options(t))
	held, ok := errors.AsType[*Locked](err)
	host, _ := os.Hostname()
	if !ok || held.PID != os.Getpid() || held.Host != host || !held.Since.Equal(c.now()) || held.Path != path+".lock" {
		t.Fatalf("%v", err)
	}
	mustPut(t, s, "a")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := put(s, "", "b", ""); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
	again, _ := openTest(t, path)
	if got := ids(t, again); len(got) != 1 {
		t.Errorf("%v", got)
	}
}

func TestTheFileIsItsOwnersAlone(t *testing.T) {
	path := storetest.SQLite(t)
	s, _ := openTest(t, path)
	mustPut(t, s, "a")
	for _, end := range []string{"", "-wal", "-shm", ".lock"} {
		info, err := os.Stat(path + end)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", end, info.Mode(), err)
		}
	}
}
