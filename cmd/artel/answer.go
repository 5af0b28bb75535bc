package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"reflect"
	"strconv"

	"github.com/charmbracelet/x/term"

	"artel/base/fault"
	"artel/door/report"
)

// show gives an answer in every form that was asked for: JSON, a workbook, a
// page; and where none was, as a paper to read. An answer that is text, such as
// an exported journal, stays as it is.
func (c *cli) show(name string, out any) error {
	if text, ok := out.(string); ok && !c.opts.json {
		_, err := io.WriteString(c.out, text)
		return err
	}
	if c.opts.json {
		if err := c.json(out); err != nil {
			return err
		}
	}
	paper := report.For(name, out)
	if err := c.file(c.opts.xlsx, func(w io.Writer) error { return paper.XLSX(w, c.say) }); err != nil {
		return err
	}
	if err := c.file(c.opts.html, func(w io.Writer) error { return paper.Page(w, c.opts.lang, c.say) }); err != nil {
		return err
	}
	if c.opts.json || c.opts.xlsx != "" || c.opts.html != "" {
		return nil
	}
	return c.paper(paper)
}

func (c *cli) json(out any) error {
	if v := reflect.ValueOf(out); v.Kind() == reflect.Slice && v.IsNil() {
		out = []any{} // an empty list is a list
	}
	e := json.NewEncoder(indenting{c.out})
	e.SetEscapeHTML(false)
	return e.Encode(out)
}

// indenting puts JSON, written to it whole, on lines of its own. The encoder's
// own way takes several times the memory of the text.
type indenting struct{ to io.Writer }

func (w indenting) Write(text []byte) (int, error) {
	lines := bytes.NewBuffer(make([]byte, 0, 2*len(text)))
	if err := json.Indent(lines, text, "", "  "); err != nil {
		return 0, err
	}
	_, err := lines.WriteTo(w.to)
	return len(text), err
}

// paper prints a paper, as wide as the terminal; into a pipe, as wide as it is.
func (c *cli) paper(p report.Paper) error {
	width := 0
	if f, ok := terminal(c.out); ok {
		width, _, _ = term.GetSize(f.Fd())
	} else if n, err := strconv.Atoi(c.env("COLUMNS")); err == nil && n > 20 {
		width = n
	}
	return p.Text(c.out, width, c.say)
}

// note says something about the answer, beside it.
func (c *cli) note(format string, args ...any) {
	fmt.Fprintln(c.errs, c.say.Say(format, args...))
}

// mayWrite asks before a file is written over, and before the act is done.
func (c *cli) mayWrite(names ...string) error {
	for _, name := range names {
		if name == "" || name == "-" {
			continue
		}
		if _, err := os.Stat(name); err == nil && !c.agreed(false, "%s is there already. Write over it?", name) {
			return fault.Conflict.Errorf("%s is there already; add --yes to write over it.", name)
		}
	}
	return nil
}

// file writes one form of the answer to a file, "-" for standard output.
func (c *cli) file(name string, write func(io.Writer) error) error {
	switch name {
	case "":
		return nil
	case "-":
		return write(c.out)
	}
	f, err := os.Create(name)
	if err != nil {
		return fault.Refused.Errorf("%s cannot be written; see whether its folder is there and yours.", name)
	}
	err = write(f)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		os.Remove(name)
		return err
	}
	c.note("Wrote %s.", name)
	return nil
}
