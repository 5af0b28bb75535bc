package book

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"artel/base/fault"
)

// Open opens a folder of CSV files, one CSV file, a zip of them or an .xlsx.
func Open(path string) (*Workbook, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.Missing.Errorf("There is no file or folder %s.", path)
	}
	if err != nil {
		return nil, unreadable(tidy(path), err)
	}
	if abs, err := filepath.Abs(path); err == nil {
		path = abs // so that "." has a name
	}
	w := &Workbook{name: tidy(path), path: path}
	if info.IsDir() {
		return w.openFolder(path)
	}
	if !info.Mode().IsRegular() {
		return nil, fault.Invalid.Errorf("%s is neither a file nor a folder.", w.name)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, unreadable(w.name, err)
	}
	w.at, w.size, w.closer = file, info.Size(), file
	if _, err := w.open(); err != nil {
		file.Close()
		return nil, err
	}
	return w, nil
}

// OpenBytes opens an upload: an .xlsx, a .csv or a .zip of CSV files. The data
// must stay as it is until Close.
func OpenBytes(name string, data []byte) (*Workbook, error) {
	w := &Workbook{name: tidy(name), at: bytes.NewReader(data), size: int64(len(data))}
	return w.open()
}

// open looks at what the content is, not what its name says.
func (w *Workbook) open() (*Workbook, error) {
	if w.size == 0 {
		return nil, fault.Invalid.Errorf("%s is empty. Was it saved before it was sent?", w.name)
	}
	if w.size > mostBytes {
		return nil, fault.Invalid.Errorf("%s is larger than 1 GB. Split it by year or by sheet.", w.name)
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, w.content()); err != nil {
		return nil, unreadable(w.name, err)
	}
	w.digest = hex.EncodeToString(hash.Sum(nil))
	head := make([]byte, 512)
	n, err := w.at.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return nil, unreadable(w.name, err)
	}
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return w.openZip()
	case bytes.HasPrefix(head, []byte(ole)):
		return nil, w.oldFormat()
	}
	for _, m := range magic {
		if bytes.HasPrefix(head, []byte(m.head)) {
			return nil, fault.Invalid.Errorf(m.sentence, w.name)
		}
	}
	switch strings.ToLower(filepath.Ext(w.name)) {
	case ".csv", ".tsv", ".txt":
		return w.openCSV()
	}
	return nil, fault.Invalid.Errorf("%s is not a workbook: it is neither an .xlsx nor a .csv inside. Open it in the spreadsheet program and save it as .xlsx.", w.name)
}

func (w *Workbook) content() *io.SectionReader { return io.NewSectionReader(w.at, 0, w.size) }

// magic is what other files begin with that people hand in by mistake.
var magic = []struct{ head, sentence string }{
	{"%PDF", aPDF},
	{"\x89PNG", aPicture},
	{"\xff\xd8\xff", aPicture},
	{"GIF8", aPicture},
	{"Rar!", packed},
	{"7z\xbc\xaf\x27\x1c", packed},
	{"\x1f\x8b", packed},
	{"{\\rtf", aText},
}

const (
	aPDF     = "%s is not a workbook: it is a PDF. Hand in the .xlsx it was printed from."
	aPicture = "%s is not a workbook: it is a picture. Hand in an .xlsx or a .csv."
	aText    = "%s is not a workbook: it is a text document. Hand in an .xlsx or a .csv."
	packed   = "%s is not a workbook: it is a packed archive. Unpack it and hand in what is inside."
)

// ole is how the files of Office before 2007 begin, and locked newer ones.
const ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// oldFormat tells a locked .xlsx, which is wrapped in the old container, from
// a workbook that is old altogether.
func (w *Workbook) oldFormat() error {
	locked := utf16le("EncryptedPackage")
	window, in := make([]byte, 64<<10), w.content()
	for kept := 0; ; {
		n, err := io.ReadFull(in, window[kept:])
		if bytes.Contains(window[:kept+n], locked) {
			return fault.Invalid.Errorf("%s is locked with a password. Open it, take the password away, save it and hand it in again.", w.name)
		}
		if err != nil {
			break
		}
		kept = copy(window, window[len(window)-len(locked):])
	}
	return fault.Invalid.Errorf("%s is in the old .xls form. Open it in the spreadsheet program and save it as .xlsx.", w.name)
}

func utf16le(s string) []byte {
	var b []byte
	for _, c := range []byte(s) {
		b = append(b, c, 0)
	}
	return b
}

// unreadable puts what the system says about a file into a sentence. The
// system's own words stay out: they are English, terse, and name our paths.
func unreadable(name string, err error) error {
	switch {
	case fault.Of(err) != "":
		return err
	case errors.Is(err, fs.ErrNotExist):
		return fault.Missing.Errorf("%s is gone. Was it moved or renamed meanwhile?", name)
	case errors.Is(err, fs.ErrPermission):
		return fault.Invalid.Errorf("%s cannot be read: this account is not allowed to. Change its permissions or copy it elsewhere.", name)
	case errors.Is(err, syscall.ENAMETOOLONG):
		return fault.Invalid.Errorf("%s cannot be read: its name is too long. Rename it.", name)
	case errors.Is(err, fs.ErrClosed):
		return fault.Invalid.Errorf("%s was closed already. Open it again.", name)
	}
	return fault.Invalid.Errorf("%s cannot be read: the disk or the connection to it failed. Copy it elsewhere and try again.", name)
}
