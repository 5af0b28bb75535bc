package sheet_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"artel/base/act"
	"artel/base/db"
	"artel/base/db/dbtest"
	"artel/base/fault"
	"artel/coop/pay"
	"artel/coop/unit"
	"artel/coop/work"
	"artel/coop/year"
	"artel/door/sheet"
)

// small is a co-operative of three, right in every row.
func small() map[string]string {
	return map[string]string{
		"unit":    "field,value\nname,Small Weavers\ntrade,weaving\ncurrency,CNY\nyear,1956\n",
		"charter": "rule,value\ntool_discount_pct,10\ntool_instalments,3\naccumulation_pct,40\nwelfare_pct,10\neducation_pct,5\napprentice_pay_pct,60\n",
		"members": "no,name,sex,born,standing,grade,joined,left\nM001,Li Ming,M,1920,member,1,1955-01-01,\nM002,Wang Lan,F,1921,member,2,1956-02-01,1956-10-31\nA01,Xiao Hu,M,1940,apprentice,1,1956-01-01,\n",
		"shares":  "date,member,kind,amount\n1955-01-01,M001,cash share,10.00\n1956-02-01,M002,entrance fee,2.00\n",
		"tools":   "no,member,tool,appraised,taken_over,discount_pct,instalments,life_years\nT1,M001,loom,100.00,1956-03-01,10,3,10\n",
		"rates":   "operation,unit,quality,rate,norm_per_hour\nweave,piece,1,0.42,2\nweave,piece,reject,0,\nspin,kg,1,1.10,\n",
		"work":    "date,member,operation,quantity,quality,hours\n1956-03-01,M001,weave,10,1,8\n1956-03-02,M002,spin,5,1,8\n1956-03-03,A01,weave,3,reject,8\n",
		"stock":   "date,kind,amount\n1955-12-31,materials,5.00\n1956-12-31,materials,1.00\n",
		"sales":   "date,customer,customer_kind,order_kind,product,quality,quantity,amount\n1956-04-01,Shop,household,direct,mat,1,2,9.00\n",
	}
}

