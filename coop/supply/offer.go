package supply

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/unit"
)

// Offer is waste, or surplus equipment, that an outside body offers (S13).
type Offer struct {
	Number int64 `json:"number"`
	Offering
}

// Offering is an offer as a person types it.
type Offering struct {
	Day      cal.Day          `json:"day" help:"the day"`
	Body     string           `json:"body" help:"who offers it"`
	Kind     string           `json:"kind" help:"what it is" choice:"waste|equipment" default:"waste"`
	Item     string           `json:"item" help:"what is offered"`
	Per      string           `json:"per" help:"counted in: kg, piece" default:"piece"`
	Quantity measure.Quantity `json:"quantity" help:"how much"`
	Price    money.Decimal    `json:"price" help:"price of one; 0 where it is given" default:"0"`
	Until    cal.Day          `json:"until,omitempty" help:"until when it stands" opt:"yes"`
	Note     string           `json:"note,omitempty" help:"a remark" opt:"yes" words:"yes"`
}

// Request is somebody's wish for part of an offer.
type Request struct {
	Offer    int64            `json:"offer" help:"number of the offer"`
	Who      string           `json:"who" help:"the co-operative, group or workshop that asks"`
	Standing string           `json:"standing" help:"what they are" choice:"co-operative|group|individual" default:"co-operative"`
	Quantity measure.Quantity `json:"quantity" help:"how much they could use"`
	Idle     int64            `json:"idle" help:"how many people have no work for want of it" default:"0"`
	Day      cal.Day          `json:"day" help:"the day of the request"`
	Grounds  string           `json:"grounds" help:"why they need it" words:"yes"`
}

// Allotment is what one of them gets, and why.
type Allotment struct {
	Who      string           `json:"who"`
	Standing string           `json:"standing"`
	Idle     int64            `json:"idle"`
	Asked    measure.Quantity `json:"asked"`
	Rank     int64            `json:"rank"`
	Quantity measure.Quantity `json:"quantity"`
	Grounds  string           `json:"grounds" words:"yes"`
}

// EnterOffer enters an offer.
func EnterOffer(tx *db.Tx, in Offering) (o Offer, err error) {
	o.Offering = in
	switch {
	case strings.TrimSpace(in.Body) == "" || strings.TrimSpace(in.Item) == "":
		return o, fault.Invalid.Errorf("Say who offers what.")
	case in.Quantity <= 0 || in.Price.Sign() < 0:
		return o, fault.Invalid.Errorf("An offer is for more than 0, at a price of 0 or more.")
	}
	if _, err := cal.ParseDay(string(in.Day)); err != nil {
		return o, err
	}
	if o.Number, err = tx.Next("offer", 1); err != nil {
		return o, err
	}
	return o, tx.Exec(`insert into offer (unit, number, day, body, kind, item, per, quantity, price, until, note, act) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		tx.Unit, o.Number, o.Day, o.Body, o.Kind, o.Item, o.Per, o.Quantity, o.Price, o.Until, o.Note, tx.Act)
}

// Ask enters a request for part of an offer.
func Ask(tx *db.Tx, in Request) (Request, error) {
	o, given, err := offerOf(tx, in.Offer)
	switch {
	case err != nil:
		return in, err
	case given:
		return in, fault.Conflict.Errorf("Offer %d was allotted already.", in.Offer)
	case in.Quantity <= 0 || in.Idle < 0 || strings.TrimSpace(in.Who) == "":
		return in, fault.Invalid.Errorf("A request says who asks and for how much.")
	case strings.TrimSpace(in.Grounds) == "":
		return in, fault.Invalid.Errorf("Say why they need it; what is allotted is allotted with grounds.")
	case o.Until != "" && in.Day > o.Until:
		return in, fault.Conflict.Errorf("Offer %d stood until %s.", in.Offer, o.Until)
	}
	return in, tx.Exec(`insert into offer_request (unit, offer, act, who, standing, quantity, idle, day, grounds) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		tx.Unit, in.Offer, tx.Act, in.Who, in.Standing, in.Quantity, in.Idle, in.Day, in.Grounds)
}

// Allotting allots an offer.
type Allotting struct {
	Offer int64   `help:"number of the offer"`
	Day   cal.Day `help:"the day"`
}

// Allot allots an offer to those who asked, by need.
func Allot(tx *db.Tx, in Allotting) ([]Allotment, error) {
	o, given, err := offerOf(tx, in.Offer)
	if err != nil {
		return nil, err
	}
	if given {
		return nil, fault.Conflict.Errorf("Offer %d was allotted already.", in.Offer)
	}
	requests, err := requestsOf(tx, in.Offer)
	if err != nil {
		return nil, err
	}
	if len(requests) == 0 {
		return nil, fault.Conflict.Errorf("Nobody has asked for offer %d yet.", in.Offer)
	}
	list, err := ByNeed(o.Quantity, requests)
	if err != nil {
		return nil, err
	}
	return list, tx.Insert("offer_allotment (unit, offer, who, rank, quantity, grounds, day, act)", len(list), func(i int, to []any) []any {
		a := &list[i]
		return append(to, tx.Unit, in.Offer, a.Who, a.Rank, int64(a.Quantity), a.Grounds, in.Day, tx.Act)
	})
}

// standings in the order in which waste goes to those who need it.
var standings = []string{"co-operative", "group", "individual"}

