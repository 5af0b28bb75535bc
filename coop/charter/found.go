package charter

import (
	"strings"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/unit"
)

// First is what is asked of whoever begins from nothing: who they are, and which
// co-operative.
type First struct {
	Login    string         `help:"the name you will log in with"`
	Password string         `help:"at least 10 characters; a sentence is easy to keep in mind" secret:"yes"`
	Name     string         `help:"the co-operative's full name"`
	County   string         `help:"the town or county it stands in" opt:"yes"`
	Trade    string         `help:"what it makes or does, such as bamboo" default:"handicraft"`
	Currency money.Currency `help:"the currency of its books: CNY, CNY-OLD or any ISO code" default:"CNY"`
	Year     cal.Year       `help:"the first year of account in these books"`
	Template string         `help:"the charter to begin with" choice:"producer|supply|group|scop|italy|spain"`
}

// Founded is a unit with its charter and its first person.
type Founded struct {
	Unit    unit.Unit  `json:"unit"`
	Login   unit.Given `json:"login"`
	Charter []Article  `json:"charter"`
}

// Found founds a co-operative whole or not at all: the unit with its chart of
// accounts, its charter, and a login as chair, who may keep the books too.
func Found(tx *db.Tx, in First) (Founded, error) {
	wrong := append(WrongPerson(in.Login, in.Password), wrongUnit(in)...)
	if len(wrong) > 0 {
		return Founded{}, &fault.Rows{Problems: wrong}
	}
	t, err := named(in.Template)
	if err != nil {
		return Founded{}, err
	}
	var out Founded
	out.Unit, err = ledger.Found(tx, unit.Founding{Name: strings.TrimSpace(in.Name), Form: t.Form, Trade: strings.TrimSpace(in.Trade),
		County: strings.TrimSpace(in.County), Currency: in.Currency, Year: in.Year})
	if err != nil {
		return out, err
	}
	if out.Charter, err = Begin(tx, Beginning{Template: in.Template}); err != nil {
		return out, err
	}
	out.Login, err = unit.SetLogin(tx, unit.Login{Name: in.Login, Password: in.Password, Role: act.Chair})
	return out, err
}

// WrongPerson says what is wrong with a first login, field by field.
func WrongPerson(login, password string) (wrong []fault.Problem) {
	if n := len([]rune(login)); n < 2 || n > 60 || strings.TrimSpace(login) != login {
		wrong = append(wrong, fault.Problem{Column: "login", Value: login, Wrong: "A login's name has 2 to 60 characters.", Fix: "Write a short name that you will remember."})
	}
	if n := len([]rune(password)); n < 10 {
		wrong = append(wrong, fault.Problem{Column: "password", Wrong: "The password is too short.", Fix: "Write at least 10 characters."})
	}
	return wrong
}

func wrongUnit(in First) (wrong []fault.Problem) {
	if strings.TrimSpace(in.Name) == "" {
		wrong = append(wrong, fault.Problem{Column: "name", Wrong: "A co-operative needs a name.", Fix: "Write its full name."})
	}
	if in.Year < 1800 || in.Year > 2200 {
		wrong = append(wrong, fault.Problem{Column: "year", Value: in.Year.String(), Wrong: "This is no year of account.", Fix: "Write a year such as 1956."})
	}
	return wrong
}
