package ledger

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"artel/base/db"
	"artel/base/money"
)

// ExportIn asks for the whole journal in the format of another program.
type ExportIn struct {
	Format string `help:"the program that is to read it" choice:"hledger|beancount" default:"hledger"`
}

// Export is the whole journal as plain text that hledger or beancount accept.
// Both must come to the same balances as [TrialBalance].
func Export(tx *db.Tx, in ExportIn) (string, error) {
	accounts, err := selectAccounts(tx)
	if err != nil {
		return "", err
	}
	x := &exporter{beancount: in.Format == "beancount", accounts: map[string]Account{}, parties: map[[2]string]string{}, taken: map[string]bool{}}
	for _, a := range accounts {
		x.accounts[a.Code] = a
	}
	for e, err := range eachEntry(tx) {
		if err != nil {
			return "", err
		}
		x.entry(e.Entry)
	}
	return x.head(accounts) + x.body.String(), nil
}

// exporter writes one journal.
type exporter struct {
	beancount bool
	accounts  map[string]Account
	parties   map[[2]string]string // account's name in the journal, by code and party
	opened    []string             // those names, in the order of their first use
	taken     map[string]bool
	first     string
	units     []money.Currency
	body      strings.Builder
}

func (x *exporter) entry(e Entry) {
	if x.first == "" || string(e.Day) < x.first {
		x.first = string(e.Day)
	}
	if !containsUnit(x.units, e.Currency) {
		x.units = append(x.units, e.Currency)
	}
	memo := strings.Join(strings.Fields(e.Memo), " ")
	if x.beancount {
		fmt.Fprintf(&x.body, "%s * %s\n  number: \"%d\"\n", e.Day, quoted(memo), e.Number)
	} else {
		fmt.Fprintf(&x.body, "%s (%d) %s\n", e.Day, e.Number, strings.NewReplacer(";", ",", "|", "/").Replace(memo))
	}
	for _, p := range e.Postings {
		fmt.Fprintf(&x.body, "    %s  %s %s\n", x.name(p), money.Of(p.Amount, e.Currency), x.unit(e.Currency))
	}
	x.body.WriteByte('\n')
}

func containsUnit(units []money.Currency, c money.Currency) bool {
	for _, u := range units {
		if u == c {
			return true
		}
	}
	return false
}

// quoted is a string as beancount reads it.
func quoted(s string) string { return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"` }

// unit is the currency's name; hledger wants one that has a hyphen in quotes.
func (x *exporter) unit(c money.Currency) string {
	if !x.beancount && strings.ContainsFunc(string(c), func(r rune) bool { return !unicode.IsLetter(r) }) {
		return strconv.Quote(string(c))
	}
	return string(c)
}

var roots = map[string]string{"asset": "Assets", "liability": "Liabilities", "equity": "Equity", "income": "Income", "expense": "Expenses"}

// name is the account of a posting, a party's as an account below it. Both
// programs take letters of any script, digits and hyphens; two parties that
// come out alike are told apart by a number.
func (x *exporter) name(p Posting) string {
	key := [2]string{p.Account, p.Party}
	if n, ok := x.parties[key]; ok {
		return n
	}
	name := roots[x.accounts[p.Account].Kind] + ":" + component(p.Account)
	if p.Party != "" {
		name += ":" + component(p.Party)
	}
	unique := name
	for i := 2; x.taken[unique]; i++ {
		unique = fmt.Sprintf("%s-%d", name, i)
	}
	x.taken[unique] = true
	x.parties[key] = unique
	x.opened = append(x.opened, unique)
	return unique
}

func component(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return '-'
	}, s)
	if s == "" || s[0] == '-' || unicode.IsLower(rune(s[0])) {
		s = "X" + s
	}
	return s
}

// head declares currencies and accounts.
func (x *exporter) head(accounts []Account) string {
	var b strings.Builder
	if x.beancount {
		b.WriteString("option \"title\" \"artel\"\n")
		for _, u := range x.units {
			fmt.Fprintf(&b, "option \"operating_currency\" %q\n", string(u))
		}
		b.WriteByte('\n')
		for _, name := range x.opened {
			fmt.Fprintf(&b, "%s open %s\n", x.first, name)
		}
		b.WriteByte('\n')
		return b.String()
	}
	b.WriteString("decimal-mark .\n")
	for _, u := range x.units {
		fmt.Fprintf(&b, "commodity %s %s\n", sample(u), x.unit(u))
	}
	for _, a := range accounts {
		fmt.Fprintf(&b, "; %s %s\n", component(a.Code), a.Name)
	}
	for _, name := range x.opened {
		fmt.Fprintf(&b, "account %s\n", name)
	}
	b.WriteByte('\n')
	return b.String()
}

// sample shows hledger how many digits a currency has.
func sample(c money.Currency) string {
	if c.Digits() == 0 {
		return "1000."
	}
	return "1000." + strings.Repeat("0", c.Digits())
}
