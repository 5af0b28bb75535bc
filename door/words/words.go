// Package words puts artel's sentences into the reader's language.
//
// A sentence of ours is an English format: "There is no member %s in the
// register." Whoever says it keeps the format and its arguments apart (fault,
// explain, report), and a door hands both to the [Say] of its reader. A language
// is one file of two columns, the English format and its translation (zh.tsv);
// a third language is a third file and one line in the map below. What the file
// does not have is said in English, since a person is better served by that than
// by nothing; a test reads the source and fails on every sentence missing.
//
// Arguments may change places: a translation then numbers them, "%[2]s … %[1]s".
//
// Wrong rows and fields come as finished sentences ([fault.Problem]), as they
// stand in the marked copy of a workbook too. [Problem] knows them again by their
// shape: each format of the file is also a pattern.
package words

import (
	_ "embed"
	"fmt"
	"strings"

	"artel/base/fault"
)

//go:embed zh.tsv
var zh string

// Say puts a format and its arguments into words.
type Say = func(format string, args ...any) string

// Language is one that artel speaks, with its own name for itself.
type Language struct{ Code, Name string }

// Languages are those that artel speaks, the first one where nothing is said.
var Languages = []Language{{"en", "English"}, {"zh", "中文"}}

var tables = map[string]*table{"zh": read(zh)}

// Speak is the voice of a language. One that artel does not know is English.
func Speak(code string) Say {
	t := tables[code]
	if t == nil {
		return english
	}
	return t.say
}

// Knows says whether a language has words for a format. English has for all.
func Knows(code, format string) bool {
	t := tables[code]
	return t == nil || t.to[format] != ""
}

func english(format string, args ...any) string {
	if len(args) == 0 { // a heading may hold a percent sign
		return format
	}
	return fmt.Sprintf(strings.ReplaceAll(format, "%w", "%v"), args...)
}

// table is one language.
type table struct {
	to     map[string]string
	shapes []shape
}

// read reads a file of words. A line is a format, a tab and its translation;
// \n stands for a new line; what begins with # is a remark.
func read(file string) *table {
	t := &table{to: map[string]string{}}
	for line := range strings.Lines(file) {
		from, to, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		if !ok || strings.HasPrefix(from, "#") {
			continue
		}
		t.to[unescape(from)] = unescape(to)
	}
	t.shapes = shapesOf(t.to)
	return t
}

func unescape(s string) string { return strings.ReplaceAll(s, `\n`, "\n") }

func (t *table) say(format string, args ...any) string {
	to := t.to[format]
	if to == "" && len(args) == 0 { // where a number stands, said in full: "work records of 1956-03"
		return t.finished(format)
	}
	if to != "" {
		format = to
	}
	for i, a := range args {
		switch a := a.(type) {
		case *fault.Fault: // a fault within a fault
			args[i] = Fault(t.say, a)
		case string: // a word of ours within a sentence
			if word := t.to[a]; word != "" {
				args[i] = word
			}
		}
	}
	return english(format, args...)
}

// Fault is a fault's sentence.
func Fault(say Say, f *fault.Fault) string {
	args := make([]any, len(f.Args))
	copy(args, f.Args)
	return say(f.Format, args...)
}
