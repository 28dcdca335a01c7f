package signon_test

import (
	"net"
	"os"
	"os/exec"
	"testing"
)

// run starts a child and stops it when the test ends. The channel is closed when the child ends by itself.
func run(t *testing.T, child *exec.Cmd) (ended <-chan struct{}) {
	t.Helper()
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		child.Wait()
		close(done)
	}()
	t.Cleanup(func() {
		child.Process.Kill()
		<-done
	})
	return done
}

// missing skips a test whose counterpart is not installed, except where everything has to run.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is missing: scripts/setup browser installs it", what)
	}
	t.Skipf("%s is missing: scripts/setup browser installs it", what)
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
