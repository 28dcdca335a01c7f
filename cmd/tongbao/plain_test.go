package main

import (
	"strings"
	"testing"
)

func TestPlainTextShowsNoControls(t *testing.T) {
	var out strings.Builder
	text := "单位\x1b[2J\r甲\u009b1m\t乙\n"
	n, err := plainText{&out}.Write([]byte(text))
	if err != nil || n != len(text) || out.String() != "单位\ufffd[2J\ufffd甲\ufffd1m\ufffd乙\n" {
		t.Errorf("wrote %q (%d, %v)", out.String(), n, err)
	}
}
