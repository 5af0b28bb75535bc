package book

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"artel/base/fault"
)

// coding is how a CSV file writes its letters. It does not say itself, so the
// whole file is looked through once, when it is opened: UTF-16 is known by its
// mark, UTF-8 by being valid to the last byte, and what is left is GB18030
// (which takes in GBK and GB2312), as Chinese spreadsheets save it.
type coding uint8

const (
	codingUTF8 coding = iota
	codingUTF16
	codingGB
)

// reader gives the text as UTF-8, without the mark at the start.
func (c coding) reader(in io.Reader) io.Reader {
	switch c {
	case codingUTF16:
		return transform.NewReader(in, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	case codingGB:
		return transform.NewReader(in, simplifiedchinese.GB18030.NewDecoder())
	}
	buffered := bufio.NewReader(in)
	if head, _ := buffered.Peek(3); string(head) == "\ufeff" {
		buffered.Discard(3)
	}
	return buffered
}

// survey reads the file once, to know its coding, its length in lines and its
// digest, which it returns.
func (t *table) survey() (string, error) {
	file, err := t.open()
	if err != nil {
		return "", err
	}
	defer file.Close()
	hash := sha256.New()
	in := bufio.NewReader(io.TeeReader(file, hash))
	head, _ := in.Peek(3)
	marked := string(head) == "\ufeff"
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		t.coding = codingUTF16
	}
	var found letterCount
	if err := found.read(t.coding.reader(in)); err != nil {
		return "", err
	}
	switch {
	case found.control:
		err = t.notText()
	case t.coding == codingUTF16 && found.lost > 0:
		err = t.garbled(found.at)
	case found.bad > 0 && (marked || found.good > 4*found.bad):
		err = t.garbled(found.at) // UTF-8 with a wound; GB18030 would make nonsense of it
	case found.bad > 0:
		found, err = t.surveyGB()
	}
	t.lines = found.lines
	return hex.EncodeToString(hash.Sum(nil)), err
}

func (t *table) surveyGB() (letterCount, error) {
	var found letterCount
	file, err := t.open()
	if err != nil {
		return found, err
	}
	defer file.Close()
	t.coding = codingGB
	if err := found.read(t.coding.reader(file)); err != nil {
		return found, err
	}
	if found.control {
		return found, t.notText()
	}
	if found.lost > 0 {
		return found, fault.Invalid.Errorf("%s is written neither in UTF-8 nor in UTF-16 nor in GB18030 (line %d). Save it as \"CSV UTF-8\".", t.file, found.at)
	}
	return found, nil
}

func (t *table) notText() error {
	return fault.Invalid.Errorf("%s is not a text table: it holds bytes that are no letters. Save the sheet as .csv or the workbook as .xlsx.", t.file)
}

func (t *table) garbled(line int) error {
	return fault.Invalid.Errorf("%s is damaged in line %d: a letter there is broken off. Save it again as \"CSV UTF-8\".", t.file, line)
}

// letterCount is what there is to know of a stream of UTF-8.
type letterCount struct {
	lines   int
	good    int  // letters of several bytes
	bad     int  // bytes that are no UTF-8
	lost    int  // marks left by a decoder where it could not
	at      int  // the line of the first bad or lost one
	control bool // a byte that no text has
}

func (c *letterCount) read(in io.Reader) error {
	buf, kept, last := make([]byte, 64<<10), 0, byte('\n')
	newlines, returns := 0, 0
	for {
		n, err := in.Read(buf[kept:])
		text := buf[:kept+n]
		end := len(text)
		if err == nil {
			end = whole(text)
		}
		for i := 0; i < end; {
			b := text[i]
			if b < utf8.RuneSelf {
				switch {
				case b >= ' ':
				case b == '\n':
					newlines++
				case b == '\r':
					returns++
				case b != '\t' && b != '\v' && b != '\f':
					c.control = true
				}
				last = b
				i++
				continue
			}
			i += c.letter(text[i:end], newlines)
			last = b
		}
		kept = copy(buf, text[end:])
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
	}
	c.lines = max(newlines, returns)
	if last != '\n' && last != '\r' {
		c.lines++
	}
	return nil
}

// letter counts the letter at the start of text and returns its length.
func (c *letterCount) letter(text []byte, newlines int) int {
	r, size := utf8.DecodeRune(text)
	if r != utf8.RuneError {
		c.good++
		return size
	}
	if c.bad+c.lost == 0 {
		c.at = newlines + 1
	}
	if size == 1 {
		c.bad++
	} else {
		c.lost++
	}
	return size
}

// whole is how much of text ends with a whole letter.
func whole(text []byte) int {
	for i := len(text) - 1; i >= 0 && i >= len(text)-utf8.UTFMax; i-- {
		if utf8.RuneStart(text[i]) {
			if utf8.FullRune(text[i:]) {
				break
			}
			return i
		}
	}
	return len(text)
}
