package main

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/cloudflare/circl/blindsign/blindrsa"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"artel/base/cal"
	"artel/base/db/dbtest"
	"artel/coop/assembly"
)

type command = func(ts *testscript.TestScript, neg bool, args []string)

// scriptCommands are what scripts may say beside what testscript knows:
//
//	dbsum                  remember what the database holds, every row of it
//	unchanged              the database is as it was when last remembered
//	mini DIR               copy the sheets of a small co-operative
//	picture FILE           draw a small picture, a PNG
//	samejson A B           two files hold the same JSON
//	xlsx FILE SHEET=CSV…   make a workbook, its days and numbers real ones; -text makes all cells text
//	badxlsx KIND FILE      make a workbook that must be refused, or that hurts
//	oldyuan DIR TO KEY     the sheets of a year in old yuan, and what they come to, worked out here
//	seal FILE CHOICE       write a paper for the secret vote opened in FILE; its envelope is $BLINDED
//	unseal FILE            take the stamp in FILE off the envelope; $TOKEN and $PROOF are the paper's
//	fromfile NAME FILE     $NAME is what is in FILE; with OLD NEW behind it, changed so
//	agrees PROGRAM FILE    a plain-text ledger program comes to the balances of “ledger balances --json” on standard input
var scriptCommands = map[string]command{
	"dbsum": dbsum, "unchanged": unchanged, "mini": mini, "samejson": sameJSON, "xlsx": makeXLSX, "badxlsx": makeBad,
	"oldyuan": makeOld, "agrees": agrees, "picture": makePicture,
	"seal": seal, "unseal": unseal, "fromfile": fromFile,
}

func wants(ts *testscript.TestScript, neg bool, args []string, n int) {
	if neg || len(args) < n {
		ts.Fatalf("that is not how the command is used")
	}
}

// database is the one that artel would open.
func database(ts *testscript.TestScript) string {
	where := ts.Getenv("ARTEL_DB")
	switch {
	case where == "":
		return ts.MkAbs("artel.db")
	case strings.Contains(where, "://"):
		return where
	}
	return ts.MkAbs(where)
}

func fromFile(ts *testscript.TestScript, neg bool, args []string) {
	wants(ts, neg, args, 2)
	text := ts.ReadFile(args[1])
	if len(args) == 4 {
		if !strings.Contains(text, args[2]) {
			ts.Fatalf("%s has no %s", args[1], args[2])
		}
		text = strings.Replace(text, args[2], args[3], 1)
	}
	ts.Setenv(args[0], text)
}

func dbsum(ts *testscript.TestScript, neg bool, args []string) {
	wants(ts, neg, args, 0)
	digest, err := dbtest.Digest(database(ts))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(".dbsum"), []byte(digest), 0o600))
}

func unchanged(ts *testscript.TestScript, neg bool, args []string) {
	before, err := os.ReadFile(ts.MkAbs(".dbsum"))
	ts.Check(err)
	digest, err := dbtest.Digest(database(ts))
	ts.Check(err)
	if same := digest == string(before); same == neg {
		ts.Fatalf("the database is as it was: %v", same)
	}
}

func mini(ts *testscript.TestScript, neg bool, args []string) {
	wants(ts, neg, args, 1)
	ts.Check(os.CopyFS(ts.MkAbs(args[0]), os.DirFS(ts.Getenv("MINI"))))
}

func makePicture(ts *testscript.TestScript, neg bool, args []string) {
	wants(ts, neg, args, 1)
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(png.Encode(f, image.NewGray(image.Rect(0, 0, 8, 8))))
	ts.Check(f.Close())
}

// paper is the paper that was sealed last.
type paper struct {
	client blindrsa.Client
	state  blindrsa.State
}

var papers sync.Map // by the script's folder

func seal(ts *testscript.TestScript, neg bool, args []string) {
	wants(ts, neg, args, 2)
	var it struct{ Key string }
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &it))
	der, err := base64.StdEncoding.DecodeString(it.Key)
	ts.Check(err)
	key, err := x509.ParsePKIXPublicKey(der)
	ts.Check(err)
	client, err := blindrsa.NewClient(blindrsa.SHA384PSSDeterministic, key.(*rsa.PublicKey))
	ts.Check(err)
	token := rand.Text()
	blinded, state, err := client.Blind(rand.Reader, []byte(assembly.PaperText(args[1], token)))
	ts.Check(err)
	papers.Store(ts.MkAbs("."), paper{client, state})
	ts.Setenv("TOKEN", token)
	ts.Setenv("BLINDED", base64.StdEncoding.EncodeToString(blinded))
}

func unseal(ts *testscript.TestScript, neg bool, args []string) {
	wants(ts, neg, args, 1)
	var got assembly.Stamped
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &got))
	stamp, err := base64.StdEncoding.DecodeString(got.Stamps[0])
	ts.Check(err)
	last, _ := papers.Load(ts.MkAbs("."))
	proof, err := last.(paper).client.Finalize(last.(paper).state, stamp)
	ts.Check(err)
	ts.Setenv("PROOF", base64.StdEncoding.EncodeToString(proof))
}

