package audit_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"artel/base/act"
	"artel/base/db"
	"artel/base/db/dbtest"
	"artel/coop/assembly"
	"artel/coop/audit"
	"artel/coop/surplus"
	"artel/coop/unit"
	"artel/coop/year"
	"artel/door/sheet"
)

// whole is a small co-operative's year, shared out.
func whole(t *testing.T, d *db.DB) string {
	t.Helper()
	sheets, err := filepath.Abs("../../testdata/mini")
	if err != nil {
		t.Fatal(err)
	}
	id := unit.NewID()
	for _, one := range []struct{ name, body string }{
		{"sheet import", `{"path":"` + sheets + `"}`},
		{"year close", `{"year":"1956"}`},
		{"assembly resolve", `{"number":1,"date":"1957-01-20","text":"Share out","for":3,"against":1}`},
		{"surplus distribute", `{"year":"1956","resolution":1}`},
	} {
		for _, a := range slices.Concat(sheet.Acts, year.Acts, assembly.Acts, surplus.Acts) {
			if a.Name != one.name {
				continue
			}
			call := act.Call{Unit: id, Door: "cli", By: act.Caller{Name: "ming", Roles: []act.Role{act.Operator}}}
			if _, err := a.Run(context.Background(), d, call, act.JSON([]byte(one.body))); err != nil {
				t.Fatalf("%s: %v", one.name, err)
			}
		}
	}
	return id
}

func failures(t *testing.T, d *db.DB) (list []string) {
	t.Helper()
	units, err := audit.All(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	if len(units["mini"]) != 11 {
		t.Fatalf("%d checks", len(units["mini"]))
	}
	for _, c := range units["mini"] {
		if c.Fail != "" {
			list = append(list, c.Fail)
		}
	}
	return list
}

func TestWholeRecordsHold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		whole(t, d)
		if f := failures(t, d); len(f) > 0 {
			t.Error(f)
		}
	})
}

