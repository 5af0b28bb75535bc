package report

import (
	"strings"

	"artel/base/act"
)

// logPaper is the log of acts without its hashes, which are for verify.
func logPaper(acts []act.Logged) Paper {
	t := Table{Columns: []Column{
		{"act", Ordinal}, {"when (UTC)", Plain}, {"who", Plain}, {"door", Plain}, {"what", Plain}, {"resolution", Plain}, {"told", Plain},
	}}
	for _, l := range acts {
		when := strings.TrimSuffix(strings.Replace(l.At, "T", " ", 1), "Z")
		t.Rows = append(t.Rows, []any{l.Seq, when, l.Who, l.Door, l.Name, l.Resolution, l.Input})
	}
	return Paper{Title: "Log of acts", Blocks: []Block{t}}
}
