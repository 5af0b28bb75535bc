package book

import (
	"strings"

	"artel/base/fault"
)

// overlong stands for a shared text that no cell can hold. It is refused where
// a cell uses it, so that the sentence can name the cell.
var overlong = strings.Repeat("…", mostChars+1)

// mostTexts bounds the shared texts by number, since empty ones cost too.
const mostTexts = 8 << 20

// text gives a shared text by its number. The texts are read when the first is
// asked for, and kept: cells name them in no order.
func (b *xlsx) text(n int) (string, error) {
	b.once.Do(b.loadShared)
	if b.err != nil {
		return "", b.err
	}
	if n < 0 || n >= len(b.shared) {
		return "", errXML
	}
	return b.shared[n], nil
}

func (b *xlsx) loadShared() {
	if b.texts == "" {
		return
	}
	if f := b.pack.files[strings.ToLower(b.texts)]; f != nil && f.UncompressedSize64 > mostShared {
		b.err = fault.Invalid.Errorf("%s holds more than 256 MB of text. Split it by year or by sheet.", b.pack.label)
		return
	}
	var buf []byte
	b.err = b.elements(b.texts, func(s *scanner) error {
		if string(s.name) != "si" {
			return nil
		}
		var err error
		if buf, err = s.rich(buf[:0]); err != nil {
			return err
		}
		if len(b.shared) == mostTexts {
			return errXML
		}
		text := overlong
		if len(buf) <= 3*mostChars {
			text = string(spell(buf))
		}
		b.shared = append(b.shared, text)
		return nil
	})
}

// rich appends the text of the element just opened, which may be in several
// runs, and reads to its end. Readings set above Chinese characters are left
// out. Beyond the length of a cell it stops appending.
func (s *scanner) rich(buf []byte) ([]byte, error) {
	depth := 1
	for {
		p, err := s.next()
		switch {
		case err != nil:
			return buf, err
		case p == ended:
			return buf, errXML
		case p == closed:
			if depth--; depth == 0 {
				return buf, nil
			}
		case p == opened:
			if string(s.name) == "rPh" {
				if err := s.skip(); err != nil {
					return buf, err
				}
				continue
			}
			depth++
			if string(s.name) != "t" {
				continue
			}
			depth--
			if buf, err = s.collect(buf); err != nil {
				return buf, err
			}
		}
	}
}

// collect appends the text up to the end of the element just opened.
func (s *scanner) collect(buf []byte) ([]byte, error) {
	for {
		p, err := s.next()
		switch {
		case err != nil:
			return buf, err
		case p == closed:
			return buf, nil
		case p == opened:
			err = s.skip()
		case p == ended:
			err = errXML
		case len(buf) <= 3*mostChars: // the next makes it too long at most once
			buf, err = s.appendText(buf)
		}
		if err != nil {
			return buf, err
		}
	}
}
