package book

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// appendText appends the text just read to dst, its escapes resolved.
func (s *scanner) appendText(dst []byte) ([]byte, error) {
	if !utf8.Valid(s.text) && !s.cut {
		return dst, errXML
	}
	if s.literal || bytes.IndexByte(s.text, '&') < 0 && bytes.IndexByte(s.text, '\r') < 0 {
		return append(dst, s.text...), nil
	}
	return unescape(dst, s.text)
}

// unescape appends raw to dst with its entities resolved and its line ends as
// XML has them.
func unescape(dst, raw []byte) ([]byte, error) {
	for len(raw) > 0 {
		i := bytes.IndexAny(raw, "&\r")
		if i < 0 {
			return append(dst, raw...), nil
		}
		dst = append(dst, raw[:i]...)
		if raw[i] == '\r' {
			dst, raw = append(dst, '\n'), bytes.TrimPrefix(raw[i+1:], []byte{'\n'})
			continue
		}
		end := bytes.IndexByte(raw[i:], ';')
		if end < 0 || end > 12 {
			return dst, errXML
		}
		r, ok := entity(string(raw[i+1 : i+end]))
		if !ok {
			return dst, errXML
		}
		dst, raw = utf8.AppendRune(dst, r), raw[i+end+1:]
	}
	return dst, nil
}

func entity(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false // one that only a DOCTYPE could have declared
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 21)
	return rune(n), err == nil && n > 0 && utf8.ValidRune(rune(n))
}

// spell resolves the spreadsheet's own escapes, _x000D_ for what XML cannot
// hold, and makes line ends \n.
func spell(b []byte) []byte {
	for from := 0; ; {
		i := bytes.Index(b[from:], []byte("_x"))
		if i < 0 || from+i+7 > len(b) {
			break
		}
		i += from
		from = i + 1
		n, err := strconv.ParseUint(string(b[i+2:i+6]), 16, 16)
		if err != nil || b[i+6] != '_' || !utf8.ValidRune(rune(n)) {
			continue
		}
		tail := append(utf8.AppendRune(nil, rune(n)), b[i+7:]...)
		b = append(b[:i], tail...)
	}
	if bytes.IndexByte(b, '\r') >= 0 {
		b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
	}
	return b
}
