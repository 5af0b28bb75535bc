package sheet

import "artel/base/fault"

// dependents knows which rows failed that others need: a member whose own row
// is wrong, an operation whose rate is. Rows that fail only for that are not
// listed one by one; they wait for the row that is.
type dependents struct {
	members    map[string]bool
	operations map[string]bool
}

// note remembers what the wrong rows of a sheet would have brought.
func (d *dependents) note(sheet string, r *reader, wrong []fault.Problem) {
	for _, p := range wrong {
		w, ok := r.lines[int64(p.Row)]
		if !ok {
			continue
		}
		switch sheet {
		case "members":
			if d.members == nil {
				d.members = map[string]bool{}
			}
			d.members[w.text("no")] = true
		case "rates":
			if d.operations == nil {
				d.operations = map[string]bool{}
			}
			d.operations[w.text("operation")] = true
		}
	}
}

// covers says whether a problem is only the shadow of another row's.
func (d *dependents) covers(sheet string, p fault.Problem) bool {
	switch {
	case p.Column == "member":
		return d.members[p.Value]
	case sheet == "work" && p.Column == "operation":
		return d.operations[p.Value]
	}
	return false
}
