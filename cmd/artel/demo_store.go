package main

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"artel/base/cal"
)

// storeYear is 1957, in which the sample's co-operative keeps its store by the
// piece: what its storekeeper, foreman and bookkeeper would have written into
// their sheets, month by month until November. It is drawn by a fixed seed, so
// that every demo is the same, and holds by itself: nothing is handed out that
// did not come in.
type storeYear struct {
	r      *rand.Rand
	sheets map[string][][]string
	order  []string
	people []string
	turn   int                // whose turn it is to have a task
	task   int                // the last one given out
	lies   map[string]float64 // goods in store, by product and grade
	orders int
}

// made is a product as the demo makes it.
type made struct {
	name, weave string
	price       [2]float64 // of the first and second grade
	recipe      [][]string // rows of the sheet: kind, item, quantity for ten, waste, value
	a           float64    // bamboo for one, to be bought
	b           float64    // rattan for one
}

var demoGoods = []made{
	{"basket", "weave basket", [2]float64{0.92, 0.78}, [][]string{{"material", "bamboo", "4", "5", ""}, {"material", "rattan", "1", "3", ""}, {"operation", "split strips", "5", "", ""},
		{"operation", "weave basket", "10", "", ""}, {"operation", "finish", "10", "", ""}, {"by-product", "bamboo waste", "3", "", "0.01"}}, 0.42, 0.103},
	{"mat", "weave mat", [2]float64{1.48, 1.26}, [][]string{{"material", "bamboo", "9", "5", ""}, {"material", "rattan", "1.5", "3", ""}, {"operation", "split strips", "10", "", ""},
		{"operation", "weave mat", "10", "", ""}, {"operation", "finish", "10", "", ""}, {"by-product", "bamboo waste", "5", "", "0.01"}}, 0.945, 0.1545},
	{"chair", "make chair", [2]float64{3.72, 3.16}, [][]string{{"material", "bamboo", "12", "6", ""}, {"material", "rattan", "3", "3", ""}, {"material", "lacquer", "3.5", "2", ""}, {"material", "wire", "5", "2", ""},
		{"operation", "split strips", "10", "", ""}, {"operation", "make chair", "10", "", ""}, {"operation", "finish", "10", "", ""}, {"by-product", "bamboo waste", "6", "", "0.01"}}, 1.272, 0.309},
}

const (
	coop    = "County Supply and Marketing Co-operative"
	native  = "State Native Produce Company"
	town    = "Town Consumer Co-operative"
	store   = "State Department Store"
	suburb  = "East Suburb Agricultural Co-operative"
	forward = "Zhao Bros. merchants"
)

