package book

import "strings"

// grain is how finely a number format shows a number, as far as it changes
// what the number means.
type grain uint8

const (
	days    grain = 1 << iota // years, months or days
	clock                     // hours, minutes or seconds
	seconds                   // seconds too
	elapsed                   // [h]: hours beyond 24
	percent
)

// builtin gives the grain of the formats a workbook does not spell out. Those
// from 27 on mean different things in China, Japan and Korea, but are dates or
// times in all of them.
func builtin(id int) grain {
	switch {
	case id == 9, id == 10:
		return percent
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return days
	case id == 22:
		return days | clock
	case id == 18, id == 20, id == 32, id == 34, id == 55:
		return clock
	case id == 19, id == 21, id == 33, id == 35, id == 45, id == 47, id == 56:
		return clock | seconds
	case id == 46:
		return clock | seconds | elapsed
	}
	return 0
}

// grainOf reads a format code, such as yyyy"年"m"月"d"日" or [Red]0.00.
func grainOf(code string) grain {
	code = strings.ToLower(code)
	var g grain
	month := false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case ';': // what follows is for other numbers
			i = len(code)
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return 0
			}
			i += end + 1
		case '\\', '_', '*':
			i++
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return 0
			}
			if inner := code[i+1 : i+end]; strings.Trim(inner, "h") == "" || strings.Trim(inner, "m") == "" || strings.Trim(inner, "s") == "" {
				g |= clock | elapsed
			}
			i += end
		case 'g':
			if strings.HasPrefix(code[i:], "general") {
				i += len("general") - 1
			}
		case 'e': // a year in East Asia, but 0.00E+00 is a number
			if i+1 < len(code) && (code[i+1] == '+' || code[i+1] == '-') {
				return 0
			}
			g |= days
		case 'y', 'd':
			g |= days
		case 'h':
			g |= clock
		case 's':
			g |= clock | seconds
		case 'm':
			month = true // or minutes, if there are hours or seconds
		case '%':
			g |= percent
		}
	}
	if month && g&clock == 0 {
		g |= days
	}
	if g&(days|clock) != 0 {
		g &^= percent
	}
	return g
}