func sameJSON(ts *testscript.TestScript, neg bool, args []string) {
	wants(ts, false, args, 2)
	var two [2]any
	for i, name := range args[:2] {
		d := json.NewDecoder(strings.NewReader(ts.ReadFile(name)))
		d.UseNumber()
		ts.Check(d.Decode(&two[i]))
	}
	if reflect.DeepEqual(two[0], two[1]) == neg {
		ts.Fatalf("%s and %s hold the same: %v; %s", args[0], args[1], !neg == false, jsonDifference("", two[0], two[1]))
	}
}

// jsonDifference is the first place where two values differ.
func jsonDifference(at string, a, b any) string {
	x, ok := a.(map[string]any)
	y, ok2 := b.(map[string]any)
	if !ok || !ok2 {
		return fmt.Sprintf("%s: %v and %v", at, a, b)
	}
	names := map[string]bool{}
	for k := range x {
		names[k] = true
	}
	for k := range y {
		names[k] = true
	}
	for k := range names {
		if !reflect.DeepEqual(x[k], y[k]) {
			return jsonDifference(at+"/"+k, x[k], y[k])
		}
	}
	return "no difference"
}

var (
	looksDay    = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)
	looksNumber = regexp.MustCompile(`^-?\d+(\.\d+)?$`)
)

func makeXLSX(ts *testscript.TestScript, neg bool, args []string) {
	wants(ts, neg, args, 2)
	asText := args[0] == "-text"
	if asText {
		args = args[1:]
	}
	f := excelize.NewFile()
	defer f.Close()
	date, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	ts.Check(err)
	for i, arg := range args[1:] {
		sheet, from, _ := strings.Cut(arg, "=")
		if i == 0 {
			ts.Check(f.SetSheetName("Sheet1", sheet))
		} else {
			_, err := f.NewSheet(sheet)
			ts.Check(err)
		}
		r := csv.NewReader(strings.NewReader(strings.TrimPrefix(ts.ReadFile(from), "\ufeff")))
		r.FieldsPerRecord = -1
		records, err := r.ReadAll()
		ts.Check(err)
		for y, record := range records {
			for x, text := range record {
				at, err := excelize.CoordinatesToCellName(x+1, y+1)
				ts.Check(err)
				ts.Check(setCell(f, sheet, at, text, date, asText || y == 0))
			}
		}
	}
	ts.Check(f.SaveAs(ts.MkAbs(args[0])))
}

func setCell(f *excelize.File, sheet, at, text string, date int, asText bool) error {
	switch {
	case text == "":
		return nil
	case asText:
		return f.SetCellStr(sheet, at, text)
	case looksDay.MatchString(text):
		serial := cal.Days("1899-12-30", cal.Day(text)) - 1
		if err := f.SetCellStyle(sheet, at, at, date); err != nil {
			return err
		}
		return f.SetCellDefault(sheet, at, strconv.Itoa(serial))
	case looksNumber.MatchString(text):
		return f.SetCellDefault(sheet, at, text)
	case strings.HasPrefix(text, "="):
		return f.SetCellFormula(sheet, at, text[1:])
	}
	return f.SetCellStr(sheet, at, text)
}

