package again

import (
	"slices"
	"testing"
)

func rows(texts ...string) (rs []Row) {
	for i, s := range texts {
		rs = append(rs, Row{Key: s[:1], Whole: s, Line: int64(i + 2)})
	}
	return rs
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		name         string
		there, given []Row
		known        []bool
		was          []int
	}{
		{"first time", nil, rows("a1", "a1"), []bool{false, false}, []int{-1, -1}},
		{"the same", rows("a1", "b1"), rows("a1", "b1"), []bool{true, true}, []int{-1, -1}},
		{"grown", rows("a1"), rows("a1", "a1", "b1"), []bool{true, false, false}, []int{-1, -1, -1}},
		{"a slip mended", rows("a1", "b1", "c1"), rows("a1", "b2", "c1"), []bool{true, false, true}, []int{-1, 1, -1}},
		{"the key mended", rows("a1", "b1", "c1"), rows("a1", "x1", "c1"), []bool{true, false, true}, []int{-1, 1, -1}},
		{"another month", rows("a1", "b1", "c1"), rows("x1", "y1", "z1"), []bool{false, false, false}, []int{-1, -1, -1}},
		{"a row put between", rows("a1", "b1"), rows("a1", "x1", "b1"), []bool{true, false, true}, []int{-1, -1, -1}},
		{"the order changed", rows("a1", "b1"), rows("b1", "a1"), []bool{true, true}, []int{-1, -1}},
	} {
		known, was := Match(c.there, c.given)
		if !slices.Equal(known, c.known) || !slices.Equal(was, c.was) {
			t.Errorf("%s: known %v was %v, want %v %v", c.name, known, was, c.known, c.was)
		}
	}
}