// Whoever gets at the database file from outside is found out: each change here
// is one that somebody would gain by, made as well as SQL alone can make it.
func TestTamperingIsFound(t *testing.T) {
	original := filepath.Join(t.TempDir(), "whole.db")
	d, err := db.Open(original)
	if err != nil {
		t.Fatal(err)
	}
	whole(t, d)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	for name, one := range map[string]struct{ change, says string }{
		"an amount":             {`update posting set amount = amount + 1 where entry = 5 and line = (select min(line) from posting where entry = 5)`, "Entry 5 does not balance"},
		"both sides":            {`update posting set amount = amount * 2 where entry = 5`, "Entry 5"},
		"a party":               {`update posting set party = 'M002' where entry = 1 and party = 'M001'`, "Entry 1"},
		"a day":                 {`update entry set day = '1956-01-09' where number = 8`, "Entry 8"},
		"a memo":                {`update entry set memo = 'Gift' where number = 8`, "Entry 8"},
		"an entry gone":         {`pragma foreign_keys=0; delete from entry where number = 4; delete from posting where entry = 4`, "Entry 4 is missing"},
		"the last entry gone":   {`pragma foreign_keys=0; delete from posting where entry = (select max(number) from entry); delete from entry where number = (select max(number) from entry)`, ""},
		"an entry put in":       {`insert into entry select unit, 99, day, 'More', kind, currency, 0, act, hash from entry where number = 2; insert into posting select unit, month, 99, line, account, party, amount from posting where entry = 2`, ""},
		"a kept balance":        {`update balance set debit = debit + 5 where account = '1010' and month = '1956-02'`, "The balance of account 1010"},
		"a balance gone":        {`delete from balance where account = '2010'`, "is missing"},
		"a party's balance":     {`update party_balance set credit = credit + 5 where account = '2010' and party = 'M001' and month = '1956-02'`, "The balance of account 2010 M001"},
		"a party's gone":        {`delete from party_balance where account = '2010' and party = 'M001'`, "is missing"},
		"a log line gone":       {`delete from act_log where seq = 3`, "Act 3 is missing"},
		"a log line changed":    {`update act_log set who = 'nobody' where seq = 2`, "Act 2"},
		"the log's end":         {`delete from act_log where seq = 4`, ""},
		"a share":               {`update share set amount = amount + 1000 where number = 1`, "M001 holds 30.00 CNY in the register and 20.00 CNY in the books"},
		"a share's owner":       {`update share set member = 'M002' where number = 1`, "M001|M002"},
		"an entrance fee":       {`update share set amount = amount + 100 where kind = 'entrance fee'`, "Entrance fees"},
		"a share gone":          {`delete from share where number = 4`, "M003 has shares in the books|M003 holds"},
		"a tool's price":        {`update tool set price = price - 100 where no = 'T001'`, "The tools are worth"},
		"a tool gone":           {`delete from tool where no = 'T002'`, "The tools are worth"},
		"a work record":         {`update work set quantity = quantity * 2 where number = 5`, "work records of M001 for 1956-02"},
		"work put in":           {`insert into work select unit, 99, day, member, operation, quality, quantity, hours, act, 0, 0 from work where number = 8`, "work records of M004 for 1956-05"},
		"work gone":             {`delete from work where number = 13`, "M001"},
		"a rate":                {`update rate set rate = '1.30' where operation = 'make chair' and quality = '1'`, "work records"},
		"a pay slip":            {`update pay_slip set amount = amount + 1 where member = 'M001' and month = '1956-02'`, "The slip of M001 for 1956-02"},
		"a slip and its line":   {`update pay_slip set amount = 4920 where member = 'M001' and month = '1956-02'; update pay_line set quantity = 41000000 where member = 'M001' and month = '1956-02'`, "Pay run 1 of 1956-02"},
		"a pay run":             {`update pay_run set total = total + 1 where month = '1956-02'`, "Pay run 1 of 1956-02"},
		"a portion":             {`update portion set amount = amount + 1 where member = 'M001' and pool = 'labour_dividend'`, "labour_dividend of M001"},
		"a portion gone":        {`delete from portion where member = 'M001'`, "portions of 1956 are kept"},
		"the facts":             {`update distribution set facts = replace(facts, '"153.4"', '"163.4"')`, ""},
		"a rule in the facts":   {`update distribution set facts = replace(facts, '"welfare_pct":"10"', '"welfare_pct":"11"')`, ""},
		"a distribution's line": {`update distribution set entry = 3`, "is not what the division of 1956 gives"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			where := filepath.Join(t.TempDir(), "changed.db")
			b, err := os.ReadFile(original)
			if err == nil {
				err = os.WriteFile(where, b, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			before, err := dbtest.Digest(where)
			if err != nil {
				t.Fatal(err)
			}
			byForce(t, where, one.change)
			if after, err := dbtest.Digest(where); err != nil || after == before {
				t.Fatal("nothing was changed", err)
			}
			d := dbtest.Open(t, where)
			found := failures(t, d)
			if len(found) == 0 {
				t.Fatal("not found")
			}
			for want := range strings.SplitSeq(one.says, "|") {
				if strings.Contains(strings.Join(found, "\n"), want) {
					return
				}
			}
			t.Errorf("said %q, without %q", found, one.says)
		})
	}
}

// byForce takes the triggers away and changes what they guard; before that, the
// database itself must have refused.
func byForce(t *testing.T, where, change string) {
	t.Helper()
	raw, err := sql.Open("sqlite", where)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	raw.SetMaxOpenConns(1)
	rows, err := raw.Query(`select name from sqlite_master where type = 'trigger'`)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if len(names) < 40 {
		t.Fatalf("%d triggers", len(names))
	}
	for _, name := range names {
		if _, err := raw.Exec("drop trigger " + name); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := raw.Exec(change); err != nil {
		t.Fatal(err)
	}
}

// Of what is recorded for ever, the database itself lets nothing be changed or
// deleted, on either engine.
func TestTheDatabaseItselfRefuses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := whole(t, d)
		for _, q := range []string{
			`update posting set amount = 1`, `delete from posting`, `update entry set memo = ''`, `delete from entry`, `update act_log set who = ''`, `delete from act_log`,
			`update share set amount = 1`, `delete from share`, `update tool set price = 1`, `delete from tool`, `update work set quantity = 1`, `delete from work`,
			`update pay_slip set amount = 1`, `delete from pay_slip`, `update resolution set votes_for = 99`, `delete from resolution`, `update portion set amount = 1`,
			`delete from portion`, `update distribution set facts = ''`, `delete from distribution`, `update member set name = ''`, `delete from member`, `update rate set rate = '9'`,
			`update charter set value = '9'`, `delete from charter`, `delete from period`, `update period set state = 'open'`, `update sale set amount = 1`, `delete from purchase`, `delete from expense`,
		} {
			err := d.Write(context.Background(), db.Who{Unit: id}, func(tx *db.Tx) error { return tx.Exec(q) })
			if err == nil || !strings.Contains(err.Error(), "never changed or deleted") {
				t.Errorf("%s: %v", q, err)
			}
		}
		if f := failures(t, d); len(f) > 0 {
			t.Error(f)
		}
	})
}
