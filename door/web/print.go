package web

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"artel/base/act"
	"artel/base/fault"
	"artel/coop/pay"
	"artel/coop/surplus"
	"artel/door/words"
)

// All slips of a year, or of a month, are printed in one go. Making hundreds of
// them takes longer than a page should, so it is a job: it runs on by itself, its
// page shows how far it is, and in the end there is one document with a slip a
// page. A job is its owner's only, and is cleared away an hour after it is done.

const (
	jobKept  = time.Hour
	mostJobs = 4 // that run at once
)

// batch is what can be printed so: the act that says who has a slip, the page of
// one slip, and which field of theirs says of when.
type batch struct {
	list, one string // acts
	of        string // field
	title     string // a format with of
	bearers   func(out any) []string
}

var batches = []batch{
	{"surplus slips", "surplus slip", "year", "Distribution slips %s", func(out any) (nos []string) {
		for _, b := range out.([]surplus.Bearer) {
			nos = append(nos, b.Member)
		}
		return nos
	}},
	{"pay slips", "pay slip", "month", "Pay slips %s", func(out any) (nos []string) {
		for _, b := range out.([]pay.Bearer) {
			nos = append(nos, b.Member)
		}
		return nos
	}},
}

// job is one printing under way, or done.
type job struct {
	mu          sync.Mutex
	id, title   string
	owner, unit string
	lang        string
	dir         string
	total, done int
	state       string // of a job
	why         string // it failed, as a sentence for its owner
}

// The states of a job.
const (
	jobRuns  = "runs"
	jobDone  = "done"
	jobFails = "failed"
)

// progress is where a job stands at one moment.
type progress struct {
	Done  int    `json:"done"`
	Total int    `json:"total"`
	State string `json:"state"`
	Words string `json:"words"`
}

func (j *job) progress() progress {
	j.mu.Lock()
	defer j.mu.Unlock()
	p := progress{Done: j.done, Total: j.total, State: j.state}
	say := words.Speak(j.lang)
	switch j.state {
	case jobDone:
		p.Words = say("All %d slips are ready.", j.total)
	case jobFails:
		p.Words = j.why
	default:
		p.Words = say("%d of %d slips", j.done, j.total)
	}
	return p
}

func (j *job) paper() string { return filepath.Join(j.dir, "slips.html") }

// press keeps the jobs.
type press struct {
	mu   sync.Mutex
	jobs map[string]*job
	kept time.Duration
}

// newPress also clears away what a run before this one left behind.
func newPress() *press {
	old, _ := filepath.Glob(filepath.Join(os.TempDir(), "artel-print-*"))
	for _, dir := range old {
		if info, err := os.Stat(dir); err == nil && time.Since(info.ModTime()) > 2*jobKept {
			os.RemoveAll(dir)
		}
	}
	return &press{jobs: map[string]*job{}, kept: jobKept}
}

// take enters a job, unless its owner has the same one running, or too many run.
func (p *press) take(j *job) (*job, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	running := 0
	for _, other := range p.jobs {
		if other.progress().State != jobRuns {
			continue
		}
		running++
		if other.owner == j.owner && other.unit == j.unit && other.title == j.title && other.lang == j.lang {
			return other, nil // a double click
		}
	}
	if running >= mostJobs {
		return nil, fault.Conflict.Errorf("%d printings are under way; start this one when one of them is done.", running)
	}
	var err error
	if j.dir, err = os.MkdirTemp("", "artel-print-"); err != nil {
		return nil, err
	}
	p.jobs[j.id] = j
	return j, nil
}

// end clears a job away after a while.
func (p *press) end(j *job) {
	time.AfterFunc(p.kept, func() {
		p.mu.Lock()
		delete(p.jobs, j.id)
		p.mu.Unlock()
		os.RemoveAll(j.dir)
	})
}

// of is a job of somebody's; another's is as if it were not.
func (p *press) of(id string, v *visit) (*job, error) {
	p.mu.Lock()
	j, ok := p.jobs[id]
	p.mu.Unlock()
	if !ok || j.owner != v.login || j.unit != v.unit.ID {
		return nil, fault.Missing.Errorf("This printing is not kept any more. Start it again.")
	}
	return j, nil
}

