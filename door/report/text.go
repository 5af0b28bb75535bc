package report

import (
	"io"
	"os"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/term"

	"artel/base/explain"
)

// gap stands between two columns.
const gap = "  "

// Text prints the paper for a terminal so many columns wide, 0 for as wide as
// it needs. It is plain text unless w is a terminal and NO_COLOR is not set.
func (p Paper) Text(w io.Writer, width int, say Say) error {
	t := &typist{voice: p.voice(say), width: width, styled: styled(w)}
	if p.Title != "" {
		t.line(t.bold(t.say.Word(p.Title)))
	}
	for _, l := range p.lines(t.voice) {
		t.line(t.faint(l))
	}
	for i, b := range p.Blocks {
		if i > 0 || t.b.Len() > 0 {
			t.line("")
		}
		b.text(t)
	}
	_, err := io.WriteString(w, t.b.String())
	return err
}

func styled(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && os.Getenv("NO_COLOR") == "" && term.IsTerminal(f.Fd())
}

// typist types one paper.
type typist struct {
	voice
	width  int
	styled bool
	b      strings.Builder
}

func (t *typist) line(s string) {
	t.b.WriteString(strings.TrimRight(s, " "))
	t.b.WriteByte('\n')
}

func (t *typist) bold(s string) string {
	if t.styled && s != "" {
		return lipgloss.NewStyle().Bold(true).Render(s)
	}
	return s
}

func (t *typist) faint(s string) string {
	if t.styled && s != "" {
		return lipgloss.NewStyle().Faint(true).Render(s)
	}
	return s
}

func (t *typist) caption(words string) {
	if words != "" {
		t.line(t.bold(t.say.Word(words)))
	}
}

// wrapped is s in lines of at most width columns; 0 is no limit.
func wrapped(s string, width int) []string {
	if width > 0 && lipgloss.Width(s) > width {
		s = lipgloss.Wrap(s, width, "")
	}
	return strings.Split(s, "\n")
}

// pad fills s up to width columns of the terminal: a Chinese character takes
// two.
func pad(s string, width int, right bool) string {
	fill := strings.Repeat(" ", max(width-lipgloss.Width(s), 0))
	if right {
		return fill + s
	}
	return s + fill
}

func (f Facts) text(t *typist) {
	t.caption(f.Caption)
	labels, values, numbers := 0, 0, true
	for _, p := range f.Pairs {
		labels = max(labels, lipgloss.Width(t.say.Word(p.Label)))
		values = max(values, lipgloss.Width(t.fact(p)))
		_, isNumber := plainNumber(p.Value)
		numbers = numbers && isNumber
	}
	room, indent := 0, ""
	if f.Caption != "" {
		indent = gap
	}
	if t.width > 0 {
		room = max(t.width-labels-len(indent)-len(gap), 20)
	}
	for _, p := range f.Pairs {
		label := indent + pad(t.say.Word(p.Label), labels, false)
		if numbers { // a column of figures is set as one
			t.line(t.faint(label) + gap + pad(t.fact(p), values, true))
			continue
		}
		for _, part := range wrapped(t.fact(p), room) {
			t.line(t.faint(label) + gap + part)
			label = strings.Repeat(" ", len(indent)+labels)
		}
	}
}

// fact is a value that stands by itself: amounts with their currency.
func (v voice) fact(f Fact) string { return voice{say: v.say}.show(f.Value, Number) }

func (x Text) text(t *typist) {
	for _, l := range strings.Split(strings.TrimRight(t.say.Word(string(x)), "\n"), "\n") {
		for _, part := range wrapped(l, t.width) {
			t.line(part)
		}
	}
}

func (s Steps) text(t *typist) {
	_ = explain.Text(&t.b, s.Step, t.say) // a strings.Builder takes everything
}
