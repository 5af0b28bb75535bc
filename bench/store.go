package bench

import (
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strconv"

	"artel/base/cal"
	"artel/door/sheet"
)

// store measures a year of a co-operative that keeps its store by the piece:
// receipts, issues, goods taken in and sales handed in as sheets, beside as many
// rows inserted raw as that makes; and the questions people ask of it then.
func (b *bench) store() error {
	c := storeYear{coop{b.Size.StoreMembers, 0}, b.Size.StoreIssues, b.Size.StoreReceipts, b.Size.StoreSales}
	folder := filepath.Join(b.folder, "store")
	if err := b.doing("Writing a year of %s issues, %s receipts and %s sales as sheets.", grouped(c.issues), grouped(c.receipts), grouped(c.sales)); err != nil {
		return err
	}
	if err := writeCSV(folder, c.pages()); err != nil {
		return err
	}
	if err := b.doing("Taking them in."); err != nil {
		return err
	}
	k, err := b.open("store.db")
	if err != nil {
		return err
	}
	defer k.Close()
	var out any
	took, err := seconds(func() (err error) {
		out, err = k.do("sheet import", map[string]any{"path": folder})
		return err
	})
	if err != nil {
		return err
	}
	for _, s := range out.(sheet.Report).Sheets {
		if s.Added != s.Rows {
			return fmt.Errorf("%d of %d rows of %s were taken in", s.Added, s.Rows, s.Sheet)
		}
	}
	written, err := b.rowsIn("store.db")
	if err != nil {
		return err
	}
	if err := b.doing("Inserting %s rows raw.", grouped(written)); err != nil {
		return err
	}
	raw, err := b.insertRecords("store-raw.db", slices.Collect(coop{c.members, written}.work()))
	if err != nil {
		return err
	}
	b.tell(Figure{Name: "store", What: fmt.Sprintf("%s issues, %s receipts, %s sales as sheets", grouped(c.issues), grouped(c.receipts), grouped(c.sales)), Value: raw / took, Unit: "times",
		Beside: fmt.Sprintf("the speed of raw inserts of as many rows (%s): %s and %s", grouped(written), amount(took, "s"), amount(raw, "s"))}.atLeast(0.5))
	for _, q := range []struct {
		words, act string
		with       map[string]any
	}{{"the stock list", "goods stock", map[string]any{}}, {"what lies with whom", "goods lying", map[string]any{}},
		{"the cost of a product", "cost product", map[string]any{"product": "product 1", "from": string(account.First().Month()), "to": string(account.Last().Month())}}} {
		var all []float64
		for range max(b.Size.Requests/10, 3) {
			s, err := seconds(func() error { _, err := k.do(q.act, q.with); return err })
			if err != nil {
				return err
			}
			all = append(all, s*1000)
		}
		f := Figure{Name: "store", What: q.words + ", in the middle", Value: middle(all), Unit: "ms"}
		if q.act != "goods lying" {
			f = f.atMost(50)
		}
		b.tell(f)
	}
	return nil
}

// rowsIn is how many rows all tables of a database have.
func (b *bench) rowsIn(name string) (n int, err error) {
	d, err := b.raw(name)
	if err != nil {
		return 0, err
	}
	defer d.Close()
	tables, err := d.Query(`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`)
	if err != nil {
		return 0, err
	}
	defer tables.Close()
	var names []string
	for tables.Next() {
		var one string
		if err := tables.Scan(&one); err != nil {
			return 0, err
		}
		names = append(names, one)
	}
	tables.Close()
	for _, one := range names {
		var rows int
		if err := d.QueryRow(`select count(*) from ` + one).Scan(&rows); err != nil {
			return 0, err
		}
		n += rows
	}
	return n, tables.Err()
}

// storeYear is a year of a store, made up: half the receipts are material from
// suppliers, half goods that members hand in.
type storeYear struct {
	coop
	issues, receipts, sales int
}

const (
	products  = 20
	materials = 10
)

func (c storeYear) taken() int { return c.receipts / 2 }

// tasks is how many tasks there are: each has some issues and some goods.
func (c storeYear) tasks() int { return max(c.members*products/2, 1) }

func (c storeYear) pages() []page {
	day := func(i, of int) string { return string(account.First().Add(i * (account.Days() - 1) / max(of, 1))) }
	product := func(i int) string { return "product " + strconv.Itoa(i%products+1) }
	material := func(i int) string { return "material " + strconv.Itoa(i%materials+1) }
	table := func(name string, n int, row func(i int) []string, heading ...string) page {
		return page{name, heading, rows(n, row)}
	}
	operation := "split strips"
	return append(c.registers(),
		table("goods", products+materials, func(i int) []string {
			if i < products {
				return words(product(i), "product", "piece")
			}
			return words(material(i-products), "material", "kg")
		}, "item", "kind", "unit"),
		page{"recipes", words("product", "makes", "kind", "item", "quantity"), c.recipes(product, material, operation)},
		table("suppliers", 5, func(i int) []string { return words("supplier "+strconv.Itoa(i), "state enterprise") }, "name", "kind"),
		table("customers", 20, func(i int) []string { return words("customer "+strconv.Itoa(i), "household") }, "name", "kind"),
		table("prices", products, func(i int) []string { return words(product(i), "2.00") }, "product", "price"),
		table("openings", materials, func(i int) []string { return words(string(account.First().Add(-1)), material(i), "1000000", "100000") }, "date", "item", "quantity", "value"),
		table("receipts", c.receipts-c.taken(), func(i int) []string {
			return words(day(i, c.receipts), "supplier "+strconv.Itoa(i%5), material(i), "20", "0.1"+strconv.Itoa(i%10))
		}, "date", "supplier", "item", "quantity", "price"),
		table("tasks", c.tasks(), func(i int) []string {
			return words("T"+strconv.Itoa(i), string(account.First()), product(i), "1000000", c.number(i%c.members))
		}, "no", "date", "product", "quantity", "member"),
		table("issues", c.issues, func(i int) []string {
			return words(day(i, 2*c.issues), "T"+strconv.Itoa(i%c.tasks()), material((i%c.tasks())%products), "50")
		}, "date", "task", "material", "quantity"),
		table("acceptances", c.taken(), func(i int) []string {
			return words(string(account.First().Add(account.Days()/2+i*(account.Days()/2-40)/max(c.taken(), 1))), "T"+strconv.Itoa(i%c.tasks()), quality[i/products%2].name, "3")
		}, "date", "task", "grade", "quantity"),
		table("deliveries", c.sales, func(i int) []string {
			return words(string(cal.Day(account.Last()).Add(-i*30/max(c.sales, 1))), "customer "+strconv.Itoa(i%20), product(i), "1")
		}, "date", "customer", "product", "quantity"))
}

func (c storeYear) recipes(product, material func(int) string, operation string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for i := range products {
			if !yield(words(product(i), "1", "material", material(i), "2")) || !yield(words(product(i), "1", "operation", operation, "1")) {
				return
			}
		}
	}
}
