// Command tongbao turns the exports of a 12345 hotline into bulletins and publishes them as a searchable archive.
//
// One file per command. A command builds its flags and hands over to a run function that knows nothing of cobra.
// Results go to standard output, talk to standard error; exit codes are listed in docs/commands.md.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"tongbao"
)

// version is set when a release is built (see the Makefile's dist).
var version = "dev"

func main() {
	os.Exit(run())
}

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a := &app{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, theme: tongbao.Theme, version: version}
	cmd := newRootCommand(a)
	return a.exitCode(cmd.ExecuteContext(ctx))
}

// The exit codes are a promise to scripts.
const (
	exitOK       = 0
	exitFailed   = 1 // cannot go on
	exitUsage    = 2 // the command line is wrong
	exitProblems = 3 // the data hold errors, or what is published changed without a correction; nothing was written
)

var errProblems = errors.New("导出中有错误")

type usageError struct{ error }

func (a *app) exitCode(err error) int {
	var usage usageError
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errProblems):
		return exitProblems
	case errors.As(err, &usage):
		fmt.Fprintf(a.stderr, "tongbao：%v\n", err)
		return exitUsage
	default:
		fmt.Fprintf(a.stderr, "tongbao：%v\n", err)
		return exitFailed
	}
}
