package web

import (
	"cmp"
	"slices"
	"strings"

	g "maragu.dev/gomponents"

	"artel/base/act"
)

// group is a noun with what the person may do with it.
type group struct {
	name  string
	links []link
}

type link struct{ name, path string }

// nouns are the groups of the navigation in their order, each with the first
// words of the acts in it. A noun that is not here has a group of its own.
var nouns = []struct {
	name  string
	first []string
}{
	{"Members", []string{"member"}},
	{"Shares and tools", []string{"capital", "share", "tool"}},
	{"Work", []string{"work"}},
	{"Pay", []string{"pay"}},
	{"Tasks and goods taken in", []string{"task"}},
	{"Products and stock", []string{"goods"}},
	{"Purchases", []string{"supply"}},
	{"Sales", []string{"sale"}},
	{"Expenses and costs", []string{"cost"}},
	{"Plan", []string{"plan"}},
	{"Credit", []string{"credit"}},
	{"Craftsmen outside", []string{"craftsman"}},
	{"Tax", []string{"tax"}},
	{"Books", []string{"ledger", "audit"}},
	{"Meetings", []string{"assembly"}},
	{"Year-end", []string{"year", "surplus"}},
	{"Sheets", []string{"sheet"}},
	{"Co-operative and charter", []string{"unit", "charter", "transition"}},
	{"Log of acts", []string{"log"}},
	{"Your account", []string{"account"}},
}

