package goods

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/unit"
)

// Stocked is what lies in one place of one item, grade and owner.
type Stocked struct {
	Item     string           `json:"item"`
	Grade    string           `json:"grade"`
	Owner    string           `json:"owner,omitempty"`
	Place    Place            `json:"place"`
	Quantity measure.Quantity `json:"quantity"`
	Value    money.Amount     `json:"value"`
	Per      string           `json:"per"`
	Minimum  measure.Quantity `json:"minimum"` // of the item in all stores together
	Low      bool             `json:"low"`     // there is less than the minimum
}

// StockIn asks what lies where.
type StockIn struct {
	Item  string  `help:"only this item" opt:"yes"`
	Place string  `help:"only what lies in this place: a store's name, or store:main, member:M001, batch:12, agent:…" opt:"yes"`
	Day   cal.Day `help:"as of the end of this day; now where left out" opt:"yes"`
	Low   bool    `help:"only what there is too little of" opt:"yes"`
}

// StockList is what lies where, with its value. An item with a minimum of which
// nothing is left stands there with 0.
func StockList(tx *db.Tx, in StockIn) ([]Stocked, error) {
	list, err := stockOn(tx, in.Item, in.Day)
	if err != nil {
		return nil, err
	}
	cards, err := Cards(tx, unit.AsOf{Day: in.Day}.Or(tx))
	if err != nil {
		return nil, err
	}
	u, err := unit.Now(tx)
	if err != nil {
		return nil, err
	}
	inStores := map[string]measure.Quantity{}
	for _, s := range list {
		if s.Place.Kind() == Store && s.Owner == "" && s.Grade != Reject {
			inStores[s.Item] += s.Quantity
		}
	}
	for _, g := range cards {
		if g.Minimum > 0 && inStores[g.Item] == 0 && (in.Item == "" || in.Item == g.Item) {
			list = append(list, Stocked{Item: g.Item, Grade: g.First(), Place: At(Store, ""), Value: money.Of(0, u.Currency)})
		}
	}
	for i := range list {
		g := cards[list[i].Item]
		list[i].Per, list[i].Minimum = g.Per, g.Minimum
		list[i].Low = inStores[g.Item] < g.Minimum
	}
	list = slices.DeleteFunc(list, func(s Stocked) bool {
		return in.Low && !s.Low || in.Place != "" && string(s.Place) != in.Place && s.Place != At(Store, in.Place)
	})
	slices.SortStableFunc(list, func(a, b Stocked) int {
		return strings.Compare(a.Item+"\x00"+a.Grade+"\x00"+string(a.Place), b.Item+"\x00"+b.Grade+"\x00"+string(b.Place))
	})
	return list, nil
}

// stockOn is what lay anywhere at the end of a day, without a scan over history
// where nothing has moved since.
func stockOn(tx *db.Tx, item string, day cal.Day) ([]Stocked, error) {
	last, err := latest(tx)
	if err != nil {
		return nil, err
	}
	if day == "" || day >= last {
		return selectStock(tx, item)
	}
	return selectStockOn(tx, item, day)
}

// LyingIn asks what lies with whom.
type LyingIn struct {
	Who string  `help:"only with this member, by number, or this batch" opt:"yes"`
	Day cal.Day `help:"as of the end of this day; now where left out" opt:"yes"`
}

// Lying is what lies with members and batches; for a member only their own.
func Lying(tx *db.Tx, in LyingIn) ([]Stocked, error) {
	if tx.Member != "" {
		in.Who = tx.Member
	}
	list, err := StockList(tx, StockIn{Day: in.Day})
	list = slices.DeleteFunc(list, func(s Stocked) bool {
		kind := s.Place.Kind()
		return kind != Member && kind != Batch || in.Who != "" && s.Place.Name() != in.Who || tx.Member != "" && kind != Member
	})
	slices.SortStableFunc(list, func(a, b Stocked) int { return strings.Compare(string(a.Place), string(b.Place)) })
	return list, err
}

// MovesIn asks for the movements of an item.
type MovesIn struct {
	Item  string  `help:"its name"`
	Place string  `help:"only in this place: a store's name, or store:main, member:M001" opt:"yes"`
	From  cal.Day `help:"first day" default:"1800-01-01"`
	To    cal.Day `help:"last day" default:"2200-12-31"`
	Limit int64   `help:"how many, the newest" default:"200"`
}

// Moved is one line of a stock card.
type Moved struct {
	Day      cal.Day          `json:"day"`
	Kind     string           `json:"kind"`
	Number   int64            `json:"number"`
	Party    string           `json:"party,omitempty"`
	Grade    string           `json:"grade"`
	Owner    string           `json:"owner,omitempty"`
	Place    Place            `json:"place"`
	Lot      int64            `json:"lot"`
	Quantity measure.Quantity `json:"quantity"`
	Value    money.Amount     `json:"value"`
	Stands   measure.Quantity `json:"stands"` // what lay there after it, of this grade and owner in the place
}

