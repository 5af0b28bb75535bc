package book

import (
	"archive/zip"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"artel/base/fault"
)

// pack is a zip whose directory has been found harmless. Nothing is ever
// unpacked to disk, so a wicked name could do nothing; one is refused all the
// same, because no honest program writes it.
type pack struct {
	label string
	files map[string]*zip.File // by name in small letters: the format's own rule
}

// A bomb is a big entry that unpacks to more than bombRatio times its size.
// The XML of a spreadsheet of one repeated number stays below 100.
const (
	bombRatio = 200
	bombSize  = 50 << 20
)

// openZip opens an .xlsx, or a zip of CSV files.
func (w *Workbook) openZip() (*Workbook, error) {
	p, err := w.unpack()
	if err != nil {
		return nil, err
	}
	if p.files["[content_types].xml"] != nil {
		return w.openXLSX(p)
	}
	if slices.ContainsFunc(p.names(), func(name string) bool { return isCSV(path.Base(name)) }) {
		return w.openPacked(p)
	}
	return nil, p.notWorkbook()
}

func (w *Workbook) unpack() (*pack, error) {
	directory := &meter{at: w.at, left: 8 << 20}
	r, err := zip.NewReader(directory, w.size)
	if directory.left < 0 || err == nil && len(r.File) > mostEntries {
		return nil, fault.Invalid.Errorf("%s is not a workbook: it is an archive of more than 10,000 files.", w.name)
	}
	if errors.Is(err, zip.ErrInsecurePath) {
		return nil, badName(w.name)
	}
	if err != nil {
		return nil, cutShort(w.name)
	}
	directory.done = true
	p := &pack{label: w.name, files: map[string]*zip.File{}}
	total := uint64(0)
	for _, f := range r.File {
		if err := p.add(f); err != nil {
			return nil, err
		}
		total += min(f.UncompressedSize64, mostBytes+1)
		bomb := f.UncompressedSize64 > bombSize && f.UncompressedSize64/bombRatio > f.CompressedSize64
		if total > mostBytes || bomb {
			return nil, fault.Invalid.Errorf("%s unpacks to far more than any workbook holds and is refused.", w.name)
		}
	}
	return p, nil
}

// add takes in one entry of the directory.
func (p *pack) add(f *zip.File) error {
	name := f.Name
	if !utf8.ValidString(name) { // as Windows in Chinese packs it
		if s, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil {
			name = s
		}
	}
	name = strings.ReplaceAll(name, `\`, "/") // some .NET programs
	f.Name = name
	if strings.HasSuffix(name, "/") {
		return nil
	}
	if path.Clean("/"+name) != "/"+name || strings.ContainsAny(name, "\x00:") {
		return badName(p.label)
	}
	if f.Flags&1 != 0 {
		return fault.Invalid.Errorf("%s is locked with a password. Pack it again without one.", p.label)
	}
	name = strings.ToLower(name)
	if p.files[name] != nil {
		return fault.Invalid.Errorf("%s is damaged: it holds %q twice. Save it again.", p.label, tidy(name))
	}
	p.files[name] = f
	return nil
}

// names lists the entries by name, without those that systems hide in a zip.
func (p *pack) names() []string {
	var names []string
	for name := range p.files {
		if !strings.HasPrefix(name, "__macosx/") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// open opens an entry by name. It reads no more than the directory declared.
func (p *pack) open(name string) (io.ReadCloser, error) {
	f := p.files[strings.ToLower(name)]
	if f == nil {
		return nil, fault.Invalid.Errorf("%s is damaged: the part %q is missing. Save it again.", p.label, tidy(name))
	}
	in, err := f.Open()
	if err != nil {
		return nil, cutShort(p.label)
	}
	return &entry{in, p.label}, nil
}

// notWorkbook says what the zip is instead, where that is easily seen.
func (p *pack) notWorkbook() error {
	has := func(name string) bool { return p.files[name] != nil }
	switch {
	case has("content.xml") && has("mimetype"):
		return fault.Invalid.Errorf("%s is an OpenDocument file (.ods). Open it and save it as .xlsx.", p.label)
	case has("index/document.iwa") || has("index.zip"):
		return fault.Invalid.Errorf("%s is a Numbers file. Export it to Excel (.xlsx).", p.label)
	case has("xl/workbook.bin"):
		return fault.Invalid.Errorf("%s is a binary workbook (.xlsb). Save it as .xlsx.", p.label)
	case has("word/document.xml") || has("ppt/presentation.xml"):
		return fault.Invalid.Errorf("%s is not a workbook: it is a text document or slides. Hand in an .xlsx or a .csv.", p.label)
	}
	for name := range p.files {
		if strings.HasSuffix(name, ".xlsx") {
			return fault.Invalid.Errorf("%s is an archive with a workbook in it. Unpack it and hand in the workbook.", p.label)
		}
	}
	return fault.Invalid.Errorf("%s is not a workbook: there are neither sheets nor .csv files in it.", p.label)
}

func cutShort(label string) error {
	return fault.Invalid.Errorf("%s is damaged or was cut short on the way. Save it again, or copy it again.", label)
}

func badName(label string) error {
	return fault.Invalid.Errorf("%s holds files whose names lead out of it, which no spreadsheet program writes. It is refused.", label)
}

// meter bounds what is read of a zip to know its directory, which a wicked
// file could make as large as itself.
type meter struct {
	at   io.ReaderAt
	left int
	done bool
}

func (m *meter) ReadAt(p []byte, off int64) (int, error) {
	if !m.done {
		if m.left -= len(p); m.left < 0 {
			return 0, io.ErrUnexpectedEOF
		}
	}
	return m.at.ReadAt(p, off)
}

// entry turns what archive/zip says of damage into a sentence. It has checked
// size and checksum by the end.
type entry struct {
	io.ReadCloser
	label string
}

func (e *entry) Read(p []byte) (int, error) {
	n, err := e.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		err = cutShort(e.label)
	}
	return n, err
}
