package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"artel/base/again"
	"artel/base/fault"
	"artel/door/sheet"
)

// held is the token under which an upload is kept.
func (r reply) held() string {
	r.t.Helper()
	_, rest, ok := strings.Cut(r.body, `name="_held" value="`)
	if !ok {
		r.t.Fatalf("nothing is held:\n%s", r.body)
	}
	token, _, _ := strings.Cut(rest, `"`)
	return token
}

// mendsIn are the fields of a page's wrong rows, as a browser would send them.
func mendsIn(html string) url.Values {
	all := url.Values{}
	for part := range strings.SplitSeq(html, `name="mends.`) {
		name, rest, ok := strings.Cut(part, `"`)
		if !ok || strings.Contains(name, "<") || strings.HasSuffix(name, ".drop") {
			continue
		}
		_, rest, _ = strings.Cut(rest, `value="`)
		value, _, _ := strings.Cut(rest, `"`)
		all.Set("mends."+name, value)
	}
	return all
}

const wrongMembers = "no,name,standing,grade,joined,hobby\nM003,Li,nobody,1,1956-01-03,chess\nM004,赵四,member,2,1956-01-03,\nM005,Sun,member,2,1956-13-01,\nM006,Wu,member,2,soon,\n"

// Wrong rows are put right where they stand, without choosing the file again;
// what was right before stays, and the log says what was put right.
func TestWrongRowsAreMendedInPlace(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	p := newTown(t).person("books")
	look := p.upload("/sheet/import", url.Values{tryName: {"1"}}, map[string]string{"members.csv": wrongMembers}).
		wants(http.StatusOK, "This is no standing.", `value="nobody"`, `value="1956-13-01"`, "column “hobby” of sheet “members”", "3 things to put right", "Wrong rows of", "Check again", "chess")
	send := mendsIn(look.body)
	for name := range send {
		switch send.Get(name) {
		case "nobody":
			if strings.HasSuffix(name, ".value") {
				send.Set(name, "member")
			}
		case "1956-13-01":
			if strings.HasSuffix(name, ".value") {
				send.Set(name, "1956-12-01")
			}
		}
	}
	send.Set(heldName, look.held())
	send.Set(tryName, "1")
	again := p.post("/sheet/import", send).wants(http.StatusOK, "1 things to put right", "2 cells are put right here", `value="soon"`, `value="1956-12-01"`)
	send = mendsIn(again.body)
	for name := range send {
		if strings.HasSuffix(name, ".value") && send.Get(name) == "soon" {
			at := strings.TrimSuffix(name, ".value")
			drop := url.Values{at + ".sheet": {"members"}, at + ".row": {"5"}, at + ".drop": {"yes"}}
			for k := range drop {
				send.Set(k, drop.Get(k))
			}
		}
	}
	send.Set(heldName, again.held())
	send.Set(tryName, "1")
	right := p.post("/sheet/import", send).wants(http.StatusOK, "Every row is right.", "Take in")
	send = mendsIn(right.body)
	_, rest, _ := strings.Cut(right.body, `.drop" value="yes"`)
	if rest == "" {
		t.Fatal("the row left out is forgotten")
	}
	name := right.body[strings.LastIndex(right.body[:len(right.body)-len(rest)], `name="mends.`)+len(`name="`):]
	name, _, _ = strings.Cut(name, `"`)
	send.Set(name, "yes")
	send.Set(heldName, right.held())
	p.post("/sheet/import", send).wants(http.StatusOK, "Done, as act")
	p.get("/member/list").wants(http.StatusOK, "赵四", "M003", "M005").lacks("M006")
	p.get("/log/show").wants(http.StatusOK, "1956-12-01", "nobody")
}

func TestMendsAreMeantForTheFile(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	p := newTown(t).person("books")
	for words, mend := range map[string][4]string{
		"stands under": {"members", "2", "standing", "somebody"}, "has no row 99": {"members", "99", "standing", ""}, "has no column “height”": {"members", "2", "height", ""},
	} {
		f := url.Values{tryName: {"1"}, "mends.0.sheet": {mend[0]}, "mends.0.row": {mend[1]}, "mends.0.column": {mend[2]}, "mends.0.was": {mend[3]}, "mends.0.value": {"member"}}
		if r := p.upload("/sheet/import", f, map[string]string{"members.csv": wrongMembers}); !strings.Contains(r.body, words) {
			t.Errorf("%d without %q: %s", r.StatusCode, words, r.body)
		}
	}
	p.upload("/sheet/import", url.Values{"keep_right": {"yes"}}, map[string]string{"members.csv": wrongMembers}).wants(http.StatusOK, "Done, as act", "This is no standing.")
	p.get("/member/list").wants(http.StatusOK, "M004").lacks("M003")
}

func TestSheetsPage(t *testing.T) {
	r := sheet.Report{File: `a"<b>.xlsx`, Sheets: []sheet.SheetReport{{Sheet: "members", Rows: 3, Added: 1, Known: 1, Wrong: 1,
		Read: []sheet.Understood{{Written: "编号", Means: "no"}, {Written: "name", Means: "name"}}, Corrections: []again.Change{{Row: 2, Was: "a", Now: "b"}}}},
		Problems: []fault.Problem{{Sheet: "members", Row: 3, Column: "joined", Value: "soon", Wrong: "The cell is empty.", Fix: "Fill it in."}, {Sheet: "work", Row: 1, Wrong: "The sheet is empty."}},
		Wrong:    []sheet.WrongRow{{Sheet: "members", Row: 3, Cells: []sheet.WrongCell{{Column: "编号", Value: "M1"}, {Column: "joined", Value: "soon", Problems: []fault.Problem{{Wrong: "The cell is empty.", Fix: "Fill it in."}}}}}},
		Ignored:  []string{"column “hobby” of sheet “members”"}}
	p := sheetsPage{Form: actPage{answered: true, tried: true, form: form{held: "T", values: map[string]string{}}}, Report: &r}
	html := rendered(t, "en", p.look)
	has(t, html, "编号 = no", `href="/marked/T"`, "The cell is empty. Fill it in.", "The sheet is empty.", "leave this row out", "Corrections of earlier rows", "a&#34;&lt;b&gt;.xlsx")
	has(t, rendered(t, "zh", p.look), "读懂了什么", "这一格是空的", "表“社员”的列“hobby”")
	has(t, rendered(t, "en", sheetsPage{}.look), `type="file"`, "Look at it", "Choose files")
}