// startPrint starts a job.
func (s *site) startPrint(w http.ResponseWriter, v *visit) error {
	if err := readForm(v.r); err != nil {
		return err
	}
	i := slices.IndexFunc(batches, func(b batch) bool { return b.list == v.r.PostForm.Get("act") })
	if i < 0 {
		return fault.Missing.Errorf("There is no such printing.")
	}
	b := batches[i]
	a, _ := s.actNamed(b.list)
	when := v.r.PostForm.Get(b.of)
	out, err := v.ask(a, map[string]string{b.of: when})
	if err != nil {
		return err
	}
	lang := v.lang
	for _, l := range words.Languages {
		if l.Code == v.r.PostForm.Get("language") {
			lang = l.Code
		}
	}
	nos := b.bearers(out)
	j := &job{id: rand.Text(), title: words.Speak(lang)(b.title, when), owner: v.login, unit: v.unit.ID, lang: lang, total: len(nos), state: jobRuns}
	mine, err := s.press.take(j)
	if err != nil {
		return err
	}
	if mine == j {
		go s.printAll(j, b, v.call("web"), when, nos, v.unit.Name)
	}
	http.Redirect(w, v.r, "/print/"+mine.id, http.StatusSeeOther)
	return nil
}

// printAll is the job itself.
func (s *site) printAll(j *job, b batch, call act.Call, when string, nos []string, unit string) {
	defer s.press.end(j)
	err := func() (err error) {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
			}
		}()
		return s.printSlips(j, b, call, when, nos, unit)
	}()
	j.mu.Lock()
	defer j.mu.Unlock()
	j.state = jobDone
	if err != nil {
		say := words.Speak(j.lang)
		j.state, j.why = jobFails, sentence(say, err)
		if j.why == "" {
			s.log.Error("printing", "job", j.id, "err", err)
			j.why = say("Something went wrong on our side")
		}
	}
}

// printSlips writes the document slip by slip; each is the page of that slip, as
// its owner may see it.
func (s *site) printSlips(j *job, b batch, call act.Call, when string, nos []string, unit string) error {
	f, err := os.OpenFile(j.paper(), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	out := bufio.NewWriter(f)
	v := view{say: words.Speak(j.lang), lang: j.lang, unit: unit}
	begin, end, err := documentOf(v, j)
	if err != nil {
		return err
	}
	out.WriteString(begin)
	p := s.pages[b.one]
	for _, no := range nos {
		answer, err := p.act.Run(context.Background(), s.db, call, act.Values(map[string]string{"member": no, b.of: when}))
		if err != nil {
			return err
		}
		var one bytes.Buffer
		if err := p.look(v, answer.Out).Body.Render(&one); err != nil {
			return err
		}
		out.WriteString(unfold(one.String()))
		j.mu.Lock()
		j.done++
		j.mu.Unlock()
	}
	out.WriteString(end)
	if err := out.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// openTo is how far an explanation stands open on paper: deeper lines keep their
// result, so that a slip stays one page.
const openTo = 2

// unfold opens the first levels of the explanations, which nobody can on paper.
func unfold(html string) string {
	var b strings.Builder
	depth := 0
	for {
		i := strings.Index(html, "<details")
		k := strings.Index(html, "</details>")
		switch {
		case i >= 0 && i < k:
			depth++
			b.WriteString(html[:i] + "<details")
			html = html[i+len("<details"):]
			if depth <= openTo && !strings.HasPrefix(html, ` class="explanation" open`) {
				b.WriteString(" open")
			}
		case k >= 0:
			depth--
			b.WriteString(html[:k] + "</details>")
			html = html[k+len("</details>"):]
		default:
			b.WriteString(html)
			return b.String()
		}
	}
}

// printEvents tells how far a job is, while it runs, as server-sent events.
func (s *site) printEvents(w http.ResponseWriter, v *visit) error {
	j, err := s.press.of(v.r.PathValue("id"), v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/event-stream")
	flush := http.NewResponseController(w)
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		p := j.progress()
		if _, err := fmt.Fprintf(w, "data: %s\n\n", eventOf(p)); err != nil {
			return nil // nobody listens any more
		}
		if flush.Flush() != nil || p.State != jobRuns {
			return nil
		}
		select {
		case <-v.r.Context().Done():
			return nil
		case <-tick.C:
		}
	}
}

// printPaper hands out the document.
func (s *site) printPaper(w http.ResponseWriter, v *visit) error {
	j, err := s.press.of(v.r.PathValue("id"), v)
	if err != nil {
		return err
	}
	if j.progress().State != jobDone {
		return fault.Conflict.Errorf("The slips are not ready yet.")
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", j.lang)
	http.ServeFile(w, v.r, j.paper())
	return nil
}
