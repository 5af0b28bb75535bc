package book

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// scanner reads XML one piece at a time, without ever holding more than one.
// It knows as much of XML as workbooks use: elements, attributes, text, CDATA,
// and the built-in entities; comments and processing instructions it skips.
// Namespace prefixes are dropped, because programs choose them freely and the
// names a workbook needs do not clash. What name and attribute give is only
// good until the next piece is read.
type scanner struct {
	in      *bufio.Reader
	hold    []byte // a piece that does not fit in's buffer
	name    []byte
	attrs   []byte
	text    []byte
	literal bool // text came as CDATA
	cut     bool // text was longer than any cell and has lost its end
	inTag   bool
	owed    bool // an element that closed itself still owes its end
}

type piece uint8

const (
	opened piece = iota
	closed
	words
	ended
)

// mostText is how much of one text is kept. An escape takes up to ten bytes a
// character, so what is cut off is too long for a cell in any case.
const mostText = 12 * mostChars

var (
	errXML     = errors.New("the XML is malformed")
	errDoctype = errors.New("the XML has a DOCTYPE")
)

// newScanner reads UTF-8, and UTF-16 if it bears the mark.
func newScanner(in io.Reader) *scanner {
	buffered := bufio.NewReaderSize(in, 64<<10)
	switch head, _ := buffered.Peek(3); {
	case len(head) > 1 && (string(head[:2]) == "\xff\xfe" || string(head[:2]) == "\xfe\xff"):
		buffered = bufio.NewReaderSize(codingUTF16.reader(buffered), 64<<10)
	case string(head) == "\ufeff":
		buffered.Discard(3)
	}
	return &scanner{in: buffered}
}

// next reads the next piece. After the last it is ended.
func (s *scanner) next() (piece, error) {
	if s.owed {
		s.owed = false
		return closed, nil
	}
	for {
		if !s.inTag {
			err := s.readText()
			if err == io.EOF {
				if len(bytes.TrimSpace(s.text)) > 0 {
					return ended, errXML
				}
				return ended, nil
			}
			if err != nil {
				return ended, err
			}
			s.inTag = true
			if len(s.text) > 0 {
				return words, nil
			}
		}
		s.inTag = false
		p, skip, err := s.readTag()
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		if err != nil || !skip {
			return p, err
		}
	}
}

// readText reads up to the next tag, and swallows its "<".
func (s *scanner) readText() error {
	s.literal, s.cut = false, false
	part, err := s.in.ReadSlice('<')
	if err == nil {
		s.text = part[:len(part)-1]
		return nil
	}
	s.hold = append(s.hold[:0], part...)
	for err == bufio.ErrBufferFull {
		part, err = s.in.ReadSlice('<')
		if len(s.hold) < mostText {
			s.hold = append(s.hold, part...)
		} else {
			s.cut = true
		}
	}
	s.text = bytes.TrimSuffix(s.hold, []byte("<"))
	if s.cut { // not in the midst of an escape
		s.text = s.text[:mostText]
		if i := bytes.LastIndexByte(s.text, '&'); i >= 0 {
			s.text = s.text[:i]
		}
	}
	return err
}

// readTag reads up to ">". It says skip of what carries no data.
func (s *scanner) readTag() (p piece, skip bool, err error) {
	tag, err := s.until('>')
	if err != nil {
		return 0, false, err
	}
	switch {
	case bytes.HasPrefix(tag, []byte("!--")):
		return 0, true, s.skipTo(tag, "--")
	case bytes.HasPrefix(tag, []byte("?")):
		return 0, true, s.skipTo(tag, "?")
	case bytes.HasPrefix(tag, []byte("![CDATA[")):
		return words, false, s.readLiteral(tag)
	case bytes.HasPrefix(tag, []byte("!")):
		return 0, false, errDoctype
	case bytes.HasPrefix(tag, []byte("/")):
		s.name = local(bytes.TrimRight(tag[1:], " \t\r\n"))
		return closed, false, nil
	}
	for openValue(tag) { // a ">" within a value
		first := append([]byte(nil), tag...)
		more, err := s.until('>')
		if err != nil {
			return 0, false, err
		}
		if tag = append(append(first, '>'), more...); len(tag) > mostText {
			return 0, false, errXML
		}
	}
	if bytes.HasSuffix(tag, []byte("/")) {
		s.owed = true
		tag = tag[:len(tag)-1]
	}
	end := bytes.IndexAny(tag, " \t\r\n")
	if end < 0 {
		end = len(tag)
	}
	s.name, s.attrs = local(tag[:end]), tag[end:]
	if len(s.name) == 0 {
		return 0, false, errXML
	}
	return opened, false, nil
}

