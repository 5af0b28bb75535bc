package web

import (
	"errors"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"artel/base/fault"
)

// How long a person's line may take to bring what they send. Whoever sends on
// purpose a letter a minute, on a thousand lines, holds nothing up.
const (
	patience       = 30 * time.Second // for a form
	patienceUpload = 10 * time.Minute // for files
)

// named lets in only requests for the names this site goes by, where they were
// said: a name that somebody else had pointed here (DNS rebinding) is refused.
func (s *site) named(next http.Handler) http.Handler {
	if len(s.opts.Hosts) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !slices.ContainsFunc(s.opts.Hosts, func(h string) bool { return strings.EqualFold(h, hostName(r)) }) {
			http.Error(w, "This site does not go by that name.", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// paced gives what is sent its time and no more. The time is for the sending
// only: what is done with it may take longer.
func (s *site) paced(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body == nil || r.Body == http.NoBody {
			next.ServeHTTP(w, r)
			return
		}
		wait := patience
		if s.opts.Patience > 0 {
			wait = s.opts.Patience
		}
		if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
			wait *= patienceUpload / patience
		}
		line := http.NewResponseController(w)
		if line.SetReadDeadline(time.Now().Add(wait)) == nil { // a test's recorder has no line
			r.Body = &timed{r.Body, line}
		}
		next.ServeHTTP(w, r)
	})
}

// timed is a body that is read under a deadline, which is over at its end.
type timed struct {
	io.ReadCloser
	line *http.ResponseController
}

func (t *timed) Read(p []byte) (int, error) {
	n, err := t.ReadCloser.Read(p)
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		err = errSlow
	case err == io.EOF:
		_ = t.line.SetReadDeadline(time.Time{})
	}
	return n, err
}

var errSlow = fault.Invalid.Errorf("What you sent did not arrive in time. Send it once more.")
