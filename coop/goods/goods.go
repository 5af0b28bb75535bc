// Package goods keeps what lies in the unit's stores, and what it is: cards of
// materials and products with their grades and recipes, and every movement of
// them by lot, place and owner.
//
// There are two ways to keep materials. The short one (count.go) is a value
// counted at year-end: what was used is what lay there at its start, and what
// was bought, less what lies there at its end. The other is the store: each
// receipt, issue, return, delivery and count is a [Slip] whose moves say which
// item of which grade went from or to which place, out of which lot and at
// which value. A unit goes over from the first to the second with [Begin].
//
// A place is a store, a member who has material at home, a batch in the
// workshop, or an agent who sells for the unit. What lies there belongs to the
// unit, or to a customer who sent it to be worked on: then its value is 0, and
// it can neither be sold nor used for anybody else.
//
// Invariants, held here and by [Verify]:
//   - no place ever has less than nothing, today or on any past day;
//   - a slip's entry in the books follows from its moves by the account of each
//     place, so that the stock accounts are the stock register, to the coin;
//   - what is taken out has the value that the charter's rule stock_valuation
//     gives it, moving average or first in, first out, and no coin is lost or
//     made by it (value.go);
//   - nothing is changed: a slip is taken back by another that points at it.
//
// Read next: card.go, recipe.go, value.go, stock.go.
package goods

import (
	"artel/base/act"
	"artel/base/db"
)

// Acts are what a person may do with goods.
var Acts = []act.Act{
	act.Do("goods card", "Write the card of a material or product: what it is counted in, its specification and grades", act.Goods, WriteCard).Over("item"),
	act.Ask("goods cards", "All cards as of a day", act.See, ListCards),
	act.Ask("goods show", "One card with its versions, its recipes and where it lies", act.See, ShowCard),
	act.Do("goods picture", "Put a drawing or photo on a card", act.Goods, AddPicture),
	act.Do("goods recipe", "Write a recipe: what so many of a product are made of", act.Lead, WriteRecipe).Over("product"),
	act.Ask("goods recipes", "All recipes as of a day", act.See, ListRecipes),
	act.Ask("goods need", "What a number of a product needs, by its recipe", act.See, NeedOf),
	act.Do("goods begin", "Bring what lies in the store into the stock register, when it is begun", act.Books, Begin),
	act.Do("goods move", "Move goods from one store to another", act.Goods, MoveBetween),
	act.Do("goods stocktake", "Enter what was counted in a store; differences are booked", act.Goods, Stocktake),
	act.Do("goods correct", "Take back a movement of stock that was recorded wrongly", act.Books, Correct),
	act.Ask("goods stock", "What lies where, as of a day, with its value", act.See, StockList),
	act.Ask("goods lying", "What lies with whom: material out with members and batches", act.SeeOwn, Lying),
	act.Ask("goods moves", "The movements of an item, from day to day, with what lay there after each", act.See, Moves),
	act.Ask("goods slip", "One movement of stock with its lines", act.See, ShowSlip),
	act.Do("goods count", "Record the value of materials as counted on a day", act.Goods, RecordCount),
	act.Ask("goods counts", "All counts, the newest of each day", act.See, func(tx *db.Tx, _ act.Nothing) ([]Count, error) { return selectCounts(tx) }),
}
