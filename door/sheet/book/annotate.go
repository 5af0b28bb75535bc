package book

import (
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

const (
	red       = "F8CBC4" // soft, so that what is in the cell can be read
	author    = "artel"
	noteStart = "\nartel: " // our words in a comment of someone else's
)

// annotate puts the marks into the original, which keeps its formats.
func (m *marking) annotate() error {
	f, err := excelize.OpenReader(m.book.content(), excelize.Options{UnzipSizeLimit: mostBytes})
	if err != nil {
		return err
	}
	m.file = f
	for _, name := range m.book.xlsx.lists {
		if err := f.DeleteSheet(name); err != nil {
			return err
		}
	}
	painted := map[int]int{}
	for _, s := range m.sheets {
		s.copied = s.source.raw
		if err := s.annotate(f, painted); err != nil {
			return err
		}
	}
	return nil
}

func (s *marks) annotate(f *excelize.File, painted map[int]int) error {
	theirs, err := s.wipe(f)
	if err != nil {
		return err
	}
	for _, at := range s.spots() {
		note := s.notes[at]
		if err := fill(f, s.copied, at.String(), painted, red); err != nil {
			return err
		}
		c := comment(at, note)
		if was, ok := theirs[at.String()]; ok {
			if err := f.DeleteComment(s.copied, at.String()); err != nil {
				return err
			}
			was.Height, was.Width = c.Height+40, c.Width
			was.Paragraph = append(was.Paragraph, excelize.RichTextRun{Text: noteStart + note})
			c = was
		}
		if err := f.AddComment(s.copied, c); err != nil {
			return err
		}
	}
	return nil
}

// wipe takes away the marks of an earlier Mark. It returns the comments that
// people wrote, by cell.
func (s *marks) wipe(f *excelize.File) (map[string]excelize.Comment, error) {
	all, err := f.GetComments(s.copied)
	if err != nil {
		return nil, err
	}
	cleared, theirs := map[int]int{}, map[string]excelize.Comment{}
	for _, c := range all {
		n := len(c.Paragraph)
		shared := n > 0 && strings.HasPrefix(c.Paragraph[n-1].Text, noteStart)
		if shared {
			c.Paragraph = c.Paragraph[:n-1]
		}
		if c.Author != author {
			theirs[c.Cell] = c
		}
		if c.Author != author && !shared {
			continue
		}
		if err := fill(f, s.copied, c.Cell, cleared, ""); err != nil {
			return nil, err
		}
		if err := f.DeleteComment(s.copied, c.Cell); err != nil {
			return nil, err
		}
		if shared {
			if err := f.AddComment(s.copied, c); err != nil {
				return nil, err
			}
		}
	}
	return theirs, nil
}

// fill gives a cell a colour, or takes ours away, and leaves its format
// otherwise as it was. It keeps the styles it has made by those they were
// made from.
func fill(f *excelize.File, sheet, cell string, made map[int]int, colour string) error {
	was, err := f.GetCellStyle(sheet, cell)
	if err != nil {
		return err
	}
	id, ok := made[was]
	if !ok {
		style, err := f.GetStyle(was)
		if err != nil {
			return err
		}
		style.Fill = solid(colour)
		if id, err = f.NewStyle(style); err != nil {
			return err
		}
		made[was] = id
	}
	return f.SetCellStyle(sheet, cell, cell, id)
}

func solid(colour string) excelize.Fill {
	if colour == "" {
		return excelize.Fill{}
	}
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}

// comment is the note on a cell, in a box about as large as its text.
func comment(at spot, note string) excelize.Comment {
	const most = 30_000 // a comment may be a little shorter than a cell
	if units := utf16.Encode([]rune(note)); len(units) > most {
		note = string(utf16.Decode(units[:most])) + "…"
	}
	lines := uint(len([]rune(note))/38 + strings.Count(note, "\n") + 2)
	return excelize.Comment{
		Cell:   at.String(),
		Author: author,
		Text:   note,
		Width:  280,
		Height: min(20*lines, 400),
	}
}
