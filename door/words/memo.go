package words

import (
	"slices"
	"strings"
)

// named are words of ours that stand within a memo; others within one are names
// that people gave, and stay as they are.
var named = []string{"cash share", "tool share", "entrance fee", "Cash share", "Entrance fee", "sale", "purchase", "expense", "direct", "order", "processing",
	"combination contract", "share movement", "piece", "materials"}

// Memo puts what an entry's memo says into a language, where artel itself wrote
// it: what is stored stays as it was. byHand is the memo of a person, and is
// theirs.
func Memo(code, memo string, byHand bool) string {
	t := tables[code]
	if t == nil || byHand {
		return memo
	}
	return t.memo(memo)
}

func (t *table) memo(memo string) string {
	if to := t.to[memo]; to != "" {
		return to
	}
	for _, format := range memos {
		s := shape{format: format, parts: literals(format)}
		if t.to[format] == "" || !s.may(memo) {
			continue
		}
		m := pattern(format).FindStringSubmatch(memo)
		if m == nil {
			continue
		}
		for i, text := range m[1:] {
			switch {
			case slices.Contains(named, text) && t.to[text] != "":
				m[i+1] = t.to[text]
			case strings.HasPrefix(text, "resolution "):
				m[i+1] = t.finished(text)
			case i == len(m)-2 && strings.HasPrefix(format, "Correction of %s"): // what was corrected, in its own words
				m[i+1] = t.memo(text)
			}
		}
		return t.fill(format, m[1:])
	}
	return memo
}

// memos are the formats of memos that artel writes, the surest first.
var memos = []string{
	"Pay of %s, run %d: %d slips", "Surplus of %d shared out, %s", "Result of %d", "Opening stock of materials",
	"Correction of share movement %d of %s", "Correction of %s %d: %s", "Withdrawal of %s by %s", "%s paid in by %s", "Paid to %s",
	"Tool %s (%s) taken over from %s", "Reversal of entry %d: %s",
	"Redenomination, %d %s to 1 %s: the old balances out", "Redenomination, %d %s to 1 %s: the new balances in",
	"%s %s (quality %s) to %s, %s", "%s %s of %s from %s",
}
