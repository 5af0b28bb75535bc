package goods

import (
	"strings"

	"artel/coop/ledger"
)

// Place is where stock lies: its kind, a colon and its name.
type Place string

// Kinds of place.
const (
	Store  = "store"
	Member = "member" // at home with a member
	Batch  = "batch"  // in the workshop, at a batch
	Agent  = "agent"  // with somebody who sells it for the unit
)

// MainStore is the store that is meant where none is said.
const MainStore = "main"

// At is the place of a kind and name. A store without a name is the main one.
func At(kind, name string) Place {
	if kind == Store && name == "" {
		name = MainStore
	}
	return Place(kind + ":" + name)
}

// Kind is what the place is.
func (p Place) Kind() string {
	kind, _, _ := strings.Cut(string(p), ":")
	return kind
}

// Name is whose or which it is.
func (p Place) Name() string {
	_, name, _ := strings.Cut(string(p), ":")
	return name
}

// party is whose personal account the stock there stands on.
func (p Place) party() string {
	switch p.Kind() {
	case Batch:
		return "batch " + p.Name()
	case Store:
		return ""
	}
	return p.Name()
}

// account is where stock of a kind of item stands in the books at the place.
func (p Place) account(kind string) string {
	switch {
	case p.Kind() == Agent:
		return ledger.GoodsAway
	case p.Kind() == Member || p.Kind() == Batch:
		return ledger.MaterialOut
	case kind == Product:
		return ledger.GoodsStore
	}
	return ledger.MaterialStore
}

func (p Place) words() string {
	switch p.Kind() {
	case Store:
		return "store " + p.Name()
	case Member:
		return p.Name() + "'s hands"
	case Batch:
		return "batch " + p.Name()
	}
	return p.Name()
}
