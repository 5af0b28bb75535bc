package assembly

import (
	"artel/base/act"
	"artel/base/db"
	"artel/base/fault"
)

// Check holds the records of meetings against each other: every outcome is the
// sum of its votes, every paper bears its stamp and there are no more than were
// given out, and approved minutes are as they were. It says how many it held.
func Check(tx *db.Tx) (outcomes, papers, minutes int, err error) {
	all, err := Meetings(tx, act.Nothing{})
	if err != nil {
		return 0, 0, 0, err
	}
	for _, m := range all {
		items, err := selectItems(tx, m.Number)
		if err != nil {
			return outcomes, papers, minutes, err
		}
		for _, it := range items {
			if err := it.fill(tx); err != nil {
				return outcomes, papers, minutes, err
			}
			if it.Result == nil {
				continue
			}
			n, err := it.checkResult(tx)
			if err != nil {
				return outcomes, papers, minutes, err
			}
			outcomes, papers = outcomes+1, papers+n
		}
		if m.Approved == nil {
			continue
		}
		hash, err := minutesHash(tx, m.Number)
		if err != nil {
			return outcomes, papers, minutes, err
		}
		if hash != m.Approved.Hash {
			return outcomes, papers, minutes, fault.Conflict.Errorf("The minutes of meeting %d are not what was approved on %s.", m.Number, m.Approved.Day)
		}
		minutes++
	}
	return outcomes, papers, minutes, nil
}

func (it Item) checkResult(tx *db.Tx) (papers int, err error) {
	was := *it.Result
	now := it
	for i := range now.Candidates {
		now.Candidates[i].Votes = 0
	}
	if it.Ballot == Hand {
		return 0, nil
	}
	o, _, err := now.votes(tx, Counting{}, nil)
	if err != nil {
		return 0, err
	}
	if o.For != was.For || o.Against != was.Against || o.Abstain != was.Abstain || o.Invalid != was.Invalid {
		return 0, fault.Conflict.Errorf("Item %d of meeting %d has %d for, %d against, %d abstentions on record, and %d, %d, %d votes.", it.Item, it.Meeting, was.For, was.Against, was.Abstain, o.For, o.Against, o.Abstain)
	}
	if it.Ballot != Secret {
		return 0, nil
	}
	list, err := selectPapers(tx, it)
	if err != nil {
		return 0, err
	}
	if int64(len(list)) > it.Given {
		return 0, fault.Conflict.Errorf("%d papers are in the box of item %d of meeting %d, and %d were given out.", len(list), it.Item, it.Meeting, it.Given)
	}
	for _, p := range list {
		if err := checkStamp(it.Key, p); err != nil {
			return 0, fault.Conflict.Errorf("A paper of item %d of meeting %d: %w", it.Item, it.Meeting, err)
		}
	}
	return len(list), nil
}
