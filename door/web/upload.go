package web

import (
	"cmp"
	"crypto/rand"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"artel/base/act"
	"artel/base/fault"
)

// isUpload says whether a field is a file that the act reads. On the web that is
// a file sent along.
func isUpload(f act.Field) bool { return f.Kind == "file" }

// isCopy says whether a field is where an act writes a marked copy of what was
// handed in. On the web nobody names a place on this machine: the copy is kept
// beside the upload, and handed out.
func isCopy(a act.Act, f act.Field) bool {
	return f.Name == "marked" && slices.ContainsFunc(a.Fields, isUpload)
}

// shelf keeps uploads from “Try” to “Do it”, so that nobody has to choose their
// files twice: a few, a short while, each for the person who sent it.
type shelf struct {
	mu    sync.Mutex
	known map[string]upload
}

type upload struct {
	dir, path, owner string
	since            time.Time
}

// copy is where a marked copy of the upload is written.
func (u upload) copy() string { return filepath.Join(u.dir, "marked.xlsx") }

// marked hands out the marked copy of an upload, to who sent it.
func (s *site) marked(w http.ResponseWriter, v *visit) error {
	up, ok := s.uploads.get(v.r.PathValue("token"), v.login)
	if _, err := os.Stat(up.copy()); !ok || err != nil {
		return fault.Missing.Errorf("The marked copy is not kept any more. Choose the file again and try it.")
	}
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", `attachment; filename="marked.xlsx"`)
	http.ServeFile(w, v.r, up.copy())
	return nil
}

const (
	mostKept = 8
	keptFor  = 20 * time.Minute
)

// newShelf also clears away what a run before this one left behind.
func newShelf() *shelf {
	old, _ := filepath.Glob(filepath.Join(os.TempDir(), "artel-upload-*"))
	for _, dir := range old {
		if info, err := os.Stat(dir); err == nil && time.Since(info.ModTime()) > 2*keptFor {
			os.RemoveAll(dir)
		}
	}
	return &shelf{known: map[string]upload{}}
}

// takeUploads puts what was sent, or what is still kept, into the act's input as
// a path. done tells whether it has served.
func (s *site) takeUploads(v *visit, f *form, given map[string]string) (done func(served bool), err error) {
	i := slices.IndexFunc(f.act.Fields, isUpload)
	if i < 0 {
		return func(bool) {}, nil
	}
	name := f.act.Fields[i].Name
	delete(given, name) // nobody names a file of this machine from outside
	token := f.held
	if v.r.MultipartForm != nil && len(v.r.MultipartForm.File[name]) > 0 {
		if token, err = s.uploads.put(v.login, v.r.MultipartForm.File[name]); err != nil {
			return nil, err
		}
	}
	up, ok := s.uploads.get(token, v.login)
	if !ok {
		return nil, &fault.Rows{Problems: []fault.Problem{{Column: name, Wrong: "No file was chosen.", Fix: "Choose the workbook, or all the sheets of its folder."}}}
	}
	given[name] = up.path
	os.Remove(up.copy()) // of an earlier try
	f.held, f.file, f.path = token, filepath.Base(up.path), up.path
	for _, field := range f.act.Fields {
		if isCopy(f.act, field) {
			given[field.Name] = up.copy()
		}
	}
	return func(served bool) {
		if served {
			s.uploads.drop(token)
			f.held, f.file = "", ""
		}
	}, nil
}

// put writes files into a private folder. One file is a workbook or a sheet;
// several are a folder of sheets.
func (s *shelf) put(owner string, files []*multipart.FileHeader) (token string, err error) {
	dir, err := os.MkdirTemp("", "artel-upload-")
	if err != nil {
		return "", err
	}
	at := filepath.Join(dir, "sheets")
	if err := os.Mkdir(at, 0o700); err != nil {
		return "", err
	}
	path := at
	for _, f := range files {
		to := filepath.Join(at, safeName(f.Filename))
		if err := save(f, to); err != nil {
			os.RemoveAll(dir)
			return "", err
		}
		if len(files) == 1 {
			path = to
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tidy()
	token = rand.Text()
	s.known[token] = upload{dir, path, owner, time.Now()}
	return token, nil
}

// safeName is a file's own name without anything that leads elsewhere.
func safeName(name string) string {
	name = filepath.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == '/' || r == 0x7f {
			return '_'
		}
		return r
	}, name)
	if name = strings.TrimLeft(name, "."); name == "" {
		return "sheet"
	}
	if runes := []rune(name); len(runes) > 80 { // its ending says what it is
		name = string(runes[len(runes)-80:])
	}
	return name
}

func save(f *multipart.FileHeader, to string) (err error) {
	from, err := f.Open()
	if err != nil {
		return err
	}
	defer from.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if os.IsExist(err) {
		return fault.Invalid.Errorf("Two of the files are called %s.", filepath.Base(to))
	}
	if err != nil {
		return err
	}
	_, err = io.Copy(out, from)
	return cmp.Or(err, out.Close())
}

func (s *shelf) get(token, owner string) (upload, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	up, ok := s.known[token]
	return up, ok && up.owner == owner
}

func (s *shelf) drop(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	os.RemoveAll(s.known[token].dir)
	delete(s.known, token)
}

// tidy removes what is old, and the oldest where there is too much.
func (s *shelf) tidy() {
	for len(s.known) > 0 {
		oldest := ""
		for token, up := range s.known {
			if oldest == "" || up.since.Before(s.known[oldest].since) {
				oldest = token
			}
		}
		if time.Since(s.known[oldest].since) < keptFor && len(s.known) < mostKept {
			return
		}
		os.RemoveAll(s.known[oldest].dir)
		delete(s.known, oldest)
	}
}