// writeStoreYear writes the sheets of 1957 to a folder.
func writeStoreYear(folder string, people []string) error {
	y := &storeYear{r: rand.New(rand.NewPCG(1957, 53)), sheets: map[string][][]string{}, people: people, lies: map[string]float64{}}
	y.registers()
	for month := cal.Month("1957-01"); month <= "1957-11"; month = month.Next() {
		y.month(month)
	}
	for _, name := range y.order {
		f, err := os.Create(filepath.Join(folder, name+".csv"))
		if err != nil {
			return err
		}
		w := csv.NewWriter(f)
		if err := w.WriteAll(y.sheets[name]); err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

// put adds a row to a sheet, with its heading the first time.
func (y *storeYear) put(sheet, heading string, row ...any) {
	if y.sheets[sheet] == nil {
		y.sheets[sheet] = [][]string{strings.Split(heading, ",")}
		y.order = append(y.order, sheet)
	}
	cells := make([]string, len(row))
	for i, c := range row {
		if n, ok := c.(float64); ok {
			cells[i] = strings.TrimRight(strings.TrimRight(strconv.FormatFloat(n, 'f', 4, 64), "0"), ".")
			continue
		}
		cells[i] = fmt.Sprint(c)
	}
	y.sheets[sheet] = append(y.sheets[sheet], cells)
}

// registers are the cards, recipes, suppliers, customers, prices and what lay in
// store when the year began: all that was counted, 634.02.
func (y *storeYear) registers() {
	const cards = "item,kind,unit,specification,sizes,grades,converts,sample,minimum"
	y.put("goods", cards, "bamboo", "material", "pole", "moso, three years old, straight", "6 m", "1:100, 2:80", "bundle:12", "", 120)
	y.put("goods", cards, "rattan", "material", "kg", "dry, even", "", "", "", "", 60)
	y.put("goods", cards, "lacquer", "material", "kg", "raw lacquer, strained", "", "", "", "", 15)
	y.put("goods", cards, "wire", "material", "kg", "galvanised", "1.2 mm", "", "", "", 20)
	y.put("goods", cards, "bamboo waste", "material", "kg", "chips and ends, for burning or paper", "", "", "", "", "")
	y.put("goods", cards, "basket", "product", "piece", "close weave, rim bound twice, no splinters", "ø 38 cm, 26 cm high", "1:100, 2:85, 3:60, reject:0", "", "cupboard 1", 40)
	y.put("goods", cards, "mat", "product", "piece", "even strips of 4 mm, edges bound", "90 × 190 cm", "1:100, 2:85, 3:60, reject:0", "", "cupboard 1", "")
	y.put("goods", cards, "chair", "product", "piece", "four legs level, seat bears 120 kg, two coats of lacquer", "42 × 42 × 80 cm", "1:100, 2:85, 3:60, reject:0", "", "cupboard 2", "")
	for _, g := range demoGoods {
		for _, l := range g.recipe {
			y.put("recipes", "product,makes,kind,item,quantity,waste_pct,value", g.name, 10, l[0], l[1], l[2], l[3], l[4])
		}
	}
	const craftsmen = "name,kind,trade,place,hands,hired,apprentices,slack,needs"
	y.put("craftsmen", craftsmen, "Sun Laogen, tinsmith", "craftsman", "tin", "South Street", 1, 0, 0, "", "a drill of his own")
	y.put("craftsmen", craftsmen, "Zhang Laoqi", "craftsman", "bamboo", "West Gate", 2, 0, 1, "12,1,2", "poles in the cold months")
	y.put("craftsmen", craftsmen, "Widow Guo", "craftsman", "bamboo", "West Gate", 1, 0, 0, "6,7", "orders; she weaves mats at home")
	y.put("craftsmen", craftsmen, "Ren brothers' workshop", "small workshop", "bamboo", "West Gate", 5, 2, 1, "12,1", "credit for rattan")
	y.put("craftsmen", craftsmen, "Cui Er", "craftsman", "bamboo", "Dongguan village", 1, 0, 0, "5,6,9,10", "nothing at harvest, when he is in the fields")
	y.put("craftsmen", craftsmen, "Lü's lacquer shop", "small workshop", "lacquer", "South Street", 3, 1, 1, "", "raw lacquer, since the merchant stopped")
	const suppliers = "name,kind,place,local,credit_days"
	y.put("suppliers", suppliers, coop, "supply and marketing co-operative", "Linqing", "yes", 30)
	y.put("suppliers", suppliers, native, "state enterprise", "Liaocheng", "no", 30)
	y.put("suppliers", suppliers, town, "consumer co-operative", "Linqing", "yes", 15)
	y.put("suppliers", suppliers, forward, "merchant", "Jinan", "no", 0)
	const customers = "name,kind,place,local,credit_days"
	y.put("customers", customers, coop, "supply and marketing co-operative", "Linqing", "yes", 30)
	y.put("customers", customers, store, "state enterprise", "Liaocheng", "no", 30)
	y.put("customers", customers, suburb, "agricultural co-operative", "Linqing", "yes", 20)
	y.put("customers", customers, native, "state enterprise", "Liaocheng", "no", 30)
	for _, g := range demoGoods {
		for i, grade := range []string{"1", "2"} {
			y.put("prices", "product,grade,price,from_month,to_month", g.name, grade, fmt.Sprintf("%.2f", g.price[i]), "", "")
		}
		y.put("prices", "product,grade,price,from_month,to_month", g.name, "3", fmt.Sprintf("%.2f", g.price[0]*0.6), "", "")
	}
	y.put("prices", "product,grade,price,from_month,to_month", "mat", "1", "1.60", 5, 8) // the season of mats
	const openings = "date,item,quantity,value"
	y.put("openings", openings, "1957-01-01", "bamboo", 640, "198.40")
	y.put("openings", openings, "1957-01-01", "rattan", 260, "218.40")
	y.put("openings", openings, "1957-01-01", "lacquer", 70, "148.40")
	y.put("openings", openings, "1957-01-01", "wire", 106, "68.82")
}

// month is one month: material comes, tasks are given out, goods are taken in
// and go out. In the busy months more is made, and more of it in the workshop.
func (y *storeYear) month(m cal.Month) {
	busy := slices.Contains([]cal.Month{"1957-03", "1957-04", "1957-05", "1957-09", "1957-10"}, m)
	tasks := []int{5, 4, 2}
	if busy {
		tasks = []int{7, 5, 4}
	}
	y.buy(m, busy)
	for i, g := range demoGoods {
		for n := range tasks[i] {
			y.give(m, g, n, busy)
		}
	}
	y.sell(m)
	y.put("expenses", "date,kind,amount", m.Last().Add(-2), "rent", "14.00")
	y.put("expenses", "date,kind,amount", m.Last().Add(-2), "light and fuel", fmt.Sprintf("%.2f", 6+y.r.Float64()*6))
	y.put("expenses", "date,kind,amount", m.Last().Add(-1), "carriage", fmt.Sprintf("%.2f", 5+y.r.Float64()*8))
}

// day is a day of the month, not after its end.
func day(m cal.Month, n int) cal.Day { return min(m.First().Add(n-1), m.Last()) }

// buy orders the month's material, receives it in parts, and enters and pays
// the bills.
func (y *storeYear) buy(m cal.Month, busy bool) {
	const orders = "no,date,supplier,item,quantity,price,due"
	const receipts = "date,order,item,grade,quantity,price"
	no := "P" + strings.ReplaceAll(string(m)[2:], "-", "")
	bamboo, rattan := 190.0, 40.0
	if busy {
		bamboo, rattan = 310, 70
	}
	season := 0.30 + 0.02*float64(y.r.IntN(3))
	before := m.Prev()
	if m == "1957-01" {
		before = m
	}
	due := day(m, 8)
	if m == "1957-01" {
		due = day(m, 28)
	}
	y.put("purchase_orders", orders, no+"A", day(before, 20), coop, "bamboo", bamboo, fmt.Sprintf("%.2f", season), due)
	y.put("purchase_orders", orders, no+"A", day(before, 20), coop, "rattan", rattan, "0.84", due)
	y.put("purchase_orders", orders, no+"B", day(before, 22), native, "lacquer", 24.0, "2.12", due)
	first := bamboo - 60
	if m == "1957-01" { // ordered only on the 20th: the store holds what January needs
		first = bamboo - 100
	}
	arrive := func(n int) cal.Day {
		if m == "1957-01" {
			return day(m, 24+n/3)
		}
		return day(m, n)
	}
	y.put("receipts", receipts, arrive(2), no+"A", "bamboo", 1, first, "")
	y.put("receipts", receipts, arrive(2), no+"A", "rattan", 1, rattan, "")
	y.put("receipts", receipts, arrive(5), no+"B", "lacquer", 1, 24.0, "")
	if m != "1957-08" { // in August the rest never came
		y.put("receipts", receipts, arrive(9), no+"A", "bamboo", 2, 40.0, fmt.Sprintf("%.2f", season-0.07))
		y.put("receipts", receipts, arrive(9), no+"A", "bamboo", 1, bamboo-first-40, "")
	}
	wire := town
	if m == "1957-07" {
		wire = forward
	}
	y.put("purchase_orders", orders, no+"C", day(before, 25), wire, "wire", 32.0, map[bool]string{true: "0.71", false: "0.65"}[wire == forward], max(due, day(m, 10)))
	y.put("receipts", receipts, arrive(4), no+"C", "wire", 1, 32.0, "")
	for i, s := range []string{coop, native, wire} {
		y.put("supplier_bills", "date,supplier,their_no", max(arrive(12), day(m, 14)), s, fmt.Sprintf("%s-%d", strings.ReplaceAll(string(m)[2:], "-", ""), 31+i))
	}
	if m > "1957-01" {
		for supplier, amount := range map[string]float64{native: 24 * 2.12} {
			y.put("supplier_payments", "date,supplier,amount", day(m, 20), supplier, fmt.Sprintf("%.2f", amount))
		}
	}
}

var reasons = map[string][]string{
	"2": {"uneven weave", "a split strip", "legs not level", "thin lacquer"}, "3": {"loose rim", "stained", "out of size"}, "reject": {"broken rim", "cracked in bending"},
}

// give gives one task out, with its material, and takes its goods in.
func (y *storeYear) give(m cal.Month, g made, n int, busy bool) {
	y.task++
	no := fmt.Sprintf("T%03d", y.task)
	quantity := map[string]int{"basket": 30, "mat": 16, "chair": 12}[g.name] + y.r.IntN(5)
	if g.name == "chair" && busy {
		quantity += 12
	}
	given, due := day(m, 3+n), day(m, 20+n)
	if m == "1957-01" {
		quantity = quantity * 2 / 3
	}
	member, makers := "", ""
	if g.name == "chair" || busy && n%3 == 2 {
		makers = fmt.Sprintf("split strips: %s; %s: %s*2, %s; finish: %s", y.next(), g.weave, y.next(), y.next(), y.next())
	} else {
		member = y.next()
	}
	late := m == "1957-11" && n == 0 || m == "1957-08" && n == 1
	y.put("tasks", "no,date,product,quantity,due,member,makers", no, given, g.name, quantity, due, member, makers)
	for _, l := range g.recipe {
		if l[0] != "material" {
			continue
		}
		norm, _ := strconv.ParseFloat(l[2], 64)
		waste, _ := strconv.ParseFloat(l[3], 64)
		need := norm * (1 + waste/100) * float64(quantity) / 10
		if y.r.IntN(9) == 0 { // handed out too much, and brought back
			y.put("issues", "date,task,material,quantity", given, no, l[1], need+2)
			y.put("returns", "date,task,material,quantity", due, no, l[1], 2)
			continue
		}
		y.put("issues", "date,task,material,quantity", given, no, l[1], need)
	}
	if late {
		return // still out
	}
	y.accept(no, due, g, quantity)
}

// accept takes a task's goods in by grade.
func (y *storeYear) accept(no string, on cal.Day, g made, quantity int) {
	left := quantity
	grades := [][2]any{}
	for _, part := range []struct {
		grade   string
		percent int
	}{{"reject", 2}, {"3", 4}, {"2", 13}} {
		n := 0
		for range quantity {
			if y.r.IntN(100) < part.percent {
				n++
			}
		}
		n = min(n, left)
		left -= n
		grades = append(grades, [2]any{part.grade, n})
	}
	grades = append(grades, [2]any{"1", left})
	slices.Reverse(grades)
	hours := quantity * map[string]int{"basket": 3, "mat": 5, "chair": 11}[g.name]
	for _, one := range grades {
		grade, n := one[0].(string), one[1].(int)
		if n == 0 {
			continue
		}
		reason := ""
		if all := reasons[grade]; all != nil {
			reason = all[y.r.IntN(len(all))]
		}
		y.put("acceptances", "date,task,grade,quantity,reason,hours", on, no, grade, n, reason, hours)
		hours = 0
		y.lies[g.name+grade] += float64(n)
	}
}

// sell delivers the month's orders of the shops, some of the second grade; what
// is kept back goes to the contract and to December.
func (y *storeYear) sell(m cal.Month) {
	for i, customer := range []string{coop, store} {
		y.orders++
		no := fmt.Sprintf("S%03d", y.orders)
		due := day(m, 27+i)
		for _, g := range demoGoods {
			for k, grade := range []string{"1", "2"} {
				keep := 0.0
				if k == 0 {
					keep = map[string]float64{"basket": 75, "mat": 34, "chair": 6}[g.name]
				}
				n := float64(int((y.lies[g.name+grade] - keep) * []float64{0.4, 0.5}[i]))
				if n < 1 {
					continue
				}
				y.put("sale_orders", "no,date,customer,product,grade,quantity,due", no, day(m, 5), customer, g.name, grade, n, due)
				if m == "1957-11" && i == 1 {
					continue // not delivered yet
				}
				y.put("deliveries", "date,order,product,grade,quantity", due, no, g.name, grade, n)
				y.lies[g.name+grade] -= n
			}
		}
		if m < "1957-11" {
			y.put("customer_bills", "date,customer", m.Last(), customer)
		}
	}
}

// next is whose turn it is.
func (y *storeYear) next() string {
	no := y.people[y.turn%len(y.people)]
	y.turn++
	return no
}
