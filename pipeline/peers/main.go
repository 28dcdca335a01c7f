// Command peers does one piece of work with one reader, as a process whose CPU time and memory can be measured: it reads
// a case export, parses four times of each row and counts by unit (see make bench). It is no part of the program.
//
//	peers sheet FILE     our reader, row by row, only the columns it needs
//	peers excelize FILE  excelize's streaming rows, raw values, every cell
package main

import (
	"fmt"
	"os"
)

func main() {
	work := map[string]func(string) (*tally, error){"sheet": withSheet, "excelize": withExcelize}
	if len(os.Args) != 3 || work[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: peers sheet|excelize FILE")
		os.Exit(2)
	}
	t, err := work[os.Args[1]](os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
	fmt.Println(t.rows, len(t.units))
}

// The columns of the work, in the words of the sample's header.
var columns = []string{"承办单位", "工单状态", "评星", "满意度", "是否有效回访", "受理时间", "派单时间", "反馈时间", "办结时间"}

// tally counts by unit.
type tally struct {
	rows  int
	units map[string]*counts
}

type counts struct {
	cases, closed, satisfied, called  int
	stars                             [26]int
	toDispatch, toFeedback, toClosing int64 // seconds
}

// add takes one row: five words, and the four times as seconds.
func (t *tally) add(unit, status, star, satisfaction, called []byte, times [4]int64) {
	c := t.units[string(unit)]
	if c == nil {
		c = &counts{}
		t.units[string(unit)] = c
	}
	t.rows++
	c.cases++
	if string(status) == "已办结" {
		c.closed++
	}
	if string(satisfaction) == "满意" || string(satisfaction) == "基本满意" {
		c.satisfied++
	}
	if string(called) == "是" {
		c.called++
	}
	if len(star) == 1 && star[0] >= '0' && star[0] <= '9' {
		c.stars[star[0]-'0']++
	}
	c.toDispatch += times[1] - times[0]
	c.toFeedback += times[2] - times[1]
	c.toClosing += times[3] - times[1]
}
