package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"artel/door/report"
)

// Progress is told how much of a long act is done.
type Progress func(done, total int)

// drawEvery is how often a bar is drawn at most.
const drawEvery = 100 * time.Millisecond

// barWidth is how many columns of the terminal the bar itself takes.
const barWidth = 24

// bar draws progress on one line of a terminal, and clears the line at the end.
// Nothing is drawn for what is over before the first tenth of a second.
func bar(w io.Writer, words string, now func() time.Time) (draw Progress, clear func()) {
	var mu sync.Mutex
	last, drawn := now(), false
	draw = func(done, total int) {
		mu.Lock()
		defer mu.Unlock()
		if t := now(); t.Sub(last) >= drawEvery {
			last, drawn = t, true
			fmt.Fprint(w, "\r"+barLine(words, done, total)+"\x1b[K")
		}
	}
	clear = func() {
		mu.Lock()
		defer mu.Unlock()
		if drawn {
			fmt.Fprint(w, "\r\x1b[K")
		}
	}
	return draw, clear
}

func barLine(words string, done, total int) string {
	if total <= 0 {
		return fmt.Sprintf("%s  %s", words, report.Grouped(done))
	}
	full := min(barWidth*done/total, barWidth)
	return fmt.Sprintf("%s  %s%s  %3d%%  %s / %s", words, strings.Repeat("█", full), strings.Repeat("░", barWidth-full),
		min(100*done/total, 100), report.Grouped(done), report.Grouped(total))
}

// progress is a bar on standard error where that is a terminal, and nothing
// where it is not.
func (c *cli) progress(words string) (Progress, func()) {
	if _, ok := terminal(c.errs); !ok {
		return func(int, int) {}, func() {}
	}
	return bar(c.errs, c.say.Word(words), time.Now)
}
