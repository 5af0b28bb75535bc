package web

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"
)

// paid is a town where many have a slip of January's pay.
func paid(t *testing.T, members int) *town {
	to := newTown(t)
	to.must("charter begin", map[string]string{"template": "group"})
	to.must("work rate", map[string]string{"operation": "weave", "quality": "1", "rate": "0.50", "per": "piece", "since": "1956-01-01"})
	rows := map[string]string{}
	for i := range members {
		no := fmt.Sprintf("M%03d", i+1)
		if i >= 2 {
			to.must("member admit", map[string]string{"no": no, "name": "No <b>" + no + "</b> 社员", "joined": "1956-01-03"})
		}
		at := fmt.Sprintf("rows.%d.", i)
		rows[at+"day"], rows[at+"member"], rows[at+"operation"], rows[at+"quantity"], rows[at+"hours"] = "1956-01-20", no, "weave", fmt.Sprint(i+1), "8"
	}
	to.must("work record", rows)
	to.must("pay run", map[string]string{"month": "1956-01"})
	return to
}

// done waits for a job and gives its page.
func (p *person) printed(at string) reply {
	p.t.Helper()
	for range 200 {
		if r := p.get(at); !strings.Contains(r.body, `http-equiv="refresh"`) {
			return r
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.t.Fatal("the printing does not end")
	return reply{}
}

func TestPrintAllSlips(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	const many = 120
	to := paid(t, many)
	p := to.person("books")
	p.get("/pay/slips?month=1956-01").wants(http.StatusOK, fmt.Sprintf("Make all %d slips", many), "No &lt;b&gt;M003")
	p.get("/pay/slips?month=1956-02").wants(http.StatusNotFound, "has not been worked out")
	p.get("/surplus/slips?year=1956").wants(http.StatusNotFound)
	form := url.Values{"act": {"pay slips"}, "month": {"1956-01"}, "language": {"zh"}}
	at := p.post("/print", form).wants(http.StatusSeeOther).Header.Get("Location")
	if again := p.post("/print", form).Header.Get("Location"); again != at && !strings.Contains(p.get(at).body, "就绪") && !strings.Contains(p.get(at).body, "are ready") {
		t.Error("a double click prints twice")
	}
	p.printed(at).wants(http.StatusOK, at+"/paper")
	events := p.get(at+"/events").wants(http.StatusOK, `"state":"done"`, fmt.Sprintf(`"done":%d`, many))
	if got := events.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Error(got)
	}
	paper := p.get(at+"/paper").wants(http.StatusOK, `lang="zh"`, "M120", "No &lt;b&gt;M003&lt;/b&gt; 社员", "60.00", "这是怎样算出来的？").lacks("<b>M003", " style=")
	if n := strings.Count(paper.body, `<article class="slip"`); n != many {
		t.Errorf("%d slips, not %d", n, many)
	}
	if strings.Count(paper.body, "<html") != 1 || !strings.HasSuffix(paper.body, "</html>") {
		t.Error("it is not one document")
	}
	for _, path := range []string{at, at + "/paper", at + "/events"} {
		to.person("chair").get(path).wants(http.StatusNotFound, "not kept any more")
	}
	to.person("hu").post("/print", form).wants(http.StatusForbidden)
	to.person("").post("/print", form).wants(http.StatusForbidden)
	p.post("/print", url.Values{"act": {"member list"}}).wants(http.StatusNotFound)
}

func TestPrintingsAreClearedAway(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	p := newPress()
	p.kept = time.Millisecond
	j, err := p.take(&job{id: "a", owner: "ming", title: "x", state: jobRuns})
	if err != nil {
		t.Fatal(err)
	}
	if same, _ := p.take(&job{id: "b", owner: "ming", title: "x", state: jobRuns}); same != j {
		t.Error("the same printing runs twice")
	}
	for i := range mostJobs - 1 {
		if _, err := p.take(&job{id: fmt.Sprint(i), owner: "ming", title: fmt.Sprint(i), state: jobRuns}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.take(&job{id: "more", owner: "li", title: "y", state: jobRuns}); err == nil {
		t.Error("there is no end to printings at once")
	}
	p.end(j)
	for range 100 {
		if _, err := os.Stat(j.dir); os.IsNotExist(err) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("a printing is never cleared away")
}

func TestUnfold(t *testing.T) {
	for was, is := range map[string]string{
		`<p>no</p>`: `<p>no</p>`,
		`<details class="explanation" open>a<details>b<details>c</details></details><details>d</details></details>`: `<details class="explanation" open>a<details open>b<details>c</details></details><details open>d</details></details>`,
	} {
		if got := unfold(was); got != is {
			t.Errorf("%s", got)
		}
	}
}
