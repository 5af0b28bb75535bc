package report

import (
	_ "embed"
	"io"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// paperCSS is the style of a paper in a file by itself. The web door has its
// own.
//
//go:embed paper.css
var paperCSS string

// Page writes the paper as a page by itself, to be opened or printed anywhere.
func (p Paper) Page(w io.Writer, language string, say Say) error {
	return h.Doctype(h.HTML(h.Lang(language),
		h.Head(
			h.Meta(h.Charset("utf-8")),
			h.Meta(h.Name("viewport"), h.Content("width=device-width")),
			h.TitleEl(g.Text(say.Word(p.Title))),
			h.StyleEl(g.Text(paperCSS)), // nothing in it needs escaping, so it stays as it is
		),
		h.Body(h.Main(p.HTML(say))),
	)).Render(w)
}
