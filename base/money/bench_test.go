package money

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

// A large federation's members in one split.
const members = 50_000

func BenchmarkSplit(b *testing.B) {
	r, weights := rand.New(rand.NewPCG(1, 2)), make([]int64, members)
	for i := range weights {
		weights[i] = r.Int64N(1e6)
	}
	for b.Loop() {
		if _, err := Split(Of(1e12, CNY), weights); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSplitBy(b *testing.B) {
	for _, c := range []struct {
		name string
		dens int64
	}{{"whole", 1}, {"halves", 2}, {"thousandths", -1000}, {"to40", 40}, {"to1000", 1000}} {
		b.Run(c.name, func(b *testing.B) {
			r, claims := rand.New(rand.NewPCG(1, 2)), make([]*big.Rat, members)
			for i := range claims {
				den := -c.dens
				if c.dens > 0 {
					den = 1 + r.Int64N(c.dens)
				}
				claims[i] = big.NewRat(r.Int64N(1e6), den)
			}
			for b.Loop() {
				if _, err := SplitBy(Of(1e12, CNY), claims); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkHalfUp(b *testing.B) {
	r := rat("1159023.665")
	for b.Loop() {
		if _, err := HalfUp(r, CNY); err != nil {
			b.Fatal(err)
		}
	}
}
