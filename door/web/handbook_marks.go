package web

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/docs"
)

// reader takes Markdown apart. Its tree is made into nodes here, and not into
// text by its own renderer, so that whatever a page holds is escaped like
// everything else the site shows.
var reader = goldmark.New(goldmark.WithExtensions(extension.Table)).Parser()

// marks walks the tree of one text.
type marks struct {
	source []byte
	title  string // the text's first heading
}

// marked is a Markdown text as its title and the nodes of what is under it.
// HTML in it is shown as the letters that it is.
func marked(source []byte) (title string, body g.Node) {
	m := &marks{source: source}
	body = m.inside(reader.Parse(text.NewReader(source)))
	return m.title, body
}

func (m *marks) inside(n ast.Node) g.Group {
	all := g.Group{}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		all = append(all, m.node(c))
	}
	return all
}

func (m *marks) node(n ast.Node) g.Node {
	switch n := n.(type) {
	case *ast.Heading:
		return m.heading(n)
	case *ast.Paragraph:
		return h.P(m.inside(n))
	case *ast.List:
		if n.IsOrdered() {
			return h.Ol(m.inside(n))
		}
		return h.Ul(m.inside(n))
	case *ast.ListItem:
		return h.Li(m.inside(n))
	case *ast.Blockquote:
		return h.BlockQuote(m.inside(n))
	case *ast.FencedCodeBlock, *ast.CodeBlock, *ast.HTMLBlock:
		return h.Pre(h.Code(g.Text(m.lines(n))))
	case *tables.Table:
		return m.table(n)
	default:
		return m.phrase(n)
	}
}

// phrase is what stands within a line.
func (m *marks) phrase(n ast.Node) g.Node {
	switch n := n.(type) {
	case *ast.Text:
		return g.Text(m.text(n))
	case *ast.String:
		return g.Text(string(n.Value))
	case *ast.CodeSpan:
		return h.Code(m.code(n))
	case *ast.Emphasis:
		if n.Level == 2 {
			return h.Strong(m.inside(n))
		}
		return h.Em(m.inside(n))
	case *ast.Link:
		if href, ok := handbookLink(string(n.Destination)); ok {
			return h.A(h.Href(href), m.inside(n))
		}
		return m.inside(n)
	case *ast.AutoLink:
		return g.Text(string(n.Label(m.source)))
	case *ast.RawHTML:
		return g.Text(string(n.Segments.Value(m.source)))
	default: // a container that has no sign of its own, such as a tight item's text
		return m.inside(n)
	}
}

// heading keeps the first one for the page's head.
func (m *marks) heading(n *ast.Heading) g.Node {
	if n.Level == 1 && m.title == "" {
		var b strings.Builder
		_ = ast.Walk(n, func(c ast.Node, in bool) (ast.WalkStatus, error) {
			if t, ok := c.(*ast.Text); ok && in {
				b.WriteString(m.text(t))
			}
			return ast.WalkContinue, nil
		})
		m.title = b.String()
		return nil
	}
	if n.Level <= 2 {
		return h.H2(m.inside(n))
	}
	return h.H3(m.inside(n))
}

func (m *marks) text(n *ast.Text) string {
	value := util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(n.Segment.Value(m.source))))
	if n.SoftLineBreak() || n.HardLineBreak() {
		return string(value) + "\n"
	}
	return string(value)
}

// code is a code span's letters, of which none means anything else.
func (m *marks) code(n ast.Node) g.Node {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Segment.Value(m.source))
		}
	}
	return g.Text(strings.ReplaceAll(b.String(), "\n", " "))
}

func (m *marks) lines(n ast.Node) string {
	return string(n.Lines().Value(m.source))
}

func (m *marks) table(n *tables.Table) g.Node {
	head, rows := g.Group{}, g.Group{}
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		cells, first := g.Group{}, true
		_, isHead := row.(*tables.TableHeader)
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			switch {
			case isHead:
				cells = append(cells, h.Th(h.Scope("col"), m.inside(c)))
			case first:
				cells = append(cells, h.Th(h.Scope("row"), m.inside(c)))
			default:
				cells = append(cells, h.Td(m.inside(c)))
			}
			first = false
		}
		if isHead {
			head = append(head, h.Tr(cells))
		} else {
			rows = append(rows, h.Tr(cells))
		}
	}
	return h.Table(h.THead(head), h.TBody(rows))
}

// handbookLink is where a link of the handbook leads within the program: to
// another page of it, or to the list of all acts in place of the manual made
// from them. Other links lead nowhere here, and are left as words.
func handbookLink(to string) (string, bool) {
	name, page := strings.CutSuffix(strings.TrimPrefix(to, "../"), ".md")
	switch {
	case !page:
		return "", false
	case name == "manual":
		return "/everything", true
	case docs.Page("en", name) != nil:
		return "/handbook/" + name, true
	}
	return "", false
}
