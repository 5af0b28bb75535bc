// Package again compares a list of rows that somebody hands in with the rows
// that are there already, because people hand the same sheet in again: the
// same, or grown by a week, or with a slip mended.
//
// Rows are compared as bags: two equal rows of work on one day are two rows.
// A row that is there already is known. One that is not, but has the key (the
// day, the member, the operation) of a row that no longer appears, is that row
// changed. Where the key itself was mended, the place in the sheet tells: but
// only if most of the sheet is as it was, so that February's sheet is never
// taken for January's with every row changed.
package again

// Outcome is what came of handing rows in.
type Outcome struct {
	Known   int      `json:"known"`   // were there already
	Added   int      `json:"added"`   // are new
	Changed []Change `json:"changed"` // correct an earlier row
}

// Change is one row that corrects an earlier one.
type Change struct {
	Row int64  `json:"row"` // of the sheet
	Was string `json:"was"`
	Now string `json:"now"`
}

// Row is what two rows are compared by.
type Row struct {
	Key   string // what the row is about
	Whole string // all of it
	Line  int64  // its place in the sheet; 0 if it came from none
}

// Match pairs each row given with what is there: known[i] says that given row
// i is there already; was[i] is the index of the row that it changes, or -1.
func Match(there, given []Row) (known []bool, was []int) {
	known, was = make([]bool, len(given)), make([]int, len(given))
	for i := range was {
		was[i] = -1
	}
	if len(there) == 0 {
		return known, was
	}
	m := matcher{there, given, known, was, make([]bool, len(there))}
	matched := m.pair(func(r Row) string { return r.Whole }, func(i, j int) { known[i] = true })
	m.pair(func(r Row) string { return r.Key }, func(i, j int) { was[i] = j })
	if 2*matched > len(given) { // most of it is the sheet we had
		m.pairByLine()
	}
	return known, was
}

type matcher struct {
	there, given []Row
	known        []bool
	was          []int
	used         []bool
}

// pair matches rows that are still free and alike by what `by` says of them.
func (m matcher) pair(by func(Row) string, found func(i, j int)) (n int) {
	free := map[string][]int{}
	for j := len(m.there) - 1; j >= 0; j-- { // the first one is taken first
		if !m.used[j] {
			free[by(m.there[j])] = append(free[by(m.there[j])], j)
		}
	}
	for i, r := range m.given {
		if m.known[i] || m.was[i] >= 0 {
			continue
		}
		if js := free[by(r)]; len(js) > 0 {
			j := js[len(js)-1]
			free[by(r)] = js[:len(js)-1]
			m.used[j] = true
			found(i, j)
			n++
		}
	}
	return n
}

func (m matcher) pairByLine() {
	at := map[int64]int{}
	for j, r := range m.there {
		if !m.used[j] && r.Line > 0 {
			at[r.Line] = j
		}
	}
	for i, r := range m.given {
		if m.known[i] || m.was[i] >= 0 {
			continue
		}
		if j, ok := at[r.Line]; ok {
			m.was[i] = j
			delete(at, r.Line)
		}
	}
}