// openValue says whether a tag was broken off within the quotation marks, or
// apostrophes, of a value.
func openValue(tag []byte) bool {
	if bytes.IndexByte(tag, '\'') < 0 { // as nearly always
		return bytes.Count(tag, []byte{'"'})%2 == 1
	}
	quote := byte(0)
	for _, b := range tag {
		switch {
		case quote == 0 && (b == '"' || b == '\''):
			quote = b
		case b == quote:
			quote = 0
		}
	}
	return quote != 0
}

// until reads up to delim and leaves it out.
func (s *scanner) until(delim byte) ([]byte, error) {
	part, err := s.in.ReadSlice(delim)
	if err == nil {
		return part[:len(part)-1], nil
	}
	s.hold = append(s.hold[:0], part...)
	for err == bufio.ErrBufferFull {
		if len(s.hold) > mostText {
			return nil, errXML
		}
		part, err = s.in.ReadSlice(delim)
		s.hold = append(s.hold, part...)
	}
	return bytes.TrimSuffix(s.hold, []byte{delim}), err
}

// skipTo reads on until a tag ends with end.
func (s *scanner) skipTo(tag []byte, end string) error {
	var err error
	for err == nil && !bytes.HasSuffix(tag, []byte(end)) {
		tag, err = s.until('>')
	}
	return err
}

// readLiteral reads the rest of a CDATA section as text.
func (s *scanner) readLiteral(tag []byte) error {
	all := append([]byte(nil), tag[len("![CDATA["):]...)
	for !bytes.HasSuffix(all, []byte("]]")) {
		more, err := s.until('>')
		if err != nil {
			return err
		}
		if all = append(append(all, '>'), more...); len(all) > mostText {
			return errXML
		}
	}
	s.text, s.literal, s.cut = all[:len(all)-len("]]")], true, false
	return nil
}

// skip reads on to the end of the element just opened.
func (s *scanner) skip() error {
	for depth := 1; depth > 0; {
		p, err := s.next()
		switch {
		case err != nil:
			return err
		case p == ended:
			return io.ErrUnexpectedEOF
		case p == opened:
			depth++
		case p == closed:
			depth--
		}
	}
	return nil
}

// attr takes the next attribute off rest. At the end name is nil.
func attr(rest []byte) (name, value, after []byte, err error) {
	rest = bytes.TrimLeft(rest, " \t\r\n")
	if len(rest) == 0 {
		return nil, nil, nil, nil
	}
	eq := bytes.IndexByte(rest, '=')
	if eq < 1 {
		return nil, nil, nil, errXML
	}
	name = local(bytes.TrimRight(rest[:eq], " \t\r\n"))
	rest = bytes.TrimLeft(rest[eq+1:], " \t\r\n")
	if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
		return nil, nil, nil, errXML
	}
	end := bytes.IndexByte(rest[1:], rest[0])
	if end < 0 {
		return nil, nil, nil, errXML
	}
	return name, rest[1 : 1+end], rest[2+end:], nil
}

// attribute gives the value of an attribute of the element just opened, or "".
func (s *scanner) attribute(want string) (string, error) {
	rest := s.attrs
	for {
		name, value, after, err := attr(rest)
		if err != nil || name == nil {
			return "", err
		}
		if string(name) == want {
			text, err := unescape(nil, value)
			return string(text), err
		}
		rest = after
	}
}

func local(name []byte) []byte { return name[bytes.IndexByte(name, ':')+1:] }
