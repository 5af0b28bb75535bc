package assembly

import (
	"artel/base/fault"
	"artel/base/money"
)

// The majorities that an item of the agenda may ask for, and of what.
const (
	ByCharter     = "charter" // what the charter says, of the votes for and against
	Simple        = "simple"  // more than half
	TwoThirds     = "two_thirds"
	ThreeQuarters = "three_quarters"
	Unanimous     = "unanimous"

	OfCast    = "cast"    // of the votes for and against; abstentions count for nothing
	OfPresent = "present" // of all votes that are here, so that abstaining helps the other side
	OfAll     = "all"     // of all votes that there are, here or not
)

// Ballots are how a vote fell, and out of how many.
type Ballots struct {
	For, Against, Abstain int64
	Here, Entitled        int64 // votes in the room, and votes that there are
}

// Needed is how many votes for it a motion needs: more than half, or at least
// two thirds or three quarters, of what is counted. Sources of the rules and
// printed figures: testdata/majorities.json.
func Needed(majority, of string, b Ballots) (int64, error) {
	base := b.For + b.Against
	switch of {
	case OfCast:
	case OfPresent:
		base = b.Here
	case OfAll:
		base = b.Entitled
	default:
		return 0, fault.Invalid.Errorf("“%s” is nothing that a majority is counted of. It is cast, present or all.", of)
	}
	switch majority {
	case Simple:
		return base/2 + 1, nil
	case TwoThirds:
		return max((2*base+2)/3, 1), nil
	case ThreeQuarters:
		return max((3*base+3)/4, 1), nil
	case Unanimous:
		return max(base, 1), nil
	}
	return 0, fault.Invalid.Errorf("“%s” is no majority. It is charter, simple, two_thirds, three_quarters or unanimous.", majority)
}

// moreThan is the least whole number that is more than a percentage of the votes.
func moreThan(percent money.Decimal, votes int64) (int64, error) {
	part, err := money.DecimalOf(votes, 0).Times(percent)
	if err != nil {
		return 0, err
	}
	low, high := int64(0), votes+1
	for low < high { // least n with 100 n > part
		n := (low + high) / 2
		if money.DecimalOf(100*n, 0).Cmp(part) > 0 {
			high = n
		} else {
			low = n + 1
		}
	}
	return low, nil
}

// atLeast is the least whole number that is at least a percentage of the votes.
func atLeast(percent money.Decimal, votes int64) (int64, error) {
	n, err := moreThan(percent, votes)
	if err != nil || n == 0 {
		return 0, err
	}
	part, err := money.DecimalOf(votes, 0).Times(percent)
	if err == nil && money.DecimalOf(100*(n-1), 0).Cmp(part) == 0 {
		n--
	}
	return n, err
}

// Elected are the first seats of an election by votes, the others, and those
// who are equal where the line would be drawn: with any of these it is not
// decided. list is in falling order of votes.
func Elected(list []Candidate, seats int64) (in, out, equal []Candidate) {
	voted := 0
	for voted < len(list) && list[voted].Votes > 0 { // nobody is elected by nobody
		voted++
	}
	if int64(voted) <= seats {
		return list[:voted], list[voted:], nil
	}
	last := list[seats-1].Votes
	if list[seats].Votes < last {
		return list[:seats], list[seats:], nil
	}
	for _, c := range list {
		switch {
		case c.Votes > last:
			in = append(in, c)
		case c.Votes == last:
			equal = append(equal, c)
		default:
			out = append(out, c)
		}
	}
	return in, out, equal
}