// Moves are the newest movements of an item, from day to day.
func Moves(tx *db.Tx, in MovesIn) ([]Moved, error) {
	all, err := db.All[Moved](tx, `
		select m.day, m.kind, m.number, s.party, m.grade, m.owner, m.place, m.lot, m.quantity, m.value, m.currency, 0
		from stock_move m join slip s on s.unit = m.unit and s.kind = m.kind and s.number = m.number
		where m.unit = $1 and m.item = $2 and m.day <= $3 order by m.day, s.act, m.kind, m.number, m.line`, tx.Unit, in.Item, in.To)
	if err != nil {
		return nil, err
	}
	stands := map[key]measure.Quantity{}
	for i := range all {
		k := key{"", all[i].Grade, all[i].Owner, all[i].Place}
		stands[k] += all[i].Quantity
		all[i].Stands = stands[k]
	}
	all = slices.DeleteFunc(all, func(m Moved) bool {
		return m.Day < in.From || in.Place != "" && string(m.Place) != in.Place && m.Place != At(Store, in.Place)
	})
	if n := int64(len(all)); in.Limit > 0 && n > in.Limit {
		all = all[n-in.Limit:]
	}
	return all, nil
}

// OneSlip names a movement of stock.
type OneSlip struct {
	Kind   string `help:"what it is: receipt, issue, delivery, …"`
	Number int64  `help:"its number"`
}

// ShowSlip is one movement of stock with its lines.
func ShowSlip(tx *db.Tx, in OneSlip) (Slip, error) {
	list, err := selectSlips(tx, in.Kind, "number = $3", in.Number)
	if err == nil && len(list) == 0 {
		err = fault.Missing.Errorf("There is no %s %d.", in.Kind, in.Number)
	}
	if err != nil {
		return Slip{}, err
	}
	list[0].Flows, err = selectFlows(tx, in.Kind, in.Number)
	return list[0], err
}

// PictureIn is a drawing or photo for a card.
type PictureIn struct {
	Item  string   `help:"whose card"`
	File  act.File `help:"a PNG or JPEG picture of at most 2 MB"`
	Title string   `help:"what it shows" opt:"yes"`
}

// Picture is a drawing or photo on a card.
type Picture struct {
	Item   string `json:"item"`
	Number int64  `json:"number"`
	Title  string `json:"title"`
	Mime   string `json:"mime"`
	Digest string `json:"digest"`
}

// maxPicture is how large a picture may be.
const maxPicture = 2 << 20

// AddPicture puts a drawing or photo on a card.
func AddPicture(tx *db.Tx, in PictureIn) (Picture, error) {
	cards, err := Cards(tx, "9999-12-31")
	if err != nil {
		return Picture{}, err
	}
	if _, err := Find(cards, in.Item); err != nil {
		return Picture{}, err
	}
	data, err := os.ReadFile(string(in.File))
	if err != nil {
		return Picture{}, fault.Invalid.Errorf("The file %s cannot be read.", filepath.Base(string(in.File)))
	}
	p := Picture{Item: in.Item, Title: in.Title, Mime: http.DetectContentType(data)}
	switch {
	case len(data) > maxPicture:
		return p, fault.Invalid.Errorf("The picture has more than 2 MB; make it smaller first.")
	case p.Mime != "image/png" && p.Mime != "image/jpeg":
		return p, fault.Invalid.Errorf("%s is neither a PNG nor a JPEG picture.", filepath.Base(string(in.File)))
	}
	sum := sha256.Sum256(data)
	p.Digest = hex.EncodeToString(sum[:])
	if p.Number, err = tx.Next("picture", 1); err != nil {
		return p, err
	}
	return p, tx.Exec(`insert into good_picture (unit, item, number, act, title, mime, digest, data) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		tx.Unit, p.Item, p.Number, tx.Act, p.Title, p.Mime, p.Digest, base64.StdEncoding.EncodeToString(data))
}

// PictureData is what a picture is, for a page to show.
func PictureData(tx *db.Tx, item string, number int64) (Picture, []byte, error) {
	pictures, err := selectPictures(tx, item)
	if err != nil {
		return Picture{}, nil, err
	}
	for _, p := range pictures {
		if p.Number != number {
			continue
		}
		text, err := db.One[string](tx, `select data from good_picture where unit = $1 and item = $2 and number = $3`, tx.Unit, item, number)
		if err != nil {
			return p, nil, err
		}
		data, err := base64.StdEncoding.DecodeString(text)
		return p, data, err
	}
	return Picture{}, nil, fault.Missing.Errorf("There is no picture %d of “%s”.", number, item)
}

// MovesFor are the movements at a place that a task or order caused, in order.
func MovesFor(tx *db.Tx, ref int64, place Place) ([]MoveFor, error) {
	return db.All[MoveFor](tx, `
		select m.kind, m.item, m.owner, m.quantity from stock_move m join slip s on s.unit = m.unit and s.kind = m.kind and s.number = m.number
		where m.unit = $1 and s.ref = $2 and m.place = $3 and m.kind in ('issue', 'return', 'acceptance', 'loss') order by s.act, m.kind, m.number, m.line`, tx.Unit, ref, place)
}

// MoveFor is one of them.
type MoveFor struct {
	Kind, Item, Owner string
	Quantity          measure.Quantity
}