// titles are short names for acts whose help begins too long for a menu.
var titles = map[string]string{
	"member admit": "Admit a member", "member change": "Change particulars", "member leave": "Record a leaving",
	"member apply": "Take in an application", "member decide": "Decide on an application", "member applications": "Applications", "member settlement": "Settlement with a leaver", "member settle": "Settle with a leaver", "member charge": "Propose to exclude", "member hear": "Record a hearing", "member exclusions": "Proposals to exclude", "member inherit": "Pay heirs",
	"craftsman enter": "Enter a craftsman", "craftsman list": "Craftsmen outside",
	"member list": "Register of members", "member show": "A member's card",
	"capital subscribe": "Take in shares or a fee", "capital withdraw": "Give shares back", "capital correct": "Take a movement back",
	"capital takeover": "Buy out a tool", "capital bring": "Tool as a share", "capital payout": "Pay a member", "capital propose": "Propose a payment", "capital approve": "Approve a payment", "capital decline": "Decline a payment", "capital proposals": "Proposed payments",
	"capital shares": "Share register", "capital tools": "Tool register", "capital certificate": "Share certificate",
	"capital instalments": "Instalments for a tool",
	"pay run":             "Run the pay of a month", "pay list": "Pay runs of a year", "pay slip": "Pay slip", "pay register": "Pay of a month",
	"ledger open": "Open an account", "ledger post": "Post an entry", "ledger reverse": "Reverse an entry",
	"ledger accounts": "Chart of accounts", "ledger entry": "An entry", "ledger journal": "Journal", "ledger account": "An account",
	"ledger balances": "Trial balance", "ledger sheet": "Balance sheet", "ledger result": "Result of a year",
	"ledger persons": "Personal accounts", "ledger cash": "Cash book", "ledger export": "Export the journal",
	"assembly resolve": "Record a resolution", "assembly resolutions": "Book of resolutions", "assembly motion": "Put a motion to the vote",
	"assembly vote": "Vote on a motion", "assembly count": "Count a vote", "assembly motions": "Motions and votes", "assembly resolution": "Paper of a resolution",
	"assembly call": "Call a meeting", "assembly agenda": "Put on the agenda", "assembly withdraw": "Withdraw an item", "assembly calloff": "Call a meeting off", "assembly group": "Persons of a group member", "assembly proxy": "Give a proxy", "assembly begin": "Open a meeting", "assembly attend": "Who came, who left",
	"assembly open": "Open the vote on an item", "assembly say": "Cast an open vote", "assembly stamp": "Have an envelope stamped", "assembly box": "Open the box", "assembly cast": "Put a paper into the box", "assembly tally": "Count the vote on an item", "assembly note": "Write into the minutes", "assembly end": "Close a meeting", "assembly approve": "Approve the minutes",
	"assembly resign": "End a post", "assembly meetings": "Meetings", "assembly meeting": "A meeting", "assembly wall": "Screen for the wall", "assembly papers": "Papers of a secret vote", "assembly posts": "Posts and who holds them",
	"year close": "Close a year", "year reopen": "Open a year again", "unit redenominate": "Change the currency",
	"surplus year": "Year-end", "year open": "What is still open", "surplus preview": "Preview of the sharing", "surplus distribute": "Share out the surplus", "surplus statement": "Statement of a year",
	"surplus explain": "How a part was worked out", "surplus slip": "Distribution slip", "surplus slips": "All distribution slips", "pay slips": "All pay slips of a month",
	"charter waterfall": "Lines of the sharing", "charter adopt": "Adopt lines of the sharing",
	"surplus measure": "Record a measure", "surplus measures": "Measures on record",
	"unit people": "People", "unit role": "Give another role", "unit dismiss": "Take a role away", "unit password": "Give a new password", "unit close": "Close a login", "unit tie": "Tie a login to another service",
	"account show": "Your account", "account password": "Change your password", "account leave": "End a session", "account token": "Make a token", "account revoke": "End a token", "account forget": "Forget a passkey", "account passkey": "Make a passkey",
	"unit amend": "Change a fact", "unit stage": "Form and stage", "unit show": "The co-operative", "charter amend": "Amend a rule", "charter wage": "Set a reference wage", "charter show": "Rules as a table",
	"unit begin": "Founding", "unit found": "Founding", "charter begin": "Adopt a charter from a template", "charter templates": "Charters to begin with",
	"charter statutes": "The charter in words",
	"unit login":       "Give a login", "sheet import": "Bring in sheets", "sheet imports": "What was brought in", "sheet columns": "Sheets and columns",
	"work record": "Record work", "work correct": "Mend a work record", "work list": "Work records", "work rates": "Piece rates",
	"work rate": "Set a piece rate", "work fairrate": "Propose a piece rate", "pay differential": "Try a differential rate", "pay expect": "What rows would earn", "member names": "Names and numbers",
	"goods stock": "Store", "goods lying": "What lies with whom", "goods cards": "Cards", "goods card": "Write a card", "goods show": "A card", "goods picture": "Add a picture", "goods recipe": "Write a recipe", "goods recipes": "Recipes",
	"goods need": "What a number needs", "goods begin": "Begin the store", "goods move": "Move between stores", "goods stocktake": "Count a store", "goods correct": "Take a movement of stock back", "goods moves": "Movements of an item", "goods slip": "Paper of a movement",
	"task list": "Task board", "task show": "A task", "task give": "Give out a task", "task assign": "Divide the labour", "task issue": "Hand material out", "task return": "Take material back", "task accept": "Take goods in", "task lose": "Book lost material",
	"task end": "End a task", "task correct": "Take it back", "task accepted": "Goods taken in", "task quality": "Quality by maker", "task losses": "Material lost", "task explain": "How a loss was worked out",
	"supply orders": "Buying", "supply order": "Write an order to a supplier", "supply receive": "Receive", "supply bill": "Enter a supplier's bill", "supply pay": "Pay a supplier", "supply offers": "Waste and equipment on offer", "supply prices": "Prices over time", "supply show": "An order to a supplier",
	"sale orders": "Order book", "sale order": "Write an order of a customer", "sale deliver": "Deliver", "sale bill": "Write a bill", "sale paid": "Take a payment", "sale contracts": "Contracts", "sale contract": "Make a contract", "sale calloff": "Call off", "sale agreed": "A contract", "sale why": "A penalty worked out",
	"sale prices": "Price list", "sale customers": "Customers", "sale show": "An order of a customer", "sale unbilled": "Not billed yet", "sale invoice": "Paper of a bill",
	"cost product": "What a product cost", "cost products": "What products cost", "cost contribution": "Contribution", "cost indicators": "Indicators", "cost standards": "Planned prices", "cost targets": "Saving targets",
	"tax tables": "Tables of tax", "tax templates": "Tables to begin with", "tax workout": "Try a tax", "tax table": "Enter a table of tax", "tax begin": "Take a table over", "tax relief": "Enter a relief", "tax reliefs": "Reliefs", "tax turnover": "Charge a month's tax", "tax correct": "Take a month's tax back", "tax months": "Tax on turnover", "tax sheet": "Tax sheet",
	"credit loans": "Loans", "credit loan": "A loan", "credit apply": "Apply for a loan", "credit decide": "Decide on a loan", "credit payout": "Pay a loan out", "credit pay": "A payment on a loan", "credit accrue": "Charge interest", "credit writeoff": "Give up a loan", "credit correct": "Take back on a loan",
	"credit quota": "Set a quota", "credit rate": "Record a market rate", "credit preview": "Try a schedule", "credit quotas": "Lenders' quotas", "credit rates": "Market rates",
	"ledger closemonth": "Close a month", "ledger openmonth": "Open a month again", "ledger through": "Months closed",
	"goods count": "Record a count of stock", "goods counts": "Counts of stock",
	"supply buy": "Record a purchase", "supply correct": "Take a purchase back", "supply list": "Purchases", "supply kinds": "Purchases by supplier",
	"sale record": "Record a sale", "sale correct": "Take a sale back", "sale list": "Sales", "sale kinds": "Sales by customer",
	"cost record": "Record an expense", "cost correct": "Take an expense back", "cost list": "Expenses",
	"transition list": "Forms it has had", "transition plan": "Plan a change of form", "transition show": "A change of form", "transition carry": "Carry a change of form out", "transition receive": "Take another unit in", "transition paper": "Paper of a hand-over", "transition drop": "Give a plan up", "transition declare": "Put the first form right",
	"plan show": "The plan", "plan gather": "Join returns", "plan compare": "Made beside the plan", "plan return": "Return for a plan", "plan import": "Bring in sheets", "plan solve": "Work it out", "plan list": "Plans", "plan make": "What is made", "plan load": "Hours by month", "plan balance": "Balance of every good", "plan idle": "Who is idle", "plan unmet": "What is unmet", "plan explain": "Ask why", "plan what-if": "What if?", "plan fixes": "What to fix first", "plan part": "A co-operative's part of the plan", "plan receive": "Take our part of the plan in", "plan own": "Our part of the plan", "plan counter": "Counter-plan", "plan counters": "Our counter-plans", "plan hear": "Take counter-plans in", "plan heard": "Counter-plans of co-operatives", "plan answer": "Answer counter-plans", "plan amend": "Change an input", "plan up": "Report to the level above", "plan join": "Join reports of places", "plan down": "Decision for a place below", "plan take": "Take a decision from above in", "plan flows": "What passes between places", "plan reserves": "What reserves buy",
	"audit verify": "Check the books", "log show": "Who did what",
}