// ByNeed divides an offer: those with people idle for want of it come first,
// before those without; among them co-operatives before groups before
// individuals; of equals each gets by the people who are idle (or, where nobody
// is, by what was asked), and never more than was asked. Of what a rank cannot
// use, the next has it. No part of the offer is lost or made (S13).
func ByNeed(whole measure.Quantity, requests []Request) ([]Allotment, error) {
	list := make([]Allotment, len(requests))
	for i, r := range requests {
		list[i] = Allotment{Who: r.Who, Standing: r.Standing, Idle: r.Idle, Asked: r.Quantity, Rank: rankOf(r)}
	}
	slices.SortStableFunc(list, func(a, b Allotment) int { return cmp.Compare(a.Rank, b.Rank) })
	left := whole
	for from := 0; from < len(list); {
		to := from
		for to < len(list) && list[to].Rank == list[from].Rank {
			to++
		}
		if err := pour(&left, list[from:to]); err != nil {
			return nil, err
		}
		from = to
	}
	for i := range list {
		list[i].Grounds = list[i].why()
	}
	return list, nil
}

func rankOf(r Request) int64 {
	rank := int64(slices.Index(standings, r.Standing)) + 1
	if r.Idle == 0 {
		rank += int64(len(standings))
	}
	return rank
}

// pour gives what is left to equals by their weight; who is full leaves the rest
// to the others.
func pour(left *measure.Quantity, equals []Allotment) error {
	for range len(equals) {
		weights, any := make([]int64, len(equals)), false
		for i, a := range equals {
			if a.Quantity == a.Asked {
				continue
			}
			weights[i] = max(a.Idle, 0)
			if equals[0].Idle == 0 {
				weights[i] = int64(a.Asked - a.Quantity)
			}
			any = any || weights[i] > 0
		}
		if *left == 0 || !any {
			return nil
		}
		parts, err := money.Split(money.Of(int64(*left), ""), weights)
		if err != nil {
			return err
		}
		for i, p := range parts {
			got := min(measure.Quantity(p.Coins), equals[i].Asked-equals[i].Quantity)
			equals[i].Quantity += got
			*left -= got
		}
	}
	return nil
}

func (a Allotment) why() string {
	if a.Idle > 0 {
		return fmt.Sprintf("rank %d: %s, %d people idle for want of it; asked for %s", a.Rank, a.Standing, a.Idle, a.Asked)
	}
	return fmt.Sprintf("rank %d: %s, nobody idle for want of it; asked for %s", a.Rank, a.Standing, a.Asked)
}

// OfferShown is an offer with who asked and what was allotted.
type OfferShown struct {
	Offer
	State     string      `json:"state"` // open, allotted, past
	Requests  []Request   `json:"requests"`
	Allotted  []Allotment `json:"allotted"`
	Remaining string      `json:"remaining,omitempty"` // of what was allotted
}

// Offers are the offers of outside bodies, the newest first.
func Offers(tx *db.Tx, in unit.AsOf) ([]OfferShown, error) {
	day := in.Or(tx)
	all, err := selectOffers(tx)
	if err != nil {
		return nil, err
	}
	list := []OfferShown{}
	for _, o := range slices.Backward(all) {
		s := OfferShown{Offer: o, State: "open"}
		if s.Requests, err = requestsOf(tx, o.Number); err != nil {
			return nil, err
		}
		if s.Allotted, err = selectAllotted(tx, o.Number); err != nil {
			return nil, err
		}
		switch {
		case len(s.Allotted) > 0:
			s.State = "allotted"
			left := o.Quantity
			for i := range s.Allotted {
				left -= s.Allotted[i].Quantity
				for _, r := range s.Requests {
					if a := &s.Allotted[i]; r.Who == a.Who {
						a.Standing, a.Idle, a.Asked = r.Standing, r.Idle, r.Quantity
					}
				}
			}
			s.Remaining = left.String()
		case o.Until != "" && o.Until < day:
			s.State = "past"
		}
		list = append(list, s)
	}
	return list, nil
}

func selectOffers(tx *db.Tx) ([]Offer, error) {
	return db.All[Offer](tx, `select number, day, body, kind, item, per, quantity, price, until, note from offer where unit = $1 order by number`, tx.Unit)
}

func offerOf(tx *db.Tx, number int64) (Offer, bool, error) {
	all, err := selectOffers(tx)
	if err != nil {
		return Offer{}, false, err
	}
	for _, o := range all {
		if o.Number == number {
			given, err := selectAllotted(tx, number)
			return o, len(given) > 0, err
		}
	}
	return Offer{}, false, fault.Missing.Errorf("There is no offer %d.", number)
}

// requestsOf are the requests for an offer: of each who asked, the last.
func requestsOf(tx *db.Tx, offer int64) ([]Request, error) {
	return db.All[Request](tx, `
		select r.offer, r.who, r.standing, r.quantity, r.idle, r.day, r.grounds from offer_request r
		where r.unit = $1 and r.offer = $2 and r.act = (select max(n.act) from offer_request n where n.unit = r.unit and n.offer = r.offer and n.who = r.who)
		order by r.act`, tx.Unit, offer)
}

func selectAllotted(tx *db.Tx, offer int64) ([]Allotment, error) {
	return db.All[Allotment](tx, `select who, '', 0, 0, rank, quantity, grounds from offer_allotment where unit = $1 and offer = $2 order by rank, who`, tx.Unit, offer)
}
