package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"
)

func newVersionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "查看版本",
		Args:  arguments(0, 0, "零个参数"),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(a.stdout, "tongbao %s %s/%s %s\n", a.version, runtime.GOOS, runtime.GOARCH, runtime.Version())
			return err
		},
	}
}
