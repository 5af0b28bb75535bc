package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// seen is the number that a form carries of what its person had before them.
func (r reply) seen() string {
	r.t.Helper()
	_, rest, ok := strings.Cut(r.body, `name="_seen" value="`)
	if !ok {
		r.t.Fatalf("the form does not say what was seen:\n%s", r.body)
	}
	seq, _, _ := strings.Cut(rest, `"`)
	return seq
}

// Two people have the same member before them; the second is shown what the
// first did, and may send again.
func TestTwoChangeTheSame(t *testing.T) {
	to := newTown(t)
	books, chair := to.person("books"), to.person("chair")
	seen := books.get("/member/change?member=M001").wants(http.StatusOK).seen()
	change := func(member, name, grade, seen string) url.Values {
		return url.Values{keyName: {"k" + grade + name}, "_seen": {seen}, "member": {member}, "since": {"1956-02-01"}, "grade": {grade}, "name": {name}, "why": {"test"}}
	}
	chair.post("/member/change", change("M001", "Hu Senior", "", seen)).wants(http.StatusOK, "Done, as act")
	chair.post("/member/change", change("M002", "", "5", seen)).wants(http.StatusOK, "Done, as act") // another member is another thing
	r := books.post("/member/change", change("M001", "", "4", seen)).
		wants(http.StatusConflict, "Since you looked, chair changed this too", "What was done meanwhile", "Hu Senior", `value="4"`)
	if n := strings.Count(r.body, `class="seq"`); n != 1 {
		t.Errorf("%d acts are told, not the one on this member", n)
	}
	books.post("/member/change", change("M001", "", "4", seen)).wants(http.StatusConflict) // the same page once more
	books.post("/member/change", change("M001", "", "4", r.seen())).wants(http.StatusOK, "Done, as act")
	books.post("/member/change", change("M001", "", "4", r.seen())).wants(http.StatusOK, "was done already") // a double click is no second person
	books.get("/member/show?member=M001").wants(http.StatusOK, "Hu Senior")

	// A leaving is a change of the same member; a wrong field keeps what was seen.
	seen = books.get("/member/leave?member=M001").seen()
	chair.post("/member/change", change("M001", "", "6", seen)).wants(http.StatusOK, "Done, as act")
	leave := url.Values{keyName: {"l"}, "_seen": {seen}, "member": {"M001"}, "day": {"someday"}}
	if again := books.post("/member/leave", leave).wants(http.StatusUnprocessableEntity).seen(); again != seen {
		t.Errorf("after a wrong field the form says %s was seen, not %s", again, seen)
	}
}

// The day's list says what it showed: a record mended there meanwhile is not
// mended twice.
func TestARecordIsMendedOnce(t *testing.T) {
	p := workshop(t).person("books")
	p.post("/work/record", workRows("k", [6]string{"", "M001", "make chair", "", "2", "2"})).wants(http.StatusOK)
	list := p.get("/work/record?_day=1956-03-01").wants(http.StatusOK)
	_, rest, _ := strings.Cut(list.body, `href="/work/correct?`)
	at, _, _ := strings.Cut(rest, `"`)
	form := p.get("/work/correct?"+strings.ReplaceAll(at, "&amp;", "&")).wants(http.StatusOK, `value="make chair"`)
	mend := url.Values{"number": {"1"}, "quantity": {"3"}, "_seen": {form.seen()}}
	p.town.person("chair").post("/work/correct", mend).wants(http.StatusOK, "Done")
	mend.Set("quantity", "4")
	p.post("/work/correct", mend).wants(http.StatusConflict, "Since you looked, chair changed this too", `value="4"`)
}