// folder writes sheets as CSV files.
func folder(t *testing.T, sheets map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range sheets {
		if err := os.WriteFile(filepath.Join(dir, name+".csv"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// books is a database and the unit in it.
type books struct {
	*db.DB
	call act.Call
}

func newBooks(d *db.DB) books {
	return books{d, act.Call{Unit: unit.NewID(), Door: "cli", By: act.Caller{Name: "test", Roles: []act.Role{act.Operator}}}}
}

func (b books) do(name string, values map[string]string) (any, error) {
	for _, acts := range [][]act.Act{sheet.Acts, year.Acts, pay.Acts, work.Acts} {
		if a, _, ok := act.Find(acts, strings.Fields(name)); ok {
			answer, err := a.Run(context.Background(), b.DB, b.call, act.Values(values))
			return answer.Out, err
		}
	}
	return nil, fmt.Errorf("no act %s", name)
}

func (b books) take(t *testing.T, path string) sheet.Report {
	t.Helper()
	out, err := b.do("sheet import", map[string]string{"path": path})
	if err != nil {
		t.Fatal(err)
	}
	return out.(sheet.Report)
}

func with(change func(map[string]string)) map[string]string {
	s := maps.Clone(small())
	change(s)
	return s
}

// add is small with more rows in a sheet.
func add(name, rows string) map[string]string {
	return with(func(s map[string]string) { s[name] += rows })
}

// Every wrong row is told by sheet, row, column and value, and nothing is kept.
func TestWrongRows(t *testing.T) {
	for _, c := range []struct {
		name   string
		sheets map[string]string
		want   []string // sheet, row, column, value, and words of the sentence
	}{
		{"unknown member", add("work", "1956-03-04,M999,weave,1,1,8\n"), []string{"work|5|member|M999|no such member"}},
		{"unknown operation", add("work", "1956-03-04,M001,dye,1,1,8\n"), []string{"work|5|operation|dye|no rate"}},
		{"unknown quality", add("work", "1956-03-04,M001,weave,1,9,8\n"), []string{"work|5|quality|9|no rate"}},
		{"another year", add("work", "1957-03-04,M001,weave,1,1,8\n"), []string{"work|5|date|1957-03-04|not in 1956"}},
		{"before joining", add("work", "1956-01-04,M002,weave,1,1,8\n"), []string{"work|5|date|1956-01-04|joined on 1956-02-01"}},
		{"after leaving", add("work", "1956-11-04,M002,weave,1,1,8\n"), []string{"work|5|date|1956-11-04|left on 1956-10-31"}},
		{"negative", add("work", "1956-03-04,M001,weave,-1,1,8\n"), []string{"work|5|quantity|-1|not negative"}},
		{"above the norm", add("work", "1956-03-04,M001,weave,38,1,4\n"), []string{"work|5|quantity|38|above any norm"}},
		{"far above what is usual", add("work", strings.Repeat("1956-03-05,M001,spin,5,1,8\n", 8)+"1956-03-04,M001,spin,99999,1,8\n"), []string{"work|13|quantity|99999|above any norm"}},
		{"too many hours", add("work", "1956-03-04,M001,weave,1,1,900\n"), []string{"work|5|hours|900|more than anybody"}},
		{"no day", add("work", ",M001,weave,1,1,8\n"), []string{"work|5|date||empty"}},
		{"no such day", add("work", "1956-02-30,M001,weave,1,1,8\n"), []string{"work|5|date|1956-02-30|calendar"}},
		{"no number", add("work", "1956-03-04,M001,weave,ten,1,8\n"), []string{"work|5|quantity|ten|not a number"}},
		{"a tool twice", add("tools", "T1,M001,loom,100.00,1956-03-01,10,3,10\n"), []string{"tools|3|no|T1|taken over in row 2"}},
		{"a discount over 100", add("tools", "T2,M001,loom,100.00,1956-03-01,110,3,10\n"), []string{"tools|3|discount_pct|110|between 0 and 100"}},
		{"a percentage over 100", with(func(s map[string]string) {
			s["charter"] = strings.Replace(s["charter"], "welfare_pct,10", "welfare_pct,101", 1)
		}), []string{"charter|5|value|101|over 100"}},
		{"percentages over 100 together", with(func(s map[string]string) {
			s["charter"] = strings.Replace(s["charter"], "welfare_pct,10", "welfare_pct,70", 1)
		}), []string{"charter|5|value|70|together"}},
		{"a rule nobody knows", add("charter", "tax_rate,10\n"), []string{"charter|8|rule|tax_rate|no rule"}},
		{"parts of a coin", add("shares", "1956-03-01,M001,cash share,10.005\n"), []string{"shares|4|amount|10.005|digits after the point"}},
		{"shares of an apprentice", add("shares", "1956-03-01,A01,cash share,10\n"), []string{"shares|4|member|A01|apprentice"}},
		{"shares of a leaver", add("shares", "1956-12-01,M002,cash share,10\n"), []string{"shares|4|date|1956-12-01|left on"}},
		{"a number given twice", add("members", "M001,Li Min,M,1920,member,1,1955-01-01,\n"), []string{"members|5|no|M001|row 2"}},
		{"left before joining", add("members", "M003,Li Min,M,1920,member,1,1956-05-01,1956-04-01\n"), []string{"members|5|left|1956-04-01|before they joined"}},
		{"a sale for nothing", add("sales", "1956-04-01,Shop,household,direct,mat,1,2,0\n"), []string{"sales|3|amount|0.00|more than 0"}},
		{"a missing column", with(func(s map[string]string) { s["sales"] = "date,customer\n1956-04-01,Shop\n" }), []string{"sales|1|order_kind||missing", "sales|1|product||missing", "sales|1|quantity||missing", "sales|1|amount||missing"}},
		{"rejects that earn", add("rates", "spin,kg,reject,0.5,\n"), []string{"rates|5|rate|0.5|earn nothing"}},
		{"many at once", with(func(s map[string]string) {
			s["work"] += "1956-03-04,M999,weave,1,1,8\n1956-03-04,M001,dye,1,1,8\n"
			s["sales"] += "1957-04-01,Shop,household,direct,mat,1,2,3\n"
		}), []string{"work|5|member|M999|", "work|6|operation|dye|", "sales|3|date|1957-04-01|"}},
		{"rows that wait for a wrong one", with(func(s map[string]string) { s["members"] = strings.Replace(s["members"], "1955-01-01", "1955-13-01", 1) }), []string{"members|2|joined|1955-13-01|calendar"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			where := dbtest.SQLite(t)
			b := newBooks(dbtest.Open(t, where))
			before := digest(t, where)
			_, err := b.do("sheet import", map[string]string{"path": folder(t, c.sheets)})
			rows := (*fault.Rows)(nil)
			if !errors.As(err, &rows) {
				t.Fatalf("no wrong rows: %v", err)
			}
			if len(rows.Problems) != len(c.want) {
				t.Errorf("%d problems, want %d:\n%v", len(rows.Problems), len(c.want), err)
			}
			for i, p := range rows.Problems[:min(len(rows.Problems), len(c.want))] {
				want := strings.SplitN(c.want[i], "|", 5)
				got := []string{p.Sheet, fmt.Sprint(p.Row), p.Column, p.Value}
				if strings.Join(got, "|") != strings.Join(want[:4], "|") || !strings.Contains(p.Wrong, want[4]) || p.Fix == "" {
					t.Errorf("%v: %s %s; want %v", got, p.Wrong, p.Fix, want)
				}
			}
			if digest(t, where) != before {
				t.Error("something was kept")
			}
		})
	}
}

func digest(t *testing.T, where string) string {
	t.Helper()
	d, err := dbtest.Digest(where)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// A sheet comes again: the same, grown, mended; and what is kept is right.
func TestSheetsComeAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newBooks(d)
		if r := b.take(t, folder(t, small())); !r.Changed {
			t.Error("nothing was taken in")
		}
		if r := b.take(t, folder(t, small())); r.Changed {
			t.Errorf("the same sheets changed something: %+v", r)
		}
		grown := add("work", "1956-03-04,M001,weave,4,1,8\n1956-03-04,M001,weave,4,1,8\n")
		if w := of(b.take(t, folder(t, grown)), "work"); w.Added != 2 || w.Known != 3 || w.Corrected != 0 {
			t.Errorf("a longer sheet: %+v", w)
		}
		grown["work"] = strings.Replace(grown["work"], "M001,weave,10,1,8", "M001,weave,12,1,8", 1)
		w := of(b.take(t, folder(t, grown)), "work")
		if w.Corrected != 1 || w.Added != 0 || w.Corrections[0].Row != 2 || !strings.Contains(w.Corrections[0].Was, "10") || !strings.Contains(w.Corrections[0].Now, "12") {
			t.Errorf("a mended row: %+v", w)
		}
		alone := map[string]string{"work": "date,member,operation,quantity,quality,hours\n1956-05-01,M001,weave,1,1,8\n"}
		if w := of(b.take(t, folder(t, alone)), "work"); w.Added != 1 || w.Corrected != 0 {
			t.Errorf("a sheet of another month: %+v", w)
		}
		out, err := b.do("pay run", map[string]string{"month": "1956-03"})
		if err != nil {
			t.Fatal(err)
		}
		// 12 + 4 + 4 at 0.42, and 5 at 1.10
		if run := out.(pay.MonthRun); run.Total.String() != "13.90" {
			t.Errorf("March comes to %s", run.Total)
		}
	})
}

func of(r sheet.Report, name string) sheet.SheetReport {
	for _, s := range r.Sheets {
		if s.Sheet == name {
			return s
		}
	}
	return sheet.SheetReport{}
}

// A closed year takes the same sheets again, and nothing else.
func TestClosedYear(t *testing.T) {
	b := newBooks(dbtest.Open(t, dbtest.SQLite(t)))
	b.take(t, folder(t, small()))
	if _, err := b.do("year close", map[string]string{"year": "1956"}); err != nil {
		t.Fatal(err)
	}
	if r := b.take(t, folder(t, small())); r.Changed {
		t.Error("the same sheets changed a closed year")
	}
	for _, sheets := range []map[string]string{
		add("work", "1956-03-04,M001,weave,1,1,8\n"),
		add("sales", "1956-04-02,Shop,household,direct,mat,1,2,9.00\n"),
		with(func(s map[string]string) { s["stock"] = strings.Replace(s["stock"], "1.00", "2.00", 1) }),
	} {
		_, err := b.do("sheet import", map[string]string{"path": folder(t, sheets)})
		if err == nil || !strings.Contains(err.Error(), "is closed") {
			t.Errorf("a closed year was changed: %v", err)
		}
	}
}

// The right rows are kept where the user says so.
func TestKeepRight(t *testing.T) {
	b := newBooks(dbtest.Open(t, dbtest.SQLite(t)))
	marked := filepath.Join(t.TempDir(), "marked.xlsx")
	out, err := b.do("sheet import", map[string]string{"path": folder(t, add("work", "1956-03-04,M999,weave,1,1,8\n")), "keep_right": "yes", "marked": marked})
	if err != nil {
		t.Fatal(err)
	}
	if r := out.(sheet.Report); len(r.Problems) != 1 || of(r, "work").Added != 3 {
		t.Errorf("%+v", r)
	}
	f, err := excelize.OpenFile(marked)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	comments, err := f.GetComments("work")
	if err != nil || len(comments) != 1 || comments[0].Cell != "B5" {
		t.Errorf("the wrong cell is not marked: %v, %v", comments, err)
	}
}

// Chinese names, other separators and forms of numbers and days mean the same.
func TestOtherWaysToWrite(t *testing.T) {
	b := newBooks(dbtest.Open(t, dbtest.SQLite(t)))
	s := small()
	delete(s, "work")
	delete(s, "sales")
	s["劳动记录"] = "\ufeff备注;日期;社员;工序;数量;质量;工时\n;1956/3/1;M001;weave;10;1;8\n\n好;1956年3月2日;M002;spin;1,005.5;1;380\n"
	s["销售"] = "日期,客户,客户类别,销售方式,产品,质量,数量,金额\n1956.4.1,Shop,household,加工,mat,1,\"1,200\",\"¥2,345.60\"\n"
	r := b.take(t, folder(t, s))
	if of(r, "劳动记录").Added != 2 || of(r, "销售").Added != 1 || len(r.Ignored) != 1 {
		t.Errorf("%+v", r)
	}
	out, err := b.do("work list", nil)
	if err != nil {
		t.Fatal(err)
	}
	rows := out.([]work.Record)
	if len(rows) != 2 || rows[1].Day != "1956-03-02" || rows[1].Quantity.String() != "1005.5" || rows[1].Line != 4 {
		t.Errorf("%+v", rows)
	}
}

// Files that are no sheets get a sentence, and nothing is kept.
func TestNoSheets(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for path, words := range map[string]string{
		write("garbage.xlsx", "\x00\x01\x02 nonsense"):                 "garbage.xlsx",
		write("garbage.csv", "\x00\x01\x02\x00\xff\xfe\x00"):           "garbage.csv",
		write("empty.csv", ""):                                         "empty.csv",
		filepath.Join(dir, "nothing.xlsx"):                             "nothing.xlsx",
		folder(t, map[string]string{"poems": "a,b\n1,2\n"}):            "no sheet that can be taken in",
		folder(t, map[string]string{"work": "date\n", "劳动记录": "日期\n"}): "two sheets of the same meaning",
		folder(t, map[string]string{"work": small()["work"]}):          "no co-operative",
	} {
		where := dbtest.SQLite(t)
		b := newBooks(dbtest.Open(t, where))
		before := digest(t, where)
		_, err := b.do("sheet import", map[string]string{"path": path})
		if fault.Of(err) == "" || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", path, err)
		}
		if digest(t, where) != before {
			t.Errorf("%s: something was kept", path)
		}
	}
}
