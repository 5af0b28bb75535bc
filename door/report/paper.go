// Package report draws up papers: what a person takes away from artel, on a
// screen, in a workbook, on a printed page.
//
// A [Paper] is a value without a layout: a title, a few lines under it, and
// blocks (a table, facts, text, the steps of an explanation). Its cells are
// artel's own values: a [money.Amount] stays one until the last moment, so that
// a terminal shows it with its thousands apart, a workbook holds a number that
// adds up, and a page marks it up with its exact value. Who makes a paper says
// what stands on it; text.go, xlsx.go and html.go each say how it looks, once.
//
// There are two ways to a paper. [Of] makes a plain one of any act's answer, by
// looking at its type (of.go): fields become facts, lists become tables, coins
// become money. So every act has a paper from the day it is written. Where the
// plain one does not read well, [For] finds a maker: a short function in a file
// of its own (balances.go, entry.go) and a line in the map of register.go.
//
// Invariants: a paper shows every digit of an amount or none of it; numbers of
// one column end under each other; amounts of two currencies never stand in a
// table without their currency beside them, and where all are of one, it is
// said once, under the title.
//
// The words of a paper are English formats; a door gives the [Say] that puts
// them into another language. What stands in a cell as a string is data and is
// shown as it is; a word in a cell that is ours is a [Phrase].
package report

import (
	"fmt"

	g "maragu.dev/gomponents"

	"artel/base/explain"
	"artel/base/money"
)

// Say puts a sentence of ours into the reader's language. A nil Say speaks
// English.
type Say func(format string, args ...any) string

// Say is s, and English where s is nil.
func (s Say) Say(format string, args ...any) string {
	switch {
	case s != nil:
		return s(format, args...)
	case len(args) == 0: // a heading may hold a percent sign
		return format
	}
	return fmt.Sprintf(format, args...)
}

// Word puts words without data into the reader's language.
func (s Say) Word(words string) string { return Words(words).in(s) }

// Phrase is words of ours with data in them, not yet in any language.
type Phrase struct {
	Format string
	Args   []any
}

// Words is a phrase: Words("as of %s", day).
func Words(format string, args ...any) Phrase { return Phrase{format, args} }

func (p Phrase) in(say Say) string {
	args := make([]any, len(p.Args))
	for i, a := range p.Args {
		switch a := a.(type) {
		case money.Amount:
			args[i] = a.Text()
		case Phrase:
			args[i] = a.in(say)
		default:
			args[i] = a
		}
	}
	return say.Say(p.Format, args...)
}

// Paper is what a person takes away.
type Paper struct {
	Title  string
	Lines  []Phrase // who, when: under the title
	Blocks []Block
}

// Block is a part of a paper: [Table], [Facts], [Text] or [Steps].
type Block interface {
	text(t *typist)
	html(v voice) g.Node
	sheet(s *sheet)
}

// Table is rows under headings. Cells are artel's own values; nil is blank.
type Table struct {
	Caption string
	Columns []Column
	Rows    [][]any
	Total   []any // ruled off under the rows; nil for none
}

// Column says what a column holds.
type Column struct {
	Title string
	Kind  Kind
}

// Kind is how a column's values are set.
type Kind string

const (
	Plain   Kind = ""
	Money   Kind = "money"
	Number  Kind = "number"
	Ordinal Kind = "ordinal" // a number that is a name, such as an entry's: no separators
	Date    Kind = "date"
	Percent Kind = "percent"
)

// right says whether values of the kind end under each other.
func (k Kind) right() bool { return k == Money || k == Number || k == Ordinal || k == Percent }

// Facts are labels with values.
type Facts struct {
	Caption string
	Pairs   []Fact
}

// Fact is one of them.
type Fact struct {
	Label string
	Value any
}

// Text is words as they are, line by line.
type Text string

// Steps is how an amount came to be.
type Steps struct{ *explain.Step }

// voice is what all blocks of a paper are shown with.
type voice struct {
	say Say
	one money.Currency // of all amounts in the paper's tables, or "" where they differ
}

func (p Paper) voice(say Say) voice { return voice{say, p.currency()} }

// currency is that of all amounts in tables, or "" where there are several.
func (p Paper) currency() (one money.Currency) {
	for _, b := range p.Blocks {
		t, ok := b.(Table)
		if !ok {
			continue
		}
		for _, row := range append(t.Rows[:len(t.Rows):len(t.Rows)], t.Total) {
			for _, cell := range row {
				a, ok := cell.(money.Amount)
				if !ok || a.Currency == "" {
					continue
				}
				if one != "" && a.Currency != one {
					return ""
				}
				one = a.Currency
			}
		}
	}
	return one
}

// lines are what stands under the title.
func (p Paper) lines(v voice) (lines []string) {
	for _, l := range p.Lines {
		lines = append(lines, l.in(v.say))
	}
	if v.one != "" {
		lines = append(lines, v.say.Say("amounts in %s", string(v.one)))
	}
	return lines
}