// makeBad writes an .xlsx by hand, of one sheet “work”, with something in it
// that no bookkeeper means.
func makeBad(ts *testscript.TestScript, neg bool, args []string) {
	wants(ts, neg, args, 2)
	const relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	heading := `<row r="1">`
	for _, name := range []string{"date", "member", "operation", "quantity", "quality", "hours"} {
		heading += `<c t="str"><v>` + name + `</v></c>`
	}
	heading += `</row>`
	files := map[string]string{
		"[Content_Types].xml":        `<Types><Default Extension="xml" ContentType="application/xml"/></Types>`,
		"_rels/.rels":                `<Relationships><Relationship Id="rId1" Type="` + relation + `officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook><workbookPr/><sheets><sheet name="work" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="` + relation + `worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
	}
	row := func(quantity string) string {
		return `<row r="2"><c t="str"><v>1956-03-31</v></c><c t="str"><v>M001</v></c><c t="str"><v>make chair</v></c>` + quantity + `<c t="str"><v>1</v></c><c><v>10</v></c></row>`
	}
	rows := row(`<c><v>3</v></c>`)
	switch args[0] {
	case "good":
	case "bomb":
		files["xl/media/bomb.bin"] = strings.Repeat(" ", 60<<20)
	case "macros":
		files["xl/vbaProject.bin"] = "Sub AutoOpen()"
	case "samename":
		files["xl/workbook.xml"] = `<workbook><sheets><sheet name="work" sheetId="1" r:id="rId1"/><sheet name="Work" sheetId="2" r:id="rId1"/></sheets></workbook>`
	case "samemeaning":
		files["xl/workbook.xml"] = `<workbook><sheets><sheet name="work" sheetId="1" r:id="rId1"/><sheet name="劳动记录" sheetId="2" r:id="rId1"/></sheets></workbook>`
	case "giant":
		rows = row(`<c t="str"><v>` + strings.Repeat("9", 40<<20) + `</v></c>`)
	case "formula":
		rows = row(`<c t="e"><f>D1/0</f><v>#DIV/0!</v></c>`)
	case "unworked":
		rows = row(`<c><f>A1+B1</f></c>`)
	case "entities":
		files["xl/workbook.xml"] = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>` + files["xl/workbook.xml"]
	default:
		ts.Fatalf("there is no bad workbook of the kind %s", args[0])
	}
	files["xl/worksheets/sheet1.xml"] = `<worksheet><sheetData>` + heading + rows + `</sheetData></worksheet>`
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range files {
		w, err := z.Create(name)
		ts.Check(err)
		_, err = w.Write([]byte(text))
		ts.Check(err)
	}
	ts.Check(z.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b.Bytes(), 0o600))
}

// agrees holds the balances that hledger or beancount come to against those of
// the trial balance, account by account and currency by currency.
func agrees(ts *testscript.TestScript, neg bool, args []string) {
	wants(ts, neg, args, 3)
	var trial struct {
		Accounts []struct {
			Account, Kind, Currency string
			Balance                 int64
		}
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[2])), &trial))
	want := map[string]string{}
	for _, a := range trial.Accounts {
		if a.Balance != 0 {
			digits := 2
			if a.Currency == "CNY-OLD" {
				digits = 0
			}
			want[a.Account+" "+a.Currency] = strconv.FormatInt(a.Balance, 10) + " " + strconv.Itoa(digits)
		}
	}
	got := map[string]int64{}
	for _, record := range balancesBy(ts, args[0], ts.MkAbs(args[1])) {
		parts := strings.Split(record[0], ":")
		for amount := range strings.SplitSeq(record[1], ", ") {
			fields := strings.Fields(amount)
			if len(fields) != 2 {
				continue
			}
			whole, part, _ := strings.Cut(strings.ReplaceAll(fields[0], ",", ""), ".")
			n, err := strconv.ParseInt(whole+part, 10, 64)
			ts.Check(err)
			got[parts[1]+" "+strings.Trim(fields[1], `"`)] += n
		}
	}
	for key, text := range want {
		n, _, _ := strings.Cut(text, " ")
		if strconv.FormatInt(got[key], 10) != n {
			ts.Fatalf("%s has %d in account %s, artel %s", args[0], got[key], key, n)
		}
		delete(got, key)
	}
	for key, n := range got {
		if n != 0 {
			ts.Fatalf("%s has %d in account %s, artel nothing", args[0], n, key)
		}
	}
}

// balancesBy are account and amount, as the program says them.
func balancesBy(ts *testscript.TestScript, program, journal string) [][]string {
	var cmd *exec.Cmd
	switch program {
	case "hledger":
		cmd = exec.Command("hledger", "-f", journal, "balance", "--flat", "--no-total", "-O", "csv")
	case "beancount":
		if out, err := exec.Command("bean-check", journal).CombinedOutput(); err != nil {
			ts.Fatalf("bean-check: %v\n%s", err, out)
		}
		cmd = exec.Command("bean-query", "-f", "csv", journal, "select account, sum(number) as number, currency group by account, currency order by account")
	default:
		ts.Fatalf("unknown program %s", program)
	}
	var said bytes.Buffer
	cmd.Stderr, cmd.Env = &said, append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := cmd.Output()
	if err != nil {
		ts.Fatalf("%s: %v\n%s", program, err, said.String())
	}
	r := csv.NewReader(bytes.NewReader(out))
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	records, err := r.ReadAll()
	ts.Check(err)
	for i, record := range records {
		for j := range record {
			record[j] = strings.TrimSpace(record[j])
		}
		if len(record) == 3 {
			records[i] = []string{record[0], record[1] + " " + record[2]}
		}
	}
	return slices.DeleteFunc(records[1:], func(r []string) bool { return !strings.Contains(r[0], ":") })
}

// Every act is done rightly in some script, and refused in some.
func TestEveryActHasItsScripts(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "script", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	var all strings.Builder
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
		all.WriteByte('\n')
	}
	for _, a := range acts {
		typed := `(?m)^%sartel (--\S+( [^-\s]\S*)? )*` + regexp.QuoteMeta(a.Name) + `\b`
		if !regexp.MustCompile(fmt.Sprintf(typed, "")).MatchString(all.String()) {
			t.Errorf("no script does “%s”", a.Name)
		}
		if !regexp.MustCompile(fmt.Sprintf(typed, "! ")).MatchString(all.String()) {
			t.Errorf("no script has “%s” refused", a.Name)
		}
	}
}