// titleOf is an act's name for people: a short one, or its help up to where that
// goes into detail.
func titleOf(a act.Act) string {
	if t := titles[a.Name]; t != "" {
		return t
	}
	if a.Help == "" {
		return a.Name
	}
	for _, stop := range []string{":", ";", ",", " ("} {
		if head, _, cut := strings.Cut(a.Help, stop); cut && len(head) > 5 {
			return head
		}
	}
	return a.Help
}

// may are the acts that this visit's person may do, in the order of the manual.
func (v *visit) may() []act.Act {
	return slices.DeleteFunc(slices.Clone(v.acts), func(a act.Act) bool {
		return len(a.Roles) == 0 || !v.by.Has(a.Roles)
	})
}

// can says whether the page's reader may go to the act at a path.
func (v view) can(path string) bool {
	return slices.ContainsFunc(v.nav, func(gr group) bool {
		return slices.ContainsFunc(gr.links, func(l link) bool { return l.path == path })
	})
}

// way leads to an act where the reader may go there, and is only words where not.
func (v view) way(path, words string, pairs ...string) g.Node {
	if !v.can(path) {
		return g.Text(words)
	}
	return a(to(path, pairs...), words)
}

// unlisted are acts by which pages and programs help themselves.
var unlisted = []string{"member names", "pay expect"}

// figuresOnly are acts whose figures stand on the page of the plan, in words; the menu
// leaves them out.
var figuresOnly = []string{"/plan/make", "/plan/load", "/plan/idle", "/plan/unmet", "/plan/fixes"}

// between are the pages of a plan on either side: a federation's, and those of the
// co-operatives that it plans for.
var between = map[bool][]string{
	true:  {"/plan/gather", "/plan/part", "/plan/hear", "/plan/heard", "/plan/answer", "/plan/compare", "/plan/up", "/plan/join", "/plan/down", "/plan/take"},
	false: {"/plan/return", "/plan/receive", "/plan/own", "/plan/counter", "/plan/counters"},
}

// listed says whether the menu lists a page. What it leaves out stands on the page of
// everything, as all else does.
func (v view) listed(path string) bool {
	return !slices.Contains(figuresOnly, path) && !slices.Contains(between[!v.plans], path)
}

// navigation groups what the person may do by noun.
func (v *visit) navigation() (all []group) {
	byNoun := map[string][]link{}
	var order []string
	for _, n := range nouns {
		order = append(order, n.name)
	}
	for _, a := range v.may() {
		if slices.Contains(unlisted, a.Name) {
			continue
		}
		name := groupOf(a)
		if !slices.Contains(order, name) {
			order = append(order, name)
		}
		byNoun[name] = append(byNoun[name], link{titleOf(a), a.Path()})
	}
	for _, name := range order {
		if len(byNoun[name]) > 0 {
			slices.SortStableFunc(byNoun[name], func(a, b link) int { return cmp.Compare(fore(a.path), fore(b.path)) })
			all = append(all, group{name, byNoun[name]})
		}
	}
	return all
}

// foremost are the pages that people live in; they stand first in their group.
var foremost = []string{"/goods/stock", "/goods/lying", "/task/list", "/supply/orders", "/sale/orders", "/sale/contracts", "/cost/products", "/surplus/year", "/charter/statutes", "/assembly/meetings", "/assembly/motions", "/credit/loans", "/tax/sheet", "/plan/show", "/plan/own", "/plan/heard", "/plan/what-if"}

func fore(path string) int {
	if slices.Contains(foremost, path) {
		return 0
	}
	return 1
}

// groupOf is the name of the group that an act belongs to.
func groupOf(a act.Act) string {
	noun, _, _ := strings.Cut(a.Name, " ")
	for _, n := range nouns {
		if slices.Contains(n.first, noun) {
			return n.name
		}
	}
	return strings.ToUpper(noun[:1]) + noun[1:]
}
