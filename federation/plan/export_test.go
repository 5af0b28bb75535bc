package plan

// Random and Printed are for the tests that hold plans against the checker.
var (
	Random  = random
	Printed = func() (all []*Instance) {
		for _, p := range printedProblems() {
			all = append(all, p.in)
		}
		return all
	}
)
